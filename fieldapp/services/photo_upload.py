"""Photos on their way in: ranges, then hash, decoder, vault, row, receipt, in this order."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Conflict, NotFound
from fieldapp.photos import sanitise as decoding
from fieldapp.photos.incoming import BadRange, HashMismatch, OutOfOrder, Upload, UploadInUse
from fieldapp.photos.limits import Refusal
from fieldapp.photos.sanitise import DecoderBroken, Derivatives, PhotoRefused
from fieldapp.photos.slots import DecoderBusy
from fieldapp.services import failures, redaction
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.photos import Photo, PhotoState

__all__ = [
    "BadRange",
    "DecoderBusy",
    "HashMismatch",
    "OutOfOrder",
    "PhotoRefused",
    "Received",
    "UnlikeManifest",
    "UploadInUse",
    "is_settled",
    "receive_range",
]


class UnlikeManifest(Conflict):
    """Size or digest are not those that the photo's act announced."""

    code = "unlike-manifest"


@dataclass(frozen=True)
class Received:
    """How many bytes are stored; `sha256` of the whole is given once they are all safe.

    `is_unwanted`: the photo was taken away meanwhile, and what there is of it must go.
    """

    offset: int
    sha256: str | None = None
    is_unwanted: bool = False

    @property
    def is_done(self) -> bool:
        return self.sha256 is not None


@dataclass(frozen=True)
class _Keys:
    large: str
    print: str
    small: str
    width: int
    height: int


def receive_range(
    tools: Toolbox, actor: Actor, photo_id: UUID, start: int, total: int, digest: str, body: bytes
) -> Received:
    """Store `body`, which begins at byte `start` of `total`; `digest` is the SHA-256 of the whole in hex.

    Raises `NotFound` for a photo that no act of this actor announced, `UnlikeManifest`, `OutOfOrder`,
    `BadRange`, `HashMismatch`, `PhotoRefused` (for good; the point stays), `DecoderBusy` or `UploadInUse`
    (send again), `StorageFull`, `VaultUnavailable` or `DecoderDown`.
    """
    manifest = _manifest(actor, photo_id)
    if (total, digest) != (manifest.upload_bytes, manifest.upload_sha256):
        raise UnlikeManifest("unlike-size" if total != manifest.upload_bytes else "unlike-digest")
    try:
        with tools.incoming.upload(photo_id) as upload:
            found = _receive(tools, upload, photo_id, start, body)
    except OSError as error:
        raise failures.of_os_error(error) from error
    except DecoderBroken as error:
        raise failures.DecoderDown from error
    if found.is_unwanted:
        redaction.destroy_or_leave(tools, [photo_id])
    return found


def is_settled(tools: Toolbox, photo: Photo) -> bool:
    """Whether nothing is awaited: its pictures are in the vault, it was refused, or taken away."""
    if photo.state is PhotoState.STORED:
        keys = photos.keys_of(photo)
        return bool(keys) and all(tools.vault.has(key) for key in keys)
    return photo.state is not PhotoState.EXPECTED


def _manifest(actor: Actor, photo_id: UUID) -> Photo:
    photo = photos.find(photo_id)
    # Somebody else's photo looks like none, so that nobody learns which ids exist.
    if photo is None or photo.sender_id is None or photo.sender_id != actor.id:
        raise NotFound("send-op-first")
    return photo


def _receive(tools: Toolbox, upload: Upload, photo_id: UUID, start: int, body: bytes) -> Received:
    photo = _fresh(photo_id)
    total, sha256 = photo.upload_bytes, photo.upload_sha256
    if photo.state is PhotoState.REFUSED:
        raise PhotoRefused(Refusal(photo.refusal))
    if is_settled(tools, photo):
        upload.discard()
        return Received(total, sha256)
    if redaction.destroyed_list(tools).has(photo_id):
        # A restored database, or a phone that sends its act again, asks for what was destroyed.
        upload.discard()
        return Received(total, sha256, is_unwanted=True)
    offset = upload.append_range(start, body, total)
    if offset < total:
        return Received(offset)
    source = upload.finish(sha256, total)
    try:
        is_wanted = _keep(tools, photo_id, source)
    except PhotoRefused as refused:
        _store_refusal(photo_id, refused.refusal)
        upload.discard()
        raise
    upload.discard()
    return Received(total, sha256, is_unwanted=not is_wanted)


def _fresh(photo_id: UUID) -> Photo:
    """The row as it is now that the upload is locked; no transaction stays open over file work."""
    db.session.rollback()
    photo = photos.find(photo_id)
    db.session.rollback()
    if photo is None:
        raise NotFound("send-op-first")
    return photo


def _keep(tools: Toolbox, photo_id: UUID, source: Path) -> bool:
    """Decode outside any transaction, put the pictures into the vault, then name them in the row.

    The decoder's folder stays until the row is committed: if a kill comes before, it tells which files of
    the vault are a taken-away photo's. False if it was taken away meanwhile.
    """
    with _folder(tools.incoming.decoding_folder(photo_id)) as folder:
        made: Derivatives = decoding.sanitise(source, folder)
        with tools.vault.naming():
            keys = _Keys(
                large=tools.vault.put(made.large.path),
                print=tools.vault.put(made.print.path),
                small=tools.vault.put(made.small.path),
                width=made.large.width,
                height=made.large.height,
            )
            return _store(tools, photo_id, keys)


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """An empty folder for the decoder's files; what a killed process left in it is cleared first."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _store(tools: Toolbox, photo_id: UUID, keys: _Keys) -> bool:
    with unit_of_work():
        photo = by_key(Photo, photo_id)
        if photo is None:
            return False
        photo.large_key, photo.print_key, photo.small_key = keys.large, keys.print, keys.small
        if photo.state is PhotoState.REMOVED:
            return False
        photo.state, photo.stored_at = PhotoState.STORED, tools.clock.now()
        photo.width, photo.height = keys.width, keys.height
        redaction.tell_readers(photo)
        return True


def _store_refusal(photo_id: UUID, refusal: Refusal) -> None:
    with unit_of_work():
        photo = by_key(Photo, photo_id)
        if photo is None or photo.state is PhotoState.REMOVED:
            return
        photo.state, photo.refusal = PhotoState.REFUSED, refusal.value
        redaction.tell_readers(photo)
