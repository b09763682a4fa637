"""What a proxy asks, and what a stranger learns by asking."""

from pathlib import Path

import pytest
from flask import Flask

from fieldapp.app import create_app
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.upgrading import MIGRATIONS
from fieldapp.store import schema
from fieldapp.store.db import db
from tests.conftest import settings_for
from tests.support.visitor import Visitor


def test_a_sound_installation_is_alive_and_ready(visitor: Visitor) -> None:
    for path, words in (("/health/live", {"live": True}), ("/health/ready", {"ready": True})):
        answer = visitor.get(path)
        assert (answer.status_code, answer.get_json()) == (200, words)


def test_without_a_vault_it_is_not_ready_and_does_not_say_why(visitor: Visitor, tools: Toolbox) -> None:
    folder = tools.vault.folder
    folder.rename(folder.with_name("away"))
    folder.write_text("a file where the folder was", encoding="utf-8")
    answer = visitor.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (503, {"ready": False})
    assert visitor.get("/health/live").status_code == 200


def test_with_another_releases_tables_it_is_not_ready(app: Flask, visitor: Visitor) -> None:
    db.session.remove()
    schema.downgrade(MIGRATIONS, "base")
    answer = visitor.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (503, {"ready": False})


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://nobody@127.0.0.1:1/none", "sqlite:////nowhere/at/all/fieldapp.db"]
)
def test_without_a_database_it_is_alive_but_not_ready(tmp_path: Path, url: str) -> None:
    stranded = create_app(settings_for(tmp_path, url))
    browser = Visitor(stranded)
    assert browser.get("/health/live").status_code == 200
    answer = browser.get("/health/ready")
    assert (answer.status_code, answer.get_json()) == (503, {"ready": False})


def test_the_doctor_names_each_thing_and_finds_no_fault(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["fieldapp", "doctor", "--json"])
    assert done.exit_code == 0, done.output
    for name in ("database", "migrations", "vault", "journal", "mail", "unsent", "dead", "disk"):
        assert f'"name": "{name}"' in done.output


def test_the_doctor_ends_with_one_on_a_fault(app: Flask, tools: Toolbox) -> None:
    tools.vault.folder.rename(tools.data_dir / "away")
    done = app.test_cli_runner().invoke(args=["fieldapp", "doctor"])
    assert done.exit_code == 1
    assert "FAULT  vault" in done.output
