"""A note on disk of work that replaces the database: whoever is killed in it is found, told and finished."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from fieldapp.photos import durable
from fieldapp.services.toolbox import Toolbox


class Work(StrEnum):
    UPGRADE = "upgrade"
    PUT_BACK = "put-back"
    RESTORE = "restore"


@dataclass(frozen=True)
class Note:
    """What was being done, with which backup (its folder, "" for none)."""

    work: Work
    backup: str


def read(tools: Toolbox) -> Note | None:
    """The note that somebody left behind, None where all was brought to its end."""
    try:
        found = json.loads(_file(tools).read_text(encoding="utf-8"))
        return Note(Work(found["work"]), str(found["backup"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        # Written in one go and renamed: whoever finds anything else finds a stranger's file.
        return None


def words(tools: Toolbox) -> str | None:
    """One sentence for the operator about what was not brought to its end."""
    note = read(tools)
    if note is None:
        return None
    if note.work is Work.RESTORE:
        return f"a restore was interrupted; run again: flask --app wsgi fieldapp restore {note.backup}"
    return "an upgrade was interrupted; run again: flask --app wsgi fieldapp upgrade"


@contextmanager
def noted(tools: Toolbox, work: Work, backup: Path | None) -> Iterator[None]:
    """The note stays on disk unless the work comes to its end."""
    write(tools, work, backup)
    yield
    remove(tools)


def write(tools: Toolbox, work: Work, backup: Path | None) -> None:
    note = Note(work, str(backup.resolve()) if backup is not None else "")
    temporary = _file(tools).with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    durable.write_new(temporary, json.dumps(asdict(note)).encode())
    temporary.replace(_file(tools))
    durable.sync_folder(tools.data_dir)


def remove(tools: Toolbox) -> None:
    _file(tools).unlink(missing_ok=True)
    durable.sync_folder(tools.data_dir)


def _file(tools: Toolbox) -> Path:
    return tools.data_dir / "unfinished.json"
