"""What a protocol asks beyond points: its pictures' keys, and the walk that comes after."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from fieldapp.store.db import db
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.walks import Walk


def print_keys(photo_ids: Collection[UUID]) -> dict[UUID, str]:
    """The vault's key of each picture in the size for print."""
    rows = db.session.execute(
        select(Photo.id, Photo.print_key).where(
            Photo.id.in_(photo_ids), Photo.state == PhotoState.STORED, Photo.print_key.is_not(None)
        )
    )
    return {row[0]: row[1] or "" for row in rows}


def next_walk(walk_id: UUID) -> Walk | None:
    """The walk that follows this one up."""
    return db.session.scalar(select(Walk).where(Walk.follows_id == walk_id).order_by(Walk.starts_at).limit(1))
