"""Makes files and folders that are still there after the power went: fsync, in the right order."""

import os
from pathlib import Path

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def write_all(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of `data` at `offset`; the kernel may take it in pieces."""
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, offset)
        rest, offset = rest[written:], offset + written


def write_new(file: Path, data: bytes) -> None:
    """Make a file of its own with these bytes, on disk on return; its name is not, until `sync_folder`."""
    descriptor = os.open(file, NEW_FILE, 0o600)
    try:
        write_all(descriptor, data, 0)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; raises `OSError`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """A folder for our eyes only; its parents too."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
