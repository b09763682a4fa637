"""Lists of tickets for the desk: filters, counts and keyset pages, each one query."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from fieldapp.domain.actors import Actor
from fieldapp.domain.ticket_status import ANSWERED, CLOSED, TicketStatus
from fieldapp.store.db import db
from fieldapp.store.tickets import Ticket, visible_to
from fieldapp.store.walks import Stop, Walk

_NEVER = date(9999, 12, 31)
_WORK_IS_OVER = (*CLOSED, TicketStatus.DONE, TicketStatus.NEEDS_PROJECT)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    states: tuple[TicketStatus, ...] = ()
    owner_id: UUID | None = None
    walk_id: UUID | None = None
    only_late: bool = False


@dataclass(frozen=True)
class Key:
    """The last line of a page: its limit and its id."""

    due_on: date
    id: UUID


def page(actor: Actor, filters: Filters, today: date, after: Key | None, limit: int) -> Sequence[Ticket]:
    """Tickets by limit, the earliest first."""
    query = select(Ticket).where(*_conditions(actor, filters, today))
    if filters.states:
        query = query.where(Ticket.state.in_(filters.states))
    due = func.coalesce(Ticket.due_on, _NEVER)
    if after is not None:
        query = query.where(or_(due > after.due_on, and_(due == after.due_on, Ticket.id > after.id)))
    return db.session.scalars(query.order_by(due, Ticket.id).limit(limit)).all()


def counts(actor: Actor, filters: Filters, today: date) -> dict[TicketStatus, int]:
    """How many tickets in each state, by the filters but their states."""
    rows = db.session.execute(
        select(Ticket.state, func.count()).where(*_conditions(actor, filters, today)).group_by(Ticket.state)
    )
    return {row[0]: row[1] for row in rows}


def write_key(ticket: Ticket) -> str:
    return f"{(ticket.due_on or _NEVER).isoformat()}.{ticket.id}"


def read_key(text: str) -> Key | None:
    """What `write_key` wrote; None for anything else, which begins at the top."""
    day, _, key = text.partition(".")
    try:
        return Key(date.fromisoformat(day), UUID(key))
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
    if filters.only_late:
        silent = Ticket.state.not_in(ANSWERED | CLOSED) & (Ticket.answer_due_on < today)
        overdue = Ticket.state.not_in(_WORK_IS_OVER) & (Ticket.due_on < today)
        found.append(silent | overdue)
    return found
