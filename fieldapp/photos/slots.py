"""Bounds how many decoders run at once on this machine, over all processes, by locks that die with them."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldapp.domain.errors import DomainError


class DecoderBusy(DomainError):
    """Every decoder is at work: nothing is wrong with the photo, send it again in `retry_after_s` seconds."""

    code = "decoder-busy"

    def __init__(self, retry_after_s: int = 2) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(retry_after_s=retry_after_s)


def machine_folder() -> Path:
    """Where the slots of this machine and user lie, whatever installation asks: memory is the machine's."""
    folder = Path(tempfile.gettempdir()) / f"fieldapp-decoders-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


@contextmanager
def slot(folder: Path, count: int) -> Iterator[int]:
    """One of `count` slots in `folder` as a file descriptor; raises `DecoderBusy` when all are taken.

    The slot stays taken as long as any process holds the descriptor, so a decoder that inherits it
    counts on even if whoever started it is killed.
    """
    for number in range(count):
        descriptor = os.open(folder / f"{number}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        try:
            yield descriptor
        finally:
            os.close(descriptor)
        return
    raise DecoderBusy
