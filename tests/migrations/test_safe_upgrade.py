"""The way from the first release to this one with data, and the way back when it fails or is killed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from fieldapp.app import create_app
from fieldapp.services import upgrading
from fieldapp.services.backup import manifest, safe_upgrade, unfinished
from fieldapp.services.backup.safe_upgrade import NotUpgraded
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import schema
from fieldapp.store.db import db
from tests.conftest import settings_for
from tests.support import first_release
from tests.support.clock import HeldClock
from tests.support.killed import run_and_kill
from tests.support.postgresql import SERVER, PostgresServer

#: After this release's migrations: one that changes rows and is committed, and one that ends as told.
STEP = '''
"""{name}"""
import os
import signal
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("walk", sa.Column("{column}", sa.String(10)))
    op.execute("UPDATE walk SET place = '{name}'")
    op.execute("DELETE FROM rating")
    {ends}
'''
FAILS = 'raise ValueError("the column says no")'
KILLS_ONCE = """if not Path({flag!r}).exists():
        Path({flag!r}).touch()
        os.kill(os.getpid(), signal.SIGKILL)"""


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """This release's code over the first release's database."""
    monkeypatch.setenv("PATH", f"{SERVER.parent}{os.pathsep}{os.environ['PATH']}")
    url, name = f"sqlite:///{tmp_path / 'old.db'}", f"old_{tmp_path.name}".lower()[:60]
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create(name)
    app = create_app(settings_for(tmp_path / "data", url), HeldClock())
    with app.app_context():
        first_release.make()
        yield app
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        server._do(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def tools(old: Flask) -> Toolbox:
    found: Toolbox = old.extensions["fieldapp.toolbox"]
    return found


def silent(_words: str) -> None:
    """Progress that nobody reads."""


def later_release(folder: Path, ends: str) -> Path:
    """A folder of migrations that go on after this release's."""
    target = folder / "later"
    shutil.copytree(first_release.MIGRATIONS, target, ignore=shutil.ignore_patterns("__pycache__"))
    head = schema.head(first_release.MIGRATIONS)
    steps = (("9998", head, "one", "pass"), ("9999", "9998", "two", ends))
    for name, before, column, end in steps:
        words = STEP.format(name=name, before=before, column=column, ends=end)
        (target / "versions" / f"{name}.py").write_text(words)
    return target


def settings_of(app: Flask) -> Settings:
    found: Settings = app.extensions["fieldapp.settings"]
    return found


def doctor(app: Flask) -> str:
    return str(app.test_cli_runner().invoke(args=["fieldapp", "doctor"]).output)


def test_the_first_releases_rows_are_all_there_in_this_release(old: Flask, tools: Toolbox) -> None:
    columns, before = first_release.column_names(), first_release.rows()
    assert all(before.values()), "a table of the first release without a row proves nothing"
    done = safe_upgrade.upgrade(tools, silent)
    assert (done.before, done.after) == ("0001", upgrading.head())
    kept = first_release.column_names()
    after = first_release.rows(
        {table: [name for name in names if name in kept[table]] for table, names in columns.items()}
    )
    for table in before.keys() - {"category", "subcategory"}:
        assert after[table] == before[table], table
    assert done.backup is not None
    assert manifest.read(done.backup).contents.head == "0001"
    assert safe_upgrade.upgrade(tools, silent).backup is None


def test_the_command_says_from_where_to_where_and_where_the_way_back_lies(old: Flask) -> None:
    done = old.test_cli_runner().invoke(args=["fieldapp", "upgrade"])
    assert done.exit_code == 0, done.output
    assert f"database: 0001 -> {upgrading.head()}" in done.output
    assert "the database as it was:" in done.output
    again = old.test_cli_runner().invoke(args=["fieldapp", "upgrade"])
    assert again.output == f"database: {upgrading.head()}, up to date\n"


def test_a_migration_that_fails_leaves_the_old_database_row_by_row(
    old: Flask, tools: Toolbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, columns = first_release.rows(), first_release.column_names()
    monkeypatch.setattr(upgrading, "MIGRATIONS", later_release(tmp_path, FAILS))
    with pytest.raises(NotUpgraded, match="the column says no; the old database is back"):
        safe_upgrade.upgrade(tools, silent)
    assert upgrading.current() == "0001"
    assert (first_release.rows(), first_release.column_names()) == (before, columns)
    assert unfinished.read(tools) is None
    assert "tables of 0001, this release has 9999" in doctor(old)


def test_a_migration_that_is_killed_is_told_by_the_doctor_and_run_again(
    old: Flask, tools: Toolbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = later_release(tmp_path, KILLS_ONCE.format(flag=str(tmp_path / "killed")))
    before = first_release.rows()
    db.engine.dispose()
    killed = run_and_kill(settings_of(old), ["upgrade"], migrations=str(later))
    assert killed.returncode == -9, killed.stdout + killed.stderr
    monkeypatch.setattr(upgrading, "MIGRATIONS", later)
    assert upgrading.current() == "9998"
    assert "an upgrade was interrupted" in doctor(old)
    db.session.remove()
    done = safe_upgrade.upgrade(tools, silent)
    assert (done.before, done.after) == ("9998", "9999")
    after = first_release.rows()
    assert after["observation"] and len(after["observation"]) == len(before["observation"])
    assert "an upgrade was interrupted" not in doctor(old)


def test_a_kill_while_the_old_database_is_put_back_is_made_good_by_the_next_run(
    old: Flask, tools: Toolbox, tmp_path: Path
) -> None:
    before = first_release.rows()
    db.engine.dispose()
    as_it_is_put_back = (
        "(event == 'sqlite3.connect' and 'mode=ro' not in str(arguments[0])"
        " or event == 'subprocess.Popen' and str(arguments[0]).endswith('psql'))"
        " and Path(os.environ['FIELDAPP_DATA_DIR'], 'unfinished.json').exists()"
        " and 'put-back' in Path(os.environ['FIELDAPP_DATA_DIR'], 'unfinished.json').read_text()"
    )
    later = later_release(tmp_path, FAILS)
    killed = run_and_kill(settings_of(old), ["upgrade"], as_it_is_put_back, migrations=str(later))
    assert killed.returncode == -9, killed.stdout + killed.stderr
    note = unfinished.read(tools)
    assert note is not None and note.work is unfinished.Work.PUT_BACK
    again = run_and_kill(settings_of(old), ["upgrade"], migrations=str(later))
    assert again.returncode == 1
    assert "putting it back" in again.stdout
    assert "the database as it was found: " in again.stdout
    assert "the old database is back" in again.stdout
    assert first_release.rows() == before
    assert unfinished.read(tools) is None


@pytest.mark.parametrize("old", ["sqlite"], indirect=True)
def test_three_backups_are_kept_and_those_that_people_made(old: Flask, tools: Toolbox) -> None:
    place = tools.data_dir / "backups"
    by_hand = old.test_cli_runner().invoke(args=["fieldapp", "backup", str(place)])
    assert by_hand.exit_code == 0, by_hand.output
    for _ in range(safe_upgrade.KEPT + 1):
        safe_upgrade.upgrade(tools, silent)
        db.session.remove()
        schema.downgrade(first_release.MIGRATIONS, "0001")
    purposes = [manifest.read(file.parent).purpose for file in place.glob("fieldapp-*/manifest.json")]
    assert sorted(purposes) == ["backup", *["upgrade"] * safe_upgrade.KEPT]


@pytest.mark.parametrize("old", ["sqlite"], indirect=True)
def test_a_database_of_a_newer_release_is_left_alone(old: Flask, tools: Toolbox) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '7777'")
    with pytest.raises(NotUpgraded, match="newer release"):
        safe_upgrade.upgrade(tools, silent)
    assert not (tools.data_dir / "backups").exists()
