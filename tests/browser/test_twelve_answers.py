"""Given only the mail, a stranger answers twelve points: how many taps it takes, by thumb and by keyboard."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services.ticketing import sending
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket
from tests.browser.conftest import OpenPhone
from tests.support.answered import Asked
from tests.support.browser import axe_findings, on_sqlite_only, picture, sideways
from tests.support.letters import leave
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only

#: What the twelve are: the subcategory, and how many of it.
POINTS = (("BEL1", 4), ("MOB1", 3), ("KLO1", 2), ("VAX5", 1), ("GAT1", 1), ("ORI1", 1))
STATES = [S.PLANNED] * 4 + [S.DONE] * 3 + [S.BOUNCED] * 2 + [S.DECLINED, S.NEEDS_PROJECT, S.INVESTIGATING]
TAPS_MOST = 20


class Stranger:
    """Counts what it does with the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def tap(self, where: Locator) -> None:
        where.click()
        self.acts += 1

    def text(self, words: str) -> None:
        self.tap(self.page.get_by_text(words, exact=True))

    def send(self) -> None:
        self.tap(self.page.get_by_role("button", name="Skicka svaret"))

    def pick(self, where: str, value: str) -> None:
        self.page.locator(where).select_option(value)
        self.acts += 1


@pytest.fixture
def mailed(world: World, live: LiveServer) -> tuple[str, list[UUID]]:
    """Twelve points in one mail to the housing company: the link as the mail has it."""
    asked = Asked(world)
    kinds = [code for code, count in POINTS for _ in range(count)]
    points = [
        asked.point(category=code[:-1], subcategory=code, place=f"Emaljstigen {at}")
        for at, code in enumerate(kinds, 1)
    ]
    for point in points[:10]:
        asked.photo(point)
    ids = [asked.ticket(point) for point in points]
    with unit_of_work():
        rows = [row for one in ids if (row := by_key(Ticket, one)) is not None]
        sending.write_to_owner(world.tools, rows[0], rows, asked.now)
    (mail,) = leave(world.tools)
    text = mail.get_body(("plain",))
    assert text is not None
    found = re.search(r"/o/\S+", text.get_content())
    assert found is not None
    return found[0], ids


def states(ids: list[UUID]) -> list[S]:
    db.session.rollback()
    db.session.expire_all()
    found = [row.state for one in ids if (row := by_key(Ticket, one)) is not None]
    db.session.rollback()
    return found


@pytest.mark.parametrize("width", [390, 1440])
def test_twelve_points_are_answered_in_twenty_taps(
    width: int, mailed: tuple[str, list[UUID]], open_phone: OpenPhone
) -> None:
    path, ids = mailed
    page = open_phone(path, code=None, width=width)
    stranger = Stranger(page)
    stranger.acts += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text("12 punkter väntar på svar")
    assert (axe_findings(page), sideways(page)) == ([], 0)
    picture(page, f"owner-reply-twelve-{width}", full_page=True)

    stranger.tap(page.get_by_role("link", name=re.compile("^Alla 4")))
    stranger.text("Planerat")
    assert (axe_findings(page), sideways(page)) == ([], 0)
    picture(page, f"owner-reply-several-{width}", full_page=True)
    stranger.send()
    expect(page.get_by_text("4 svar är skickade.")).to_be_visible()
    stranger.tap(page.get_by_role("link", name=re.compile("^Alla 3")))
    stranger.text("Klart")
    stranger.send()
    stranger.tap(page.get_by_role("link", name=re.compile("^Alla 2")))
    stranger.text("Inte våra")
    stranger.pick("#whose", "gata-park")
    stranger.send()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 punkter väntar på svar")
    stranger.tap(page.get_by_role("link", name="Svara på en i taget"))
    stranger.text("Görs inte, därför …")
    stranger.tap(page.locator("[name=sentence-declined]").first)
    stranger.send()
    stranger.text("Kräver projekt")
    stranger.send()
    stranger.text("Utreds")
    page.locator("#answer_by").fill(page.locator("#answer_by").get_attribute("max") or "")
    stranger.acts += 1
    picture(page, f"owner-reply-last-{width}", full_page=True)
    stranger.send()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ni har svarat på era 12 punkter")
    assert axe_findings(page) == []
    picture(page, f"owner-reply-answered-{width}", full_page=True)
    assert states(ids) == STATES
    assert stranger.acts <= TAPS_MOST


def test_by_keyboard_the_order_is_that_of_the_page_and_enter_sends(
    mailed: tuple[str, list[UUID]], open_phone: OpenPhone
) -> None:
    path, ids = mailed
    page = open_phone(f"{path}?item={ids[0]}", code=None, width=1440)

    def tab_to(is_there: Callable[[Any], bool], most: int) -> int:
        for at in range(1, most + 1):
            page.keyboard.press("Tab")
            if is_there(
                page.evaluate("({name: document.activeElement.name, value: document.activeElement.value})")
            ):
                return at
        raise AssertionError(f"not reached in {most} tabs")

    tab_to(lambda found: found.get("name") == "ours", 8)
    tab_to(lambda found: found.get("name") == "act", 1)
    page.keyboard.press("Space")
    expect(page.locator("#preview-words")).to_contain_text("vecka")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Svaret är skickat.")).to_be_visible()
    expect(page.get_by_text("Punkt 2 av 12")).to_be_visible()
    assert states(ids)[:2] == [S.PLANNED, S.SENT]
