"""The server's counter: every change of a thing gets the next number, in the order of commits."""

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, db


class Revision(Model):
    """A single row; whoever writes holds it until commit, so numbers appear in their order."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


def next_rev() -> int:
    """The next number; call it inside a unit of work."""
    return int(
        db.session.execute(
            text("UPDATE revision SET value = value + 1 WHERE id = 1 RETURNING value")
        ).scalar_one()
    )


def current_rev() -> int:
    return int(db.session.execute(text("SELECT value FROM revision WHERE id = 1")).scalar_one())
