"""What a screen reader says from joining to the answer, word by word, against what was read and approved."""

import difflib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from babel.dates import get_day_names, get_month_names
from playwright.sync_api import Page, Route, expect

from fieldapp.domain.ids import new_id
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Walk
from tests.browser.capture.phone import everything_is_sent, is_ready, points_on_server
from tests.browser.conftest import OpenPhone
from tests.support.answered import mend_lamp
from tests.support.browser import PICTURES, ROOT, on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only
READER = ROOT / "node_modules" / "@guidepup" / "virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
APPROVED = Path(__file__).parent / "approved"
#: A name of our own origin, because the page's policy allows no other.
ADDRESS = "/screen-reader-of-the-test.js"
#: Where scripts run, no reader meets the words for those without them.
START = f"""async (inside) => {{
  for (const one of document.querySelectorAll("noscript")) one.remove();
  window.reader ??= (await import({ADDRESS!r})).virtual;
  await window.reader.start({{ container: document.querySelector(inside) }});
}}"""
#: What a live region says meanwhile is heard too, but it is no place on the page.
READ_ALL = """async () => {
  const isPlace = (phrase) => !/^(polite|assertive): /.test(phrase);
  for (let step = 0; step < 400; step += 1) {
    await window.reader.next();
    const places = (await window.reader.spokenPhraseLog()).filter(isPlace);
    if (places.length > 1 && places.at(-1) === `end of ${places[0]}`) return;
  }
  throw new Error("the end of the page was not reached in 400 steps");
}"""
#: What is due to be said has been said when the page has drawn twice more.
SAID = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
)
STOP = """async () => {
  const log = await window.reader.spokenPhraseLog();
  await window.reader.stop();
  return log;
}"""


class Listener:
    """Somebody who hears the page: everything said is written down below the heading of its part."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[str] = []

    def reads(self, part: str, inside: str = "body") -> None:
        """The whole page, or what is inside an element, from top to bottom."""
        self.page.evaluate(START, inside)
        self.page.evaluate(READ_ALL)
        self._write(part)

    def begins(self) -> None:
        self.page.evaluate(START, "body")

    def ends(self, part: str) -> None:
        """What was said since `begins`."""
        self.page.evaluate(SAID)
        self._write(part)

    def _write(self, part: str) -> None:
        said: list[str] = self.page.evaluate(STOP)
        self.heard += [f"## {part}", *said, ""]


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_everything_from_joining_to_the_answer_is_said_as_approved(
    open_phone: OpenPhone, world: World, language: str
) -> None:
    release_a_point_of_another(world)
    page = open_phone("/j/BRUNNA", code=None, language=language, reduced_motion="reduce")
    page.context.route(f"**{ADDRESS}", hand_over)
    listener = Listener(page)

    listener.reads("join")
    page.locator("main form button").last.press("Enter")
    is_ready(page)
    expect(page.locator("#tabs b").nth(1)).to_have_text("1")
    expect(page.locator("#status")).to_contain_text("±6")
    listener.reads("the walk")
    note_without_photo(page, listener)
    agree(page, listener)
    read_the_answer(page, listener, world)

    is_as_approved(listener.heard, language)


def note_without_photo(page: Page, listener: Listener) -> None:
    listener.begins()
    page.locator("#switch input").first.focus()
    page.keyboard.press("ArrowRight")
    page.locator("button.tile").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()
    listener.ends("a point without photo, by keyboard")
    listener.reads("the message afterwards", "#toast")
    listener.reads("the kinds of points, without photo", "#tiles")
    everything_is_sent(page)


def agree(page: Page, listener: Listener) -> None:
    go_to(page, 2)
    expect(page.locator(".row")).to_have_count(2)
    listener.reads("the points of all: head", "header")
    listener.reads("the points of all", "main")
    listener.begins()
    page.locator(".agree").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".agree")).to_have_attribute("aria-pressed", "true")
    listener.ends("agreeing, by keyboard")
    expect(page.locator(".agree")).to_be_focused()
    everything_is_sent(page)


def read_the_answer(page: Page, listener: Listener, world: World) -> None:
    answer(world)
    go_to(page, 1)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("blockquote").wait_for()
    listener.reads("own points with the answer: head", "header")
    listener.reads("own points with the answer", "main")


def go_to(page: Page, tab: int) -> None:
    page.locator("#tabs a").nth(tab).press("Enter")
    page.locator("section[data-tab]:visible > *:visible").first.wait_for()
    # The page says its new heading by moving there; whoever listens after that hears it once.
    expect(page.locator("#title")).to_be_focused()


def hand_over(route: Route) -> None:
    route.fulfill(path=READER, content_type="text/javascript")


def release_a_point_of_another(world: World) -> None:
    other, now = world.add_phone(world.walk_id), world.tools.clock.now()
    with unit_of_work() as work:
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.last_point_number += 1
        work.add(
            Observation(
                id=new_id(),
                walk_id=walk.id,
                number=walk.last_point_number,
                participant_id=other.id,
                category="VAX",
                text="Buskarna skymmer gången",
                lang="sv",
                stop_id=world.stop_ids()[0],
                observed_at=now,
                received_at=now,
                released_at=now,
                rev=next_rev(),
            )
        )


def answer(world: World) -> None:
    """The streets' owner has mended what the phone saw."""
    [point] = [one for one in points_on_server(world) if one.category == "BEL"]
    mend_lamp(world, point.id, "BRU-2026-2-02", world.tools.clock.now() - timedelta(minutes=1))


def is_as_approved(heard: list[str], language: str) -> None:
    """Fail with what has changed; the new transcript lies below test-artifacts/, to be read and approved."""
    name = f"screen-reader.{language}.txt"
    now = [timeless(line, language) for line in heard]
    file = APPROVED / name
    approved = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if now == approved:
        return
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / name).write_text("\n".join(now) + "\n", encoding="utf-8")
    raise AssertionError("\n".join(difflib.unified_diff(approved, now, "approved", "now", lineterm="", n=1)))


def timeless(line: str, language: str) -> str:
    """The line with the words and figures of days and times made the same for every day."""
    names = [*get_day_names(locale=language).values(), *get_month_names(locale=language).values()]
    names += [f"{name}na" for name in names] + [f"{name}ta" for name in names]
    for name in sorted(set(names), key=len, reverse=True):
        line = re.sub(rf"\b{re.escape(name)}\b", "DAY", line, flags=re.IGNORECASE)
    line = re.sub(r"\d{1,2}[.:]\d{2}", "TIME", line)
    return re.sub(r"(?:DAY\s+)?\d{1,2}\.? DAY|DAY \d{1,2}", "DATE", line)
