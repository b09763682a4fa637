"""A server of the test, and each engine on it; the tests of this folder run only for `make browser`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import clock, live
from tests.browsers.engines import ENGINES, Engine

__all__ = ["clock", "live"]

# The engines are large and no phone's developer needs them every day: `make browser` asks for them.
collect_ignore_glob = [] if "FIELDAPP_BROWSERS" in os.environ else ["test_*.py"]


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    found = ENGINES[request.param](tmp_path)
    yield found
    found.end()
