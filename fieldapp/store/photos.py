"""Photos: what a manifest announced, how much has come, and the keys of the derivatives in the vault."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column
from fieldapp.store.observations import Observation


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


def key_is_used(key: str) -> bool:
    """Whether any photo still needs these bytes: identical photos share a key."""
    return (
        db.session.scalar(
            select(Photo.id)
            .where((Photo.large_key == key) | (Photo.print_key == key) | (Photo.small_key == key))
            .limit(1)
        )
        is not None
    )


def sent_by(sender_id: UUID, photo_ids: Sequence[UUID]) -> Sequence[Photo]:
    """Those of these photos that this phone announced."""
    return db.session.scalars(
        select(Photo).where(Photo.id.in_(photo_ids), Photo.sender_id == sender_id)
    ).all()
