"""Which pictures leave the house: those that had come when somebody reviewed their point."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo


def of_points(points: Sequence[Observation], photos: Sequence[Photo]) -> list[Photo]:
    """The pictures of these points that a reviewer has seen, in the order taken."""
    reviewed = {point.id: point.reviewed_at for point in points if point.reviewed_at is not None}
    return [photo for photo in photos if _is_reviewed(photo, reviewed)]


def _is_reviewed(photo: Photo, reviewed: dict[UUID, datetime]) -> bool:
    if photo.observation_id is None or photo.stored_at is None:
        return False
    by = reviewed.get(photo.observation_id)
    return by is not None and photo.stored_at <= by
