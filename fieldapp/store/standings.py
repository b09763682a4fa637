"""The few columns that tell where points stand, read for many walks at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Stop, Walk


class PointRow(NamedTuple):
    """`answer` is the point's own public sentence, for a point without a ticket."""

    id: UUID
    walk_id: UUID
    state: ObservationStatus
    category: str
    merged_into_id: UUID | None
    ticket_id: UUID | None
    answer: dict[str, Any] | None
    answered_at: datetime | None
    observed_at: datetime


class TicketRow(NamedTuple):
    id: UUID
    state: TicketStatus
    answer: dict[str, Any] | None
    answered_at: datetime | None
    merged_into_id: UUID | None


_POINT = (
    Observation.id,
    Observation.walk_id,
    Observation.state,
    Observation.category,
    Observation.merged_into_id,
    Observation.ticket_id,
    Observation.answer,
    Observation.answered_at,
    Observation.observed_at,
)
_TICKET = (
    Ticket.id,
    Ticket.state,
    Ticket.answer,
    func.coalesce(Ticket.first_answered_at, Ticket.answered_at),
    Ticket.merged_into_id,
)


def points_of(walk_ids: Sequence[UUID]) -> list[PointRow]:
    """All points of these walks."""
    rows = db.session.execute(select(*_POINT).where(Observation.walk_id.in_(walk_ids)))
    return [PointRow(*row) for row in rows]


def points(ids: Collection[UUID]) -> list[PointRow]:
    rows = db.session.execute(select(*_POINT).where(Observation.id.in_(ids)))
    return [PointRow(*row) for row in rows]


def tickets(ids: Collection[UUID]) -> list[TicketRow]:
    rows = db.session.execute(select(*_TICKET).where(Ticket.id.in_(ids)))
    return [TicketRow(*row) for row in rows]


def walks_with_points(limit: int) -> Sequence[Walk]:
    """The latest walks that have begun and have points, newest first."""
    return db.session.scalars(
        select(Walk)
        .where(Walk.last_point_number > 0, Walk.opened_at.is_not(None))
        .order_by(Walk.starts_at.desc())
        .limit(limit)
    ).all()


def stop_counts(walk_ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Stop.walk_id, func.count()).where(Stop.walk_id.in_(walk_ids)).group_by(Stop.walk_id)
    )
    return {row[0]: row[1] for row in rows}


def stops_of_walks(walk_ids: Sequence[UUID]) -> dict[UUID, list[Stop]]:
    """The stops of several walks, each in route order."""
    found: dict[UUID, list[Stop]] = {walk_id: [] for walk_id in walk_ids}
    for stop in db.session.scalars(select(Stop).where(Stop.walk_id.in_(walk_ids)).order_by(Stop.order)):
        found[stop.walk_id].append(stop)
    return found
