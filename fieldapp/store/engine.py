"""How each database is set up: the journal mode that this SQLite can be trusted with, limits elsewhere."""

import sqlite3
from typing import Any

from sqlalchemy import Engine, event

from fieldapp.store import failing, in_use

#: Releases in which the WAL-reset bug is mended, per line (sqlite.org, its own changelog).
_WAL_SAFE_LINES = ((3, 44, 6), (3, 50, 7))
_WAL_SAFE_SINCE = (3, 51, 3)
#: How long SQLite itself waits for somebody who locks the file past our own write lock.
BUSY_MS = 5000


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> tuple[str, str]:
    """The journal mode and synchronous level that this SQLite release may use.

    >>> journal_mode((3, 40, 1))
    ('DELETE', 'EXTRA')
    """
    safe = version >= _WAL_SAFE_SINCE or any(
        version[:2] == line[:2] and version >= line for line in _WAL_SAFE_LINES
    )
    return ("WAL", "FULL") if safe else ("DELETE", "EXTRA")


def prepare(engine: Engine) -> None:
    """Set every new connection of `engine` up, once."""
    in_use.watch(engine)
    failing.watch(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "connect", _postgresql_connect)


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not emit BEGIN by itself
    journal, synchronous = journal_mode()
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    # The file itself remembers it; setting it again would write, and so keep readers out of a full disk.
    if cursor.execute("PRAGMA journal_mode").fetchone()[0].upper() != journal:
        cursor.execute(f"PRAGMA journal_mode={journal}")
    for pragma in (
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    immediate = connection.get_execution_options().get("sqlite_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _postgresql_connect(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        # In the server's own time zone the last moments of the year 9999 could not be read back.
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute("SET lock_timeout = '4s'")
        cursor.execute("SET statement_timeout = '15s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '30s'")
    connection.commit()
