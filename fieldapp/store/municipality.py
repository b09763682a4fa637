"""The municipality that this installation serves: one row of names, contacts and promises."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, db


class Municipality(Model):
    """`bounds` is [south, west, north, east] in degrees; `default_owner_id` answers where no rule, no ground
    and no class says who."""

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    duty_phone: Mapped[str] = mapped_column(String(40), default="")
    answer_days: Mapped[int] = mapped_column(default=30)
    bounds: Mapped[list[Any]] = mapped_column(JSON)
    default_owner_id: Mapped[UUID | None] = mapped_column()
    is_demo: Mapped[bool] = mapped_column(default=False)


def the_municipality() -> Municipality:
    """The one row; it is made by the first migration."""
    return db.session.get_one(Municipality, 1)
