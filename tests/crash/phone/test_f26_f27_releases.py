"""F26 and F27: a new release comes while the app is open; one that cannot be fetched whole never comes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.capture.phone import as_file, evening_photo, is_ready
from tests.browser.conftest import OpenPhone
from tests.support.browser import Watch, on_sqlite_only

NEWER = "0123456789ab"
#: The page looks for a newer release when it is looked at again.
LOOKED_AT = "document.dispatchEvent(new Event('visibilitychange'))"
RELEASES = """() => [...new Set(performance.getEntriesByType("resource").map((one) => one.name)
  .filter((name) => name.includes("/static/")).map((name) => name.split("/static/")[1].split("/")[0]))]"""
#: What a page of this release is given for one of its scripts that it has not asked for before.
SCRIPT = "(release) => fetch(`/static/${release}/js/page/details.js`).then((answer) => answer.text())"
WAITING = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found.waiting))"
FAILED = """async () => {
  const found = await navigator.serviceWorker.getRegistration();
  return found.update().then(() => new Promise((done) => {
    if (!found.installing) return done(!found.waiting);
    found.installing.addEventListener("statechange", (event) => {
      if (event.target.state === "redundant") done(true);
      if (event.target.state === "installed") done(false);
    });
  }), () => true);
}"""

InstallRelease = Callable[[str], Path]


@pytest.fixture
def install_release(app: Flask, tmp_path: Path) -> InstallRelease:
    """Serve the same files from now on as a release of another name; its folder."""

    def install(name: str) -> Path:
        settings = app.extensions["fieldapp.settings"]
        folder = tmp_path / "static"
        shutil.copytree(settings.static_dir / "release", folder / "release")
        (folder / "vendor").symlink_to(settings.static_dir / "vendor")
        about = folder / "release" / "release.json"
        about.write_text(json.dumps({**json.loads(about.read_text()), "release": name}))
        app.extensions["fieldapp.settings"] = replace(settings, static_dir=folder)
        return folder / "release"

    return install


def releases(page: Page) -> list[str]:
    """The releases that this page's files are of: never more than one."""
    found: list[str] = page.evaluate(RELEASES)
    return found


def comes_in(page: Page, release: str) -> None:
    """The page is loaded anew by itself, whole, in this release."""
    page.locator(f'script[src*="/static/{release}/"]').first.wait_for(state="attached")
    is_ready(page)
    assert releases(page) == [release]


@on_sqlite_only
def test_f26_a_new_release_waits_for_the_draft_and_is_never_mixed_with_the_old_one(
    open_phone: OpenPhone, install_release: InstallRelease
) -> None:
    page = open_phone()
    is_ready(page)
    # From the second visit on the page comes from the worker.
    page.reload()
    is_ready(page)
    (old,) = releases(page)
    with page.expect_file_chooser() as chooser:
        page.locator(".tile", has_text="Belysning").click()

    install_release(NEWER)
    assert page.evaluate(FAILED) is False
    assert page.evaluate(WAITING) is True
    page.evaluate(LOOKED_AT)
    assert releases(page) == [old]
    chooser.value.set_files([as_file(evening_photo(800, 600))])
    page.locator(".toast", has_text="Sparad · Belysning").wait_for()
    assert releases(page) == [old]
    page.locator("#tabs", has_text="Mina 1").wait_for()

    # The draft is a point: looked at the next time, the page comes back once, and whole.
    loads: list[str] = []
    page.on("load", lambda _page: loads.append(page.url))
    page.evaluate(LOOKED_AT)
    comes_in(page, NEWER)
    page.locator("#tabs", has_text="Mina 1").wait_for()
    assert page.evaluate(WAITING) is False
    assert len(loads) == 1
    page.context.set_offline(True)
    page.reload()
    is_ready(page)
    assert releases(page) == [NEWER]
    page.locator("#tabs", has_text="Mina 1").wait_for()
    page.context.set_offline(False)


@on_sqlite_only
def test_f26_another_tab_stays_whole_in_the_old_release_until_what_is_open_there_is_closed(
    open_phone: OpenPhone, install_release: InstallRelease
) -> None:
    page = open_phone()
    is_ready(page)
    other = page.context.new_page()
    other.goto(page.url)
    is_ready(other)
    other.locator("#menu-button").click()
    other.locator("dialog[open]").wait_for()
    (old,) = releases(other)
    script = other.evaluate(SCRIPT, old)
    newer = install_release(NEWER) / "js" / "page" / "details.js"
    newer.write_text("// newer\n" + newer.read_text(encoding="utf-8"), encoding="utf-8")
    assert page.evaluate(FAILED) is False

    page.bring_to_front()
    page.reload()
    comes_in(page, NEWER)
    assert other.locator("dialog[open]").count() == 1
    assert releases(other) == [old]
    assert other.evaluate(SCRIPT, old) == script

    other.bring_to_front()
    other.keyboard.press("Escape")
    comes_in(other, NEWER)


@on_sqlite_only
def test_f27_a_release_with_a_missing_file_never_comes_and_the_old_one_opens_offline(
    open_phone: OpenPhone, install_release: InstallRelease, watch: Watch
) -> None:
    watch.expect("404|ERR_INTERNET_DISCONNECTED|bad-precaching|Failed")
    page = open_phone()
    is_ready(page)
    (old,) = releases(page)
    missing = install_release(NEWER) / "css" / "crew.css"
    missing.rename(missing.with_suffix(".away"))
    assert page.evaluate(FAILED) is True

    page.context.set_offline(True)
    page.reload()
    is_ready(page)
    assert releases(page) == [old]

    page.context.set_offline(False)
    missing.with_suffix(".away").rename(missing)
    assert page.evaluate(FAILED) is False
