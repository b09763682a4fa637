"""F19: the whole browser is killed while it saves; what it called saved is there afterwards."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from fieldapp.services import phones
from fieldapp.web import session
from tests.browser.capture.phone import (
    as_file,
    evening_photo,
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    queue_of,
    rows_of,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.support.browser import on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

#: How long after the picture came the browser is killed: before, between and after the steps of queueing.
MOMENTS_MS = (0, 20, 60, 150, 300)


class Handset:
    """A browser with a profile on disk, which outlives the browser."""

    def __init__(self, chromium: Browser, profile: Path, live: LiveServer, token: str) -> None:
        self._chromium, self._profile, self._live, self._token = chromium, profile, live, token
        self._context: BrowserContext | None = None

    def open(self, offline: bool = True) -> Page:
        as_root = os.geteuid() == 0
        self._context = self._chromium.browser_type.launch_persistent_context(
            self._profile,
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--disable-dev-shm-usage", *(["--no-sandbox"] if as_root else [])],
            viewport={"width": 390, "height": 844},
            has_touch=True,
            is_mobile=True,
            locale="sv-SE",
            geolocation={"latitude": 59.5028, "longitude": 17.7431, "accuracy": 6},
            permissions=["geolocation"],
        )
        self._context.add_cookies(
            [{"name": session.PHONE, "value": self._token, "url": self._live.url, "httpOnly": True}]
        )
        self._context.set_offline(offline)
        page = self._context.pages[0]
        page.goto(f"{self._live.url}/walk")
        is_ready(page)
        return page

    def kill(self) -> None:
        """As a phone does that runs out of memory or power: no process of the browser says good-bye."""
        for pid in self._processes():
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 20
        while self._processes() and time.monotonic() < end:
            time.sleep(0.02)
        self.close()
        for lock in self._profile.glob("Singleton*"):
            lock.unlink()

    def close(self) -> None:
        if self._context is not None:
            with suppress(PlaywrightError):
                self._context.close()
            self._context = None

    def _processes(self) -> list[int]:
        wanted = f"--user-data-dir={self._profile}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if wanted in place.read_bytes().split(b"\0"):
                    found.append(int(place.parent.name))
            except OSError:
                continue
        return found


@pytest.fixture
def handset(chromium: Browser, live: LiveServer, world: World, tmp_path: Path) -> Iterator[Handset]:
    joined = phones.join(world.tools, "BRUNNA", "127.0.0.1", "sv")
    assert joined is not None
    found = Handset(chromium, tmp_path / "profile", live, joined.token)
    yield found
    found.close()


def check_whole_or_absent(page: Page) -> int:
    """Each act has the bytes of its photos, no bytes are without an act; how many acts there are."""
    acts: list[Any] = queue_of(page)
    named = {photo["id"] for act in acts for photo in act["photos"]}
    assert named == {row["id"] for row in rows_of(page, "photos")}
    return len(acts)


@on_sqlite_only
def test_f19_what_was_called_saved_is_there_after_the_browser_was_killed(
    handset: Handset, world: World
) -> None:
    handset.open(offline=False)
    handset.close()
    page = handset.open()
    take_photo(page, "Belysning")
    handset.kill()

    page = handset.open()
    assert check_whole_or_absent(page) == 1
    without_photo(page)
    save_without_photo(page, "Trafik")
    handset.kill()

    page = handset.open(offline=False)
    hold_is_over(page)
    everything_is_sent(page)
    assert sorted(point.category for point in points_on_server(world)) == ["BEL", "TRA"]


@on_sqlite_only
def test_f19_killed_between_the_steps_of_queueing_act_and_bytes_are_both_there_or_both_not(
    handset: Handset,
) -> None:
    handset.open(offline=False)
    handset.close()
    picture, found = as_file(evening_photo(1600, 1200)), []
    page = handset.open()
    before = check_whole_or_absent(page)
    for moment in MOMENTS_MS:
        with page.expect_file_chooser() as chooser:
            page.locator(".tile", has_text="Belysning").click()
        chooser.value.set_files([picture])
        time.sleep(moment / 1000)
        handset.kill()
        page = handset.open()
        now = check_whole_or_absent(page)
        found.append(now - before)
        before = now
    assert set(found) <= {0, 1}
