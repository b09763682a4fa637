"""A phone's queue as the file that the phone saves, whole or cut, and what the server made of it."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from fieldapp.domain.clock import to_ms
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.operations import Operation
from fieldapp.store.photos import Photo, PhotoState
from tests.support.answered import jpeg
from tests.support.sync import Op, Phone, manifest

PICTURE = jpeg("navy", (320, 240))
OTHER_PICTURE = jpeg("olive", (320, 240))


def queue_of(phone: Phone, ops: Sequence[Op], **more: Any) -> dict[str, Any]:
    """What queue.json says; `more` replaces any of its keys."""
    return {
        "format": "fieldapp-queue",
        "v": 1,
        "proto": 1,
        "app": "walk" if phone.actor.is_phone else "crew",
        "exported_at": to_ms(phone.world.tools.clock.now()),
        "actor": str(phone.actor.id),
        "ops": [{"state": "waiting", "body": op} for op in ops],
        **more,
    }


def packed(
    queue: Mapping[str, Any] | bytes, photos: Mapping[str, bytes], how: int = zipfile.ZIP_STORED
) -> bytes:
    """The ZIP: queue.json first, then the photos under their ids."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        archive.writestr("queue.json", queue if isinstance(queue, bytes) else json.dumps(queue))
        for photo_id, data in photos.items():
            archive.writestr(photo_id if "/" in photo_id else f"photos/{photo_id}", data)
    return file.getvalue()


def two_points(phone: Phone) -> tuple[list[Op], dict[str, bytes]]:
    """Two points with a picture each, and a change of the first."""
    photos = {}
    ops = []
    for data in (PICTURE, OTHER_PICTURE):
        announced = manifest(data)
        photos[announced["id"]] = data
        ops.append(phone.point(text="Släckt", photos=[announced]))
    ops.append(phone.op("observation.edit", {"text": "Släckt i en vecka"}, ops[0]["entity_id"]))
    return ops, photos


def there() -> dict[str, int]:
    """How much of anything is on the server."""
    db.session.rollback()
    stored = select(func.count()).where(Photo.state == PhotoState.STORED)
    return {
        "points": db.session.scalar(select(func.count()).select_from(Observation)) or 0,
        "acts": db.session.scalar(select(func.count()).select_from(Operation)) or 0,
        "photos": db.session.scalar(stored) or 0,
    }


ALL = {"points": 2, "acts": 3, "photos": 2}
NOTHING = {"points": 0, "acts": 0, "photos": 0}
