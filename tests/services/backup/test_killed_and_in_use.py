"""A backup or restore that is killed at any point, and a database that others have open."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT, Settings
from fieldapp.services.backup import manifest, restoring, safe_upgrade, taking, unfinished
from fieldapp.services.backup.restoring import NotRestored
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import database_copy
from fieldapp.store.copying import CopyFailed
from fieldapp.store.db import DatabaseUnavailable, db
from tests.services.backup.test_backup_and_restore import all_rows, silent, toolbox
from tests.support.answered import Asked, jpeg
from tests.support.killed import environ, run_and_kill
from tests.support.world import World

#: Moments within a backup: the copy of the database is there, the first picture is linked, all is written.
MOMENTS = {
    "before the first picture": "event == 'os.mkdir' and str(arguments[0]).endswith('/photos')",
    "at a picture": "event == 'os.link'",
    "before its final name": "event == 'os.rename' and '.unfinished' in str(arguments[0]) "
    "and '.unfinished' not in str(arguments[1])",
}
#: Moments within a restore.
STEPS = {
    "at the first picture": "event == 'os.rename' and '/photos/' in str(arguments[1])",
    "as the database is put back": "(event == 'sqlite3.connect' and 'mode=ro' not in str(arguments[0])"
    " or event == 'subprocess.Popen' and str(arguments[0]).endswith('psql'))"
    " and any(Path(os.environ['FIELDAPP_DATA_DIR']).glob('photos/??/??/*'))",
}


def settings_of(app: Flask) -> Settings:
    found: Settings = app.extensions["fieldapp.settings"]
    return found


@pytest.fixture
def filled(world: World) -> Asked:
    asked = Asked(world)
    asked.photo(observation_id=asked.point(), data=jpeg("navy"))
    return asked


def test_a_backup_that_is_killed_leaves_nothing_with_the_final_name(
    filled: Asked, app: Flask, tools: Toolbox, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    for moment, when in MOMENTS.items():
        killed = run_and_kill(settings_of(app), ["backup", str(place)], when)
        assert killed.returncode == -9, (moment, killed.stdout, killed.stderr)
        assert list(place.glob("fieldapp-*")) == [], moment
        assert list(place.glob(".fieldapp-*.unfinished")) != [], moment
    done = taking.take(tools, place, silent)
    assert [one.name for one in place.iterdir() if one.is_dir()] == [done.folder.name]


def test_a_restore_that_is_killed_is_told_by_the_doctor_and_begins_anew(
    filled: Asked, tools: Toolbox, tmp_path: Path, empty_place: Flask
) -> None:
    taken = taking.take(tools, tmp_path / "backups", silent)
    before = all_rows()
    there = toolbox(empty_place)
    for step, when in STEPS.items():
        killed = run_and_kill(settings_of(empty_place), ["restore", str(taken.folder)], when)
        assert killed.returncode == -9, (step, killed.stdout, killed.stderr)
        with empty_place.app_context():
            told = empty_place.test_cli_runner().invoke(args=["fieldapp", "doctor"])
            db.session.remove()
            db.engine.dispose()
        assert told.exit_code == 1
        assert "a restore was interrupted" in told.output
    with empty_place.app_context():
        with pytest.raises(safe_upgrade.NotUpgraded, match="a restore was interrupted"):
            safe_upgrade.upgrade(there, silent)
        restoring.restore(there, taken.folder, silent)
        assert all_rows() == before
        assert unfinished.read(there) is None


def test_two_backups_at_once_into_one_place_are_one_too_many(
    filled: Asked, tools: Toolbox, tmp_path: Path
) -> None:
    place = tmp_path / "backups"

    def meanwhile(_words: str) -> None:
        with pytest.raises(CopyFailed, match="another backup"):
            taking.take(tools, place, silent)

    done = taking.take(tools, place, meanwhile)
    assert manifest.find(place) == done.folder


_HOLDER = """
from fieldapp.app import create_app
from fieldapp.store.db import db
app = create_app()
with app.app_context():
    connection = db.engine.connect()
    print("open", flush=True)
    input()
"""


@contextmanager
def another_process(settings: Settings) -> Iterator[None]:
    """Somebody who has the database open, as a server has."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER],
        cwd=ROOT,
        env=environ(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    try:
        yield
    finally:
        process.communicate(b"\n", timeout=30)


def test_nothing_is_replaced_under_a_server_that_runs(
    filled: Asked, app: Flask, tools: Toolbox, tmp_path: Path
) -> None:
    before = all_rows()
    with another_process(settings_of(app)):
        taken = taking.take(tools, tmp_path / "backups", silent)
        with pytest.raises(NotRestored, match="stop the server"):
            restoring.restore(tools, taken.folder, silent, replaces=True)
        assert safe_upgrade.upgrade(tools, silent).backup is None
    assert all_rows() == before
    restoring.restore(tools, taken.folder, silent, replaces=True)


def test_whoever_opens_the_database_meanwhile_is_told_to_come_again(app: Flask, tools: Toolbox) -> None:
    with database_copy.alone():
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "doctor"],
            cwd=ROOT,
            env=environ(settings_of(app)),
            capture_output=True,
            text=True,
        )
        assert db.session.execute(db.text("SELECT 1")).scalar() == 1
    assert done.returncode == 1
    assert "FAULT  database" in done.stdout


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_the_programs_of_postgresql_one_sentence_says_so(
    app: Flask, tools: Toolbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(CopyFailed, match="pg_dump is not on the PATH"):
        taking.take(tools, tmp_path / "backups", silent)
    assert list((tmp_path / "backups").glob("fieldapp-*")) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_does_not_answer_gives_no_backup(tools: Toolbox, tmp_path: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    Path(str(db.engine.url.database)).write_bytes(b"no database" * 1000)
    with pytest.raises((CopyFailed, DatabaseUnavailable)):
        taking.take(tools, tmp_path / "backups", silent)
    assert list((tmp_path / "backups").glob("*fieldapp-2*")) == []
