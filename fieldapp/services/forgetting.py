"""Erases addresses for good: a list of their ids outlives every backup, and a restore erases them again.

The list is on disk before the row goes: whoever is killed in between leaves an address that the next
`reapply` erases, never one that an older backup brings back to be written to.
"""

from collections.abc import Collection
from uuid import UUID

from fieldapp.photos.destroyed import Destroyed, DestroyedPhotos
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import followers
from fieldapp.store.db import db, unit_of_work


def erased_list(tools: Toolbox) -> DestroyedPhotos:
    """Ids of followers and nothing else of them, kept as those of destroyed photos are."""
    return DestroyedPhotos(tools.data_dir / "erased-followers.jsonl", names="follower")


def key_prefix(follower_id: UUID) -> str:
    """How the keys of all mails to this address begin."""
    return f"follow:{follower_id}:"


def erase(tools: Toolbox, follower_ids: Collection[UUID]) -> None:
    """Erase these addresses with every mail that waits for them; outside any unit of work.

    Raises `OSError` where the list cannot be written: then nothing is erased.
    """
    if not follower_ids:
        return
    erased_list(tools).record(Destroyed(one, ()) for one in follower_ids)
    with unit_of_work():
        for one in follower_ids:
            followers.erase(one, key_prefix(one))


def reapply(tools: Toolbox) -> int:
    """Erase again what a restored backup brought back; returns how many addresses that were."""
    listed = {one.photo_id for one in erased_list(tools).entries()}
    back = [one for one in followers.every_id() if one in listed] if listed else []
    db.session.rollback()
    erase(tools, back)
    return len(back)
