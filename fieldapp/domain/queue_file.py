"""A phone's queue as a file: what queue.json says, and the limits that are judged before anything is read."""

import re
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from fieldapp.domain import commands
from fieldapp.domain.commands import Milliseconds, PhotoIn
from fieldapp.domain.errors import DomainError, Invalid

QUEUE = "queue.json"
ACTS_MAX_COUNT = 5_000
QUEUE_MAX_BYTES = 16 * 1024 * 1024
FILE_MAX_BYTES = 1024 * 1024 * 1024
#: Text shrinks to a tenth, photos not at all; whatever unfolds to more than this wants to fill the machine.
RATIO_MAX = 200
_PHOTO = re.compile(r"photos/(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


class QueueFault(DomainError):
    """The file cannot be taken, and nothing of it was: no queue, too large, from an unknown phone."""

    code = "not-a-queue"


class Line(msgspec.Struct, frozen=True):
    """An act as it stood on the phone, byte for byte."""

    state: Literal["waiting", "attention", "sent"]
    body: msgspec.Raw


class QueueFile(msgspec.Struct, frozen=True):
    """What queue.json holds; keys that a later release adds do not hinder this one."""

    format: Literal["fieldapp-queue"]
    v: int
    proto: int
    app: Literal["walk", "crew"]
    exported_at: Milliseconds
    actor: UUID
    ops: Annotated[list[Line], Meta(max_length=ACTS_MAX_COUNT)]


def read(data: bytes) -> QueueFile:
    """The queue in these bytes; raises `QueueFault` with a code that says what is wrong."""
    try:
        found: QueueFile = commands.decode(commands.whole_characters(data), QueueFile)
    except Invalid as error:
        raise QueueFault from error
    if found.v != 1 or not commands.PROTO_MIN <= found.proto <= commands.PROTO_MAX:
        raise QueueFault("update-needed")
    return found


def photo_of(name: str) -> UUID | None:
    """Which photo an entry of this name is; None for every other name."""
    found = _PHOTO.fullmatch(name)
    return UUID(found["id"]) if found else None


class _Announcing(msgspec.Struct):
    photos: list[PhotoIn] = []


def announced(queue: QueueFile) -> dict[UUID, PhotoIn]:
    """The manifests of all photos that the acts name."""
    found: dict[UUID, PhotoIn] = {}
    for line in queue.ops:
        try:
            act = msgspec.json.decode(line.body, type=_Announcing)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        found.update({photo.id: photo for photo in act.photos})
    return found
