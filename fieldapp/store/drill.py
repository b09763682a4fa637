"""What the check of a backup asks of all rows at once."""

from uuid import UUID

from sqlalchemy import func, select

from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo, PhotoState


def named_keys() -> set[str]:
    """The keys of every picture that may be shown."""
    rows = db.session.execute(
        select(Photo.large_key, Photo.print_key, Photo.small_key).where(Photo.state == PhotoState.STORED)
    ).all()
    db.session.rollback()
    return {key for row in rows for key in row if key}


def walk_with_most_points() -> UUID | None:
    found = db.session.scalar(
        select(Observation.walk_id).group_by(Observation.walk_id).order_by(func.count().desc()).limit(1)
    )
    db.session.rollback()
    return found
