"""What was done to a ticket, by whom and how: appended in the transaction of the act, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fieldapp.domain.actors import ANYONE, Actor
from fieldapp.domain.ticket_status import Party, TicketStatus, party_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations
from fieldapp.store.db import db
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket, TicketEvent

DESK, PHONE, LINK, SERVER = "desk", "phone", "link", "server"


@dataclass(frozen=True)
class Act:
    """Who acts, by what way (desk, phone, link, server), and when in UTC.

    `besides` is what a phone's act adds to the details of its line: `done_at` on the phone, the `base_rev`
    that it had read, the event that it `met`, the ticket `through` which it came.
    """

    actor: Actor
    via: str
    at: datetime
    besides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def party(self) -> Party | None:
        """In what capacity: the server's own acts are nobody's."""
        return Party.SERVER if self.via == SERVER else party_of(self.actor.role)


def act_of(tools: Toolbox, actor: Actor, via: str = DESK) -> Act:
    return Act(actor, via, tools.clock.now())


def act_of_server(tools: Toolbox) -> Act:
    """What the machine does by itself."""
    return Act(ANYONE, SERVER, tools.clock.now())


def touch(ticket: Ticket) -> None:
    """Give the ticket and every point that it answers a new revision, so that phones hear of the change."""
    ticket.rev = next_rev()
    for point in observations.answered_by(ticket.id):
        point.rev = next_rev()


def append(
    ticket: Ticket,
    act: Act,
    kind: str,
    *,
    from_state: TicketStatus | None = None,
    note: str = "",
    answer: dict[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> TicketEvent:
    """One line of history: call it after `touch`, with the ticket as the act left it."""
    event = TicketEvent(
        ticket_id=ticket.id,
        at=act.at,
        actor_id=act.actor.id,
        actor_role="server" if act.via == SERVER else act.actor.role.value,
        owner_id=ticket.owner_id,
        via=act.via,
        kind=kind,
        from_state=from_state.value if from_state else None,
        to_state=ticket.state.value if kind in ("opened", "status") else None,
        note=note,
        answer=answer,
        details={**act.besides, **(details or {})},
        rev=ticket.rev,
    )
    db.session.add(event)
    return event
