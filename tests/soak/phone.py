"""One phone of a run: its owner's taps on the real screen, and a ledger of what the screen called saved."""

import base64
import contextlib
import hashlib
import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import BrowserContext, Error, Locator, Page

from fieldapp.web import session
from tests.browser.capture.phone import as_file, rows_of
from tests.soak.in_page import ADD_INVALID, HASH_OF_PHOTO, WAIT_FOR_ACT
from tests.soak.pictures import picture

_TILES = 6
_PATIENCE_MS = 8_000


@dataclass
class Noted:
    """A point that the phone called saved. `is_gone`: taken back before it left; `sha256`: of its photo."""

    sha256: str | None = None
    text: str = ""
    is_withdrawn: bool = False
    is_gone: bool = False


@dataclass
class Ledger:
    """What must be on the server at the end, and what must not."""

    points: dict[str, Noted] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)
    rated: dict[tuple[str, str], int] = field(default_factory=dict)
    invalid: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Phone:
    """`do(act)` is one thing its owner does; whatever goes wrong amid it, the page is opened again."""

    def __init__(
        self, number: int, url: str, actor: str, token: str, open_context: Callable[[], BrowserContext]
    ) -> None:
        self.number, self.url, self.actor = number, url, actor
        self._token, self._open_context = token, open_context
        self.ledger = Ledger()
        self.aborted = 0
        self._tile = number
        self.context = open_context()
        self.page = self._first_page()

    def _first_page(self) -> Page:
        cookie = {"name": session.PHONE, "value": self._token, "url": self.url, "sameSite": "Lax"}
        self.context.add_cookies(cast(Any, [{**cookie, "httpOnly": True}]))
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        self._open(page)
        return page

    def _open(self, page: Page) -> None:
        page.goto(self.url + "/walk", wait_until="commit")
        page.locator("#tiles .tile").first.wait_for()

    def is_whole(self) -> None:
        """The worker holds the release: from now on the phone opens without the server."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def do(self, act: str, chance: random.Random) -> None:
        try:
            getattr(self, f"_do_{act}")(chance)
        except Error:
            self.aborted += 1
            self.reopen()

    def reopen(self) -> None:
        """Open the page anew, however it ended; what it saved meanwhile is taken into the ledger."""
        for _ in range(3):
            try:
                if self.page.is_closed():
                    self.page = self.context.new_page()
                    self.page.set_default_timeout(_PATIENCE_MS)
                self._open(self.page)
                self._adopt()
                return
            except Error:
                self._close_page()
        self.page = self.context.new_page()
        self.page.set_default_timeout(_PATIENCE_MS)
        self._open(self.page)

    def reload(self) -> None:
        try:
            self.page.reload(wait_until="commit")
            self.page.locator("#tiles .tile").first.wait_for()
        except Error:
            self.reopen()

    def crash(self) -> None:
        """The tab dies, as it does when the camera needs the memory."""
        try:
            self.page.goto("chrome://crash", timeout=2_000)
        except Error:
            self._close_page()
        self.reopen()

    def _close_page(self) -> None:
        with contextlib.suppress(Error):
            self.page.close()

    def kill_browser(self, profile: Path) -> None:
        """SIGKILL to the browser that owns the profile; then it is started again on it."""
        for pid in _browsers_of(profile):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()
        for lock in profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self.context = self._open_context()
        self.page = self._first_page()
        self._adopt()

    # What its owner does.

    def _do_photo(self, chance: random.Random) -> str:
        name, tile = self._next_tile("label.tile")
        data = picture(chance)
        with self.page.expect_file_chooser() as chooser:
            tile.click()
        chooser.value.set_files([as_file(data)])
        return self._said_saved(name, hashlib.sha256(data).hexdigest())

    def _do_tap(self, _chance: random.Random) -> None:
        self.page.get_by_text("Utan bild", exact=True).click()
        self.page.locator("#tiles button.tile").first.wait_for()
        name, tile = self._next_tile("button.tile")
        tile.click()
        try:
            self._said_saved(name, None)
        finally:
            self.page.get_by_text("Med bild", exact=True).click()
            self.page.locator("#tiles label.tile").first.wait_for()

    def _do_words(self, chance: random.Random) -> None:
        entity = self._do_photo(chance)
        text = f"Punkt {self.number}-{chance.randrange(10**9)}: två lampor är släckta."
        self.page.locator("#toast").get_by_role("button", name="Mer", exact=True).click()
        self.page.get_by_role("dialog").get_by_label("Berätta mer").fill(text)
        self.page.get_by_role("button", name="Klar", exact=True).click()
        self._has_act({"entity": entity, "text": text})
        self.ledger.points[entity].text = text

    def _do_withdraw(self, chance: random.Random) -> None:
        entity = self._do_photo(chance)
        self.page.locator("#toast").get_by_role("button", name="Ångra", exact=True).click()
        said = self.page.locator("#said", has_text="tagen")
        said.wait_for()
        point = self.ledger.points[entity]
        point.is_gone = "Borttagen" in said.inner_text()
        point.is_withdrawn = not point.is_gone

    def _do_agree(self, _chance: random.Random) -> None:
        self._tab("alla")
        row = self.page.locator('.row:has([data-act="agree"][aria-pressed="false"])').first
        if row.count():
            entity = str(row.get_attribute("data-row"))
            row.locator('[data-act="agree"]').click()
            self._has_act({"entity": entity, "kind": "observation.agree", "on": True})
            self.ledger.agreed.add(entity)
        self._tab("logga")

    def _do_rate(self, chance: random.Random) -> None:
        self._tab("trygghet")
        value = chance.randrange(1, 6)
        light = chance.choice(("day", "dark"))
        choice = self.page.locator(f'input[name="safety-{light}"][value="{value}"]')
        if not choice.is_checked():
            choice.check(force=True)
            stop = self._has_act({"kind": "rating.set", "light": light, "value": value})
            self.ledger.rated[stop, light] = value
        self._tab("logga")

    def do_invalid(self, chance: random.Random) -> None:
        """An act that no server takes, with its photo: as a fault in some release would make it."""
        data = picture(chance)
        sha256 = hashlib.sha256(data).hexdigest()
        words = f"Ogiltig {chance.randrange(10**9)}"
        try:
            found = self.page.evaluate(ADD_INVALID, [base64.b64encode(data).decode(), sha256, words])
        except Error:
            self.aborted += 1
            return self.reopen()
        self.ledger.invalid[found["op"]] = {"photo": found["photo"], "sha256": sha256, "text": words}
        return None

    # What the phone holds.

    def acts(self) -> list[dict[str, Any]]:
        try:
            return self._read()
        except Error:
            # A page that opens itself anew for a new release is asked once more.
            self.page.locator("#tiles .tile").first.wait_for()
            return self._read()

    def _read(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = rows_of(self.page, "ops")
        return found

    def hash_of(self, photo: str) -> str:
        """Of the bytes that the phone still keeps; "" where it keeps none."""
        return str(self.page.evaluate(HASH_OF_PHOTO, photo))

    def kick(self) -> None:
        """What brings a pump that waits back to its work: the network is there again."""
        with contextlib.suppress(Error):
            self.page.evaluate("dispatchEvent(new Event('online'))")

    def waits(self) -> list[str]:
        """What has not reached the server, in words; invalid acts are meant to stay."""
        return [
            f"{act['body']['kind']} {act['id']} {act['state']} {act.get('code') or ''} "
            f"{[(photo['state'], photo['offset']) for photo in act['photos']]}"
            for act in self.acts()
            if "nonsense" not in act["body"]["payload"] and not is_done(act)
        ]

    def invalid_wait(self) -> bool:
        """Every invalid act has been refused."""
        states = {act["id"]: act["state"] for act in self.acts()}
        return all(states.get(one, "attention") == "attention" for one in self.ledger.invalid)

    # How the screen is read.

    def _next_tile(self, kind: str) -> tuple[str, Locator]:
        """Never the same twice in a row: each saying of *Sparad* is another."""
        self._tile = (self._tile + 1) % _TILES
        tile = self.page.locator(f"#tiles {kind}").nth(self._tile)
        return tile.inner_text().strip(), tile

    def _said_saved(self, name: str, sha256: str | None) -> str:
        self.page.locator("#said", has_text=f"Sparad · {name}").wait_for()
        fresh = [one for one in self._created() if one not in self.ledger.points]
        if not fresh:
            self.ledger.faults.append(f"phone {self.number} called {name} saved, and has it not")
            raise Error("not in the store")
        entity = fresh[-1]
        for one in fresh:
            self.ledger.points[one] = Noted()
        self.ledger.points[entity].sha256 = sha256
        return entity

    def _adopt(self) -> None:
        """Points whose *Sparad* nobody saw any more, because the page died, count as well."""
        for one in self._created():
            self.ledger.points.setdefault(one, Noted())

    def _created(self) -> list[str]:
        return [
            str(act["entity"])
            for act in self.acts()
            if act["body"]["kind"] == "observation.create" and "nonsense" not in act["body"]["payload"]
        ]

    def _has_act(self, wanted: dict[str, Any]) -> str:
        return str(self.page.evaluate(WAIT_FOR_ACT, wanted))

    def _tab(self, name: str) -> None:
        self.page.locator(f'#tabs a[href="#{name}"]').click()
        self.page.locator(f'[data-tab="{name}"]:not([hidden])').wait_for()


def is_done(act: dict[str, Any]) -> bool:
    ended = ("done", "dropped")
    return act["state"] == "sent" and all(photo["state"] in ended for photo in act["photos"])


def _browsers_of(profile: Path) -> list[int]:
    """The browser's own process, not those that it started: they end with it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in command and "--type=" not in command:
            found.append(int(entry.name))
    return found
