"""Operations of phones: each stored once, with the answer it got."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db, id_column

#: What a severed operation is called: its id alone remains, so that a resend still finds it.
SEVERED = "severed"


class Operation(Model):
    """The primary key is the idempotency: it is inserted in the transaction of the effect.

    `brought_by_id` is the person at the desk who was handed the phone's queue as a file.
    """

    __tablename__ = "operation"

    id: Mapped[UUID] = id_column()
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    actor_id: Mapped[UUID | None] = mapped_column(index=True)
    brought_by_id: Mapped[UUID | None] = mapped_column()
    kind: Mapped[str] = mapped_column(String(24))
    entity_id: Mapped[UUID | None] = mapped_column(index=True)
    client_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rev: Mapped[int] = mapped_column(BigInteger)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)


class AlreadyStored(Exception):
    """An operation with this id is in the table: read what it was answered."""


def insert(operation: Operation) -> None:
    """Take the operation's id, at the beginning of its unit of work; raises `AlreadyStored`.

    Whoever inserts the same id at the same moment waits here until the other has committed.
    """
    db.session.add(operation)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyStored from error


def find(operation_id: UUID) -> Operation | None:
    return db.session.get(Operation, operation_id)


def known(operation_ids: list[UUID]) -> set[UUID]:
    return set(db.session.scalars(select(Operation.id).where(Operation.id.in_(operation_ids))))


def known_of(actor_id: UUID, operation_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these ids are stored and this actor's; severed ones are nobody's any more."""
    return set(
        db.session.scalars(
            select(Operation.id).where(
                Operation.id.in_(operation_ids),
                (Operation.actor_id == actor_id) | Operation.actor_id.is_(None),
            )
        )
    )


def brought(entity_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of the points that came as a file: point → the person who brought it."""
    rows = db.session.scalars(
        select(Operation).where(
            Operation.entity_id.in_(entity_ids),
            Operation.kind == "observation.create",
            Operation.brought_by_id.is_not(None),
        )
    )
    return {row.entity_id: row.brought_by_id for row in rows if row.entity_id and row.brought_by_id}


def revs_of(actor_id: UUID, entity_id: UUID) -> set[int]:
    """The revs that this actor's own acts gave the entity; the act in hand has none yet."""
    return set(
        db.session.scalars(
            select(Operation.rev).where(
                Operation.entity_id == entity_id, Operation.actor_id == actor_id, Operation.rev > 0
            )
        )
    )


def forget(operation: Operation, moment: datetime) -> None:
    """Sever this one at once, as `sever` does to those that came in time."""
    operation.body_sha256 = operation.actor_id = operation.entity_id = operation.client_at = None
    operation.brought_by_id = None
    operation.kind, operation.received_at, operation.rev = SEVERED, moment, 0
    operation.result = {"result": "applied"}


def sever(actor_ids: Sequence[UUID], kinds: Sequence[str], moment: datetime) -> None:
    """Erase whose, what and when of these actors' operations of these kinds; the bare id is kept."""
    db.session.execute(
        update(Operation)
        .where(Operation.actor_id.in_(actor_ids), Operation.kind.in_(kinds))
        .values(
            body_sha256=None,
            actor_id=None,
            brought_by_id=None,
            kind=SEVERED,
            entity_id=None,
            client_at=None,
            received_at=moment,
            rev=0,
            result={"result": "applied"},
        )
    )
