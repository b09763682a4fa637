"""The order in which a backup reaches the disk: one that has its name is whole, also after a power cut."""

import errno
import os
from pathlib import Path

import pytest
from flask import Flask

from fieldapp.services.backup import taking
from fieldapp.services.toolbox import Toolbox
from tests.crash.server.disk import Call, Disk
from tests.crash.server.sending import PointWithPhoto
from tests.support.postgresql import SERVER
from tests.support.sync import Phone
from tests.support.world import World

DURABLE = ("pwrite", "fsync", "link", "replace", "rename")


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that belong to the server of this run."""
    monkeypatch.setenv("PATH", f"{SERVER.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def disk(app: Flask, world: World, tools: Toolbox, tmp_path: Path) -> Disk:
    """What is watched, with the pictures of one photo in the vault."""
    phone = Phone.in_walk(world)
    sent = PointWithPhoto(phone, 1)
    assert sent.send().status_code == 200
    return Disk(app, tmp_path / "data")


def story(disk: Disk, tools: Toolbox) -> list[str]:
    """Take a backup; what made it durable, with `NAME` for its name and `UNNAMED` for what it had before."""
    with disk.watched():
        final = taking.take(tools, taking.own_place(tools), lambda _words: None).folder.name
    said = [line.replace(f".{final}.unfinished", "UNNAMED") for line in disk.said(*DURABLE)]
    return [line.replace(final, "NAME") for line in said]


def place(lines: list[str], wanted: str) -> int:
    assert lines.count(wanted) == 1, (wanted, lines)
    return lines.index(wanted)


def test_the_manifest_comes_last_into_a_backup_and_its_name_after_that(disk: Disk, tools: Toolbox) -> None:
    told = story(disk, tools)
    # The first backup makes the folder of all backups: its own name has to stay too.
    assert told[0] == "fsync ."
    assert told[-5:] == [
        "pwrite backups/UNNAMED/manifest.json",
        "fsync backups/UNNAMED/manifest.json",
        "fsync backups/UNNAMED",
        "rename backups/NAME",
        "fsync backups",
    ]
    database, listed = [line for line in told if "database" in line], "backups/UNNAMED/destroyed.jsonl"
    assert database[0].startswith("fsync backups/UNNAMED/")
    assert told.index(database[-1]) < place(told, f"fsync {listed}") < len(told) - 5


def test_the_names_of_all_pictures_are_synced_before_there_is_a_manifest(disk: Disk, tools: Toolbox) -> None:
    told = story(disk, tools)
    linked = [number for number, line in enumerate(told) if line.startswith("link ")]
    synced = [number for number, line in enumerate(told) if line.startswith("fsync backups/UNNAMED/photos")]
    assert linked and linked[-1] < synced[0]
    assert synced[-1] < told.index("pwrite backups/UNNAMED/manifest.json")
    folders = {told[number].removeprefix("fsync backups/UNNAMED/") for number in synced}
    assert folders == {"photos", "photos/xx", "photos/xx/xx"}


def test_a_picture_that_had_to_be_copied_is_synced_before_there_is_a_manifest(
    disk: Disk, tools: Toolbox
) -> None:
    """As onto another disk, where no second name for the same file can be made."""

    def cannot_link(call: Call) -> None:
        if call.name == "link":
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), call.what)

    disk.before = cannot_link
    told = story(disk, tools)
    picture = "backups/UNNAMED/photos/xx/xx/KEY"
    written = [line for line in told if line in (f"pwrite {picture}", f"fsync {picture}")]
    assert written == [f"pwrite {picture}", f"fsync {picture}"] * (len(written) // 2)
    assert len(written) >= 2
    last = len(told) - 1 - told[::-1].index(f"fsync {picture}")
    assert last < told.index("pwrite backups/UNNAMED/manifest.json")
