"""Alembic over our own connection: current revision, newest revision, up and down.

Alembic is imported where it is used: a server and its delivery start without it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from fieldapp.store.db import db

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory


def current() -> str | None:
    with db.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def is_known(folder: Path, revision: str) -> bool:
    """Whether this release has come past that revision."""
    return revision in {one.revision for one in _scripts(folder).walk_revisions()}


def head(folder: Path) -> str:
    found = _scripts(folder).get_current_head()
    if found is None:
        raise RuntimeError("no migrations found")
    return found


def upgrade(folder: Path, revision: str = "head") -> None:
    from alembic import command

    _run(folder, command.upgrade, revision)


def downgrade(folder: Path, revision: str) -> None:
    from alembic import command

    _run(folder, command.downgrade, revision)


def _scripts(folder: Path) -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(folder))


def _config(folder: Path) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    return config


def _run(folder: Path, step: Any, revision: str) -> None:
    """Each migration is one transaction; on SQLite foreign keys rest meanwhile and are checked after."""
    config = _config(folder)
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            _foreign_keys(connection, "OFF")
        config.attributes["connection"] = connection
        try:
            step(config, revision)
            connection.commit()
            if is_sqlite:
                _check_foreign_keys(connection)
        finally:
            connection.rollback()
            if is_sqlite:
                _foreign_keys(connection, "ON")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"rows without the row they name: {broken[:5]}")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Past SQLAlchemy, which would begin a transaction first: inside one SQLite ignores this."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={state}")
    cursor.close()
