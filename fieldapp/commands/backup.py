"""flask fieldapp backup|restore|restore-check DIR: a backup that was not restored does not count."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import current_app

from config import ROOT
from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import housekeeping
from fieldapp.services.backup import checking, manifest, restoring, taking
from fieldapp.services.backup.manifest import NoBackup
from fieldapp.services.backup.restoring import NotRestored, Restored
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy
from fieldapp.store.copying import CopyFailed
from fieldapp.store.db import DatabaseUnavailable

_MEGABYTE = 1024 * 1024
_PLACE = click.argument("place", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))


@fieldapp_commands.command("backup")
@_PLACE
def backup(place: Path) -> None:
    """Write a backup into a new folder in DIR, while people work on."""
    started = time.monotonic()
    try:
        done = taking.take(_tools(), place, say)
    except (CopyFailed, OSError, DatabaseUnavailable) as error:
        raise click.ClickException(f"no backup was made: {error.__cause__ or error}") from error
    _note(housekeeping.BACKUP)
    found = done.manifest
    pictures = found.photos or manifest.Files(0, 0)
    say(
        f"{done.folder}: {sum(found.contents.rows.values())} rows, {pictures.count} pictures, "
        f"{(found.bytes + pictures.bytes) / _MEGABYTE:.1f} MB, {time.monotonic() - started:.0f} s"
    )
    say("It holds personal data: encrypt it and keep it elsewhere.")


@fieldapp_commands.command("restore")
@_PLACE
@click.option("--replace", "replaces", is_flag=True, help="Also where there is data; it is kept beside.")
def restore(place: Path, replaces: bool) -> None:
    """Put the backup in DIR (or the newest in it) into this installation."""
    started = time.monotonic()
    done = _restored(place, replaces=replaces)
    if done.beside is not None:
        say(f"the former database: {done.beside}")
    say(
        f"restored the backup of {done.manifest.made_at}: {sum(done.manifest.contents.rows.values())} rows, "
        f"{done.photo_count} pictures, {done.destroyed_again} photos destroyed again, "
        f"{done.erased_again} addresses erased again, "
        f"{time.monotonic() - started:.0f} s"
    )
    if done.damaged:
        raise click.ClickException(
            f"{len(done.damaged)} pictures of the backup are damaged and were left out"
        )


@fieldapp_commands.command("restore-check")
@_PLACE
@click.option("--sample", type=click.IntRange(0), default=0, help="So many pictures' digests; 0 for all.")
@click.option("--here", is_flag=True, hidden=True, help="This installation is the empty place.")
def restore_check(place: Path, sample: int, here: bool) -> None:
    """Restore the backup in DIR into an empty place and look at everything; exit 1 on a fault."""
    if here:
        _check_here(place, sample)
        return
    started = time.monotonic()
    try:
        folder = manifest.find(place).resolve()
        with (
            TemporaryDirectory(prefix=".fieldapp-check-", dir=_room(folder)) as scratch,
            database_copy.scratch(manifest.read(folder).kind, Path(scratch)) as address,
        ):
            code = _child(folder, sample, Path(scratch), address)
    except (NoBackup, CopyFailed, OSError) as error:
        raise click.ClickException(str(error)) from error
    minutes = (time.monotonic() - started) / 60
    say(f"{folder.name} {'can be restored' if code == 0 else 'HAS FAULTS'}; this took {minutes:.1f} minutes")
    if code:
        raise SystemExit(1)
    _note(housekeeping.RESTORE_CHECK)


def _note(what: str) -> None:
    """Let `doctor` know; what was done stays done where that cannot be written."""
    try:
        housekeeping.note(_tools(), what)
    except OSError as error:
        say(f"doctor will not know of this: {error}")


def _check_here(place: Path, sample: int) -> None:
    done = _restored(place, may_link=True)
    seen = checking.check(_tools(), done, say, sample)
    say(
        f"{seen.rows} rows as the manifest says, {seen.pictures} pictures, {seen.digests} digests, "
        f"{seen.opened} opened, a protocol of {seen.pages_bytes // 1024} KB, "
        f"{done.destroyed_again} photos destroyed again"
    )
    for fault in seen.faults:
        say(f"FAULT  {fault}")
    if seen.faults:
        raise SystemExit(1)


def _restored(place: Path, *, replaces: bool = False, may_link: bool = False) -> Restored:
    try:
        folder = manifest.find(place)
        return restoring.restore(_tools(), folder, say, replaces=replaces, may_link=may_link)
    except (NoBackup, NotRestored, CopyFailed, OSError, DatabaseUnavailable) as error:
        raise click.ClickException(f"not restored: {error}") from error


def _room(folder: Path) -> Path | None:
    """Beside the backup, where pictures need no copy of their bytes; else where temporary files lie."""
    return folder.parent if os.access(folder.parent, os.W_OK) else None


def _child(folder: Path, sample: int, scratch: Path, address: str) -> int:
    """An installation of its own, with the settings of this one but for its place."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "restore-check", "--here"]
    environ = {**os.environ, "FIELDAPP_DATA_DIR": str(scratch), "DATABASE_URL": address}
    done = subprocess.run(
        [*command, "--sample", str(sample), str(folder)], cwd=ROOT, env=environ, check=False
    )
    return done.returncode


def _tools() -> Toolbox:
    found: Toolbox = current_app.extensions["fieldapp.toolbox"]
    return found
