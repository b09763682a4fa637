"""Accounts from the command line: the first admin's way in."""

from urllib.parse import urlsplit

import pytest
from flask import Flask

from fieldapp.services.toolbox import Toolbox
from tests.support.visitor import Visitor
from tests.support.world import World


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["fieldapp", *words])
    return done.exit_code, done.output.strip()


def test_the_printed_link_lets_the_first_admin_in(app: Flask, visitor: Visitor, tools: Toolbox) -> None:
    code, link = run(app, "people", "invite", "first@example.se", "--role", "admin")
    assert code == 0
    assert link.startswith("http://localhost/sign-in/link/")
    answer = visitor.post(urlsplit(link).path, {"name": "Först", "password": "hagtorn lykta trappa 9"})
    assert answer.location == "/desk"
    assert run(app, "deliver", "--once") == (0, "1 sent, 0 failed")
    (mail,) = (tools.data_dir / "mail").glob("*.eml")
    assert b"first@example.se" in mail.read_bytes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["invite", "not-an-address", "--role", "admin"], "not an e-mail address"),
        (["invite", "x@example.se", "--role", "crew"], "--owner CODE"),
        (["invite", "x@example.se", "--role", "crew", "--owner", "nobody"], "--owner CODE"),
        (["invite", "x@example.se", "--role", "participant"], "Invalid value"),
        (["reset", "nobody@example.se"], "nobody has that address"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(app: Flask, words: list[str], sentence: str) -> None:
    code, output = run(app, "people", *words)
    assert code != 0
    assert sentence in output
    assert "Traceback" not in output


def test_a_crew_is_invited_for_its_owner_and_a_password_reset(world: World, app: Flask) -> None:
    assert run(app, "people", "invite", "x@example.se", "--role", "crew", "--owner", "gata-park")[0] == 0
    code, link = run(app, "people", "reset", "ann@demo.invalid")
    assert (code, "/sign-in/link/" in link) == (0, True)
