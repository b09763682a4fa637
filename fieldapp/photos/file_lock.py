"""Turns between processes by a file's lock, which dies with whoever holds it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TRY_AGAIN_S = 0.01


@contextmanager
def locked(path: Path, *, is_shared: bool, patience_s: float) -> Iterator[None]:
    """Hold the lock of `path`, with others or alone; raises `TimeoutError`, an `OSError`, after a while."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        _wait(descriptor, fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX, patience_s)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, kind: int, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError("somebody else keeps the lock") from None
            time.sleep(_TRY_AGAIN_S)
