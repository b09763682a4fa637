"""The coordinator's list in order of need: who is silent, what is late, what has come back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from fieldapp.domain import numbers
from fieldapp.domain.actors import Actor
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services.ticketing import deciding
from fieldapp.services.ticketing.deciding import Waiting
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import worklist
from fieldapp.store.tickets import Ticket
from fieldapp.store.worklist import PointOfTicket

ROWS_MAX = 300


class Kind(StrEnum):
    """Why a ticket is on the list, most needed first."""

    UNANSWERED = "unanswered"
    LATE = "late"
    BOUNCED = "bounced"
    CONTESTED = "contested"
    REOPENED = "reopened"
    NOBODYS = "nobodys"


_ORDER = {kind: order for order, kind in enumerate(Kind)}
_BY_STATE = {
    S.BOUNCED: Kind.BOUNCED,
    S.CONTESTED: Kind.CONTESTED,
    S.REOPENED: Kind.REOPENED,
    S.NEW: Kind.NOBODYS,
}


@dataclass(frozen=True)
class Need:
    """One row: what and where, who owes it, for how many days, and whether the promise is broken.

    `waiting` is the crew's act that the coordinator has to look at.
    """

    ticket_id: UUID
    kind: Kind
    title: str
    category: str
    subcategory: str | None
    points: str
    place: str
    owner: str
    owner_is_external: bool
    phone: str
    asked_count: int
    waited_days: int
    is_late: bool
    version: int = 0
    waiting: Waiting | None = None


def of(tools: Toolbox, actor: Actor) -> tuple[Need, ...]:
    """All rows in order of need, the longest waits first; four queries however many there are."""
    today = local_day(tools.clock.now())
    rows = [(ticket, kind_of(ticket, today)) for ticket in worklist.needing(actor, today, ROWS_MAX)]
    kept = [(ticket, kind) for ticket, kind in rows if kind is not None]
    ids = [ticket.id for ticket, _ in kept]
    points, arrivals = worklist.points_of(ids), worklist.arrived_at(ids)
    looks = deciding.of_tickets([ticket for ticket, _ in kept])
    found = [
        replace(
            _need(
                ticket, kind, points.get(ticket.id, []), arrivals.get((ticket.id, ticket.state.value)), today
            ),
            waiting=looks.get(ticket.id),
        )
        for ticket, kind in kept
    ]
    return tuple(sorted(found, key=lambda need: (_ORDER[need.kind], -need.waited_days, need.points)))


def kind_of(ticket: Ticket, today: date) -> Kind | None:
    """Why a ticket needs the coordinator on the local day `today`; None where it does not."""
    if ticket.state in _BY_STATE:
        return _BY_STATE[ticket.state]
    if ticket.state in worklist.WAITING and _is_silent(ticket, today):
        return Kind.UNANSWERED
    return Kind.LATE if _late_since(ticket, today) is not None else None


def _is_silent(ticket: Ticket, today: date) -> bool:
    return ticket.answered_at is None and ticket.answer_due_on is not None and ticket.answer_due_on < today


def _late_since(ticket: Ticket, today: date) -> date | None:
    """The day that was promised, when it has passed."""
    return ticket.due_on if ticket.due_on is not None and ticket.due_on < today else None


def _need(
    ticket: Ticket, kind: Kind, points: Sequence[PointOfTicket], arrived: datetime | None, today: date
) -> Need:
    owner = ticket.owner
    return Need(
        ticket_id=ticket.id,
        kind=kind,
        title=ticket.title,
        category=ticket.category,
        subcategory=ticket.subcategory,
        points=numbers_of(points) or numbers.unbreakable(ticket.number),
        place=ticket.place,
        owner=owner.name if owner is not None else "",
        owner_is_external=owner is not None and owner.is_external,
        phone=owner.phone if owner is not None else "",
        asked_count=ticket.asked_count,
        waited_days=(today - _since(ticket, kind, points, arrived, today)).days,
        version=ticket.version,
        is_late=kind in (Kind.UNANSWERED, Kind.LATE) or _is_silent(ticket, today),
    )


def _since(
    ticket: Ticket, kind: Kind, points: Sequence[PointOfTicket], arrived: datetime | None, today: date
) -> date:
    if kind is Kind.LATE:
        return _late_since(ticket, today) or today
    if kind is Kind.UNANSWERED:
        first = min((point.observed_at for point in points), default=ticket.created_at)
        return local_day(first)
    return local_day(arrived or ticket.created_at)


def numbers_of(points: Sequence[PointOfTicket]) -> str:
    """Full number first, then what differs: "BRU-2026-2-16, -17", with hyphens that do not break."""
    words: list[str] = []
    walk = ""
    for point in points:
        full = "" if point.walk_number == walk else point.walk_number
        words.append(f"{full}-{numbers.short(point.number)}")
        walk = point.walk_number
    return numbers.unbreakable(", ".join(words))
