"""Files of a backup: a second name for the same bytes where the file system can, else a copy of them."""

import errno
import os
from pathlib import Path

from fieldapp.photos import durable

_CHUNK_BYTES = 1024 * 1024
#: What a file system says that has no hard links, or not from there to here.
_NO_LINK = {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP}


def link_or_copy(source: Path, final: Path) -> None:
    """The same file under a second name where the file system can, else a durable copy of it."""
    try:
        os.link(source, final, follow_symlinks=False)
        return
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
    descriptor = os.open(final, durable.NEW_FILE, 0o600)
    try:
        with source.open("rb") as file:
            offset = 0
            while chunk := file.read(_CHUNK_BYTES):
                durable.write_all(descriptor, chunk, offset)
                offset += len(chunk)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
