"""Phones that joined a walk, and cards: no account, no name, one token or code."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain.actors import Role
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column
from fieldapp.store.walks import Walk


class Participant(Model):
    """`sees_all`: joined by the spoken code, so the walk's shared list is theirs to read.

    `waiting_count` acts and photos waited on the phone when it was last heard of, at `waiting_at`.
    `boot_id` is the page that sent last, `skew_ms` how far its clock lagged then.
    `card_id` is the card with which its holder follows all own points, those still to come too.
    """

    __tablename__ = "participant"

    id: Mapped[UUID] = id_column()
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role), default=Role.PARTICIPANT)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    sees_all: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="sv")
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_count: Mapped[int] = mapped_column(default=0)
    waiting_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    boot_id: Mapped[str] = mapped_column(String(60), default="")
    skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    muted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("card.id"))
    walk: Mapped[Walk] = relationship(lazy="joined")


class Card(Model):
    """A printed code with which its holder follows own points without a trace of who that is.

    `batch` counts the orders of a walk from 1: the cards of one order are printed together.
    """

    __tablename__ = "card"

    id: Mapped[UUID] = id_column()
    code: Mapped[str] = mapped_column(String(40), unique=True)
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    batch: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


def participant_by_fingerprint(token_sha256: str) -> Participant | None:
    return db.session.scalar(select(Participant).where(Participant.token_sha256 == token_sha256))


def ids_of_walk(walk_id: UUID) -> Sequence[UUID]:
    return db.session.scalars(select(Participant.id).where(Participant.walk_id == walk_id)).all()


def muted_in(walk_id: UUID) -> set[UUID]:
    """Phones whose points only leaders see for now."""
    return set(
        db.session.scalars(
            select(Participant.id).where(Participant.walk_id == walk_id, Participant.muted_at.is_not(None))
        )
    )


def with_unsent(walk_ids: Sequence[UUID], heard_since: datetime) -> Sequence[Participant]:
    """Phones of these walks that said, not too long ago, that something of theirs waits."""
    return db.session.scalars(
        select(Participant)
        .where(
            Participant.walk_id.in_(walk_ids),
            Participant.waiting_count > 0,
            Participant.waiting_at >= heard_since,
        )
        .order_by(Participant.waiting_at)
    ).all()


def walks_with_unsent(heard_since: datetime) -> Sequence[Walk]:
    """Closed walks of which phones still hold something, oldest first."""
    holding = select(Participant.walk_id).where(
        Participant.waiting_count > 0, Participant.waiting_at >= heard_since
    )
    return db.session.scalars(
        select(Walk).where(Walk.id.in_(holding), Walk.closed_at.is_not(None)).order_by(Walk.closed_at)
    ).all()


def phone_count(walk_id: UUID) -> int:
    return db.session.scalar(select(func.count()).where(Participant.walk_id == walk_id)) or 0


def card_by_code(code: str) -> Card | None:
    return db.session.scalar(select(Card).where(Card.code == code))


def last_batch(walk_id: UUID) -> int:
    """The number of the latest order of cards, 0 where there is none."""
    return db.session.scalar(select(func.max(Card.batch)).where(Card.walk_id == walk_id)) or 0


def card_batches(walk_id: UUID) -> list[tuple[int, int, datetime]]:
    """Number, count and moment of each order of cards, the latest first."""
    rows = db.session.execute(
        select(Card.batch, func.count(), func.min(Card.made_at))
        .where(Card.walk_id == walk_id)
        .group_by(Card.batch)
        .order_by(Card.batch.desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]


def codes_of_batch(walk_id: UUID, batch: int) -> Sequence[str]:
    """The codes of one order, in an order of their own."""
    return db.session.scalars(
        select(Card.code).where(Card.walk_id == walk_id, Card.batch == batch).order_by(Card.id)
    ).all()
