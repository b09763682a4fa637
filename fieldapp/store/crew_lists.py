"""A crew's open work for its supervisor: what lies with whom, and pages of it, each one query."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from fieldapp.domain.actors import Actor
from fieldapp.domain.crew_load import OPEN_WORK
from fieldapp.store.db import db
from fieldapp.store.tickets import Ticket, visible_to

_NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed to. `among` None is everybody's; `is_nobodys` is what none of `hands` has.

    Sent from `since` (included) until `before`, both in UTC; `late_on` leaves only what was due before.
    """

    hand: UUID | None = None
    is_nobodys: bool = False
    hands: tuple[UUID, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    late_on: date | None = None


@dataclass(frozen=True)
class Key:
    """The last line of a page."""

    due_on: date
    id: UUID


def open_work(actor: Actor) -> Sequence[tuple[UUID | None, datetime, date | None]]:
    """Of every open ticket: who has it, when the owner got it, its limit."""
    rows = db.session.execute(
        select(Ticket.assigned_to_id, Ticket.sent_at, Ticket.due_on).where(*_open(actor))
    )
    return [(row[0], row[1], row[2]) for row in rows if row[1] is not None]


def page(actor: Actor, narrowed: Narrowed, after: Key | None, limit: int) -> Sequence[Ticket]:
    """Open tickets, the earliest limit first."""
    due = func.coalesce(Ticket.due_on, _NEVER)
    query = select(Ticket).where(*_open(actor), *_conditions(narrowed))
    if after is not None:
        query = query.where(or_(due > after.due_on, and_(due == after.due_on, Ticket.id > after.id)))
    return db.session.scalars(query.order_by(due, Ticket.id).limit(limit)).all()


def write_key(ticket: Ticket) -> str:
    return f"{(ticket.due_on or _NEVER).isoformat()}.{ticket.id}"


def read_key(text: str) -> Key | None:
    """What `write_key` wrote; None for anything else, which begins at the top."""
    try:
        day, key = text.split(".")
        return Key(date.fromisoformat(day), UUID(key))
    except ValueError:
        return None


def _open(actor: Actor) -> Collection[ColumnElement[bool]]:
    return (visible_to(actor), Ticket.state.in_(OPEN_WORK), Ticket.sent_at.is_not(None))


def _conditions(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if narrowed.is_nobodys:
        found.append(Ticket.assigned_to_id.is_(None) | Ticket.assigned_to_id.not_in(narrowed.hands))
    elif narrowed.hand is not None:
        found.append(Ticket.assigned_to_id == narrowed.hand)
    if narrowed.since is not None:
        found.append(Ticket.sent_at >= narrowed.since)
    if narrowed.before is not None:
        found.append(Ticket.sent_at < narrowed.before)
    if narrowed.late_on is not None:
        found.append(Ticket.due_on < narrowed.late_on)
    return found
