"""Tickets that came back as "inte vår": from whom, whom it was said to be, and whose it became."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db, id_column


class Bounce(Model):
    """One "inte vår", without a person: kept as long as its ticket, because rules are learned from it.

    `area_id` is the first area that held the place then, None outside them all; `suggested_owner_id`
    is the answer to *vems?*, `to_owner_id` to whom it was sent instead. `settled_at` is when a rule was
    made of it, or refused.
    """

    __tablename__ = "bounce"

    id: Mapped[UUID] = id_column()
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    category: Mapped[str] = mapped_column(String(4))
    subcategory: Mapped[str | None] = mapped_column(String(6))
    area_id: Mapped[UUID | None] = mapped_column()
    from_owner_id: Mapped[UUID] = mapped_column()
    suggested_owner_id: Mapped[UUID | None] = mapped_column()
    to_owner_id: Mapped[UUID | None] = mapped_column()
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def unsettled() -> Sequence[Bounce]:
    """Those of which no rule was made or refused yet, oldest first."""
    return db.session.scalars(
        select(Bounce).where(Bounce.settled_at.is_(None)).order_by(Bounce.at, Bounce.id)
    ).all()


def last_of(ticket_id: UUID) -> Bounce | None:
    return db.session.scalar(
        select(Bounce)
        .where(Bounce.ticket_id == ticket_id)
        .order_by(Bounce.at.desc(), Bounce.id.desc())
        .limit(1)
    )


def last_of_each(ticket_ids: Collection[UUID]) -> dict[UUID, Bounce]:
    """The last one of each of these tickets that has one."""
    rows = db.session.scalars(
        select(Bounce).where(Bounce.ticket_id.in_(ticket_ids)).order_by(Bounce.at, Bounce.id)
    )
    return {row.ticket_id: row for row in rows}


def settle(ticket_ids: Collection[UUID], now: datetime) -> None:
    """What these tickets taught is a rule now, or was refused as one."""
    db.session.execute(update(Bounce).where(Bounce.ticket_id.in_(ticket_ids)).values(settled_at=now))
