"""What a crew's phone had read of a ticket, what others have done since, and where it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Forbidden, NotFound
from fieldapp.domain.ticket_conflicts import Meeting
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import changing, history, merging
from fieldapp.store import tickets
from fieldapp.store.tickets import Ticket, TicketEvent

_STEPS = frozenset({"status", "undone"})


@dataclass(frozen=True)
class Met:
    """`ticket` takes the act; `asked` is the one it was done on: another where that one was merged into it.

    `since` is what others did after `base_rev`, notes left out, oldest first.
    """

    ticket: Ticket
    asked: Ticket
    base_rev: int
    since: Sequence[TicketEvent]
    is_theirs: bool
    is_unknown: bool

    @property
    def follows(self) -> bool:
        return self.ticket.id != self.asked.id

    def against(self, wanted: TicketStatus) -> Meeting:
        """The act as the domain's table reads it."""
        return Meeting(
            wanted=wanted,
            now=self.ticket.state,
            is_theirs=self.is_theirs,
            was_reopened=any(event.to_state == TicketStatus.REOPENED for event in self.since),
            is_changed=bool(self.since),
            is_stepped=self.is_unknown or self._step is not None,
            follows=self.follows,
        )

    def besides(self, done_at: datetime | None) -> Mapping[str, Any]:
        """What the act's line in the history says besides: when and on what knowledge it was done."""
        found = {
            "base_rev": self.base_rev,
            "done_at": done_at.isoformat() if done_at else None,
            "met": str(self._step.id) if self._step is not None else None,
            "through": self.asked.number if self.follows else None,
        }
        return {name: value for name, value in found.items() if value is not None}

    @property
    def _step(self) -> TicketEvent | None:
        """The last step that somebody else took, in the ticket that takes the act."""
        steps = [event for event in self.since if event.kind in _STEPS and event.ticket_id == self.ticket.id]
        return steps[-1] if steps else None


def see(actor: Actor, ticket_id: UUID, base_rev: int | None) -> Met:
    """Scope is judged at `base_rev` (None: after the crew's own earlier acts): what was theirs then exists.

    Raises `NotFound` for what never was, `Forbidden` for whoever has no owner.
    """
    if actor.owner_id is None:
        raise Forbidden(action="ticket.work")
    asked = changing.ticket_of(ticket_id)
    if asked is None:
        raise NotFound
    own = _own_acts(actor, asked.id)
    base = _base_of_chain(own, asked) if base_rev is None else base_rev
    if tickets.find_for(actor, asked.id) is None and not _was_theirs(actor, asked, base_rev, own):
        raise NotFound
    ticket = merging.final(asked)
    return Met(
        ticket=ticket,
        asked=asked,
        base_rev=base,
        since=_by_others(actor, ticket.id, base),
        is_theirs=ticket.owner_id == actor.owner_id,
        is_unknown=base > max(asked.rev, ticket.rev),
    )


def _was_theirs(actor: Actor, asked: Ticket, base_rev: int | None, own: Sequence[TicketEvent]) -> bool:
    """A chain of own acts goes on where it began, also when its first one met a new owner."""
    if base_rev is None:
        return bool(own)
    return tickets.owner_at(asked.id, base_rev) == actor.owner_id


def _own_acts(actor: Actor, ticket_id: UUID) -> list[TicketEvent]:
    """Newest first."""
    return [
        event
        for event in tickets.events_of(ticket_id)
        if event.actor_id == actor.id and event.via == history.PHONE
    ]


def _base_of_chain(own: Sequence[TicketEvent], ticket: Ticket) -> int:
    """What the phone had read before the own acts that it has not seen the answer of."""
    if not own:
        return ticket.rev
    base = (own[0].details or {}).get("base_rev")
    return base if isinstance(base, int) else own[0].rev


def _by_others(actor: Actor, ticket_id: UUID, base_rev: int) -> list[TicketEvent]:
    return [
        event
        for event in tickets.events_after(ticket_id, base_rev)
        if event.kind != "note" and not (event.actor_id == actor.id and event.via == history.PHONE)
    ]
