"""What a backup promises to hold: written last into it, and what everything is compared with afterwards."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldapp.photos import durable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy
from fieldapp.store.database_copy import Contents

FILE_NAME = "manifest.json"
FORMAT = "fieldapp-backup"
VERSION = 1
#: Where the pictures lie in a backup: laid out as in the vault.
PHOTOS = "photos"
DESTROYED = "destroyed.jsonl"
ERASED = "erased-followers.jsonl"


class NoBackup(Exception):
    """There is no backup here, or none that this release can read; says why in one sentence."""


@dataclass(frozen=True)
class Files:
    """How many pictures there are, and how large together."""

    count: int
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """`photos` is None where only the database was kept; `purpose` is backup, upgrade or restore."""

    made_at: str
    release: str
    purpose: str
    kind: str
    sha256: str
    bytes: int
    contents: Contents
    photos: Files | None


def release_of(tools: Toolbox) -> str:
    """The release that runs, as phones and pages name it."""
    file = tools.fonts_dir.parents[1] / "release" / "release.json"
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["release"])
    except (OSError, ValueError, KeyError):
        return "unknown"


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    """Durably: from here on the folder is whole."""
    value = {"format": FORMAT, "v": VERSION, **asdict(manifest)}
    data = json.dumps(value, indent=1, sort_keys=True).encode()
    durable.write_new(folder / FILE_NAME, data)
    durable.sync_folder(folder)


def read(folder: Path) -> Manifest:
    """The manifest of a backup; raises `NoBackup`."""
    try:
        found: dict[str, Any] = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        if (found.pop("format"), found.pop("v")) != (FORMAT, VERSION):
            raise NoBackup(f"{folder} was made by a release that this one cannot read")
        contents, photos = Contents(**found.pop("contents")), found.pop("photos")
        manifest = Manifest(contents=contents, photos=Files(**photos) if photos else None, **found)
        database_copy.file_name(manifest.kind)
    except OSError as error:
        raise NoBackup(f"{folder} holds no backup: there is no {FILE_NAME} in it") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoBackup(f"{folder / FILE_NAME} cannot be understood") from error
    return manifest


def find(place: Path) -> Path:
    """The backup at `place`, or the newest that lies in it; raises `NoBackup`."""
    if (place / FILE_NAME).is_file():
        return place
    found = sorted(place.glob(f"fieldapp-*/{FILE_NAME}"))
    if not found:
        raise NoBackup(f"{place} holds no backup: there is no {FILE_NAME} in it")
    return found[-1].parent


def name_of(moment: datetime) -> str:
    """A backup's folder, so that names are in the order of time."""
    return moment.strftime("fieldapp-%Y%m%dT%H%M%SZ")
