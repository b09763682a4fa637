"""Keeps pictures on disk under the SHA-256 of their bytes: durable, never changed, removed in two steps."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from fieldapp.photos import durable
from fieldapp.photos.file_lock import locked

_KEY = re.compile(r"[0-9a-f]{64}")
_CHUNK_BYTES = 1024 * 1024
_TEMPORARY = ".tmp"
_PATIENCE_S = 5.0


class NoSuchPhoto(LookupError):
    """The vault holds nothing under this key."""


class Kept(NamedTuple):
    """One file in the vault or its trash; `since` is when it got there (seconds since 1970)."""

    key: str
    size_bytes: int
    since: float


class Vault:
    """A folder of pictures, `ab/cd/abcd….`; two with the same bytes share one key, so count references.

    Every key is checked against its pattern before it touches a path: `ValueError` for anything else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._trash = folder / "trash"
        durable.make_folder(folder)
        durable.make_folder(self._trash)
        durable.sync_folder(folder.parent)

    def naming(self) -> AbstractContextManager[None]:
        """Hold from `put` until the row that names the key is committed: nothing is removed meanwhile.

        Raises `TimeoutError`, an `OSError`, and never while a few files are removed.
        """
        return locked(self.folder / ".lock", is_shared=True, patience_s=_PATIENCE_S)

    def removing(self) -> AbstractContextManager[None]:
        """Hold while it is asked whether a key is named and its bytes are removed; raises `TimeoutError`."""
        return locked(self.folder / ".lock", is_shared=False, patience_s=_PATIENCE_S)

    def put(self, source: Path) -> str:
        """Copy the file `source` into the vault for good; returns its key.

        Same bytes again are written again: that harms nobody, heals a file that went bad and makes the
        file young for whoever looks for orphans. Raises `OSError`, and then nothing has appeared.
        """
        key = _digest(source)
        final = self.path(key)
        durable.make_folder(final.parent)
        temporary = final.parent / f".{uuid4().hex}{_TEMPORARY}"
        try:
            _copy_durably(source, temporary, key)
            os.replace(temporary, final)  # noqa: PTH105  (the tests record the order of os calls)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        self._sync_names(final)
        return key

    def open(self, key: str) -> BufferedReader:
        """The picture's bytes, opened; raises `NoSuchPhoto`. A link is not followed."""
        try:
            return os.fdopen(os.open(self.path(key), os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except OSError as error:
            raise NoSuchPhoto(key) from error

    def path(self, key: str) -> Path:
        """Where the picture lies, if it does."""
        return self.folder / _checked(key)[:2] / key[2:4] / key

    def has(self, key: str) -> bool:
        return self.path(key).is_file()

    def is_older(self, key: str, before: float) -> bool:
        """Whether the picture lies here since before that moment (seconds since 1970)."""
        try:
            return self.path(key).stat().st_mtime < before
        except FileNotFoundError:
            return False

    def is_intact(self, key: str) -> bool:
        """Whether the bytes under `key` are still those it names; raises `NoSuchPhoto`."""
        with self.open(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == key

    def trash(self, key: str) -> bool:
        """Take a picture that nobody names any more out of sight; False if it was not there."""
        return self._move(self.path(key), self._trash / key)

    def restore(self, key: str) -> bool:
        """Put a picture back from the trash; False if it was not there."""
        final = self.path(key)
        durable.make_folder(final.parent)
        return self._move(self._trash / key, final)

    def holds(self, key: str) -> bool:
        """Whether the bytes are here at all, in sight or in the trash."""
        return self.has(key) or (self._trash / _checked(key)).is_file()

    def destroy(self, key: str) -> bool:
        """Remove the bytes, wherever they are, at once and for good: for redaction and erasure.

        The folders are synced also where nothing was found: whoever unlinked before may have been killed.
        """
        places = (self.path(key), self._trash / key)
        return any([_unlink_durably(place) for place in places])

    def drop_trashed(self, key: str) -> bool:
        """Remove for good what lies in the trash under this key; in sight it stays."""
        return _unlink_durably(self._trash / _checked(key))

    def kept(self) -> Iterator[Kept]:
        """Everything in the vault but the trash, in no order."""
        return _kept(self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))

    def trashed(self) -> Iterator[Kept]:
        """Everything in the trash, in no order."""
        return _kept(self._trash.glob("*"))

    def sweep_temporary(self, older_than_s: float) -> int:
        """Remove what interrupted writes left behind; returns how many files that were."""
        before, removed = time.time() - older_than_s, 0
        for pattern in (f"??/??/.*{_TEMPORARY}", f".*{_TEMPORARY}"):
            for file in self.folder.glob(pattern):
                removed += _remove_if_old(file, before)
        return removed

    def _move(self, old: Path, new: Path) -> bool:
        try:
            os.utime(old)
            os.replace(old, new)  # noqa: PTH105
        except FileNotFoundError:
            return False
        self._sync_names(new)
        durable.sync_folder(old.parent)
        return True

    def _sync_names(self, file: Path) -> None:
        """Sync every folder up to the vault's own: one may be new, and made by another process."""
        for folder in file.parents:
            durable.sync_folder(folder)
            if folder == self.folder:
                return


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of the vault")
    return key


def _digest(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_if_old(file: Path, before: float) -> bool:
    """False as well where its writer ended just now."""
    try:
        if file.stat().st_mtime >= before:
            return False
        file.unlink()
    except FileNotFoundError:
        return False
    return True


def _unlink_durably(file: Path) -> bool:
    try:
        file.unlink()
        found = True
    except FileNotFoundError:
        found = False
    if file.parent.is_dir():
        durable.sync_folder(file.parent)
    return found


def _copy_durably(source: Path, temporary: Path, key: str) -> None:
    digest, offset = hashlib.sha256(), 0
    descriptor = os.open(temporary, durable.NEW_FILE, 0o600)
    try:
        with source.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                durable.write_all(descriptor, chunk, offset)
                offset += len(chunk)
        if digest.hexdigest() != key:
            raise OSError("the file changed while it was copied into the vault")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _kept(files: Iterator[Path]) -> Iterator[Kept]:
    for file in files:
        if _KEY.fullmatch(file.name):
            try:
                seen = file.stat()
            except FileNotFoundError:
                continue
            yield Kept(file.name, seen.st_size, seen.st_mtime)
