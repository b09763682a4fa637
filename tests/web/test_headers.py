"""The headers of every answer: pages, data, files and every kind of error."""

from contextvars import Context
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from fieldapp.app import create_app
from fieldapp.store.db import db
from fieldapp.web import session
from fieldapp.web.headers import DATA_POLICY, HSTS, PAGE_POLICY
from fieldapp.web.show import release
from tests.conftest import settings_for
from tests.support.clock import HeldClock
from tests.support.visitor import Visitor, check_headers
from tests.support.world import World

PRODUCTION = {
    "FIELDAPP_ENV": "production",
    "FIELDAPP_BASE_URL": "https://trygg.example.se",
    "FIELDAPP_SECRET_KEY": "0123456789abcdef0123456789abcdef-real",
}


@pytest.fixture
def production(database_url: str, tmp_path: Path, clock: HeldClock) -> Any:
    """The application as it runs for real."""
    app = create_app(settings_for(tmp_path / "real", database_url, **PRODUCTION), clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def ask(app: Flask, path: str, method: str = "GET", **headers: str) -> TestResponse:
    client = app.test_client()
    response: TestResponse = Context().run(
        client.open, path, method=method, base_url="https://trygg.example.se", headers=headers, buffered=True
    )
    return response


@pytest.mark.parametrize("path", ["/", "/about/privacy", "/nowhere", "/sign-in", "/j/NOPE", "/demo/nobody"])
def test_pages_and_missing_pages_carry_them_all(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    check_headers(answer)
    assert answer.headers["Content-Security-Policy"] == PAGE_POLICY
    assert answer.headers["Cache-Control"] == "no-store"


def test_files_of_the_release_are_kept_for_good(visitor: Visitor) -> None:
    answer = visitor.get(f"/static/{release()}/css/base.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == DATA_POLICY
    assert visitor.get("/static/another/css/base.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["../config.py", "%2e%2e/config.py", "..%2f..%2fconfig.py", "css/"])
def test_no_file_outside_the_release_is_served(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/static/{release()}/{name}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/.git/config", "/config.py", "/instance/fieldapp.db", "/console", "/metrics"]
)
def test_nothing_of_the_machine_is_on_the_web(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_methods_that_nobody_uses_are_refused(visitor: Visitor, method: str) -> None:
    assert visitor.request(method, "/about/privacy").status_code in (403, 405)


def test_an_unforeseen_error_shows_a_code_and_nothing_else(app: Flask, tmp_path: Path) -> None:
    """Without its templates the application cannot make a single page."""
    app.jinja_loader = None
    app.jinja_env.loader = None
    app.extensions["fieldapp.settings"] = replace(app.extensions["fieldapp.settings"], static_dir=tmp_path)
    answer = Visitor(app).request("GET", "/about/privacy")
    assert answer.status_code == 500
    check_headers(answer)
    assert "Kod: " in answer.text
    assert "Traceback" not in answer.text
    assert str(tmp_path) not in answer.text


def test_over_https_every_answer_asks_for_it_for_good(production: Flask) -> None:
    for path in ("/", "/nowhere", f"/static/{release()}/css/base.css", "/health/live"):
        assert ask(production, path).headers["Strict-Transport-Security"] == HSTS


def test_cookies_over_https_are_for_this_host_alone(production: Flask, clock: HeldClock) -> None:
    world = World(production, production.extensions["fieldapp.toolbox"])
    assert world
    client = production.test_client()
    page: TestResponse = Context().run(client.get, "/j/BRUNNA", base_url="https://trygg.example.se")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer: TestResponse = Context().run(
        client.post,
        "/j/BRUNNA",
        base_url="https://trygg.example.se",
        data={"csrf_token": token},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-{session.PHONE}=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_foreign_host_name_is_refused(production: Flask) -> None:
    client = production.test_client()
    answer: TestResponse = Context().run(client.get, "/", base_url="https://evil.example")
    assert answer.status_code == 400
    assert "X-Content-Type-Options" in answer.headers


def test_forwarded_headers_mean_nothing_without_a_proxy(production: Flask) -> None:
    answer = ask(
        production,
        "/",
        **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-For": "6.6.6.6"},
    )
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_production_has_no_demo_doors(production: Flask) -> None:
    assert ask(production, "/demo/admin").status_code == 404
    refused = ask(production, "/demo/admin", "POST", **{"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 403, "no form of ours leads there"
