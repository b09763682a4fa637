"""Addresses that want to hear of a phone's points, apart from the points; and what each was told already.

An address is erased when its holder stops it, a week after it was asked for and not confirmed, and with the
phone's right to read (follow-up and six months); what it was told goes with it.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.store.db import Model, UtcDateTime, db, id_column
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.participants import Participant


class Follower(Model):
    """One phone's address, confirmed by whoever reads it; no page of the desk shows it."""

    __tablename__ = "follower"

    id: Mapped[UUID] = id_column()
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    phone: Mapped[Participant] = relationship(lazy="raise_on_sql")


class FollowerNews(Model):
    """That a point was answered, or is done: each is told once. `told_at` is when its mail was written."""

    __tablename__ = "follower_news"

    follower_id: Mapped[UUID] = mapped_column(ForeignKey("follower.id"), primary_key=True)
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


def of_phone(participant_id: UUID) -> Follower | None:
    return db.session.scalar(select(Follower).where(Follower.participant_id == participant_id))


def confirmed_of(participant_ids: Collection[UUID]) -> dict[UUID, Follower]:
    """The confirmed addresses of these phones, by phone."""
    rows = db.session.scalars(
        select(Follower).where(
            Follower.participant_id.in_(participant_ids), Follower.confirmed_at.is_not(None)
        )
    )
    return {row.participant_id: row for row in rows}


def known_news(follower_ids: Iterable[UUID], observation_ids: Iterable[UUID]) -> set[tuple[UUID, UUID, str]]:
    """What of these points these addresses were told, or will be: (address, point, kind)."""
    rows = db.session.execute(
        select(FollowerNews.follower_id, FollowerNews.observation_id, FollowerNews.kind).where(
            FollowerNews.follower_id.in_(list(follower_ids)),
            FollowerNews.observation_id.in_(list(observation_ids)),
        )
    )
    return {(row[0], row[1], row[2]) for row in rows}


def with_news_before(moment: datetime, day_began_at: datetime, limit: int) -> Sequence[UUID]:
    """Addresses with something that waits since before `moment`, and that were told nothing yet today."""
    told_today = select(FollowerNews.follower_id).where(FollowerNews.told_at >= day_began_at)
    return db.session.scalars(
        select(FollowerNews.follower_id)
        .where(
            FollowerNews.told_at.is_(None),
            FollowerNews.happened_at <= moment,
            FollowerNews.follower_id.not_in(told_today),
        )
        .distinct()
        .limit(limit)
    ).all()


def untold(follower_id: UUID) -> Sequence[tuple[FollowerNews, Observation]]:
    """All that waits to be told to an address, with its points in the order of their numbers."""
    rows = db.session.execute(
        select(FollowerNews, Observation)
        .join(Observation, Observation.id == FollowerNews.observation_id)
        .where(FollowerNews.follower_id == follower_id, FollowerNews.told_at.is_(None))
        .order_by(Observation.walk_id, Observation.number, FollowerNews.kind)
    )
    return [(row[0], row[1]) for row in rows]


def every_id() -> Sequence[UUID]:
    return db.session.scalars(select(Follower.id)).all()


def with_phones() -> Sequence[Follower]:
    """Every address with its phone; for housekeeping, which judges whose time is over."""
    return db.session.scalars(
        select(Follower).join(Participant).options(db.contains_eager(Follower.phone))
    ).all()


def erase(follower_id: UUID, key_prefix: str) -> None:
    """The address, what it was told, and every mail to it: those that wait are gone, no row names it."""
    db.session.execute(delete(FollowerNews).where(FollowerNews.follower_id == follower_id))
    db.session.execute(delete(Follower).where(Follower.id == follower_id))
    ours = OutboxMessage.key.startswith(key_prefix, autoescape=True)
    db.session.execute(delete(OutboxMessage).where(ours, OutboxMessage.sent_at.is_(None)))
    db.session.execute(update(OutboxMessage).where(ours).values(payload={}))
