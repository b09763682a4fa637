"""Sweeps the photo folders: leftovers go, what nobody names goes to the trash, what is missing is told."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from fieldapp.domain.clock import local
from fieldapp.domain.due_dates import local_day
from fieldapp.photos.vault import Kept, NoSuchPhoto
from fieldapp.services import following, forgetting, housekeeping, owner_absences, redaction
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.db import db
from fieldapp.store.photos import Photo

_DAY_S = 24 * 3600
TEMPORARY_S = _DAY_S
#: A phone without coverage may go on days later; what is removed it sends again from the start.
UPLOAD_IDLE_S = 7 * _DAY_S
#: Long enough for the row of any commit, and for a restore that brings the row back.
ORPHAN_S = 7 * _DAY_S
TRASH_S = 30 * _DAY_S
#: Every file's bytes are read again once in so many nights.
NIGHTS = 30
#: Hours of the local night in which nobody walks, and how long a sweep counts as tonight's.
NIGHT_HOURS = range(2, 5)
_NIGHT_APART = timedelta(hours=20)
_PAGE = 200


@dataclass(frozen=True)
class Swept:
    """What a sweep did, and the faults it found: ids of photos without a file, keys of damaged files."""

    finished_count: int
    destroyed_again_count: int
    temporary_count: int
    idle_upload_count: int
    trashed_count: int
    emptied_count: int
    restored_count: int
    checked_count: int
    without_file: list[UUID]
    damaged: list[str]

    @property
    def is_fine(self) -> bool:
        return not self.without_file and not self.damaged


def sweep(tools: Toolbox) -> Swept:
    """Do a night's work, and note that it was done; outside any unit of work. Once more changes nothing.

    Raises `OSError` or `DatabaseUnavailable`; what was done until then is done.
    """
    finished = redaction.finish(tools)
    again = redaction.reapply(tools)
    owner_absences.forget_past(tools)
    forgetting.reapply(tools)
    following.forget_past(tools)
    temporary = tools.vault.sweep_temporary(TEMPORARY_S) + tools.incoming.sweep_folders(TEMPORARY_S)
    idle = tools.incoming.sweep(UPLOAD_IDLE_S)
    restored, without_file = _missing(tools)
    trashed = _trash_orphans(tools)
    emptied, brought_back = _empty_trash(tools)
    checked, damaged = _read_again(tools)
    found = Swept(
        finished_count=finished,
        destroyed_again_count=again,
        temporary_count=temporary,
        idle_upload_count=idle,
        trashed_count=trashed,
        emptied_count=emptied,
        restored_count=restored + brought_back,
        checked_count=checked,
        without_file=without_file,
        damaged=damaged,
    )
    housekeeping.note(
        tools, housekeeping.SWEEP, without_file_count=len(without_file), damaged_count=len(damaged)
    )
    return found


def sweep_when_due(tools: Toolbox) -> Swept | None:
    """Tonight's sweep, or None by day and when it is done already; raises what `sweep` raises."""
    before = housekeeping.last(tools, housekeeping.SWEEP)
    return sweep(tools) if is_due(tools.clock.now(), before.at if before else None) else None


def is_due(now: datetime, last_at: datetime | None) -> bool:
    """Whether it is night and tonight's sweep is not done yet."""
    if local(now).hour not in NIGHT_HOURS:
        return False
    return last_at is None or now - last_at > _NIGHT_APART


def missing_keys(tools: Toolbox, photo: Photo) -> list[str]:
    """The keys that a stored photo names and the vault has not."""
    return [key for key in photos.keys_of(photo) if not tools.vault.has(key)]


def stored_pages() -> Iterator[list[Photo]]:
    """All stored photos, in short pages: no transaction stays open between them."""
    last: UUID | None = None
    while page := list(photos.stored_after(last, _PAGE)):
        last = page[-1].id
        db.session.expunge_all()
        db.session.rollback()
        yield page


def _missing(tools: Toolbox) -> tuple[int, list[UUID]]:
    """Bring back from the trash what a row names; the photos whose files are nowhere."""
    restored, without_file = 0, []
    for page in stored_pages():
        for photo in page:
            lost = missing_keys(tools, photo)
            back = [key for key in lost if tools.vault.restore(key)]
            restored += len(back)
            if len(back) < len(lost) and _is_still_stored(photo.id):
                without_file.append(photo.id)
    return restored, without_file


def _is_still_stored(photo_id: UUID) -> bool:
    """Not when it was taken away since the page was read."""
    is_there = bool(photos.among([photo_id], is_removed=False))
    db.session.rollback()
    return is_there


def _trash_orphans(tools: Toolbox) -> int:
    before, count = time.time() - ORPHAN_S, 0
    for some in _pages(one for one in tools.vault.kept() if one.since < before):
        count += _trash(tools, {one.key for one in some}, before)
    return count


def _trash(tools: Toolbox, keys: set[str], before: float) -> int:
    suspects = keys - photos.needed_keys(keys)
    db.session.rollback()
    count = 0
    # Asked once more while nobody can name a key: one of them may have been put again just now.
    with tools.vault.removing():
        for key in suspects - photos.needed_keys(suspects):
            count += tools.vault.is_older(key, before) and tools.vault.trash(key)
    db.session.rollback()
    return count


def _empty_trash(tools: Toolbox) -> tuple[int, int]:
    """Remove what has lain there for long; what a row names after all is put back."""
    before, emptied, restored = time.time() - TRASH_S, 0, 0
    for some in _pages(one for one in tools.vault.trashed() if one.since < before):
        keys = {one.key for one in some}
        with tools.vault.removing():
            needed = photos.needed_keys(keys)
            db.session.rollback()
            for key in keys:
                if key in needed and not tools.vault.has(key):
                    restored += tools.vault.restore(key)
                else:
                    emptied += tools.vault.drop_trashed(key)
    return emptied, restored


def _read_again(tools: Toolbox) -> tuple[int, list[str]]:
    """Tonight's part of the vault, byte by byte; the keys whose bytes are others now."""
    tonight = local_day(tools.clock.now()).toordinal() % NIGHTS
    count, damaged = 0, []
    for one in tools.vault.kept():
        if int(one.key[:8], 16) % NIGHTS == tonight:
            try:
                is_intact = tools.vault.is_intact(one.key)
            except NoSuchPhoto:
                continue
            count += 1
            if not is_intact:
                damaged.append(one.key)
    return count, damaged


def _pages(found: Iterable[Kept]) -> Iterator[list[Kept]]:
    rest = iter(found)
    while some := list(islice(rest, _PAGE)):
        yield some
