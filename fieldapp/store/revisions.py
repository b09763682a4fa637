"""The server's counter: every change of a thing gets the next number, in the order of commits."""

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, db

#: Each restored backup begins an era: the numbers that were given between the backup and its restore are
#: remembered by phones, and must never be given again for something else.
ERA = 10**9


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


def begin_era() -> None:
    """Go past every number that any phone can have read; inside a unit of work."""
    db.session.execute(
        text("UPDATE revision SET value = :next WHERE id = 1"), {"next": (current_rev() // ERA + 1) * ERA}
    )
