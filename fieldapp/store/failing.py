"""Tells a database that cannot serve now (locked, read-only, full, gone) from a fault of ours."""

import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InterfaceError, OperationalError

from fieldapp.store.db import DatabaseFull, DatabaseUnavailable

#: Primary result codes of SQLite, the low byte of what the driver tells.
_SQLITE_FAILING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_NOMEM,
    }
)
_POSTGRESQL_FULL = "53100"
_POSTGRESQL_READ_ONLY = "25006"


def watch(engine: Engine) -> None:
    """Raise `DatabaseUnavailable` in place of such errors, wherever something is asked of the database."""
    event.listen(engine, "handle_error", _told)


def _told(context: ExceptionContext) -> BaseException | None:
    # Whether a connection of the pool still lives is asked for its own sake.
    if getattr(context, "is_pre_ping", False):
        return None
    error: Any = context.original_exception
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    return _of_postgresql(error, context)


def _of_sqlite(error: sqlite3.Error) -> DatabaseUnavailable | None:
    # What we refuse ourselves while a connection is opened has no code; nor have mistakes in how we ask.
    unnamed = sqlite3.SQLITE_BUSY if isinstance(error, sqlite3.OperationalError) else sqlite3.SQLITE_ERROR
    code = getattr(error, "sqlite_errorcode", unnamed) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DatabaseFull()
    is_failing = isinstance(error, sqlite3.DatabaseError) and code in _SQLITE_FAILING
    return DatabaseUnavailable() if is_failing else None


def _of_postgresql(error: Any, context: ExceptionContext) -> DatabaseUnavailable | None:
    state = getattr(error, "sqlstate", None)
    if state == _POSTGRESQL_FULL:
        return DatabaseFull()
    is_failing = isinstance(context.sqlalchemy_exception, OperationalError | InterfaceError)
    if is_failing or context.is_disconnect or state == _POSTGRESQL_READ_ONLY:
        return DatabaseUnavailable()
    return None
