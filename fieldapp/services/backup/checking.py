"""Looks a restored backup over as people will use it: rows, keys, pictures opened, a protocol printed."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import DomainError
from fieldapp.photos.sanitise import DecoderBroken, DecoderBusy, PhotoRefused, sanitise
from fieldapp.services import protocol, redaction
from fieldapp.services.backup.restoring import Restored
from fieldapp.services.backup.taking import Tell
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy, drill

OPENED_LEAST = 20
_SHOWN_MOST = 5
_PATIENCE_S = 120.0
_TRY_AGAIN_S = 0.2
#: Reads what the protocol tells, and nobody is signed in.
_READER = Actor(Role.COORDINATOR, name="restore-check")


@dataclass
class Seen:
    """What was looked at, and every fault in one sentence each."""

    rows: int = 0
    pictures: int = 0
    digests: int = 0
    opened: int = 0
    pages_bytes: int = 0
    faults: list[str] = field(default_factory=list)


def check(tools: Toolbox, restored: Restored, tell: Tell, sample: int = 0) -> Seen:
    """Look over what `restored` put into this installation; `sample` digests of pictures, 0 for all."""
    seen = Seen(rows=sum(restored.manifest.contents.rows.values()))
    tell("looking the database over")
    seen.faults += database_copy.findings()
    _counts(restored, seen)
    _pictures(tools, restored, seen, tell, sample)
    _protocol(tools, seen, tell)
    return seen


def _counts(restored: Restored, seen: Seen) -> None:
    """Rows were compared as the database was put back; here the tables that people fill again, and files."""
    promised = restored.manifest.photos
    seen.pictures = restored.photo_count + len(restored.damaged)
    if promised is None:
        seen.faults.append("this backup holds no pictures: it was made to take a change of the database back")
    elif promised.count != seen.pictures:
        seen.faults.append(f"{seen.pictures} pictures, but the manifest says {promised.count}")
    if restored.damaged:
        seen.faults.append(f"{len(restored.damaged)} pictures are damaged: {_some(restored.damaged)}")


def _pictures(tools: Toolbox, restored: Restored, seen: Seen, tell: Tell, sample: int) -> None:
    named = drill.named_keys()
    gone = {key for one in redaction.destroyed_list(tools).entries() for key in one.keys}
    here = [key for key in sorted(named) if tools.vault.has(key)]
    missing = sorted(named - set(here) - gone)
    if missing and restored.manifest.photos is not None:
        seen.faults.append(f"{len(missing)} pictures that rows name are not there: {_some(missing)}")
    chosen = here if not sample else random.sample(here, min(sample, len(here)))  # noqa: S311
    tell(f"reading {len(chosen)} of {len(here)} pictures")
    wrong = [key for key in chosen if not tools.vault.is_intact(key)]
    seen.digests = len(chosen)
    if wrong:
        seen.faults.append(f"{len(wrong)} pictures are not what their names say: {_some(wrong)}")
    for key in random.sample(here, min(OPENED_LEAST, len(here))):  # noqa: S311
        _open(tools, key, seen)


def _open(tools: Toolbox, key: str, seen: Seen) -> None:
    """As if it came from a phone: the same child process, the same limits."""
    with TemporaryDirectory(dir=tools.data_dir) as folder:
        try:
            _decoded(tools.vault.path(key), Path(folder))
            seen.opened += 1
        except (PhotoRefused, DecoderBroken, DecoderBusy) as error:
            seen.faults.append(f"the picture {key[:12]}… cannot be opened: {error}")


def _decoded(source: Path, folder: Path) -> None:
    """Phones that send to the server of this machine go first; raises `DecoderBusy` after two minutes."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            sanitise(source, folder)
            return
        except DecoderBusy:
            if time.monotonic() > until:
                raise
            time.sleep(_TRY_AGAIN_S)


def _protocol(tools: Toolbox, seen: Seen, tell: Tell) -> None:
    """One protocol, printed whole: the walk with the most points."""
    walk_id = drill.walk_with_most_points()
    if walk_id is None:
        return
    tell("printing one protocol")
    try:
        printed = protocol.pdf(tools, _READER, walk_id, "sv")
    except (DomainError, RuntimeError, OSError, ValueError) as error:
        seen.faults.append(f"no protocol can be printed: {error}")
        return
    seen.pages_bytes = len(printed.content)
    if not printed.content.startswith(b"%PDF-"):
        seen.faults.append("what was printed is no PDF")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(f"{name[:12]}…" for name in names[:_SHOWN_MOST])
    return shown if len(names) <= _SHOWN_MOST else f"{shown} and more"
