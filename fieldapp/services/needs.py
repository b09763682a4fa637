"""The coordinator's list in order of need: who is silent, what is late, what has come back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from fieldapp.domain import asking, numbers
from fieldapp.domain.actors import Actor
from fieldapp.domain.asking import Call
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.ticket_status import CLOSED
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.domain.urgency import Urgency
from fieldapp.services.ticketing import asked, deciding
from fieldapp.services.ticketing.deciding import Waiting
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.unreached import Unreached, unreached_owners
from fieldapp.store import ticket_lists, worklist
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
    BY_HAND = "by_hand"
    UNREACHED = "unreached"
    NOBODYS = "nobodys"
    UNSENT = "unsent"


_ORDER = {kind: order for order, kind in enumerate(Kind)}
_BY_STATE = {
    S.BOUNCED: Kind.BOUNCED,
    S.CONTESTED: Kind.CONTESTED,
    S.REOPENED: Kind.REOPENED,
}
_BY_CALL = {Call.UNANSWERED: Kind.UNANSWERED, Call.LATE: Kind.LATE, Call.BY_HAND: Kind.BY_HAND}
#: These are asked about by one call to their owner, however many they are.
ONE_CALL = frozenset({Kind.UNANSWERED, Kind.LATE, Kind.BY_HAND})
#: From so many on, an owner's tickets are one row.
GATHERED_FROM = 3


@dataclass(frozen=True)
class Need:
    """One row: what and where, who owes it, for how many days, and whether the promise is broken.

    `waiting` is the crew's act that the coordinator has to look at. `count` is how many tickets of one owner
    the row stands for; `can_be_called` says that asking by hand takes it off the list for a while.
    `external_case` is the number in the owner's own system.
    """

    ticket_id: UUID | None
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
    owner_id: UUID | None = None
    count: int = 1
    is_escalated: bool = False
    has_head: bool = False
    external_case: str = ""
    is_akut: bool = False

    @property
    def can_be_called(self) -> bool:
        return self.kind in ONE_CALL or self.kind is Kind.UNREACHED


def of(tools: Toolbox, actor: Actor) -> tuple[Need, ...]:
    """All rows in order of need, danger first, the longest waits first; a bounded number of queries."""
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
    gathered = [*_gathered(found), *(_unreached(one) for one in unreached_owners(today) if one.is_news)]
    return tuple(
        sorted(
            gathered, key=lambda need: (not need.is_akut, _ORDER[need.kind], -need.waited_days, need.points)
        )
    )


def late_count(actor: Actor, today: date) -> int:
    """How many tickets are later than was promised, called about or not: what the list of late ones holds."""
    found = ticket_lists.counts(actor, ticket_lists.Filters(only_late=True), today)
    return sum(count for state, count in found.items() if state not in CLOSED)


def kind_of(ticket: Ticket, today: date) -> Kind | None:
    """Why a ticket needs the coordinator on the local day `today`; None where it does not."""
    if ticket.state in _BY_STATE:
        return _BY_STATE[ticket.state]
    if ticket.state is S.NEW:
        return Kind.NOBODYS if ticket.owner_id is None else Kind.UNSENT
    call = asking.call(asked.facts(ticket), ticket.urgency, asked.by_hand_on(ticket), today)
    return _BY_CALL[call] if call is not None else None


def _gathered(found: Sequence[Need]) -> list[Need]:
    """One row for all that one call to an owner is about, where it is more than a few."""
    by_owner: dict[UUID, list[Need]] = {}
    alone = []
    for need in found:
        if need.kind in ONE_CALL and need.owner_id is not None:
            by_owner.setdefault(need.owner_id, []).append(need)
        else:
            alone.append(need)
    for theirs in by_owner.values():
        alone += theirs if len(theirs) < GATHERED_FROM else [_together(theirs)]
    return alone


def _together(theirs: Sequence[Need]) -> Need:
    worst = min(theirs, key=lambda need: (_ORDER[need.kind], -need.waited_days))
    return replace(
        worst,
        ticket_id=None,
        points="",
        place="",
        count=len(theirs),
        asked_count=max(need.asked_count for need in theirs),
        waited_days=max(need.waited_days for need in theirs),
        is_escalated=any(need.is_escalated for need in theirs),
        is_akut=any(need.is_akut for need in theirs),
        external_case="",
    )


def _unreached(one: Unreached) -> Need:
    return Need(
        ticket_id=None,
        kind=Kind.UNREACHED,
        title=one.address,
        category="",
        subcategory=None,
        points="",
        place="",
        owner=one.owner.name,
        owner_is_external=one.owner.is_external,
        phone=one.owner.phone,
        asked_count=0,
        waited_days=0,
        is_late=False,
        owner_id=one.owner.id,
        count=one.count,
    )


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
        is_late=kind in (Kind.UNANSWERED, Kind.LATE) or asking.is_silent(asked.facts(ticket), today),
        owner_id=ticket.owner_id,
        is_escalated=ticket.escalated_at is not None,
        has_head=owner is not None and bool(owner.head_email),
        external_case=ticket.external_case,
        is_akut=ticket.urgency == Urgency.AKUT,
    )


def _since(
    ticket: Ticket, kind: Kind, points: Sequence[PointOfTicket], arrived: datetime | None, today: date
) -> date:
    if kind is Kind.LATE:
        return ticket.due_on or today
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
