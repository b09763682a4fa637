"""Backup, restore and restore-check at the command line, as an operator meets them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT
from tests.support.answered import Asked, jpeg
from tests.support.killed import environ
from tests.support.postgresql import SERVER
from tests.support.world import World


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that belong to the server of this run."""
    monkeypatch.setenv("PATH", f"{SERVER.parent}{os.pathsep}{os.environ['PATH']}")


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["fieldapp", *words])
    return done.exit_code, done.output


def check(app: Flask, place: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The check in processes of its own, as the operator starts it."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "restore-check"]
    return subprocess.run(
        [*command, *more, str(place)],
        cwd=ROOT,
        env=environ(app.extensions["fieldapp.settings"]),
        capture_output=True,
        text=True,
    )


def test_a_backup_is_restored_into_an_empty_place_that_is_gone_afterwards(
    world: World, app: Flask, tmp_path: Path
) -> None:
    asked = Asked(world)
    for colour in ("navy", "olive"):
        asked.photo(observation_id=asked.point(), data=jpeg(colour))
    place = tmp_path / "backups"
    code, said = run(app, "backup", str(place))
    assert code == 0, said
    assert "2 pictures" in said
    assert "encrypt it and keep it elsewhere" in said
    before = sorted(one.name for one in place.iterdir())
    done = check(app, place, "--sample", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("rows as the manifest says", "2 pictures, 1 digests, 2 opened", "a protocol of", "minutes"):
        assert words in done.stdout
    assert sorted(one.name for one in place.iterdir()) == before
    told = run(app, "doctor")[1]
    assert "never yet; run every night: flask --app wsgi fieldapp backup" not in told
    assert "last restored for a trial 0 hours ago" in told


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_that_lacks_a_picture_ends_with_one(world: World, app: Flask, tmp_path: Path) -> None:
    asked, place = Asked(world), tmp_path / "backups"
    asked.photo(observation_id=asked.point())
    assert run(app, "backup", str(place))[0] == 0
    next(place.glob("fieldapp-*/photos/??/??/*")).unlink()
    done = check(app, place)
    assert done.returncode == 1
    assert "FAULT  0 pictures, but the manifest says 1" in done.stdout
    assert "HAS FAULTS" in done.stdout


def test_what_cannot_be_done_is_said_in_one_sentence(world: World, app: Flask, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    for words, sentence in (
        (("restore", str(place)), "holds no backup"),
        (("restore-check", str(place)), "holds no backup"),
    ):
        code, said = run(app, *words)
        assert (code, sentence in said) == (1, True), said
        assert "Traceback" not in said
    assert run(app, "backup", str(place))[0] == 0
    code, said = run(app, "restore", str(place))
    assert code == 1
    assert "Error: not restored: this installation has data of its own" in said
    code, said = run(app, "restore", "--replace", str(place))
    assert code == 0, said
    assert "the former database:" in said
