"""What planning a walk asks: the year's last number, and whether a stop can still go."""

from uuid import UUID

from sqlalchemy import exists, select

from fieldapp.domain.errors import Invalid
from fieldapp.domain.numbers import WalkNumber
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.ratings import Rating
from fieldapp.store.walks import Stop, Walk


def last_sequence(year: int) -> int:
    """The highest running number of a year's walks, wherever they were held; 0 before the first."""
    taken = [0]
    for number in db.session.scalars(select(Walk.number).where(Walk.number.like(f"%-{year}-%"))):
        try:
            taken.append(WalkNumber.parse(number).sequence)
        except Invalid:
            continue
    return max(taken)


def stop_is_used(stop_id: UUID) -> bool:
    """Whether a point or an answer about safety names this stop."""
    noted = exists().where(Observation.stop_id == stop_id)
    rated = exists().where(Rating.stop_id == stop_id)
    return bool(db.session.scalar(select(noted | rated)))


def delete_stop(stop: Stop) -> None:
    db.session.delete(stop)
