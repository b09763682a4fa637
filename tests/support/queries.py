"""Counts what is asked of the database, so that a page of a hundred rows asks no more than one of ten."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from fieldapp.store.db import db


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements that were executed inside, without what opens and ends transactions."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(" ", 1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
