"""The end of a review: what becomes of a walk's points, to whom it goes, and one button that sends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldapp.domain import access, observation_status, walk_status
from fieldapp.domain.actors import Actor
from fieldapp.domain.numbers import short
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.domain.ticket_status import Party, TicketStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import telling
from fieldapp.services.review import outcomes, thanks
from fieldapp.services.review.outcomes import Becomes
from fieldapp.services.review.reading import is_waiting, walk_of
from fieldapp.services.routing import Proposal, Town
from fieldapp.services.ticketing import history, informing, opening, sending
from fieldapp.services.ticketing.opening import question_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, tickets
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk

_S = ObservationStatus


@dataclass(frozen=True)
class ToSend:
    """A line of the list: a point that becomes a ticket, or a ticket that waits for its owner's name."""

    number: str
    category: str
    subcategory: str | None
    words: str
    proposal: Proposal


@dataclass(frozen=True)
class Parcel:
    """What one owner will get; `owner` is None for what nobody owns yet."""

    owner: Owner | None
    lines: list[ToSend]


@dataclass(frozen=True)
class Ready:
    """A walk before it is sent."""

    walk: Walk
    waiting_count: int
    parcels: list[Parcel]
    praise_count: int
    dialogue_count: int
    merged_count: int
    dismissed_count: int
    sent_count: int

    @property
    def ready_count(self) -> int:
        return sum(len(parcel.lines) for parcel in self.parcels) + self.praise_count + self.dialogue_count


@dataclass(frozen=True)
class Sent:
    """What a sending did; `without_owner` are numbers that stay until somebody names who must answer."""

    ticket_count: int
    owner_count: int
    without_owner: tuple[str, ...]


def ready(actor: Actor, walk_id: UUID) -> Ready:
    """What will be sent to whom; raises `NotFound`."""
    walk = walk_of(actor, walk_id)
    points = observations.of_walk(walk.id)
    reviewed = [one for one in points if one.state is _S.REVIEWED]
    to_send = [one for one in reviewed if _becomes(one) is Becomes.TICKET]
    return Ready(
        walk=walk,
        waiting_count=sum(is_waiting(one) for one in points),
        parcels=_parcels(to_send, _unsent(walk.id)),
        praise_count=sum(_becomes(one) is Becomes.PRAISE for one in reviewed),
        dialogue_count=sum(_becomes(one) is Becomes.DIALOGUE for one in reviewed),
        merged_count=sum(one.state is _S.MERGED for one in points),
        dismissed_count=sum(one.state is _S.DISMISSED for one in points),
        sent_count=sum(one.state is _S.TICKET for one in points),
    )


def send(tools: Toolbox, actor: Actor, walk_id: UUID) -> Sent:
    """Open the tickets of everything reviewed and send what has an owner; the walk is sent.

    One mail for each owner, and one that thanks for what is good. Again it sends only what came since.
    Raises `NotFound`.
    """
    access.require(actor, "ticket.send")
    with unit_of_work():
        walk = walk_of(actor, walk_id)
        act, town = history.act_of(tools, actor), Town()
        reviewed = [point for point in observations.of_walk(walk.id) if point.state is _S.REVIEWED]
        for point in reviewed:
            _finish(point, act, town)
        thanks.write(tools, walk, [one for one in reviewed if one.state is _S.PRAISE], town, act.at)
        unsent = _unsent(walk.id)
        owned = [ticket for ticket in unsent if ticket.owner_id is not None]
        for ticket in owned:
            sending.mark_sent(ticket, act)
        informing.tell(tools, owned, act.at)
        by_owner = _by_owner(owned)
        for theirs in by_owner.values():
            sending.write_to_owner(tools, theirs[0], theirs, act.at)
        _walk_is_sent(walk)
        missing = tuple(ticket.number for ticket in unsent if ticket.owner_id is None)
        return Sent(len(owned), len(by_owner), missing)


def _becomes(point: Observation) -> Becomes:
    return Becomes(point.outcome) if point.outcome else Becomes.TICKET


def _finish(point: Observation, act: history.Act, town: Town) -> None:
    becomes = _becomes(point)
    if becomes is Becomes.TICKET:
        opening.open_ticket(act, [point], town, Reviewer.COORDINATOR)
        return
    state = _S.PRAISE if becomes is Becomes.PRAISE else _S.DIALOGUE
    observation_status.require(point.state, state, Reviewer.COORDINATOR)
    answer: dict[str, Any] | None = point.answer
    if answer is None:
        answer = outcomes.sentence(becomes, "", point, town.propose(question_of(point)))
    point.state, point.answer, point.answered_at = state, answer, act.at
    point.version += 1
    told = [point, *observations.merged_into(point.id)]
    for one in told:
        one.rev = next_rev()
    telling.points_answered(db.session(), told, act.at)


def _unsent(walk_id: UUID) -> list[Ticket]:
    return [ticket for ticket in tickets.of_walk(walk_id) if ticket.state is TicketStatus.NEW]


def _by_owner(rows: Sequence[Ticket]) -> dict[UUID, list[Ticket]]:
    found: dict[UUID, list[Ticket]] = {}
    for ticket in rows:
        if ticket.owner_id is not None:
            found.setdefault(ticket.owner_id, []).append(ticket)
    return found


def _parcels(points: Sequence[Observation], unsent: Sequence[Ticket]) -> list[Parcel]:
    town = Town()
    found: dict[UUID | None, Parcel] = {}
    for point in points:
        proposal = town.propose(question_of(point))
        owner = town.owner(point.owner_hint) or proposal.owner
        line = ToSend(short(point.number), point.category, point.subcategory, point.public_text, proposal)
        found.setdefault(owner.id if owner else None, Parcel(owner, [])).lines.append(line)
    for ticket in unsent:
        for point in observations.answered_by(ticket.id)[:1]:
            line = ToSend(
                short(point.number),
                ticket.category,
                ticket.subcategory,
                point.public_text,
                town.propose(question_of(point)),
            )
            found.setdefault(ticket.owner_id, Parcel(ticket.owner, [])).lines.append(line)
    return sorted(found.values(), key=lambda parcel: (parcel.owner is None, -len(parcel.lines)))


def _walk_is_sent(walk: Walk) -> None:
    if WalkStatus.SENT in walk_status.allowed(walk.state, Party.COORDINATOR):
        walk.state, walk.rev = WalkStatus.SENT, next_rev()
