"""Puts a backup back: judged whole before anything is touched, then pictures, list, database, erasures."""

from dataclasses import dataclass
from pathlib import Path

from fieldapp.services import forgetting, redaction, upgrading
from fieldapp.services.backup import mails, manifest, taking, unfinished
from fieldapp.services.backup.linking import link_or_copy
from fieldapp.services.backup.manifest import Manifest
from fieldapp.services.backup.taking import Tell
from fieldapp.services.backup.unfinished import Work
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy
from fieldapp.store.database_copy import CopyFailed
from fieldapp.store.db import unit_of_work
from fieldapp.store.in_use import InUse
from fieldapp.store.revisions import begin_era

_TELL_EVERY = 1000
_KEY_LENGTH = 64


class NotRestored(Exception):
    """Nothing was put back; says why in one sentence."""


@dataclass(frozen=True)
class Restored:
    """What was put back: pictures, those that the backup holds damaged, and photos destroyed again.

    `beside` is where the place's former database went, None where there was none.
    `erased_again` counts addresses whose holders had stopped.
    """

    manifest: Manifest
    photo_count: int
    damaged: list[str]
    destroyed_again: int
    beside: Path | None
    erased_again: int


def restore(
    tools: Toolbox, folder: Path, tell: Tell, *, replaces: bool = False, may_link: bool = False
) -> Restored:
    """Put the backup in `folder` into this installation; raises `NotRestored`, `NoBackup` or `CopyFailed`.

    A place with data of its own is refused unless `replaces`: then its database is kept first. Pictures
    that lie in the vault stay there. Run again after a kill it begins anew.
    """
    found = _judged(folder, tell)
    try:
        with database_copy.alone():
            beside = _make_room(tools, folder, tell, replaces=replaces)
            with unfinished.noted(tools, Work.RESTORE, folder):
                return _put_back(tools, folder, found, beside, tell, may_link=may_link)
    except InUse as error:
        raise NotRestored("another process has the database open: stop the server first") from error


def put_database_back(folder: Path, found: Manifest) -> None:
    """Replace the database by the backup's and see that all of it is there. Only while alone."""
    database_copy.put_back(folder / database_copy.file_name(found.kind))
    if database_copy.contents() != found.contents:
        raise CopyFailed("the database that was put back holds other rows than the manifest says")


def _judged(folder: Path, tell: Tell) -> Manifest:
    """Everything about the backup that can be known before the place is touched."""
    found = manifest.read(folder)
    if found.kind != database_copy.kind():
        raise NotRestored(f"this is a backup of {found.kind}, but DATABASE_URL names {database_copy.kind()}")
    if found.contents.head is not None and not upgrading.is_known(found.contents.head):
        raise NotRestored("this backup was made by a newer release: install that one first")
    tell("reading the database of the backup")
    file = folder / database_copy.file_name(found.kind)
    if not file.is_file() or manifest.sha256_of(file) != found.sha256:
        raise NotRestored(f"{file} is not the file that the manifest names: its SHA-256 differs")
    database_copy.verify(found.kind, file)
    return found


def _make_room(tools: Toolbox, folder: Path, tell: Tell, *, replaces: bool) -> Path | None:
    note = unfinished.read(tools)
    # Who begins anew need not say it again; but people may have gone on working since the kill.
    is_begun = note is not None and note.work is Work.RESTORE and note.backup == str(folder.resolve())
    if not database_copy.has_data():
        return None
    if not replaces and not is_begun:
        raise NotRestored("this installation has data of its own: --replace keeps its database and goes on")
    try:
        place = taking.own_place(tools)
        return taking.take(tools, place, tell, purpose="restore", with_photos=False).folder
    except CopyFailed as error:
        tell(f"the database cannot be copied ({error}); it is moved aside")
        return database_copy.set_aside(manifest.name_of(tools.clock.now()))


def _put_back(
    tools: Toolbox, folder: Path, found: Manifest, beside: Path | None, tell: Tell, *, may_link: bool
) -> Restored:
    redaction.destroyed_list(tools).unite(folder / manifest.DESTROYED)
    forgetting.erased_list(tools).unite(folder / manifest.ERASED)
    count, damaged = _photos(tools, folder / manifest.PHOTOS, tell, may_link=may_link)
    mails.put_back(tools, folder / mails.FOLDER)
    tell("putting the database back")
    put_database_back(folder, found)
    upgrading.upgrade()
    with unit_of_work():
        begin_era()
    erased = forgetting.reapply(tools)
    return Restored(found, count, damaged, redaction.reapply(tools), beside, erased)


def _photos(tools: Toolbox, source: Path, tell: Tell, *, may_link: bool) -> tuple[int, list[str]]:
    """Pictures whose bytes are not those of their name stay where they are."""
    count, damaged = 0, []
    for file in source.glob("??/??/*"):
        if manifest.sha256_of(file) != file.name or len(file.name) != _KEY_LENGTH:
            damaged.append(file.name)
            continue
        _into_vault(tools, file, may_link=may_link)
        count += 1
        if count % _TELL_EVERY == 0:
            tell(f"{count} pictures")
    return count, damaged


def _into_vault(tools: Toolbox, file: Path, *, may_link: bool) -> None:
    target = tools.vault.path(file.name)
    if target.is_file() and manifest.sha256_of(target) == file.name:
        return
    if may_link and not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        link_or_copy(file, target)
    else:
        tools.vault.put(file)
