"""Several pages of one phone: one that sleeps keeps nobody waiting, and what one was told all obey."""

import time

from playwright.sync_api import Request, expect

from tests.browser.capture.phone import (
    everything_is_sent,
    is_ready,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.crash.phone.inside import KICK, acts, answers, inside, ours, photo_states, until
from tests.support.browser import Watch, on_sqlite_only

pytestmark = on_sqlite_only
SLEEP = "void navigator.locks.request('photos', () => new Promise(() => {})).catch(() => {})"


def test_f18_a_page_that_sleeps_over_its_pictures_is_followed_by_the_next(open_phone: OpenPhone) -> None:
    asleep = open_phone()
    is_ready(asleep)
    # As a page that was put to sleep in the middle of a picture: it has the line and never goes on.
    asleep.evaluate(SLEEP)
    page = asleep.context.new_page()
    page.clock.install()
    page.goto(asleep.url)
    is_ready(page)
    take_photo(page, "Belysning")
    assert photo_states(page) == ["raw"]

    page.clock.fast_forward(61_000)
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].photos[0].state !== 'raw';")
    [act] = acts(page)
    assert [one["id"] for one in act["body"]["photos"]] == [act["photos"][0]["id"]]


def test_f10_what_the_server_said_to_one_page_every_page_of_the_phone_obeys(
    open_phone: OpenPhone, watch: Watch
) -> None:
    watch.expect("status of 503")
    first = open_phone()
    is_ready(first)
    without_photo(first)
    with answers(first, "**/sync/hello*", {"status": 503, "headers": ours("4"), "json": {}}):
        save_without_photo(first, "Trafik")
        until(first, "return (await m('queue/standing.js')).standing.why === 'busy';")
        told = time.monotonic()
    first.close(run_before_unload=False)
    context = first.context
    asked: list[float] = []

    def note(request: Request) -> None:
        if "/sync/hello" in request.url:
            asked.append(time.monotonic())

    context.on("request", note)
    second = context.new_page()
    second.goto(first.url)
    is_ready(second)
    second.evaluate(KICK)
    everything_is_sent(second)
    assert asked[0] - told >= 4 - 0.5


def test_a_keyboard_goes_on_from_the_page_when_its_button_is_gone(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    save_without_photo(page, "Trafik")
    undo = page.locator("#toast").get_by_role("button", name="Ångra")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("Borttagen")
    expect(page.locator("#title")).to_be_focused()


def test_small_pictures_of_what_is_told_no_more_go(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].photos[0].state === 'ready';")
    inside(
        page,
        """const { keep, write } = await m("queue/database.js");
        const old = { id: "of-a-point-that-is-gone", bytes: new ArrayBuffer(8) };
        await write(["thumbs"], ({ thumbs }) => thumbs.put(old));
        await keep("receipts_at", 0);""",
    )
    page.evaluate(KICK)
    kept = "return (await m('queue/database.js')).keysOf('thumbs');"
    until(page, "return (await (await m('queue/database.js')).keysOf('thumbs')).length === 1;")
    assert inside(page, kept) == [acts(page)[0]["photos"][0]["id"]]
