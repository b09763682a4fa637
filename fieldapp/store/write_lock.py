"""One writer at a time on SQLite: a lock between threads, then one between processes (tech.md 4.2)."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_threads = threading.Lock()


@contextmanager
def write_lock(database_url: str, dialect: str) -> Iterator[None]:
    """Hold the database for one write transaction; PostgreSQL needs no help from us."""
    if dialect != "sqlite":
        yield
        return
    path = database_url.removeprefix("sqlite:///")
    with _threads:
        if path in ("", ":memory:"):
            yield
            return
        with Path(path + ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
