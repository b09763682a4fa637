"""The server as an operator starts it: quick, with delivery beside it, stopped whole by one signal."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import ROOT
from fieldapp.commands.serve import lan_address
from tests.support.served import Served

WAIT_S = 60.0


@pytest.fixture
def served(tmp_path: Path, empty_sqlite: Path) -> Iterator[Served]:
    shutil.copyfile(empty_sqlite, tmp_path / "fieldapp.db")
    # A run in the background ignores Ctrl-C, and what it starts would too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    server = Served(tmp_path)
    yield server
    server.process.kill()
    server.process.wait()


def until(what: str, holds: object) -> None:
    """Wait for a condition."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if callable(holds) and holds():
            return
        time.sleep(0.05)
    raise AssertionError(what)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_stops_the_web_and_the_delivery(served: Served, number: int) -> None:
    until("delivery runs beside the web", served.children)
    children = served.children()
    served.process.send_signal(number)
    assert served.process.wait(WAIT_S) == 0
    assert not [pid for pid in children if is_alive(pid)]
    words = served.log.read_text()
    assert "Traceback" not in words
    assert words.rstrip().endswith("stopped")


def test_it_says_where_it_is_open(served: Served) -> None:
    assert f"http://127.0.0.1:{served.port}" in served.log.read_text()


def test_open_to_all_it_says_what_a_phone_in_the_same_network_lacks(
    tmp_path: Path, empty_sqlite: Path
) -> None:
    shutil.copyfile(empty_sqlite, tmp_path / "fieldapp.db")
    server = Served(tmp_path, host="0.0.0.0")  # noqa: S104
    server.process.kill()
    server.process.wait()
    words, found = server.log.read_text(), lan_address()
    assert f"http://127.0.0.1:{server.port}" in words
    assert ("In the same network" in words) is (found is not None)
    if found is not None:
        assert f"http://{found}:{server.port}" in words
        assert "https only" in words


def test_it_does_not_name_itself_to_strangers(served: Served) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/health/live", timeout=10) as answer:
        assert answer.headers["Server"] is None


def test_a_delivery_that_dies_is_started_again_with_a_word(served: Served) -> None:
    until("delivery runs", served.children)
    (first,) = served.children()
    os.kill(first, signal.SIGKILL)
    until("another delivery runs", lambda: served.children() - {first})
    assert re.search(r"delivery ended with code -9; starting it again", served.log.read_text())


def test_a_delivery_whose_server_is_killed_ends_by_itself(served: Served) -> None:
    until("delivery runs", served.children)
    (child,) = served.children()
    served.process.kill()
    served.process.wait()
    until("the orphan is gone", lambda: not is_alive(child))


def test_it_does_not_open_over_a_restore_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "unfinished.json").write_text('{"work": "restore", "backup": "/srv/backup"}')
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "serve", "--port", "8999"],
        cwd=ROOT,
        env={**os.environ, "FIELDAPP_ENV": "demo", "FIELDAPP_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert done.returncode == 1
    assert "run again: flask --app wsgi fieldapp restore /srv/backup" in done.stderr


def test_an_address_that_is_taken_is_said_in_one_line(served: Served, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "serve", "--port", str(served.port)],
        cwd=ROOT,
        env={**os.environ, "FIELDAPP_ENV": "demo", "FIELDAPP_DATA_DIR": str(tmp_path / "second")},
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot listen on" in done.stderr
    assert "Traceback" not in done.stderr
