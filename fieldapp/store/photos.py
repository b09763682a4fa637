"""Photos: what a manifest announced, how much has come, and the keys of the derivatives in the vault."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column
from fieldapp.store.observations import Observation

T = TypeVar("T")
#: How many values a question names at most: every database takes so many.
_BATCH = 250


class PhotoState(StrEnum):
    EXPECTED = "expected"
    STORED = "stored"
    REFUSED = "refused"
    REMOVED = "removed"


class Photo(Model):
    """`upload_sha256` and `upload_bytes` are of the bytes that the phone sends; the keys are of ours."""

    __tablename__ = "photo"

    id: Mapped[UUID] = id_column()
    operation_id: Mapped[UUID | None] = mapped_column(ForeignKey("operation.id"), index=True)
    observation_id: Mapped[UUID | None] = mapped_column(ForeignKey("observation.id"), index=True)
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    sender_id: Mapped[UUID | None] = mapped_column()
    role: Mapped[str] = mapped_column(String(6))
    state: Mapped[PhotoState] = mapped_column(choice(PhotoState), default=PhotoState.EXPECTED)
    refusal: Mapped[str] = mapped_column(String(30), default="")
    upload_sha256: Mapped[str] = mapped_column(String(64))
    upload_bytes: Mapped[int]
    upload_type: Mapped[str] = mapped_column(String(60))
    large_key: Mapped[str | None] = mapped_column(String(64), index=True)
    print_key: Mapped[str | None] = mapped_column(String(64), index=True)
    small_key: Mapped[str | None] = mapped_column(String(64), index=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    alt_text: Mapped[str] = mapped_column(String(300), default="")
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def live_of_observations(observation_ids: Sequence[UUID]) -> Sequence[Photo]:
    """Photos that have come or are awaited, in the order taken."""
    return db.session.scalars(
        select(Photo)
        .where(Photo.observation_id.in_(observation_ids), Photo.state != PhotoState.REMOVED)
        .order_by(Photo.id)
    ).all()


def live_of_tickets(ticket_ids: Sequence[UUID]) -> Sequence[Photo]:
    return db.session.scalars(
        select(Photo)
        .where(Photo.ticket_id.in_(ticket_ids), Photo.state != PhotoState.REMOVED)
        .order_by(Photo.id)
    ).all()


def find(photo_id: UUID) -> Photo | None:
    return db.session.get(Photo, photo_id)


def expected_of(operation_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Ids of photos that these operations announced and that have not come."""
    return db.session.scalars(
        select(Photo.id).where(Photo.operation_id.in_(operation_ids), Photo.state == PhotoState.EXPECTED)
    ).all()


def awaited_in(walk_id: UUID) -> Sequence[tuple[int, int, int]]:
    """Per point of the walk that waits for a photo: its number, photos that wait, photos in all."""
    waiting = func.count().filter(Photo.state == PhotoState.EXPECTED)
    found = db.session.execute(
        select(Observation.number, waiting, func.count())
        .join(Photo, Photo.observation_id == Observation.id)
        .where(Observation.walk_id == walk_id, Observation.state != ObservationStatus.WITHDRAWN)
        .where(Photo.state.in_((PhotoState.EXPECTED, PhotoState.STORED)))
        .group_by(Observation.number)
        .having(waiting > 0)
        .order_by(Observation.number)
    )
    return [(number, missing, count) for number, missing, count in found]


def needed_keys(keys: Iterable[str]) -> set[str]:
    """Those of these keys that any photo still needs: identical photos share a key."""
    found: set[str] = set()
    for some in _batches(keys):
        rows = db.session.execute(
            select(Photo.large_key, Photo.print_key, Photo.small_key).where(
                Photo.state != PhotoState.REMOVED,
                Photo.large_key.in_(some) | Photo.print_key.in_(some) | Photo.small_key.in_(some),
            )
        )
        found |= {key for row in rows for key in row if key in some}
    return found


def keys_of(photo: Photo) -> tuple[str, ...]:
    """The keys of its pictures that are in the vault."""
    return tuple(key for key in (photo.large_key, photo.print_key, photo.small_key) if key)


def removed_with_keys() -> Sequence[Photo]:
    """Photos that were taken away and whose bytes have not all gone: a kill came between."""
    return db.session.scalars(
        select(Photo).where(Photo.state == PhotoState.REMOVED, Photo.large_key.is_not(None))
    ).all()


def among(photo_ids: Iterable[UUID], *, is_removed: bool) -> list[Photo]:
    """Those of these photos that were taken away, or those that were not."""
    state = Photo.state == PhotoState.REMOVED
    found: list[Photo] = []
    for some in _batches(photo_ids):
        rows = db.session.scalars(select(Photo).where(Photo.id.in_(some), state if is_removed else ~state))
        found += rows
    return found


def stored_after(photo_id: UUID | None, most: int) -> Sequence[Photo]:
    """A page of the stored photos in the order of their ids."""
    query = select(Photo).where(Photo.state == PhotoState.STORED).order_by(Photo.id).limit(most)
    return db.session.scalars(query if photo_id is None else query.where(Photo.id > photo_id)).all()


def some_stored(most: int) -> Sequence[Photo]:
    """Stored photos, taken at random."""
    return db.session.scalars(
        select(Photo).where(Photo.state == PhotoState.STORED).order_by(func.random()).limit(most)
    ).all()


def awaited_since(before: datetime) -> tuple[int, datetime | None]:
    """How many photos were announced before that moment and have not come, and the oldest's moment."""
    count, oldest = db.session.execute(
        select(func.count(), func.min(Photo.announced_at)).where(
            Photo.state == PhotoState.EXPECTED, Photo.announced_at < before
        )
    ).one()
    return count, oldest


def _batches(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, _BATCH)):
        yield some


def sent_by(sender_id: UUID, photo_ids: Sequence[UUID]) -> Sequence[Photo]:
    """Those of these photos that this phone announced."""
    return db.session.scalars(
        select(Photo).where(Photo.id.in_(photo_ids), Photo.sender_id == sender_id)
    ).all()
