"""Messages that go out, written in the same transaction as their cause."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db, id_column


class OutboxMessage(Model):
    """`key` is unique: one cause, one message. `payload` is a frozen mail, ready to be sent."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = id_column()
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str] = mapped_column(String(60), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempt_count: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")


def due(now: datetime, stale_before: datetime, limit: int = 20) -> Sequence[OutboxMessage]:
    """Messages to be sent now, oldest first; a claim older than `stale_before` is free again."""
    return db.session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.sent_at.is_(None),
            OutboxMessage.dead_at.is_(None),
            OutboxMessage.due_at <= now,
            OutboxMessage.claimed_at.is_(None) | (OutboxMessage.claimed_at < stale_before),
        )
        .order_by(OutboxMessage.due_at)
        .limit(limit)
    ).all()


def claim(message_id: UUID, by: str, now: datetime, stale_before: datetime) -> bool:
    """Take a message for this worker; False when another has it.

    A try counts from here: a message whose sending kills the process comes to its end too.
    """
    result: Any = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.sent_at.is_(None),
            OutboxMessage.dead_at.is_(None),
            OutboxMessage.due_at <= now,
            OutboxMessage.claimed_at.is_(None) | (OutboxMessage.claimed_at < stale_before),
        )
        .values(claimed_at=now, claimed_by=by, attempt_count=OutboxMessage.attempt_count + 1)
    )
    return bool(result.rowcount)


def is_posted(key: str) -> bool:
    """Whether this cause has its message already."""
    return db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None


def unsent_count() -> int:
    return (
        db.session.scalar(
            select(func.count()).where(OutboxMessage.sent_at.is_(None), OutboxMessage.dead_at.is_(None))
        )
        or 0
    )


def dead_count() -> int:
    return db.session.scalar(select(func.count()).where(OutboxMessage.dead_at.is_not(None))) or 0
