"""Migrations on both databases: up, down, up again, with rows in the tables, and as the models say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import func, inspect, select

from fieldapp.app import create_app
from fieldapp.services import upgrading
from fieldapp.store import schema
from fieldapp.store.db import db
from fieldapp.store.models import METADATA
from fieldapp.store.municipality import the_municipality
from fieldapp.store.revisions import current_rev
from tests.conftest import ROOT, settings_for
from tests.services.desk_story import DeskStory
from tests.support.clock import HeldClock
from tests.support.postgresql import PostgresServer
from tests.support.world import World

MIGRATIONS = ROOT / "migrations"


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application over a database without a single table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create(f"bare_{tmp_path.name}".lower()[:60])
    app = create_app(settings_for(tmp_path / "data", url), HeldClock())
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def row_counts() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in METADATA.sorted_tables
    }


def test_an_empty_database_gets_all_tables_and_the_rows_that_must_be_there(bare: Flask) -> None:
    before, after = upgrading.upgrade()
    assert before is None
    assert after == schema.head(MIGRATIONS)
    assert upgrading.is_current()
    assert tables() == set(METADATA.tables)
    assert the_municipality().answer_days == 30
    assert current_rev() == 0


def test_the_migrations_make_what_the_models_say(bare: Flask) -> None:
    schema.upgrade(MIGRATIONS)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_constraint_has_a_name_so_that_it_can_be_changed(bare: Flask) -> None:
    schema.upgrade(MIGRATIONS)
    found = inspect(db.engine)
    for table in METADATA.tables:
        named = [*found.get_foreign_keys(table), *found.get_unique_constraints(table)]
        assert all(constraint["name"] for constraint in named), table


def test_upgrading_again_leaves_every_row_where_it_is(bare: Flask) -> None:
    upgrading.upgrade()
    DeskStory(World(bare, bare.extensions["fieldapp.toolbox"]))
    before = row_counts()
    db.session.rollback()
    upgrading.upgrade()
    assert row_counts() == before
    assert before["observation"] > 10


@pytest.mark.parametrize("bare", ["sqlite"], indirect=True)
def test_foreign_keys_rest_while_a_migration_runs_and_hold_again_afterwards(
    bare: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = []

    def look(config: Config, _revision: str) -> None:
        connection = config.attributes["connection"]
        states.append(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())

    monkeypatch.setattr("alembic.command.upgrade", look)
    schema.upgrade(MIGRATIONS)
    with db.engine.connect() as connection:
        states.append(connection.exec_driver_sql("PRAGMA foreign_keys").scalar())
    assert states == [0, 1]


def test_tables_that_hold_rows_can_be_taken_down_and_made_again(bare: Flask) -> None:
    upgrading.upgrade()
    DeskStory(World(bare, bare.extensions["fieldapp.toolbox"]))
    db.session.remove()
    schema.downgrade(MIGRATIONS, "base")
    assert tables() == set()
    upgrading.upgrade()
    assert tables() == set(METADATA.tables)
    counts = row_counts()
    assert (counts["walk"], counts["municipality"], counts["category"]) == (0, 1, 14)


@pytest.mark.parametrize("bare", ["sqlite"], indirect=True)
def test_a_migration_that_breaks_a_foreign_key_is_noticed_on_sqlite(bare: Flask) -> None:
    upgrading.upgrade()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("INSERT INTO card (id, code, walk_id, batch, made_at) VALUES ('1', 'X', '', 1, '')")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    connection.close()
    with pytest.raises(RuntimeError, match="rows without the row they name"):
        schema.upgrade(MIGRATIONS)
