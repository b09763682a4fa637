"""Buckets that count tries before anything is verified, kept in the database so that every process counts."""

from datetime import datetime

from sqlalchemy import String, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db


class Throttle(Model):
    """`key` names what is counted (`sign-in:account:…`), from `since_at` on."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    count: Mapped[int] = mapped_column("try_count", default=0)


def bucket(key: str) -> Throttle | None:
    return db.session.get(Throttle, key)


def held(key: str, now: datetime) -> Throttle:
    """The bucket, made where there is none, and held until commit: two that count take turns."""
    make = text(
        "INSERT INTO throttle (key, since_at, try_count) VALUES (:key, :since_at, 0) "
        "ON CONFLICT (key) DO NOTHING"
    ).bindparams(bindparam("since_at", type_=UtcDateTime))
    db.session.execute(make, {"key": key, "since_at": now})
    return db.session.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).one()
