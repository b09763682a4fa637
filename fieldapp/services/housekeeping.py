"""When the house was last kept: a small file for each job, written once it is done."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from fieldapp.photos import durable
from fieldapp.services.toolbox import Toolbox

Detail = str | int | bool
SWEEP, BACKUP, RESTORE_CHECK = "sweep", "backup", "restore-check"


@dataclass(frozen=True)
class Noted:
    """When a job was done last, and what it had to say."""

    at: datetime
    details: dict[str, Detail]


def note(tools: Toolbox, what: str, **details: Detail) -> None:
    """Remember, durably, that `what` was done just now; raises `OSError`."""
    file = _file(tools, what)
    durable.make_folder(file.parent)
    body = json.dumps({"at": tools.clock.now().astimezone(UTC).isoformat(), "details": details}).encode()
    temporary = file.with_name(f".{uuid4().hex}.tmp")
    try:
        durable.write_new(temporary, body)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    durable.sync_folder(file.parent)
    durable.sync_folder(tools.data_dir)


def last(tools: Toolbox, what: str) -> Noted | None:
    """When `what` was done last; None if never, or if nobody can read it."""
    try:
        said = json.loads(_file(tools, what).read_bytes())
        return Noted(datetime.fromisoformat(said["at"]), dict(said["details"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(tools: Toolbox, what: str) -> Path:
    return tools.data_dir / "housekeeping" / f"{what}.json"
