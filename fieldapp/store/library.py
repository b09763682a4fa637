"""What a municipality changed in the library of public sentences: its own ones, and what it put away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from fieldapp.store.db import Model, UtcDateTime, db


class LibrarySentence(Model):
    """A sentence of the municipality's own; without words, the mark that one of the product's is put away.

    Own words are never changed: an edit puts the row away and adds another, so that a phone that chose
    the former one offline still says what it showed. Rows stay for ever; they hold nobody's data.
    """

    __tablename__ = "library_sentence"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    applies_to: Mapped[list[Any]] = mapped_column(JSON, default=list)
    sv: Mapped[str] = mapped_column(String(600), default="")
    fi: Mapped[str] = mapped_column(String(600), default="")
    en: Mapped[str] = mapped_column(String(600), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    put_away_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_own(self) -> bool:
        return bool(self.sv)


def all_sentences() -> Sequence[LibrarySentence]:
    """In the order made."""
    return db.session.scalars(
        select(LibrarySentence).order_by(LibrarySentence.made_at, LibrarySentence.id)
    ).all()


def add(row: LibrarySentence) -> None:
    db.session.add(row)
