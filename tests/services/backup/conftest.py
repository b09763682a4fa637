"""Backups in tests: PostgreSQL's programs on the PATH, and an empty place to restore into."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from fieldapp.app import create_app
from fieldapp.store.db import db
from tests.conftest import settings_for
from tests.support.clock import HeldClock
from tests.support.postgresql import SERVER, PostgresServer


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that belong to the server of this run."""
    monkeypatch.setenv("PATH", f"{SERVER.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def empty_place(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A second installation on the same kind of database, without a single table."""
    name = f"empty_{tmp_path.name}".lower()[:60]
    server: PostgresServer | None = None
    if db.engine.dialect.name == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        server = request.getfixturevalue("postgres")
        url = server.create(name)
    other = create_app(settings_for(tmp_path / "empty", url), HeldClock())
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()
    if server is not None:
        server._do(f'DROP DATABASE "{name}" WITH (FORCE)')
