"""What tests in a browser can ask for: a server on a free port, a phone in the walk, a person at a desk."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from fieldapp.services import phones, sign_in
from fieldapp.web import session
from tests.support import browser as browsers
from tests.support.browser import Watch
from tests.support.clock import RunningClock
from tests.support.live_server import LiveServer
from tests.support.world import World

OpenPhone = Callable[..., Page]
OpenDesk = Callable[..., Page]


@pytest.fixture
def clock() -> RunningClock:
    """A browser lives by the machine's clock, so its server does too."""
    return RunningClock()


@pytest.fixture
def live(app: Flask, world: World) -> Iterator[LiveServer]:
    """The application with the world of the tests, answering at `live.url`."""
    server = LiveServer(app)
    yield server
    server.stop()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Everything that the test's pages do; it fails the test on what none may."""
    found = Watch()
    yield found
    found.check()


@pytest.fixture
def open_phone(chromium: Browser, live: LiveServer, world: World, watch: Watch) -> Iterator[OpenPhone]:
    """A phone on a page; in the walk behind `code`, or in none with `code=None`.

    `open_phone(path="/walk", code="BRUNNA", language="sv", dark=False, width=390, height=844,
    position=…)`; each call is a phone of its own.
    """
    contexts: list[BrowserContext] = []

    def open_one(path: str | None = "/walk", code: str | None = "BRUNNA", **how: Any) -> Page:
        context = browsers.phone_context(chromium, **how)
        contexts.append(context)
        watch.over(context, f"localhost:{live.port}")
        if code is not None:
            joined = phones.join(world.tools, code, "127.0.0.1", how.get("language", "sv"))
            assert joined is not None
            _hold(context, live, session.PHONE, joined.token)
        return _open(context, live, path)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_desk(chromium: Browser, live: LiveServer, world: World, watch: Watch) -> Iterator[OpenDesk]:
    """A person at a desk: `open_desk(world.ann, "/review")`; a phone's size with `width=390`."""
    contexts: list[BrowserContext] = []

    def open_one(person_id: UUID | None, path: str | None = "/desk", **how: Any) -> Page:
        context = browsers.desk_context(chromium, **how)
        contexts.append(context)
        watch.over(context, f"localhost:{live.port}")
        if person_id is not None:
            opened = sign_in.open_session(world.tools, person_id)
            _hold(context, live, session.STAFF, opened.token)
        return _open(context, live, path)

    yield open_one
    for context in contexts:
        context.close()


def _hold(context: BrowserContext, live: LiveServer, name: str, token: str) -> None:
    context.add_cookies(
        [{"name": name, "value": token, "url": live.url, "sameSite": "Lax", "httpOnly": True}]
    )


def _open(context: BrowserContext, live: LiveServer, path: str | None) -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    if path is not None:
        page.goto(live.url + path)
    return page
