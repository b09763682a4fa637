"""Who has the database open: every connection says so, and whoever replaces all of it must be alone."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

#: One number of ours among PostgreSQL's advisory locks; each database has its own set of them.
_KEY = 6_205_571_904
_TAKEN = "the database is being upgraded or restored; try again when that has ended"
_PATIENCE_S = 1.0
#: The databases that this process has for itself: its own connections do not stand in its way.
_alone: set[str] = set()


class InUse(Exception):
    """Another process has the database open."""


def watch(engine: Engine) -> None:
    """Hold the database open in everybody's sight for as long as any connection of `engine` lives."""

    def opened(connection: Any, record: Any) -> None:
        if _name(engine) in _alone:
            return
        if engine.dialect.name == "sqlite":
            record.info["in_use"] = _shared_file(engine)
        else:
            _share(connection)

    def closed(_connection: Any, record: Any) -> None:
        record.info.pop("in_use", None)

    event.listen(engine, "connect", opened)
    event.listen(engine, "close", closed)


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Nobody else opens the database meanwhile; raises `InUse` where somebody has it open.

    Connections of this engine that rest in its pool are closed first.
    """
    engine.dispose()
    take = _file_alone if engine.dialect.name == "sqlite" else _server_alone
    with take(engine):
        _alone.add(_name(engine))
        try:
            yield
        finally:
            _alone.discard(_name(engine))
            # What was opened meanwhile is in nobody's sight.
            engine.dispose()


class _Held:
    """A locked file that lets go when nobody holds this any more."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __del__(self) -> None:
        os.close(self._descriptor)


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _lock_file(engine: Engine) -> Path | None:
    database = engine.url.database
    return Path(f"{database}.open") if database and database != ":memory:" else None


def _shared_file(engine: Engine) -> _Held | None:
    """None where nothing can be locked: what cannot be written cannot be replaced either."""
    path = _lock_file(engine)
    if path is None:
        return None
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
    held = _Held(descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise sqlite3.OperationalError(_TAKEN) from None
    return held


@contextmanager
def _file_alone(engine: Engine) -> Iterator[None]:
    path = _lock_file(engine)
    if path is None:
        yield
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InUse from None
    finally:
        os.close(descriptor)


def _share(connection: Any) -> None:
    import psycopg

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock_shared({_KEY})")
        is_free = cursor.fetchone()[0]
    connection.commit()
    if not is_free:
        raise psycopg.OperationalError(_TAKEN)


@contextmanager
def _server_alone(engine: Engine) -> Iterator[None]:
    apart = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with apart.connect() as connection:
        _wait_for_the_server(connection)
        try:
            yield
        finally:
            # The server lets go of a closed connection's lock a moment late; nobody is to wait for it.
            with suppress(DBAPIError):
                connection.execute(text(f"SELECT pg_advisory_unlock({_KEY})"))


def _wait_for_the_server(connection: Connection) -> None:
    """A connection that was closed just now may count for a moment more."""
    until = time.monotonic() + _PATIENCE_S
    while not connection.scalar(text(f"SELECT pg_try_advisory_lock({_KEY})")):
        if time.monotonic() > until:
            raise InUse
        time.sleep(0.02)
