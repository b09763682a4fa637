"""Whether this installation can do its work, as checks that an operator reads and a proxy asks."""

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from fieldapp.domain.errors import DomainError
from fieldapp.notify import folder, smtp
from fieldapp.services import photo_health, upgrading
from fieldapp.services.backup import unfinished
from fieldapp.services.outbox import TRIES_MAX, mail_folder
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import condition, db, outbox

DISK_MIN_BYTES = 500 * 1024 * 1024
_MEGABYTE = 1024 * 1024
Look = Callable[[Toolbox], tuple[bool, str]]
_WATCHED = ("flask", "werkzeug", "sqlalchemy", "pillow", "waitress")


@dataclass(frozen=True)
class Check:
    """One thing looked at: `detail` is for the operator, in English like all of the command line."""

    name: str
    is_fine: bool
    detail: str


def is_ready(tools: Toolbox) -> bool:
    """Whether requests can be served: a database with this release's tables, a vault that takes photos."""
    return all(_looked(name, look, tools).is_fine for name, look in _NEEDED)


def look_over(tools: Toolbox, *, is_deep: bool = False) -> list[Check]:
    """Everything that `doctor` tells, in its order; a check that fails to run is a fault.

    `is_deep` looks for the file of every photo, not of some.
    """
    stored: Look = partial(photo_health.stored, is_deep=is_deep)
    asked = (*_NEEDED, *_BESIDES, ("photos", stored), *_OF_PHOTOS)
    return [_looked(name, look, tools) for name, look in asked]


def _looked(name: str, look: Look, tools: Toolbox) -> Check:
    try:
        is_fine, detail = look(tools)
    except (DomainError, OSError, RuntimeError, DBAPIError) as error:
        # Also where a table is missing; the next check begins anew.
        db.db.session.rollback()
        # The driver's own words tell an operator more than ours.
        return Check(name, False, f"{type(error).__name__}: {error.__cause__ or error}"[:200])
    return Check(name, is_fine, detail)


def _database(tools: Toolbox) -> tuple[bool, str]:
    return True, f"{condition.product()}, answers in {db.ping():.1f} ms"


def _migrations(tools: Toolbox) -> tuple[bool, str]:
    interrupted = unfinished.words(tools)
    if interrupted is not None:
        return False, interrupted
    if upgrading.is_current():
        return True, f"this release's tables ({upgrading.head()})"
    return False, (
        f"tables of {upgrading.current() or 'no release'}, this release has {upgrading.head()}; "
        "run: flask --app wsgi fieldapp upgrade"
    )


def _vault(tools: Toolbox) -> tuple[bool, str]:
    place = tools.vault.folder
    probe = place / f".doctor.{os.getpid()}.tmp"
    try:
        probe.write_bytes(b"fieldapp")
        probe.unlink()
    except OSError as error:
        return False, f"{place} takes no files: {error.strerror}"
    return True, f"{place} takes files"


def _versions(tools: Toolbox) -> tuple[bool, str]:
    found = ", ".join(f"{name} {version(name)}" for name in _WATCHED)
    return True, f"Python {platform.python_version()}, {found}"


def _journal(tools: Toolbox) -> tuple[bool, str]:
    mode, wanted = condition.journal()
    why = {
        "WAL": "this SQLite has the WAL-reset fix; every commit is synced",
        "DELETE": "this SQLite lacks the WAL-reset fix; the slower mode loses nothing",
    }.get(wanted, "what the server called stored is on disk")
    where = f"{condition.product()} in {mode}"
    return mode == wanted, f"{where}: {why}" if mode == wanted else f"{where}, but it must be {wanted}"


def _soundness(tools: Toolbox) -> tuple[bool, str]:
    is_sound = condition.is_sound()
    return is_sound, "sound" if is_sound else "damaged; restore the newest backup"


def _mail(tools: Toolbox) -> tuple[bool, str]:
    if tools.smtp_url is None:
        place = mail_folder(tools)
        return folder.is_writable(place), f"written to {place}, nothing leaves this machine"
    server = smtp.Server.of(tools.smtp_url)
    is_fine = smtp.answers(tools.smtp_url)
    return is_fine, f"{server.host}:{server.port} {'lets us in' if is_fine else 'does not let us in'}"


def _unsent(tools: Toolbox) -> tuple[bool, str]:
    return True, f"{outbox.unsent_count()} waiting"


def _dead(tools: Toolbox) -> tuple[bool, str]:
    count = outbox.dead_count()
    return count == 0, f"{count} given up after {TRIES_MAX} tries" if count else "none"


def _disk(tools: Toolbox) -> tuple[bool, str]:
    free = shutil.disk_usage(_existing(tools.data_dir)).free
    return free >= DISK_MIN_BYTES, f"{free // _MEGABYTE} MB free"


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


_NEEDED: tuple[tuple[str, Look], ...] = (
    ("database", _database),
    ("migrations", _migrations),
    ("vault", _vault),
)
_BESIDES: tuple[tuple[str, Look], ...] = (
    ("versions", _versions),
    ("journal", _journal),
    ("soundness", _soundness),
    ("mail", _mail),
    ("unsent", _unsent),
    ("dead", _dead),
    ("disk", _disk),
)
_OF_PHOTOS: tuple[tuple[str, Look], ...] = (
    ("awaited", photo_health.awaited),
    ("destroyed", photo_health.destroyed),
    ("sweep", photo_health.swept),
    ("backup", photo_health.backed_up),
)
