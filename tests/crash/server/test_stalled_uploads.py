"""Slow phones cannot starve the server: it answers others while hundreds stall, and ends only the silent."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from fieldapp.commands.web_server import web_server
from tests.support.browser import on_sqlite_only
from tests.support.served import Served
from tests.support.stalled import Stall, page_times, stalled

#: Far above what a page takes, far below what a phone waits.
GENEROUS_S = 5.0
MANY = 300


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    shutil.copyfile(empty_sqlite, folder / "fieldapp.db")
    server = Served(folder)
    yield server
    server.stop()


@pytest.mark.parametrize("how", list(Stall))
def test_a_page_is_answered_while_300_phones_stall(served: Served, how: Stall) -> None:
    with stalled(served.port, how, MANY):
        assert page_times(served.port, times=10).worst_s < GENEROUS_S


def test_a_phone_that_stalled_and_comes_back_is_answered(served: Served) -> None:
    with stalled(served.port, Stall.HALF_A_RANGE, 20) as phones:
        for phone in phones:
            phone.sendall(b"\xff" * (128 * 1024))
        # Nobody is signed in here: that the whole range was read is what the answer shows.
        assert all(phone.recv(12) == b"HTTP/1.1 401" for phone in phones)


@contextmanager
def answering(app: Flask, **changes: Any) -> Iterator[Any]:
    """The server of `serve` in a thread, with other limits than its own."""
    server = web_server(app, "127.0.0.1", 0, behind_proxy=False, **changes)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))
        thread.join(10)
        server.task_dispatcher.shutdown()


def is_closed(phone: socket.socket) -> bool:
    phone.settimeout(GENEROUS_S)
    try:
        return phone.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


@on_sqlite_only
def test_a_silent_upload_is_ended_and_one_that_creeps_is_not(app: Flask) -> None:
    with (
        answering(app, channel_timeout=1, cleanup_interval=1) as server,
        stalled(int(server.effective_port), Stall.HEADERS_ONLY, 2) as (silent, creeping),
    ):
        until = time.monotonic() + 3
        while time.monotonic() < until:
            creeping.sendall(b"\xff" * 512)
            time.sleep(0.2)
        assert is_closed(silent)
        sent = (256 * 1024 // 512) * 512
        creeping.settimeout(GENEROUS_S)
        creeping.sendall(b"\xff" * sent)
        assert creeping.recv(12) == b"HTTP/1.1 401"


@on_sqlite_only
def test_when_every_connection_is_taken_the_silent_make_room(app: Flask) -> None:
    with answering(app, connection_limit=20) as server:
        server.silent_when_full_s = 0.3
        with stalled(int(server.effective_port), Stall.HALF_A_RANGE, 30) as phones:
            assert page_times(int(server.effective_port), times=3, path="/health/live").worst_s < GENEROUS_S
            assert is_closed(phones[0])
