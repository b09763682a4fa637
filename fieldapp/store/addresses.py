"""Addresses that the geocoder gave, kept so that no place is asked for twice."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db


class Address(Model):
    """`cell` is the position rounded to about ten metres: "59.5028,17.7431"."""

    __tablename__ = "address"

    cell: Mapped[str] = mapped_column(String(30), primary_key=True)
    words: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


def cached(cell: str) -> Address | None:
    return db.session.get(Address, cell)


def asked_in_vain(cells: Collection[str], since: datetime) -> set[str]:
    """Of these cells those that were asked for since a moment and have no words."""
    return set(
        db.session.scalars(
            select(Address.cell).where(Address.cell.in_(cells), Address.words == "", Address.asked_at > since)
        )
    )
