"""What both ways of copying a database share: the one fault, and files that stay after the power went."""

import os
from pathlib import Path


class CopyFailed(Exception):
    """The copy could not be made, read or put back; says why in one sentence."""


def make_durable(file: Path) -> None:
    """Sync a file that another program wrote, for our eyes only."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fchmod(descriptor, 0o600)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
