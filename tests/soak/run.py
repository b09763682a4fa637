"""One run of a plan: phones and server, acts and harms in the plan's order, then peace and the checking."""

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.soak.checking import Found, check
from tests.soak.house import House
from tests.soak.phone import Phone
from tests.soak.plan import Dice, Plan
from tests.soak.table import Row
from tests.support.browser import BRUNNA_POSITION, PIXEL, launch, launch_kept

_DOWN_FOR_ACTS = 3
_LOOK_EVERY_S = 1.0
#: After so many of its acts a phone finds coverage and does not wait for its next try.
_COVERAGE_COMES = 0.3
_SCREEN: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": PIXEL,
    "locale": "sv-SE",
    "timezone_id": "Europe/Stockholm",
    "geolocation": BRUNNA_POSITION,
    "permissions": ["geolocation"],
}


class Run:
    """`do()` returns its row; `faults` says in words what the row counts."""

    def __init__(self, playwright: Playwright, plan: Plan, folder: Path, database_url: str) -> None:
        self.playwright = playwright
        self.plan = plan
        self.folder = folder
        self.database_url = database_url
        self.faults: list[str] = []
        self._done = {"crash": 0, "kill browser": 0, "reload": 0}
        self._down = 0

    def do(self, meddle: Callable[[House, list[Phone]], None] | None = None) -> Row:
        """`meddle` comes between peace and checking, to see that the checking sees."""
        started = time.monotonic()
        house = House(self.plan, self.folder, self.database_url)
        browser = launch(self.playwright)
        try:
            phones = self._phones(house, browser)
            house.spoil()
            self._steps(house, phones)
            self._send_in_the_rough(house, phones)
            house.mend()
            waiting = self._drain(house, phones)
            if meddle:
                meddle(house, phones)
            found = check(house, phones)
            for phone in phones:
                phone.context.close()
        finally:
            browser.close()
            house.close()
        self.faults = found.lost + found.doubled + waiting
        return self._row(house, found, waiting, time.monotonic() - started)

    def _phones(self, house: House, browser: Browser) -> list[Phone]:
        def open_kept(number: int) -> BrowserContext:
            return launch_kept(self.playwright, self._profile(number), **_SCREEN)

        def open_shared(_number: int) -> BrowserContext:
            return browser.new_context(**_SCREEN)

        phones = []
        for number in range(self.plan.phones):
            opening = open_shared if number < self.plan.tabs else open_kept
            actor, token = house.join()
            phones.append(
                Phone(number, house.proxy.url, actor, token, lambda o=opening, n=number: o(n))  # type: ignore[misc]
            )
        for phone in phones:
            phone.is_whole()
        return phones

    def _profile(self, number: int) -> Path:
        return self.folder / f"profile-{number}"

    def _steps(self, house: House, phones: list[Phone]) -> None:
        dice = Dice(self.plan)
        for number, what in dice.steps():
            self._revive(house)
            if number < 0:
                house.kill() if what == "kill server" else house.release()
            elif what == "invalid":
                phones[number].do_invalid(dice.chance)
            elif what in self._done:
                self._done[what] += 1
                self._harm(phones[number], what)
            else:
                phones[number].do(what, dice.chance)
                if dice.chance.random() < _COVERAGE_COMES:
                    phones[number].kick()

    def _send_in_the_rough(self, house: House, phones: list[Phone]) -> None:
        """Nothing new is noted; what waits is sent while the network and the server are as bad as before."""
        until = time.monotonic() + self.plan.rough_s
        turns = itertools.cycle(phones)
        while time.monotonic() < until and any(phone.waits() for phone in phones):
            house.revive()
            # Not all at once and not without end: a phone that is asked again begins its round anew.
            next(turns).kick()
            time.sleep(_LOOK_EVERY_S / 2)

    def _revive(self, house: House) -> None:
        """A server that was killed stays away for some acts."""
        self._down = self._down + 1 if house.is_down else 0
        if self._down > _DOWN_FOR_ACTS:
            house.revive()

    def _harm(self, phone: Phone, what: str) -> None:
        if what == "crash":
            phone.crash()
        elif what == "reload":
            phone.reload()
        else:
            phone.kill_browser(self._profile(phone.number))

    def _drain(self, house: House, phones: list[Phone]) -> list[str]:
        """Wait until all queues are empty; what still waits after nothing has moved for long, in words."""
        for phone in phones:
            phone.kick()
        last: list[str] = []
        moved = time.monotonic()
        while time.monotonic() - moved < self.plan.drain_s:
            waiting = [
                f"phone {phone.number} still holds {what}" for phone in phones for what in phone.waits()
            ]
            if not waiting and all(phone.invalid_wait() for phone in phones):
                return []
            if waiting != last:
                last, moved = waiting, time.monotonic()
            time.sleep(_LOOK_EVERY_S)
        return last or ["an invalid act was not refused"]

    def _row(self, house: House, found: Found, waiting: list[str], seconds: float) -> Row:
        counts = house.proxy.counts
        return Row(
            seed=str(self.plan.seed),
            database=self.plan.database,
            points=found.points,
            photos=found.photos,
            acts=found.acts,
            kills=house.kills,
            fin=counts["fin"],
            rst=counts["rst"],
            dropped=counts["drop_answer"],
            crashes=self._done["crash"],
            browser_kills=self._done["kill browser"],
            reloads=self._done["reload"],
            invalid=self.plan.invalid,
            lost=len(found.lost),
            doubled=len(found.doubled),
            not_drained=len({one.partition(" still")[0] for one in waiting}),
            seconds=seconds,
        )
