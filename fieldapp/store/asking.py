"""The tickets that may owe something today, and what has been written about it already."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from fieldapp.domain.asking import WITH_COORDINATOR, WITH_OWNER
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.store.db import db
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket


def with_owners(today: date, owner_id: UUID | None = None) -> Sequence[Ticket]:
    """What owners have and have not answered, and what they promised for a day that has passed."""
    query = select(Ticket).where(
        Ticket.owner_id.is_not(None),
        or_(Ticket.state.in_(WITH_OWNER), (Ticket.state == S.PLANNED) & (Ticket.due_on < today)),
    )
    if owner_id is not None:
        query = query.where(Ticket.owner_id == owner_id)
    return db.session.scalars(query.order_by(Ticket.walk_id, Ticket.number)).all()


def live() -> Sequence[Ticket]:
    """All that waits for an answer or holds a promise, with owners and at the coordinator's desk."""
    states = (*WITH_OWNER, *WITH_COORDINATOR, S.PLANNED)
    return db.session.scalars(select(Ticket).where(Ticket.state.in_(states)).order_by(Ticket.id)).all()


def by_ids(ticket_ids: Sequence[UUID]) -> Sequence[Ticket]:
    return db.session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.number)).all()


def owners_waited_for() -> Sequence[tuple[Owner, int, datetime | None]]:
    """Owners that have something to answer: how many tickets, and when they were last called about them."""
    rows = db.session.execute(
        select(Owner, func.count(Ticket.id), func.max(Ticket.by_hand_at))
        .join(Ticket, Ticket.owner_id == Owner.id)
        .where(Ticket.state.in_(WITH_OWNER))
        .group_by(Owner.id)
        .order_by(Owner.name)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def escalated_since(moment: datetime | None) -> Sequence[Ticket]:
    """What was lifted after a moment (None: ever) and is not answered."""
    query = select(Ticket).where(Ticket.escalated_at.is_not(None), Ticket.owner_id.is_not(None))
    if moment is not None:
        query = query.where(Ticket.escalated_at > moment)
    return db.session.scalars(query.order_by(Ticket.owner_id, Ticket.number)).all()


def last_written_at(kind: str) -> datetime | None:
    """When the last message of a kind was written."""
    return db.session.scalar(select(func.max(OutboxMessage.created_at)).where(OutboxMessage.kind == kind))


def answered_between(since: datetime, until: datetime) -> int:
    """How many tickets got their first answer in that time."""
    return _count_within(Ticket.first_answered_at, since, until)


def done_between(since: datetime, until: datetime) -> int:
    return _count_within(Ticket.done_at, since, until)


def _count_within(moment: InstrumentedAttribute[datetime | None], since: datetime, until: datetime) -> int:
    return db.session.scalar(select(func.count(Ticket.id)).where(moment >= since, moment < until)) or 0
