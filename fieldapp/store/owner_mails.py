"""Which tickets a mail to an owner was about, so that one that never arrived is known and not counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, func, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db
from fieldapp.store.outbox import OutboxMessage


class OwnerMail(Model):
    """Lives as long as its message. `address` is where it went; `failed_at` is when that was noticed."""

    __tablename__ = "owner_mail"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("owner.id"), index=True)
    ticket_ids: Mapped[list[Any]] = mapped_column(JSON)
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def newly_failed() -> Sequence[OwnerMail]:
    """Mails that were given up and whose tickets do not know it yet."""
    return db.session.scalars(
        select(OwnerMail)
        .join(OutboxMessage, OutboxMessage.id == OwnerMail.message_id)
        .where(OwnerMail.failed_at.is_(None), OutboxMessage.dead_at.is_not(None))
    ).all()


def last_failed() -> dict[UUID, str]:
    """The address that the last mail to each owner did not reach, for owners of which that is so.

    What is still on its way says nothing yet.
    """
    is_over = OutboxMessage.sent_at.is_not(None) | OutboxMessage.dead_at.is_not(None)
    latest = (
        select(OwnerMail.owner_id, func.max(OwnerMail.posted_at).label("at"))
        .join(OutboxMessage, OutboxMessage.id == OwnerMail.message_id)
        .where(is_over)
        .group_by(OwnerMail.owner_id)
        .subquery()
    )
    rows = db.session.execute(
        select(OwnerMail.owner_id, OutboxMessage.payload)
        .join(latest, (latest.c.owner_id == OwnerMail.owner_id) & (latest.c.at == OwnerMail.posted_at))
        .join(OutboxMessage, OutboxMessage.id == OwnerMail.message_id)
        .where(OutboxMessage.dead_at.is_not(None))
    )
    return {row[0]: str(row[1].get("to", "")) for row in rows}
