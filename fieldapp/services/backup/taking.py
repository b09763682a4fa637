"""Takes a backup: the database at one moment, pictures and mails, then the manifest, then its final name."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fieldapp.photos import durable
from fieldapp.services import forgetting, redaction
from fieldapp.services.backup import mails, manifest
from fieldapp.services.backup.linking import link_or_copy
from fieldapp.services.backup.manifest import Files, Manifest
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy
from fieldapp.store.database_copy import CopyFailed

Tell = Callable[[str], None]
_UNFINISHED = ".unfinished"
_TELL_EVERY = 1000


@dataclass(frozen=True)
class Taken:
    """Where the backup lies, and what its manifest says."""

    folder: Path
    manifest: Manifest


def take(
    tools: Toolbox, place: Path, tell: Tell, *, purpose: str = "backup", with_photos: bool = True
) -> Taken:
    """Make a backup in the folder `place`; raises `CopyFailed` or `OSError`, and then none has appeared.

    People may go on working meanwhile: the pictures are copied after the database, and the vault only
    grows, so every picture that a row names is in the copy.
    """
    if not place.is_dir():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A folder whose own name is lost takes its backups with it.
        durable.sync_folder(place.parent)
    with _alone_in(place):
        moment = tools.clock.now()
        final = _free_name(place, manifest.name_of(moment))
        folder = place / f".{final.name}{_UNFINISHED}"
        folder.mkdir(mode=0o700)
        try:
            tell("copying the database")
            file = folder / database_copy.file_name(database_copy.kind())
            contents = database_copy.take(file)
            found = Manifest(
                made_at=moment.isoformat(),
                release=manifest.release_of(tools),
                purpose=purpose,
                kind=database_copy.kind(),
                sha256=manifest.sha256_of(file),
                bytes=file.stat().st_size,
                contents=contents,
                photos=_photos(tools, folder / manifest.PHOTOS, tell) if with_photos else None,
            )
            if with_photos:
                mails.keep(tools, folder / mails.FOLDER)
            _gone(tools, folder)
            manifest.write(folder, found)
            folder.rename(final)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        durable.sync_folder(place)
        return Taken(final, found)


def own_place(tools: Toolbox) -> Path:
    """Where backups lie that nobody asked for: before an upgrade, before a restore."""
    return tools.data_dir / "backups"


@contextmanager
def _alone_in(place: Path) -> Iterator[None]:
    """One backup at a time in a place; what a killed one left there is removed."""
    with (place / ".fieldapp-backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CopyFailed(f"another backup is being written into {place}") from None
        for left in place.glob(f".fieldapp-*{_UNFINISHED}"):
            shutil.rmtree(left)
        yield


def _free_name(place: Path, name: str) -> Path:
    """Two backups of the same second are told apart."""
    final, number = place / name, 1
    while final.exists():
        number += 1
        final = place / f"{name}-{number}"
    return final


def _photos(tools: Toolbox, target: Path, tell: Tell) -> Files:
    """Every picture of the vault under its own name; one that goes meanwhile was redacted."""
    target.mkdir(mode=0o700)
    count = size = 0
    folders = {target}
    for kept in tools.vault.kept():
        source = tools.vault.path(kept.key)
        final = target / source.relative_to(tools.vault.folder)
        if final.parent not in folders:
            durable.make_folder(final.parent)
            folders |= {final.parent, final.parent.parent}
        try:
            link_or_copy(source, final)
        except FileNotFoundError:
            continue
        count, size = count + 1, size + kept.size_bytes
        if count % _TELL_EVERY == 0:
            tell(f"{count} pictures")
    for folder in folders:
        durable.sync_folder(folder)
    return Files(count, size)


def _gone(tools: Toolbox, folder: Path) -> None:
    """The lists of what was destroyed and erased go along, so that a restore does it again."""
    lists = {
        manifest.DESTROYED: redaction.destroyed_list(tools).path,
        manifest.ERASED: forgetting.erased_list(tools).path,
    }
    for name, source in lists.items():
        durable.write_new(folder / name, source.read_bytes() if source.exists() else b"")
