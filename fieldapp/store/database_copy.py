"""A copy of the whole database in one file, and the way back: the same words for SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from uuid import UUID

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from fieldapp.store import copy_postgresql, copy_sqlite, in_use, schema
from fieldapp.store.copying import CopyFailed
from fieldapp.store.db import DatabaseUnavailable, db

__all__ = [
    "Contents",
    "CopyFailed",
    "alone",
    "contents",
    "file_name",
    "findings",
    "has_data",
    "kind",
    "put_back",
    "scratch",
    "set_aside",
    "take",
    "verify",
]

_WAYS: dict[str, ModuleType] = {"sqlite": copy_sqlite, "postgresql": copy_postgresql}
#: Tables that fill by themselves, in an installation that nobody has used yet.
_FILLED_BY_ITSELF = {"municipality", "revision", "category", "subcategory", "throttle", "address"}


@dataclass(frozen=True)
class Contents:
    """What a database holds: the revision of its tables, rows by table, the newest act on a ticket."""

    head: str | None
    rows: dict[str, int]
    newest_event: str | None


def kind() -> str:
    """sqlite or postgresql."""
    return db.engine.dialect.name


def file_name(of_kind: str) -> str:
    """The name of such a copy in a backup."""
    return str(_WAYS[of_kind].FILE_NAME)


def take(target: Path) -> Contents:
    """Copy the database as it is at one moment into the file `target`, durably; what is in the copy."""
    db.session.remove()
    with _way().copied(db.engine, target) as connection:
        return _contents(connection)


def verify(of_kind: str, file: Path) -> None:
    """Raise `CopyFailed` unless the copy can be read whole."""
    _WAYS[of_kind].verify(file)


def put_back(file: Path) -> None:
    """Replace everything in the database by the copy, at once or not at all. Only while `alone`."""
    db.session.remove()
    db.engine.dispose()
    _way().put_back(db.engine, file)


def contents() -> Contents:
    with _apart() as connection:
        return _contents(connection)


def has_data() -> bool:
    """Whether anything stands there that people have put in; a damaged database counts as having."""
    try:
        rows = contents().rows
    except (DBAPIError, DatabaseUnavailable):
        return True
    return any(count for table, count in rows.items() if table not in _FILLED_BY_ITSELF)


def set_aside(stamp: str) -> Path:
    """Move a database away that cannot be read any more; where it lies now. Raises `CopyFailed`."""
    db.session.remove()
    db.engine.dispose()
    found: Path = _way().set_aside(db.engine, stamp)
    return found


def findings() -> list[str]:
    """What is wrong inside: pages that do not fit, rows that name rows which are not there."""
    found: list[str] = _way().findings(db.engine)
    return found


@contextmanager
def alone() -> Iterator[None]:
    """Have the database for this process; raises `in_use.InUse`."""
    db.session.remove()
    with in_use.alone(db.engine):
        yield
        db.session.remove()


@contextmanager
def scratch(of_kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database that is gone afterwards; `folder` is where a file may lie."""
    if of_kind == "postgresql" and kind() != "postgresql":
        raise CopyFailed("this is a backup of PostgreSQL: DATABASE_URL must name a PostgreSQL database")
    db.session.remove()
    with _WAYS[of_kind].scratch(db.engine, folder) as address:
        yield address


def _way() -> ModuleType:
    return _WAYS[kind()]


@contextmanager
def _apart() -> Iterator[Connection]:
    """A connection that leaves nothing open behind it."""
    db.session.remove()
    with db.engine.connect() as connection:
        yield connection


def _contents(connection: Connection) -> Contents:
    quote = connection.dialect.identifier_preparer.quote
    tables = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
    rows = {
        table: int(connection.execute(text(f"SELECT count(*) FROM {quote(table)}")).scalar_one())  # noqa: S608
        for table in tables
    }
    newest = None
    if "ticket_event" in rows:
        newest = connection.execute(text("SELECT id FROM ticket_event ORDER BY id DESC LIMIT 1")).scalar()
    return Contents(
        head=schema.revision_of(connection),
        rows=rows,
        newest_event=str(UUID(str(newest))) if newest is not None else None,
    )
