"""What a crew reads of its own phone's troubles."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.crew import Shift
from tests.crash.phone.inside import inside
from tests.support.browser import on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World


@pytest.fixture
def shift(world: World, open_desk: OpenDesk, live: LiveServer) -> Shift:
    return Shift(world, open_desk, live.url)


@on_sqlite_only
@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ('{ trouble: "wiped" }', "Webbläsaren tömde sitt minne"),
        ('{ trouble: "outdated" }', "Ny version: ladda om."),
        ("{ isClockWrong: true }", "Det du gör sparas ändå"),
    ],
)
def test_f22_f29_a_crew_is_told_of_its_phones_troubles_too(shift: Shift, trouble: str, words: str) -> None:
    shift.ticket()
    page = shift.start()
    expect(page.locator("#notices")).to_be_empty()
    inside(page, f"(await m('queue/health.js')).report({trouble});")
    expect(page.locator("#notices [role=status]")).to_contain_text(words)
