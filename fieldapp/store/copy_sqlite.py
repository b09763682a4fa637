"""Copies a SQLite database with VACUUM INTO and puts it back page by page in one transaction of SQLite's."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from fieldapp.store.copying import CopyFailed, make_durable
from fieldapp.store.db import DatabaseUnavailable

FILE_NAME = "database.sqlite"
_BESIDE = ("-wal", "-shm", "-journal")


@contextmanager
def copied(engine: Engine, target: Path) -> Iterator[Connection]:
    """A connection to the finished copy."""
    temporary = target.with_name(f".{target.name}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with closing(engine.raw_connection()) as source, closing(source.cursor()) as cursor:
            cursor.execute("VACUUM INTO ?", (str(temporary),))
    except (sqlite3.Error, DBAPIError, DatabaseUnavailable) as error:
        temporary.unlink(missing_ok=True)
        raise CopyFailed(f"SQLite could not copy the database: {error.__cause__ or error}") from error
    verify(temporary)
    make_durable(temporary)
    temporary.replace(target)
    apart = create_engine(f"sqlite:///{target}", poolclass=NullPool)
    with apart.connect() as connection:
        yield connection


def verify(file: Path) -> None:
    try:
        with closing(_reading(file)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        raise CopyFailed(f"{file.name} is not a whole SQLite database: {error}") from error
    if found != [("ok",)]:
        raise CopyFailed(f"{file.name} is damaged: {found[0][0]}")


def put_back(engine: Engine, file: Path) -> None:
    try:
        with closing(_reading(file)) as source, closing(sqlite3.connect(_path(engine), timeout=30)) as target:
            target.execute("PRAGMA synchronous=EXTRA")
            source.backup(target)
    except sqlite3.Error as error:
        raise CopyFailed(f"SQLite could not put the database back: {error}") from error


def set_aside(engine: Engine, stamp: str) -> Path:
    path = _path(engine)
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for ending in ("", *_BESIDE):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def findings(engine: Engine) -> list[str]:
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        pages = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        keys = cursor.execute("PRAGMA foreign_key_check").fetchall()
    found = [] if pages == ["ok"] else pages[:5]
    return found + [f"a row of {row[0]} names a row of {row[2]} that is not there" for row in keys[:5]]


@contextmanager
def scratch(_engine: Engine, folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'fieldapp.db'}"


def _path(engine: Engine) -> Path:
    return Path(str(engine.url.database))


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
