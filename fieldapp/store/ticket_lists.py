"""Lists of tickets for the desk: filters, counts and keyset pages, each one query."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from fieldapp.domain.actors import Actor
from fieldapp.domain.asking import KEEPS_ANSWER, WITH_COORDINATOR, WITH_OWNER
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.lateness import Age, began_between
from fieldapp.domain.ticket_status import CLOSED, TicketStatus
from fieldapp.store.db import db
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket, visible_to
from fieldapp.store.walks import Stop, Walk

_NEVER = date(9999, 12, 31)
_WORK_IS_OVER = (*CLOSED, TicketStatus.DONE, TicketStatus.NEEDS_PROJECT)
#: Somebody has to say something before it goes on.
_WAITS = (
    TicketStatus.NEW,
    TicketStatus.BOUNCED,
    TicketStatus.CONTESTED,
    TicketStatus.SENT,
    TicketStatus.HANDED_OVER,
    TicketStatus.REOPENED,
)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    states: tuple[TicketStatus, ...] = ()
    owner_id: UUID | None = None
    walk_id: UUID | None = None
    only_late: bool = False
    asset: str = ""
    #: How old what waits is; `at_desk` is what only the coordinator can take further, else what owners have.
    age: Age | None = None
    at_desk: bool = False


@dataclass(frozen=True)
class Key:
    """The last line of a page: how needed it was on the day `on`, its limit and its id."""

    on: date
    need: int
    due_on: date
    id: UUID


def page(
    actor: Actor, filters: Filters, today: date, after: Key | None, limit: int
) -> Sequence[tuple[Ticket, int]]:
    """Tickets with how needed they are: late, waiting, under way, to confirm, over; the earliest limit first.

    The pages of one list judge by the day of its first: midnight moves no ticket to a page already read.
    """
    need = _need(after.on if after is not None else today)
    due = func.coalesce(Ticket.due_on, _NEVER)
    query = select(Ticket, need).where(*_conditions(actor, filters, today))
    if filters.states:
        query = query.where(Ticket.state.in_(filters.states))
    if after is not None:
        further = or_(due > after.due_on, and_(due == after.due_on, Ticket.id > after.id))
        query = query.where(or_(need > after.need, and_(need == after.need, further)))
    rows = db.session.execute(query.order_by(need, due, Ticket.id).limit(limit))
    return [(row[0], row[1]) for row in rows]


def counts(actor: Actor, filters: Filters, today: date) -> dict[TicketStatus, int]:
    """How many tickets in each state, by the filters but their states."""
    rows = db.session.execute(
        select(Ticket.state, func.count()).where(*_conditions(actor, filters, today)).group_by(Ticket.state)
    )
    return {row[0]: row[1] for row in rows}


def write_key(ticket: Ticket, need: int, on: date) -> str:
    return f"{on.isoformat()}.{need}.{(ticket.due_on or _NEVER).isoformat()}.{ticket.id}"


def read_key(text: str) -> Key | None:
    """What `write_key` wrote; None for anything else, which begins at the top."""
    try:
        on, need, day, key = text.split(".")
        return Key(date.fromisoformat(on), int(need) % _NEEDS, date.fromisoformat(day), UUID(key))
    except ValueError:
        return None


def walks_with_tickets() -> Sequence[Walk]:
    """Newest first."""
    return db.session.scalars(
        select(Walk).where(Walk.id.in_(select(Ticket.walk_id))).order_by(Walk.starts_at.desc())
    ).all()


def walks(walk_ids: Collection[UUID]) -> Sequence[Walk]:
    return db.session.scalars(select(Walk).where(Walk.id.in_(walk_ids))).all()


def stops(stop_ids: Collection[UUID]) -> Sequence[Stop]:
    return db.session.scalars(select(Stop).where(Stop.id.in_(stop_ids))).all()


def _conditions(actor: Actor, filters: Filters, today: date) -> list[ColumnElement[bool]]:
    found = [visible_to(actor)]
    if filters.owner_id is not None:
        found.append(Ticket.owner_id == filters.owner_id)
    if filters.walk_id is not None:
        found.append(Ticket.walk_id == filters.walk_id)
    if filters.asset:
        found.append(Ticket.asset == filters.asset)
    if filters.only_late:
        found.append(_is_late(today))
    if filters.age is not None:
        found.append(_is_of_age(filters.age, today))
    if filters.at_desk:
        found.append(Ticket.state.in_(WITH_COORDINATOR))
    elif filters.age is not None:
        found.append(Ticket.state.not_in(WITH_COORDINATOR))
    return found


#: How many answers `_need` has.
_NEEDS = 5


def _need(today: date) -> ColumnElement[int]:
    return case(
        (_is_late(today), 0),
        (Ticket.state.in_(_WAITS), 1),
        (Ticket.state == TicketStatus.DONE, 3),
        (Ticket.state.in_(CLOSED), 4),
        else_=2,
    )


def _is_late(today: date) -> ColumnElement[bool]:
    """Its answer is late, or its work is."""
    silent = _owes_answer() & (Ticket.answer_due_on < today)
    overdue = Ticket.state.not_in(_WORK_IS_OVER) & (Ticket.due_on < today) & ~_is_informed_only()
    return silent | overdue


def _is_of_age(age: Age, today: date) -> ColumnElement[bool]:
    """As `domain.asking` and `domain.lateness` say it of one ticket."""
    if age is Age.PROMISE:
        return _holds_promise() & (Ticket.due_on < today) & ~_is_informed_only()
    earliest, latest = began_between(age, today)
    found = _owes_answer()
    if earliest is not None:
        found &= Ticket.clock_on >= earliest
    return found & (Ticket.clock_on <= latest) if latest is not None else found


def _owes_answer() -> ColumnElement[bool]:
    with_owner = Ticket.state.in_(WITH_OWNER) & ~_is_informed_only()
    waits = Ticket.state.in_(WITH_COORDINATOR) | with_owner
    return waits & ~(Ticket.state.in_(KEEPS_ANSWER) & _has_answer())


def _is_informed_only() -> ColumnElement[bool]:
    """Never NULL: a ticket that is nobody's yet is waited for."""
    codes = [one.code for one in load_defaults().owner_classes.values() if one.is_informed_only]
    theirs = select(Owner.id).where(Owner.class_code.in_(codes))
    return Ticket.owner_id.is_not(None) & Ticket.owner_id.in_(theirs)


def _holds_promise() -> ColumnElement[bool]:
    return (Ticket.state == TicketStatus.PLANNED) | (Ticket.state.in_(KEEPS_ANSWER) & _has_answer())


def _has_answer() -> ColumnElement[bool]:
    return Ticket.answered_at.is_not(None) & Ticket.first_answered_at.is_not(None)
