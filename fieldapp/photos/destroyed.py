"""Remembers what is gone for good, photos above all: a list that only grows, on disk before anything goes."""

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from fieldapp.photos import durable

log = logging.getLogger("fieldapp.photos")


class Destroyed(NamedTuple):
    """A photo that nobody may see again, and the keys of its pictures in the vault."""

    photo_id: UUID
    keys: tuple[str, ...]


class DestroyedPhotos:
    """One line of JSON for each photo. A restored backup is older than the list: apply it again.

    `names` is what the ids of the list are of, and what a line calls them.
    """

    def __init__(self, path: Path, *, names: str = "photo") -> None:
        self.path, self._names = path, names

    def record(self, entries: Iterable[Destroyed]) -> int:
        """Add what the list does not say yet, durable on return; returns how many. Raises `OSError`."""
        if not (wanted := list(entries)):
            return 0
        is_new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            known = _by_photo(self.entries())
            fresh = [one for one in wanted if not _is_said(one, known)]
            if fresh:
                _append(descriptor, fresh, self._names)
            # Also what another process wrote and was killed before it was on disk.
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if is_new:
            durable.sync_folder(self.path.parent)
        return len(fresh)

    def unite(self, other: Path) -> int:
        """Add what another list knows and this one does not; returns how many."""
        return self.record(DestroyedPhotos(other, names=self._names).entries())

    def entries(self) -> Iterator[Destroyed]:
        """Everything recorded, in order. A line that a kill cut short destroyed nothing and is left out."""
        yield from _read_as_it_is(self.path, self._names)

    def has(self, photo_id: UUID) -> bool:
        return photo_id in _known(self.path, _state_of(self.path), self._names)


def _by_photo(entries: Iterable[Destroyed]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for one in entries:
        found.setdefault(one.photo_id, set()).update(one.keys)
    return found


def _is_said(one: Destroyed, known: dict[UUID, set[str]]) -> bool:
    return one.photo_id in known and set(one.keys) <= known[one.photo_id]


def _append(descriptor: int, entries: list[Destroyed], names: str) -> None:
    end = os.fstat(descriptor).st_size
    lines = [json.dumps({names: str(one.photo_id), "keys": list(one.keys)}) for one in entries]
    # After a line that was cut short a new one begins on a line of its own.
    before = "\n" if end and os.pread(descriptor, 1, end - 1) != b"\n" else ""
    try:
        durable.write_all(descriptor, (before + "\n".join(lines) + "\n").encode(), end)
    except OSError:
        os.ftruncate(descriptor, end)
        raise


def _state_of(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=4)
def _known(path: Path, _state: tuple[int, int], names: str) -> frozenset[UUID]:
    return frozenset(one.photo_id for one in _read_as_it_is(path, names))


def _read_as_it_is(path: Path, names: str) -> Iterator[Destroyed]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        found = _parsed(line, names)
        if found is not None:
            yield found


def _parsed(line: bytes, names: str) -> Destroyed | None:
    if not line.strip():
        return None
    try:
        said = json.loads(line)
        return Destroyed(UUID(said[names]), tuple(str(key) for key in said["keys"]))
    except (ValueError, KeyError, TypeError):
        log.error("a line of the list of every %s that is gone cannot be read", names)
        return None
