"""A supervisor's pages: the load by phone or person and age, the list to give out, and the list on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.crew_load import AGES, Load, Work, loads
from fieldapp.domain.due_dates import local_day, start_of_day
from fieldapp.domain.errors import NotFound
from fieldapp.services.changes import work
from fieldapp.services.ticketing import assigning
from fieldapp.services.ticketing.assigning import Hand
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import crew_lists, tickets
from fieldapp.store.crew_lists import Narrowed
from fieldapp.store.db import by_key
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket

PAGE_SIZE = 50
PAPER_MAX = 200
NOBODY = "nobody"
LATE = "late"


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to: `who` an id, `NOBODY` or "" for all; `age` one of AGES, `LATE` or ""."""

    who: str = ""
    age: str = ""


@dataclass(frozen=True)
class Line:
    """A ticket of the list as crews read it; `days` since the owner got it, `hand` who has it ("" nobody)."""

    ticket: Ticket
    data: dict[str, Any]
    days: int
    hand: str
    is_late: bool


@dataclass(frozen=True)
class Overview:
    owner_name: str
    rows: list[tuple[Hand | None, Load]]
    hands: list[Hand]
    lines: list[Line]
    next_after: str

    @property
    def total(self) -> int:
        return sum(load.total for _hand, load in self.rows)


def overview(tools: Toolbox, actor: Actor, asked: Asked, after: str = "") -> Overview:
    """The load by age, what nobody has on top, and a page of the list below it."""
    access.require(actor, "crew.lead")
    today = local_day(tools.clock.now())
    found = assigning.hands(actor.owner_id)
    all_work = [Work(who, local_day(sent), due) for who, sent, due in crew_lists.open_work(actor)]
    known: dict[UUID | None, Hand] = {hand.id: hand for hand in found}
    narrowed = _narrowed(asked, found, today)
    listed = crew_lists.page(actor, narrowed, crew_lists.read_key(after), PAGE_SIZE + 1)
    lines = _lines(listed[:PAGE_SIZE], actor, found, today)
    return Overview(
        owner_name=_owner_name(actor),
        rows=[(known.get(load.who), load) for load in loads(all_work, [hand.id for hand in found], today)],
        hands=found,
        lines=lines,
        next_after=crew_lists.write_key(listed[PAGE_SIZE - 1]) if len(listed) > PAGE_SIZE else "",
    )


@dataclass(frozen=True)
class Paper:
    """The list on paper: whose, and what; `is_whole` is False where there was more than fits."""

    owner_name: str
    hand: Hand | None
    is_nobodys: bool
    today: date
    lines: list[Line]
    is_whole: bool


def paper(tools: Toolbox, actor: Actor, asked: Asked) -> Paper:
    """Open work for one phone, for nobody, or all of it, the earliest limit first."""
    access.require(actor, "crew.lead")
    today = local_day(tools.clock.now())
    found = assigning.hands(actor.owner_id)
    listed = crew_lists.page(actor, _narrowed(asked, found, today), None, PAPER_MAX + 1)
    return Paper(
        owner_name=_owner_name(actor),
        hand=next((hand for hand in found if str(hand.id) == asked.who), None),
        is_nobodys=asked.who == NOBODY,
        today=today,
        lines=_lines(listed[:PAPER_MAX], actor, found, today),
        is_whole=len(listed) <= PAPER_MAX,
    )


def show(tools: Toolbox, actor: Actor, ticket_id: UUID) -> Line:
    """One ticket of the supervisor's own; raises `NotFound`."""
    access.require(actor, "crew.lead")
    ticket = tickets.find_for(actor, ticket_id)
    if ticket is None:
        raise NotFound("ticket")
    today = local_day(tools.clock.now())
    return _lines([ticket], actor, assigning.hands(actor.owner_id), today)[0]


def _narrowed(asked: Asked, hands: Sequence[Hand], today: date) -> Narrowed:
    """Nonsense narrows nothing."""
    age = next((one for one in AGES if one.code == asked.age), None)
    return Narrowed(
        hand=next((hand.id for hand in hands if str(hand.id) == asked.who), None),
        is_nobodys=asked.who == NOBODY,
        hands=tuple(hand.id for hand in hands),
        since=start_of_day(today - timedelta(days=age.to_days)) if age and age.to_days is not None else None,
        before=start_of_day(today - timedelta(days=age.from_days - 1)) if age and age.from_days else None,
        late_on=today if asked.age == LATE else None,
    )


def _lines(rows: Sequence[Ticket], actor: Actor, hands: Sequence[Hand], today: date) -> list[Line]:
    names = {hand.id: hand.name for hand in hands}
    data = {one["id"]: one for one in work.assemble(rows, actor)}
    return [
        Line(
            ticket=row,
            data=data[row.id],
            days=max(0, (today - local_day(row.sent_at)).days) if row.sent_at else 0,
            hand=names.get(row.assigned_to_id, "") if row.assigned_to_id else "",
            is_late=row.due_on is not None and row.due_on < today,
        )
        for row in rows
    ]


def _owner_name(actor: Actor) -> str:
    owner = by_key(Owner, actor.owner_id) if actor.owner_id else None
    return owner.name if owner is not None else ""
