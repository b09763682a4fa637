"""One writer at a time on SQLite: a lock between threads, then one between processes."""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PATIENCE_S = 10.0
_TRY_AGAIN_S = 0.01
_threads = threading.Lock()


class CannotWrite(Exception):
    """Another writer keeps the database for too long, or the folder takes no lock file."""


@contextmanager
def write_lock(database_url: str, dialect: str, patience_s: float = _PATIENCE_S) -> Iterator[None]:
    """Hold the database for one write transaction; PostgreSQL has its own (`unit_of_work`).

    Raises `CannotWrite` after `patience_s`: a writer that hangs must not hang everybody else.
    """
    if dialect != "sqlite":
        yield
        return
    deadline = time.monotonic() + patience_s
    if not _threads.acquire(timeout=patience_s):
        raise CannotWrite("threads")
    try:
        with _lock_of_processes(database_url.removeprefix("sqlite:///"), deadline):
            yield
    finally:
        _threads.release()


@contextmanager
def _lock_of_processes(path: str, deadline: float) -> Iterator[None]:
    if path in ("", ":memory:"):
        yield
        return
    with _opened(path + ".lock") as file:
        while not _taken(file):
            if time.monotonic() > deadline:
                raise CannotWrite("processes")
            time.sleep(_TRY_AGAIN_S)
        yield


def _opened(path: str) -> IO[str]:
    try:
        return Path(path).open("a")
    except OSError as error:
        raise CannotWrite("lock file") from error


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
