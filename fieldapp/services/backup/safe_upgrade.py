"""Upgrades the database with a way back: a backup first, and on any fault the old database again."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.services import health, upgrading
from fieldapp.services.backup import manifest, restoring, taking, unfinished
from fieldapp.services.backup.manifest import NoBackup
from fieldapp.services.backup.taking import Taken, Tell
from fieldapp.services.backup.unfinished import Work
from fieldapp.services.health import Check
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy
from fieldapp.store.database_copy import CopyFailed
from fieldapp.store.in_use import InUse

KEPT = 3
#: What a migration can break; the others (mail, disk) are told and wait for the operator.
OF_THE_DATABASE = frozenset({"database", "migrations", "journal", "soundness"})


class NotUpgraded(Exception):
    """The database is as it was; says why in one sentence."""


@dataclass(frozen=True)
class Upgraded:
    """The revision before and after, where the backup lies, and what `doctor` finds amiss besides."""

    before: str | None
    after: str
    backup: Path | None = None
    amiss: list[Check] = field(default_factory=list)


def upgrade(tools: Toolbox, tell: Tell) -> Upgraded:
    """Bring the database to this release; raises `NotUpgraded`, or `CopyFailed` when no backup can be made.

    Killed at any point it can be run again. Where nothing is missing it does next to nothing.
    """
    if upgrading.is_current() and unfinished.read(tools) is None:
        upgrading.upgrade()
        return Upgraded(upgrading.head(), upgrading.head())
    try:
        with database_copy.alone():
            _end_what_was_begun(tools, tell)
            return _upgrade(tools, tell)
    except InUse as error:
        raise NotUpgraded("another process has the database open: stop the server first") from error


def _end_what_was_begun(tools: Toolbox, tell: Tell) -> None:
    note = unfinished.read(tools)
    if note is None:
        return
    if note.work is Work.RESTORE:
        raise NotUpgraded(str(unfinished.words(tools)))
    if note.work is Work.PUT_BACK:
        tell("an upgrade failed and was killed before the old database was back: putting it back")
        _keep_what_is_there(tools, tell)
        _put_back(tools, Path(note.backup))


def _keep_what_is_there(tools: Toolbox, tell: Tell) -> None:
    """People may have gone on working since the kill, with the release before."""
    try:
        kept = taking.take(tools, taking.own_place(tools), tell, purpose="restore", with_photos=False)
        tell(f"the database as it was found: {kept.folder}")
    except CopyFailed as error:
        tell(f"the database as it was found cannot be copied ({error})")


def _upgrade(tools: Toolbox, tell: Tell) -> Upgraded:
    before = upgrading.current()
    if before is None or before == upgrading.head():
        # Nothing to lose, or only the end of an upgrade that was killed.
        upgrading.upgrade()
        unfinished.remove(tools)
        return Upgraded(before, upgrading.head(), amiss=_amiss(tools))
    if not upgrading.is_known(before):
        raise NotUpgraded(f"the database is of a newer release ({before}): install that one")
    backup = taking.take(tools, taking.own_place(tools), tell, purpose="upgrade", with_photos=False)
    unfinished.write(tools, Work.UPGRADE, backup.folder)
    tell(f"from {before} to {upgrading.head()}")
    amiss = _migrated(tools, backup)
    _forget_old_ones(tools)
    return Upgraded(before, upgrading.head(), backup.folder, amiss)


def _migrated(tools: Toolbox, backup: Taken) -> list[Check]:
    """What is amiss besides; a fault in the database takes everything back and raises `NotUpgraded`."""
    try:
        upgrading.upgrade()
        # Killed from here on, nothing is left to be done: all of it is committed.
        unfinished.remove(tools)
        amiss = _amiss(tools)
        broken = [check for check in amiss if check.name in OF_THE_DATABASE]
        if broken:
            raise RuntimeError(f"{broken[0].name}: {broken[0].detail}")
        return amiss
    except BaseException as error:
        unfinished.write(tools, Work.PUT_BACK, backup.folder)
        _put_back(tools, backup.folder)
        if not isinstance(error, Exception):
            raise
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise NotUpgraded(f"{reason[:300]}; the old database is back") from error


def _put_back(tools: Toolbox, folder: Path) -> None:
    try:
        restoring.put_database_back(folder, manifest.read(folder))
    except (CopyFailed, NoBackup) as error:
        raise NotUpgraded(f"the old database could not be put back from {folder}: {error}") from error
    unfinished.remove(tools)


def _amiss(tools: Toolbox) -> list[Check]:
    return [check for check in health.look_over(tools) if not check.is_fine]


def _forget_old_ones(tools: Toolbox) -> None:
    """The newest stay; backups that people made in the same place are theirs."""
    ours = []
    for file in sorted(taking.own_place(tools).glob(f"fieldapp-*/{manifest.FILE_NAME}")):
        try:
            if manifest.read(file.parent).purpose == "upgrade":
                ours.append(file.parent)
        except NoBackup:
            continue
    for folder in ours[:-KEPT]:
        shutil.rmtree(folder)
