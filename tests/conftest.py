"""What every test can ask for: a database of each kind, the application over it, a held clock, people."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright, sync_playwright

from config import Settings
from config import read as read_settings
from fieldapp.app import create_app
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import schema
from fieldapp.store.db import db
from tests.support import reckoned_once
from tests.support.browser import launch
from tests.support.clock import HeldClock
from tests.support.postgresql import PostgresServer
from tests.support.real_parts import real_parts
from tests.support.visitor import Visitor
from tests.support.world import World

ROOT = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgresql")
LONG = (
    "tests/browser/test_every_page",
    "tests/crash/server/killed",
    "tests/crash",
    "tests/browser",
    "tests/soak",
    "tests/services/backup",
    "tests/migrations",
    "tests/commands",
)
collect_ignore_glob: list[str] = []
if "FIELDAPP_REAL_PHOTOS" not in os.environ:
    collect_ignore_glob.append("*/test_real_photos.py")
if "FIELDAPP_REAL_MAPS" not in os.environ:
    collect_ignore_glob.append("*/test_real_maps.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files begin first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: next((i for i, part in enumerate(LONG) if part in item.nodeid), len(LONG)))


def pytest_report_header() -> list[str]:
    """Which real parts this run uses; one that is missing fails its tests, none is skipped."""
    return ["real parts: " + ", ".join(real_parts())]


@pytest.fixture(scope="session", autouse=True)
def urls_reckoned_once() -> Iterator[None]:
    with reckoned_once.urls():
        yield


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright can be started once in a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """One for the whole run."""
    browser = launch(driver)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server in a temporary folder, for this run alone.

    The folder's name is short, because the server's socket lies in it and sockets allow about 100 letters.
    """
    with TemporaryDirectory(prefix="fieldapp-") as folder:
        server = PostgresServer(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them, copied for each test."""
    folder = tmp_path_factory.mktemp("empty")
    _migrate(settings_for(folder, f"sqlite:///{folder / 'empty.db'}"))
    return folder / "empty.db"


@pytest.fixture(scope="session")
def empty_postgresql(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a PostgreSQL database with all tables, used as template."""
    _migrate(settings_for(tmp_path_factory.mktemp("template"), postgres.create("template_fieldapp")))
    return "template_fieldapp"


def settings_for(folder: Path, database_url: str, **environ: str) -> Settings:
    """Settings as a demo on this folder and database would have."""
    return read_settings(
        {
            "FIELDAPP_ENV": "demo",
            "FIELDAPP_DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "FIELDAPP_BASE_URL": "http://localhost",
            **environ,
        }
    )


def _migrate(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        schema.upgrade(ROOT / "migrations")
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with all tables: each test that uses one runs on both kinds."""
    if request.param == "sqlite":
        file = tmp_path / "fieldapp.db"
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("empty_postgresql")
    yield server.fresh(template)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: HeldClock) -> Iterator[Flask]:
    """The application on a fresh database of each kind, inside its context."""
    app = create_app(settings_for(tmp_path / "data", database_url), clock)
    with app.app_context():
        reckoned_once.templates_and_sql(app)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def tools(app: Flask) -> Toolbox:
    found: Toolbox = app.extensions["fieldapp.toolbox"]
    return found


@pytest.fixture
def world(app: Flask, tools: Toolbox) -> World:
    """A municipality with owners, an open walk and its people: ann, ben, cem and dora."""
    return World(app, tools)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser without any cookie, whose every page is checked."""
    return Visitor(app)
