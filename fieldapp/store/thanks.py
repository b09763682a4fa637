"""Which praise was passed on to which owner: its crew reads it on the phone. Kept with its point."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store.db import Model, UtcDateTime, db
from fieldapp.store.observations import Observation


class Thanks(Model):
    """One praised point and whom it was passed on to; a point taken back and praised anew is thanked once."""

    __tablename__ = "thanks"
    __table_args__ = (Index("ix_thanks_owner_id_given_at", "owner_id", "given_at"),)

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("owner.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


def latest_of(owner_id: UUID, since: datetime, limit: int) -> Sequence[tuple[Thanks, Observation]]:
    """An owner's latest thanks with their points, newest first."""
    rows = db.session.execute(
        select(Thanks, Observation)
        .join(Observation, Observation.id == Thanks.observation_id)
        .where(
            Thanks.owner_id == owner_id,
            Thanks.given_at >= since,
            Observation.state == ObservationStatus.PRAISE,
        )
        .order_by(Thanks.given_at.desc(), Observation.number)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]
