"""The coordinator's word on what a phone brought too late: approved as the crew did it, or open again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Conflict, NotFound
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets
from fieldapp.store.db import unit_of_work
from fieldapp.store.tickets import Ticket, TicketEvent

#: What the crew wanted and the coordinator can say yes to at once; anything else is chosen on the ticket.
APPROVABLE = frozenset({TicketStatus.DONE, TicketStatus.PLANNED})
#: Where a ticket goes on that is not approved: whoever has it works on.
OPEN_AGAIN = TicketStatus.ACCEPTED


@dataclass(frozen=True)
class Waiting:
    """The act that waits for a look: what was wanted, and when (None: only its arrival is known)."""

    event: TicketEvent
    wanted: TicketStatus | None
    done_at: datetime | None

    @property
    def may_be_approved(self) -> bool:
        return self.wanted in APPROVABLE


def waiting_on(ticket: Ticket) -> Waiting | None:
    """What the coordinator has to decide here; None in any other state."""
    return of_tickets([ticket]).get(ticket.id)


def of_tickets(rows: list[Ticket]) -> dict[UUID, Waiting]:
    """What waits for a look in each of these tickets."""
    contested = [row.id for row in rows if row.state is TicketStatus.CONTESTED]
    if not contested:
        return {}
    return {event.ticket_id: _waiting(event) for event in tickets.last_contested(contested)}


def decide(tools: Toolbox, actor: Actor, ticket_id: UUID, version: int, *, approve: bool) -> Ticket:
    """One tap: take what the crew did as it was done, or let the work go on.

    Raises `NotFound`, `Conflict` when somebody has decided already, or what `changing.change` raises.
    """
    with unit_of_work():
        ticket = tickets.find_for(actor, ticket_id)
        if ticket is None:
            raise NotFound("ticket")
        waiting = waiting_on(ticket)
        if waiting is None:
            raise Conflict
        wanted = _as_done(waiting, version) if approve else TicketChange(OPEN_AGAIN, version)
        return changing.apply(tools, ticket, wanted, history.act_of(tools, actor))


def _as_done(waiting: Waiting, version: int) -> TicketChange:
    details: Mapping[str, Any] = waiting.event.details or {}
    return TicketChange(
        to=waiting.wanted or TicketStatus.DONE,
        version=version,
        sentence=waiting.event.answer,
        planned_for=details.get("planned_for", ""),
        no_photo_reason=details.get("no_photo_reason", ""),
    )


def _waiting(event: TicketEvent) -> Waiting:
    details: Mapping[str, Any] = event.details or {}
    code, done_at = details.get("wanted"), details.get("done_at")
    wanted = TicketStatus(code) if code in set(TicketStatus) else None
    return Waiting(event, wanted, datetime.fromisoformat(done_at) if done_at else None)
