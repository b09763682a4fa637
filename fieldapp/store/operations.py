"""Operations of phones: each stored once, with the answer it got."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, String, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db, id_column


class Operation(Model):
    """The primary key is the idempotency: it is inserted in the transaction of the effect."""

    __tablename__ = "operation"

    id: Mapped[UUID] = id_column()
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(24))
    entity_id: Mapped[UUID | None] = mapped_column(index=True)
    client_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rev: Mapped[int] = mapped_column(BigInteger)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)


def find(operation_id: UUID) -> Operation | None:
    return db.session.get(Operation, operation_id)


def known(operation_ids: list[UUID]) -> set[UUID]:
    return set(db.session.scalars(select(Operation.id).where(Operation.id.in_(operation_ids))))
