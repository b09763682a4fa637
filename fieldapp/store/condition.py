"""How the database is: reachable, sound, and in which mode it writes."""

import sqlite3

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fieldapp.store import engine
from fieldapp.store.db import DatabaseUnavailable, db


def product() -> str:
    """For example "SQLite 3.51.4" or "PostgreSQL 16.2"."""
    if db.engine.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {_ask('SHOW server_version')}"


def journal() -> tuple[str, str]:
    """The mode in which writes are made safe, and the one that this release of the database asks for."""
    if db.engine.dialect.name == "sqlite":
        return _ask("PRAGMA journal_mode").upper(), engine.journal_mode()[0]
    return f"synchronous_commit={_ask('SHOW synchronous_commit')}", "synchronous_commit=on"


def is_sound() -> bool:
    """Whether the pages of a SQLite file fit together; PostgreSQL watches over its own."""
    return db.engine.dialect.name != "sqlite" or _ask("PRAGMA quick_check(1)") == "ok"


def _ask(question: str) -> str:
    try:
        return str(db.session.execute(text(question)).scalar_one())
    except DBAPIError as error:
        raise DatabaseUnavailable from error
    finally:
        db.session.rollback()
