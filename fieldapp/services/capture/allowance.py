"""What one phone may send in a day and leave unfinished: far more than any walk needs, and not a full disk.

Counted per phone, never per address: a whole walk sends from behind one. A phone that is over is told when
to come back, and keeps everything until then.
"""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import TooManyTries
from fieldapp.services import photo_upload
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos, throttle
from fieldapp.store.db import unit_of_work

#: Four hundred points with three photos of 3 MB each are 3.6 GB.
KIB_A_DAY_MAX = 4 * 1024 * 1024
ACTS_A_DAY_MAX = 20_000
OPEN_UPLOADS_MAX_COUNT = 30
_DAY = timedelta(days=1)
_A_MINUTE_S = 60


class TooMuchToday(TooManyTries):
    """Bytes or acts enough for a day; the rest waits on the phone."""

    code = "too-much-today"


class TooManyOpen(TooManyTries):
    """Too many photos that were begun and not finished: those first."""

    code = "too-many-open"


def spend_acts(tools: Toolbox, actor: Actor, count: int) -> None:
    """Count acts that a phone sends; raises `TooMuchToday`."""
    _spend(tools, f"acts:{actor.id}", count, ACTS_A_DAY_MAX)


def begin_photo(tools: Toolbox, actor: Actor, photo_id: UUID) -> None:
    """Count a photo's bytes before its first range is taken; raises `TooMuchToday` or `TooManyOpen`.

    What was begun already, is stored, or is not known costs nothing.
    """
    photo = photos.find(photo_id)
    if photo is None or photo.sender_id != actor.id or photo_upload.is_settled(tools, photo):
        return
    if tools.incoming.offset(photo_id) > 0:
        return
    if _open_count(tools, photo_id, photo.sender_id) >= OPEN_UPLOADS_MAX_COUNT:
        raise TooManyOpen(_A_MINUTE_S)
    _spend(tools, f"kib:{actor.id}", -(-photo.upload_bytes // 1024), KIB_A_DAY_MAX)


def _open_count(tools: Toolbox, photo_id: UUID, sender_id: UUID | None) -> int:
    begun = [UUID(path.stem) for path in tools.incoming.folder.glob("*.part") if path.stem != str(photo_id)]
    if sender_id is None or len(begun) < OPEN_UPLOADS_MAX_COUNT:
        return 0
    return sum(not photo_upload.is_settled(tools, one) for one in photos.sent_by(sender_id, begun))


def _spend(tools: Toolbox, key: str, amount: int, most: int) -> None:
    """Add to the day's bucket, or refuse and leave it; a database that takes nothing counts nothing."""
    now = tools.clock.now()
    with suppress(DatabaseUnavailable), unit_of_work():
        bucket = throttle.held(key, now)
        if now - bucket.since_at >= _DAY:
            bucket.since_at, bucket.count = now, 0
        if bucket.count + amount > most:
            raise TooMuchToday(max(1, int((bucket.since_at + _DAY - now).total_seconds()) + 1))
        bucket.count += amount
