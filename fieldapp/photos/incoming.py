"""Collects uploads that come in ranges, over hours if need be: each range durable before it counts."""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from fieldapp.domain.errors import DomainError
from fieldapp.photos import durable, limits

_TRY_AGAIN_S = 0.02
_PART, _DECODING = ".part", ".decoding"
#: How folders begin in which a picture from a form is decoded.
FORM_PREFIX = "form-"


class OutOfOrder(DomainError):
    """The range begins beyond what is stored; send from `offset`."""

    code = "out-of-order"

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(offset=offset)


class BadRange(DomainError):
    """A range that no honest phone sends: empty, too long, or beyond its total."""

    code = "bad-range"


class NotComplete(DomainError):
    """Bytes are missing; send from `offset`."""

    code = "not-complete"

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(offset=offset)


class HashMismatch(DomainError):
    """All bytes came and are not those that were announced; they are discarded, send from 0."""

    code = "hash-mismatch"


class UploadInUse(DomainError):
    """Another request works on this photo at this moment; send again soon."""

    code = "upload-in-use"


class Upload:
    """One photo's bytes so far, locked against every other process while it is in hand."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @property
    def offset(self) -> int:
        """How many bytes are stored."""
        return os.fstat(self._descriptor).st_size

    def append_range(self, start: int, body: bytes, total: int) -> int:
        """Store `body`, which begins at byte `start` of `total`; returns the offset to go on from.

        A range that overlaps what is stored changes nothing. Raises `BadRange`, `OutOfOrder`, or `OSError`,
        after which nothing of the range counts.
        """
        _check_range(start, body, total)
        stored = self.offset
        if stored > total:
            raise BadRange
        if start > stored:
            raise OutOfOrder(stored)
        if start < stored:
            return stored
        self._append(body, stored)
        return stored + len(body)

    def _append(self, body: bytes, stored: int) -> None:
        try:
            durable.write_all(self._descriptor, body, stored)
        except OSError:
            os.ftruncate(self._descriptor, stored)
            raise
        try:
            os.fsync(self._descriptor)
            if stored == 0:
                durable.sync_folder(self.path.parent)
        except OSError:
            # What the disk holds after a failed fsync is unknown, also for the bytes before.
            self.discard()
            raise

    def finish(self, expected_sha256: str, total: int) -> Path:
        """The complete file: its length is checked, then its hash. It stays until `discard`.

        Raises `NotComplete`, or `HashMismatch` after discarding what came.
        """
        if self.offset < total:
            raise NotComplete(self.offset)
        with self.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if self.offset > total or found != expected_sha256:
            self.discard()
            raise HashMismatch
        return self.path

    def discard(self) -> None:
        """Forget the bytes; the next range begins at 0, in a new file once this one is let go."""
        os.ftruncate(self._descriptor, 0)


class IncomingPhotos:
    """A folder of unfinished uploads, one file per photo id; a request waits `patience_s` for another's."""

    def __init__(self, folder: Path, patience_s: float = 2.0) -> None:
        self.folder = folder
        self.patience_s = patience_s
        durable.make_folder(folder)

    @contextmanager
    def upload(self, photo_id: UUID) -> Iterator[Upload]:
        """The upload of `photo_id`, for this caller alone; raises `UploadInUse` if another keeps it.

        Hold it from the range over `finish`, the vault and the commit to `discard`: then no second
        request can decode the same photo.
        """
        path = self._path(photo_id)
        descriptor = _open_locked(path, self.patience_s)
        try:
            yield Upload(path, descriptor)
        finally:
            if os.fstat(descriptor).st_size == 0:
                path.unlink(missing_ok=True)
            os.close(descriptor)

    def offset(self, photo_id: UUID) -> int:
        """How many bytes of the photo are stored; 0 when none."""
        return _size(self._path(photo_id))

    def decoding_folder(self, photo_id: UUID) -> Path:
        """Where the photo's pictures lie between the decoder and the row that names them."""
        return self.folder / f"{UUID(str(photo_id))}{_DECODING}"

    def photo_ids(self) -> Iterator[UUID]:
        """Every photo of which bytes lie here, also those that a killed process left behind."""
        for path in self.folder.iterdir():
            has_bytes = path.suffix == _DECODING or (path.suffix == _PART and _size(path))
            if has_bytes and (photo_id := _id_of(path)) is not None:
                yield photo_id

    def digests_left(self, photo_id: UUID) -> list[str]:
        """The SHA-256 of pictures that a killed process left between the decoder and their row."""
        return [
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.decoding_folder(photo_id).glob("*"))
            if path.is_file()
        ]

    def forget(self, photo_id: UUID) -> None:
        """Remove all bytes of a photo for good; raises `UploadInUse` while somebody works on it."""
        path = self._path(photo_id)
        descriptor = _open_locked(path, patience_s=0)
        try:
            path.unlink()
            if (folder := self.decoding_folder(photo_id)).exists():
                shutil.rmtree(folder)
            durable.sync_folder(self.folder)
        finally:
            os.close(descriptor)

    def sweep(self, older_than_s: float) -> int:
        """Remove uploads that nobody added to for so long, nor has in hand; returns how many."""
        before, removed = time.time() - older_than_s, 0
        for path in self.folder.glob(f"*{_PART}"):
            removed += _remove_if_idle(path, before)
        return removed

    def sweep_folders(self, older_than_s: float) -> int:
        """Remove decoders' folders that killed processes left behind; returns how many."""
        before, removed = time.time() - older_than_s, 0
        for path in self.folder.iterdir():
            is_ours = path.suffix == _DECODING or path.name.startswith(FORM_PREFIX)
            if is_ours and path.is_dir() and path.stat().st_mtime < before:
                shutil.rmtree(path, ignore_errors=True)
                removed += 1
        return removed

    def _path(self, photo_id: UUID) -> Path:
        return self.folder / f"{UUID(str(photo_id))}{_PART}"


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _check_range(start: int, body: bytes, total: int) -> None:
    if not 0 < total <= limits.UPLOAD_MAX_BYTES or not 0 < len(body) <= limits.RANGE_MAX_BYTES:
        raise BadRange
    if start < 0 or start + len(body) > total:
        raise BadRange


def _open_locked(path: Path, patience_s: float) -> int:
    deadline = time.monotonic() + patience_s
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if _lock(descriptor) and _is_still(path, descriptor):
            return descriptor
        os.close(descriptor)
        if time.monotonic() > deadline:
            raise UploadInUse
        time.sleep(_TRY_AGAIN_S)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the locked file still bears its name: whoever had it before may have discarded it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _remove_if_idle(path: Path, before: float) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return False
    try:
        if (
            os.fstat(descriptor).st_mtime >= before
            or not _lock(descriptor)
            or not _is_still(path, descriptor)
        ):
            return False
        path.unlink()
        return True
    finally:
        os.close(descriptor)
