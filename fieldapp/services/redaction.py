"""Destroys photos for good: what was painted over or taken back is nowhere, also after a restore.

The order is row, list, bytes: first it is committed that nobody sees the photo, then the list of destroyed
photos is on disk, then the files go, and last the row lets go of their keys. Until then the row itself says
what is still to be done, so that whoever is killed in between leaves work behind and never a secret.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from fieldapp.domain.errors import DomainError
from fieldapp.photos.destroyed import Destroyed, DestroyedPhotos
from fieldapp.photos.incoming import UploadInUse
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket

log = logging.getLogger("fieldapp.redaction")


def destroyed_list(tools: Toolbox) -> DestroyedPhotos:
    """The list of this installation: it outlives every restore."""
    return DestroyedPhotos(tools.data_dir / "destroyed.jsonl")


def destroy(tools: Toolbox, photo_ids: Iterable[UUID]) -> None:
    """Make these photos gone, with all their bytes, at once; outside any unit of work.

    Raises `OSError` or `DatabaseUnavailable`; then nobody sees them and `finish` does the rest.
    """
    wanted = list(photo_ids)
    _take_away(wanted)
    _destroy(tools, photos.among(wanted, is_removed=True))


def destroy_or_leave(tools: Toolbox, photo_ids: Collection[UUID]) -> None:
    """`destroy` after an act that is committed already: what fails is left for the next `finish`."""
    if not photo_ids:
        return
    try:
        destroy(tools, photo_ids)
    except (OSError, DomainError):
        log.exception("the bytes of photos that were taken away are still here; sweep removes them")


def finish(tools: Toolbox) -> int:
    """End every destruction that a kill or a failing disk left unfinished; returns how many photos."""
    found = _unfinished(tools)
    _destroy(tools, found)
    return len(found)


def unfinished_count(tools: Toolbox) -> int:
    """How many photos were taken away and have bytes left."""
    found = len(_unfinished(tools))
    db.session.rollback()
    return found


def reapply(tools: Toolbox) -> int:
    """Destroy again what a restored backup brought back; returns how many photos that were."""
    entries = list(destroyed_list(tools).entries())
    back = {photo.id for photo in photos.among({one.photo_id for one in entries}, is_removed=False)}
    here = {key for one in entries for key in one.keys if tools.vault.holds(key)}
    free = here - photos.needed_keys(here)
    db.session.rollback()
    back |= {one.photo_id for one in entries if not free.isdisjoint(one.keys)}
    _take_away(list(back))
    _destroy(tools, photos.among(back, is_removed=True))
    _remove_unnamed(tools, {key for one in entries for key in one.keys if one.photo_id in back})
    finish(tools)
    return len(back)


def tell_readers(photo: Photo) -> None:
    """Phones and desks that show the point or the ticket see the change; inside a unit of work."""
    db.session.flush()
    for kind, key in ((Observation, photo.observation_id), (Ticket, photo.ticket_id)):
        found = by_key(kind, key) if key is not None else None
        if isinstance(found, Observation | Ticket):
            found.rev = next_rev()


def _take_away(photo_ids: Collection[UUID]) -> None:
    found = photos.among(photo_ids, is_removed=False)
    db.session.rollback()
    if not found:
        return
    with unit_of_work():
        for photo in photos.among(photo_ids, is_removed=False):
            photo.state, photo.alt_text = PhotoState.REMOVED, ""
            tell_readers(photo)


def _unfinished(tools: Toolbox) -> list[Photo]:
    half_gone = {photo.id: photo for photo in photos.removed_with_keys()}
    left = photos.among(list(tools.incoming.photo_ids()), is_removed=True)
    return list((half_gone | {photo.id: photo for photo in left}).values())


def _destroy(tools: Toolbox, removed: Collection[Photo]) -> None:
    """List, bytes, row."""
    named = {photo.id: photos.keys_of(photo) for photo in removed}
    db.session.rollback()
    if not named:
        return
    doomed = [
        Destroyed(photo_id, tuple(dict.fromkeys((*keys, *tools.incoming.digests_left(photo_id)))))
        for photo_id, keys in named.items()
    ]
    destroyed_list(tools).record(doomed)
    gone = {one.photo_id: set(one.keys) for one in doomed if _forget_upload(tools, one.photo_id)}
    _remove_unnamed(tools, set().union(*gone.values()))
    if any(gone.values()):
        _let_go(gone)


def _let_go(gone: Mapping[UUID, set[str]]) -> None:
    """The rows name no file any more, unless a decoder added some meanwhile: they go the next time."""
    with unit_of_work():
        for photo in photos.among(gone, is_removed=True):
            if gone[photo.id].issuperset(photos.keys_of(photo)):
                photo.large_key = photo.print_key = photo.small_key = None


def _forget_upload(tools: Toolbox, photo_id: UUID) -> bool:
    """False while it is being decoded: whoever does that finds it taken away and destroys it then."""
    try:
        tools.incoming.forget(photo_id)
    except UploadInUse:
        return False
    return True


def _remove_unnamed(tools: Toolbox, keys: set[str]) -> None:
    if not keys:
        return
    with tools.vault.removing():
        needed = photos.needed_keys(keys)
        db.session.rollback()
        for key in keys - needed:
            tools.vault.destroy(key)
