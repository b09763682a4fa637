"""What `doctor` asks about photos and the nightly work: is what was called stored still here?"""

from datetime import timedelta

from fieldapp.services import housekeeping, redaction, sweeping
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.db import db

#: How many photos are looked for in each run, at random; with --deep all of them.
SAMPLE = 200
#: What is younger may be on its way.
_AWAITED_AFTER = timedelta(hours=1)
#: What ran once and has not for so long has stopped.
_LATE_AFTER = timedelta(days=3)
_NAMED_MAX = 3

Finding = tuple[bool, str]


def stored(tools: Toolbox, *, is_deep: bool) -> Finding:
    """Whether the files are there that stored photos name: an emptied folder is a fault."""
    looked, lost = 0, []
    pages = sweeping.stored_pages() if is_deep else [photos.some_stored(SAMPLE)]
    for page in pages:
        looked += len(page)
        lost += [photo.id for photo in page if sweeping.missing_keys(tools, photo)]
    db.session.rollback()
    how = "all" if is_deep or looked < SAMPLE else "a sample of"
    if not lost:
        return True, f"{how} {looked} stored photos have their files"
    named = ", ".join([str(one) for one in lost[:_NAMED_MAX]] + ["…"] * (len(lost) > _NAMED_MAX))
    return False, (
        f"{len(lost)} of {how} {looked} stored photos have NO FILE in {tools.vault.folder} ({named}); "
        "was the folder lost or emptied? restore the newest backup"
    )


def awaited(tools: Toolbox) -> Finding:
    """Photos that an act announced and that never came: they lie on phones, so this is no fault of ours."""
    now = tools.clock.now()
    count, oldest = photos.awaited_since(now - _AWAITED_AFTER)
    db.session.rollback()
    if oldest is None:
        return True, "none is waited for since more than an hour"
    return True, f"{count} announced and not come, the oldest {_age(now - oldest)} ago"


def destroyed(tools: Toolbox) -> Finding:
    """Whether everything that was taken away is gone."""
    count = redaction.unfinished_count(tools)
    if count:
        return False, f"{count} taken-away photos have bytes left; run: flask --app wsgi fieldapp sweep"
    return True, "what was taken away is gone"


def swept(tools: Toolbox) -> Finding:
    """When the last sweep was, and what it found."""
    noted = housekeeping.last(tools, housekeeping.SWEEP)
    is_fine, words = _last(tools, housekeeping.SWEEP)
    if noted is None:
        return is_fine, words
    lost, damaged = noted.details.get("without_file_count", 0), noted.details.get("damaged_count", 0)
    found = f", found {lost} photos without file and {damaged} damaged files" if lost or damaged else ""
    return is_fine and not found, words + found


def backed_up(tools: Toolbox) -> Finding:
    """When the last backup was, and when one was last restored for a trial."""
    is_fine, words = _last(tools, housekeeping.BACKUP)
    tried = housekeeping.last(tools, housekeeping.RESTORE_CHECK)
    if tried is None:
        return is_fine, f"{words}; none was ever restored for a trial (restore-check)"
    return is_fine, f"{words}; last restored for a trial {_age(tools.clock.now() - tried.at)} ago"


def _last(tools: Toolbox, what: str) -> Finding:
    noted = housekeeping.last(tools, what)
    if noted is None:
        return True, f"never yet; run every night: flask --app wsgi fieldapp {what}"
    age = tools.clock.now() - noted.at
    if age > _LATE_AFTER:
        return False, f"last {_age(age)} ago: what runs it every night has stopped"
    return True, f"last {_age(age)} ago"


def _age(age: timedelta) -> str:
    hours = max(0, int(age.total_seconds() // 3600))
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
