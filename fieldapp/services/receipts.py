"""Which of the acts and photos that a phone believes stored the server does not have: it sends them again."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import Receipts
from fieldapp.services import photo_upload
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import operations, photos


@dataclass(frozen=True)
class Missing:
    """What the server lacks, in the order asked."""

    ops: list[UUID]
    photos: list[UUID]


def missing(tools: Toolbox, actor: Actor, asked: Receipts) -> Missing:
    """A photo is had when its pictures lie in the vault, or when nobody awaits it any more."""
    actor_id = cast(UUID, actor.id)
    known = operations.known_of(actor_id, asked.ops)
    had = {
        photo.id for photo in photos.sent_by(actor_id, asked.photos) if photo_upload.is_settled(tools, photo)
    }
    return Missing(
        ops=[one for one in asked.ops if one not in known],
        photos=[one for one in asked.photos if one not in had],
    )
