"""Felt safety per stop and votes at the closing coffee: a phone's own until the walk closes."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, db, id_column


class Rating(Model):
    """`value` 1 (very safe) to 5 (avoids the place), by day or dark."""

    __tablename__ = "rating"
    __table_args__ = (UniqueConstraint("participant_id", "stop_id", "light"),)

    id: Mapped[UUID] = id_column()
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    stop_id: Mapped[UUID] = mapped_column(ForeignKey("stop.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    light: Mapped[str] = mapped_column(String(4))
    value: Mapped[int]


class Vote(Model):
    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("participant_id", "observation_id"),)

    id: Mapped[UUID] = id_column()
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"), index=True)
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"))


Kind = TypeVar("Kind", Rating, Vote)


def rating_of(participant_id: UUID, stop_id: UUID, light: str) -> Rating | None:
    return db.session.scalar(
        select(Rating).where(
            Rating.participant_id == participant_id, Rating.stop_id == stop_id, Rating.light == light
        )
    )


def vote_of(participant_id: UUID, observation_id: UUID) -> Vote | None:
    return db.session.scalar(
        select(Vote).where(Vote.participant_id == participant_id, Vote.observation_id == observation_id)
    )


def of_phones(walk_id: UUID) -> Sequence[Rating]:
    """The walk's ratings that still have their phone."""
    return db.session.scalars(
        select(Rating).where(Rating.walk_id == walk_id, Rating.participant_id.is_not(None))
    ).all()


def votes_of_phones(walk_id: UUID) -> Sequence[Vote]:
    """The walk's votes that still have their phone."""
    return db.session.scalars(
        select(Vote).where(Vote.walk_id == walk_id, Vote.participant_id.is_not(None))
    ).all()


def nobodys(kind: type[Kind], walk_id: UUID) -> Sequence[Kind]:
    """The walk's ratings or votes that have no phone any more."""
    return db.session.scalars(
        select(kind).where(kind.walk_id == walk_id, kind.participant_id.is_(None))
    ).all()


def counts_of_walk(walk_id: UUID) -> dict[tuple[UUID, str, int], int]:
    """How many gave each value, by stop and light."""
    rows = db.session.execute(
        select(Rating.stop_id, Rating.light, Rating.value, func.count())
        .where(Rating.walk_id == walk_id)
        .group_by(Rating.stop_id, Rating.light, Rating.value)
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}
