"""A picture that comes in a form: made harmless and kept before any row speaks of it."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.photos.incoming import FORM_PREFIX
from fieldapp.photos.limits import UPLOAD_MAX_BYTES, Refusal
from fieldapp.photos.sanitise import DecoderBroken, Derivatives, PhotoRefused, sanitise
from fieldapp.services import failures
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import db
from fieldapp.store.photos import Photo, PhotoState

_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class KeptPhoto:
    """Three derivatives in the vault, and what is known of the bytes they were made of."""

    large_key: str
    print_key: str
    small_key: str
    width: int
    height: int
    upload_sha256: str
    upload_bytes: int
    upload_format: str


@contextmanager
def keeping(tools: Toolbox, upload: IO[bytes] | None) -> Iterator[KeptPhoto | None]:
    """Decode in the child process and put into the vault, where nothing is swept until this is left.

    Commit the row inside; enter it outside any unit of work. None where no picture came.
    Raises `PhotoRefused`, `DecoderBusy`, `StorageFull`, `VaultUnavailable` or `DecoderDown`.
    """
    if upload is None:
        yield None
        return
    with ExitStack() as until_committed:
        try:
            with TemporaryDirectory(dir=tools.incoming.folder, prefix=FORM_PREFIX) as name:
                source, made = Path(name) / "upload", Path(name) / "made"
                made.mkdir()
                digest, size_bytes = _copy(upload, source)
                found = sanitise(source, made)
                until_committed.enter_context(tools.vault.naming())
                kept = _kept(tools, found, digest, size_bytes)
        except OSError as error:
            raise failures.of_os_error(error) from error
        except DecoderBroken as error:
            raise failures.DecoderDown from error
        yield kept


def add_to_ticket(
    tools: Toolbox, kept: KeptPhoto | None, ticket_id: UUID, sender_id: UUID | None
) -> Photo | None:
    """The row of an after-photo, if one came; inside a unit of work, and that inside `keeping`."""
    if kept is None:
        return None
    now = tools.clock.now()
    photo = Photo(
        id=ids.new_id(),
        ticket_id=ticket_id,
        sender_id=sender_id,
        role="after",
        state=PhotoState.STORED,
        upload_sha256=kept.upload_sha256,
        upload_bytes=kept.upload_bytes,
        upload_type=kept.upload_format,
        large_key=kept.large_key,
        print_key=kept.print_key,
        small_key=kept.small_key,
        width=kept.width,
        height=kept.height,
        announced_at=now,
        stored_at=now,
    )
    db.session.add(photo)
    return photo


def _copy(upload: IO[bytes], target: Path) -> tuple[str, int]:
    digest, size_bytes = hashlib.sha256(), 0
    with target.open("wb") as file:
        while chunk := upload.read(_CHUNK_BYTES):
            size_bytes += len(chunk)
            if size_bytes > UPLOAD_MAX_BYTES:
                raise PhotoRefused(Refusal.TOO_LARGE_TO_READ)
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), size_bytes


def _kept(tools: Toolbox, found: Derivatives, digest: str, size_bytes: int) -> KeptPhoto:
    return KeptPhoto(
        large_key=tools.vault.put(found.large.path),
        print_key=tools.vault.put(found.print.path),
        small_key=tools.vault.put(found.small.path),
        width=found.width,
        height=found.height,
        upload_sha256=digest,
        upload_bytes=size_bytes,
        upload_format=f"image/{found.source_format.lower()}",
    )
