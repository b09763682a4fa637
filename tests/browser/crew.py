"""A crew's shift for tests in a browser: tickets with photos, a signed-in phone, and the server's word."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from playwright.sync_api import Page, expect

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import sign_in
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket
from fieldapp.web import session
from tests.browser.conftest import OpenDesk
from tests.support.answered import Asked
from tests.support.browser import BRUNNA_POSITION
from tests.support.world import World

PHONE: dict[str, Any] = {
    "width": 390,
    "height": 844,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "geolocation": BRUNNA_POSITION,
    "permissions": ["geolocation", "clipboard-write"],
}
LONGEST_WAIT_S = 40


class Shift:
    """`cem` of gata och park, his phone, and his tickets."""

    def __init__(self, world: World, open_desk: OpenDesk, url: str = "") -> None:
        self.world = world
        self.asked = Asked(world)
        self._open = open_desk
        self._url = url
        self.page: Page

    def ticket(
        self,
        category: str = "MOB",
        subcategory: str = "MOB1",
        *,
        owner_id: UUID | None = None,
        photo: bytes | None = None,
        columns: dict[str, Any] | None = None,
        **point: Any,
    ) -> UUID:
        """A ticket that was sent to the crew's owner, with a photo; `columns` are set on its row."""
        point_id = self.asked.point(category=category, subcategory=subcategory, **point)
        ticket_id = self.asked.ticket(point_id, owner_id=owner_id or self.world.streets)
        self.asked.photo(observation_id=point_id, data=photo)
        if columns:
            self.asked.change(Ticket, ticket_id, **columns)
        return ticket_id

    def start(self, path: str = "/crew", *, is_measured: bool = False, **how: Any) -> Page:
        """The phone on the page, with all that belongs to a shift without coverage on board."""
        page = self.page = self._open(
            self.world.cem, None if self._url else "/about/privacy", **{**PHONE, **how}
        )
        # The page's own clock can be moved on: nobody sits through *Ångra*. It measures nothing.
        if not is_measured:
            page.clock.install()
        page.goto(f"{self._url or self.url(page)}{path}")
        expect(page.locator(".ticket-card, .ticket-title").first).to_be_visible(timeout=30_000)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        expect(page.locator(".card-photo img, .ticket-photos img").first).to_be_visible()
        return page

    def open(self, ticket_id: UUID, **how: Any) -> Page:
        """The phone on a ticket's page, reached from the list."""
        page = self.start(**how)
        page.locator(f'a[href="/crew/{ticket_id}"]').click()
        expect(page.locator(".ticket-title")).to_be_visible()
        return page

    def sign_in(self, page: Page, person_id: UUID) -> None:
        """Somebody takes over the phone."""
        token = sign_in.open_session(self.world.tools, person_id).token
        page.context.add_cookies(
            [{"name": session.STAFF, "value": token, "url": self.url(page), "sameSite": "Lax"}]
        )

    def photograph(self, page: Page, photo: bytes) -> None:
        """*Klart, ta efterbild*, and the camera comes back with a photo."""
        with page.expect_file_chooser() as chooser:
            page.get_by_text("Klart, ta efterbild").click()
        chooser.value.set_files({"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photo})
        expect(page.locator(".crew-toast")).to_contain_text("Klart")

    def now(self, ticket_id: UUID) -> Ticket:
        """The ticket as the server has it now."""
        db.session.rollback()
        found = by_key(Ticket, ticket_id)
        assert found is not None
        return found

    def reopen_meanwhile(self, ticket_id: UUID) -> None:
        """The coordinator plans, declines and reopens it while the phone knows nothing."""
        act = history.act_of(self.world.tools, self.world.actor(self.world.ann))
        steps = (
            TicketChange(TicketStatus.DECLINED, sentence={"template": "declined.law"}),
            TicketChange(TicketStatus.REOPENED),
        )
        for step in steps:
            with unit_of_work():
                row = by_key(Ticket, ticket_id)
                assert row is not None
                changing.apply(self.world.tools, row, step, act)

    def time_passes(self, seconds: int = 35) -> None:
        """The page's clock goes on: what was held for *Ångra*, and photos that were held, may leave."""
        self.page.clock.fast_forward(seconds * 1000)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Ask the server's store until it says so."""
        end = time.monotonic() + LONGEST_WAIT_S
        polls = 0
        while not holds():
            # A round that was under way when time passed looks again after its usual while.
            if polls % 10 == 0:
                self.time_passes()
            polls += 1
            assert time.monotonic() < end, "it never came"
            # Reading is over: an open read would keep the server from writing.
            db.session.rollback()
            # The browser must go on meanwhile.
            self.page.wait_for_timeout(100)

    def url(self, page: Page) -> str:
        parts = urlsplit(page.url)
        return f"{parts.scheme}://{parts.netloc}"
