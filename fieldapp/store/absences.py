"""Absences of owners: who stands in on which days."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select

from fieldapp.store.db import db
from fieldapp.store.owners import OwnerAbsence


def of_owner(owner_id: UUID) -> Sequence[OwnerAbsence]:
    wanted = select(OwnerAbsence).where(OwnerAbsence.owner_id == owner_id)
    return db.session.scalars(wanted.order_by(OwnerAbsence.from_on, OwnerAbsence.id)).all()


def every() -> Sequence[OwnerAbsence]:
    return db.session.scalars(select(OwnerAbsence).order_by(OwnerAbsence.from_on, OwnerAbsence.id)).all()


def on(day: date) -> Sequence[OwnerAbsence]:
    """All that cover this local day, in the order of their beginnings."""
    wanted = select(OwnerAbsence).where(OwnerAbsence.from_on <= day, OwnerAbsence.until_on >= day)
    return db.session.scalars(wanted.order_by(OwnerAbsence.from_on, OwnerAbsence.id)).all()


def of_owner_on(owner_id: UUID, day: date) -> OwnerAbsence | None:
    """Who stands in on this local day; where two periods meet, the one that began last."""
    wanted = select(OwnerAbsence).where(
        OwnerAbsence.owner_id == owner_id, OwnerAbsence.from_on <= day, OwnerAbsence.until_on >= day
    )
    return db.session.scalar(wanted.order_by(OwnerAbsence.from_on.desc(), OwnerAbsence.id.desc()).limit(1))


def remove_ended_before(day: date) -> int:
    done = cast(
        CursorResult[Any], db.session.execute(delete(OwnerAbsence).where(OwnerAbsence.until_on < day))
    )
    return done.rowcount
