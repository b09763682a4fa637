"""Failures of the machine that a phone or a reader must be told of: nothing is lost, try again."""

import errno

from fieldapp.domain.errors import DomainError
from fieldapp.store.db import DatabaseFull, DatabaseUnavailable


class StorageFull(DomainError):
    """No room for a file."""

    code = "storage-full"


class VaultUnavailable(DomainError):
    """The photo folder takes nothing now."""

    code = "unavailable"


class DecoderDown(VaultUnavailable):
    """The decoder does not work on this installation; no photo is to blame, and none is refused."""

    code = "decoder-broken"


def of_os_error(error: OSError) -> DomainError:
    """What a failing disk means for whoever sent something."""
    return StorageFull() if error.errno in (errno.ENOSPC, errno.EDQUOT) else VaultUnavailable()


__all__ = [
    "DatabaseFull",
    "DatabaseUnavailable",
    "DecoderDown",
    "StorageFull",
    "VaultUnavailable",
    "of_os_error",
]
