"""Buckets that count tries before anything is verified, kept in the database so that every process counts."""

from datetime import datetime

from sqlalchemy import String
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
