"""The capture screen is light: at most 25 KB of JavaScript and 60 KB in all, fonts apart, gzipped."""

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.capture.phone import is_ready
from tests.browser.conftest import OpenPhone
from tests.support.browser import on_sqlite_only
from tests.support.live_server import LiveServer

SCRIPTS_MAX_BYTES = 25_000
ALL_MAX_BYTES = 60_000
FONTS = ".woff2"


@on_sqlite_only
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_capture_screen_stays_within_its_budget(
    open_phone: OpenPhone, live: LiveServer, language: str
) -> None:
    page = open_phone(None, language=language)
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))

    page.goto(live.url + "/walk")
    is_ready(page)
    got = {one.url: len(gzip.compress(one.body(), 9)) for one in responses if not one.url.endswith(FONTS)}

    scripts = {name: size for name, size in got.items() if name.endswith(".js")}
    assert len(scripts) > 10
    assert sum(scripts.values()) <= SCRIPTS_MAX_BYTES, heaviest(scripts)
    assert sum(got.values()) <= ALL_MAX_BYTES, heaviest(got)


def heaviest(sizes: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(sizes.items(), key=lambda one: -one[1])
