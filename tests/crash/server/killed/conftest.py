"""A real server over the database of the test, and the machine's own clock, which the two share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.crash.server.killed.processes import Server
from tests.support.clock import RunningClock
from tests.support.world import World


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
def server(app: Flask, world: World, database_url: str, tmp_path: Path) -> Iterator[Server]:
    """Not started yet: each test says how."""
    found = Server(tmp_path / "data", database_url)
    yield found
    found.end()
