"""A phone without room: the words and a small picture stay."""

from playwright.sync_api import expect

from tests.browser.capture.phone import (
    as_file,
    hold_is_over,
    is_ready,
    points_on_server,
    rows_of,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.crash.phone.inside import KICK, acts, bytes_kept, health, noisy_photo, photo_states, until
from tests.support.browser import on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only
#: From this many bytes on, what is stored does not fit.
NO_ROOM = """(limit) => {
  const real = IDBObjectStore.prototype.put;
  window.isFull = true;
  IDBObjectStore.prototype.put = function (row, ...key) {
    const isLarge = (row.bytes?.byteLength ?? 0) > limit;
    if (window.isFull && isLarge) throw new DOMException("full", "QuotaExceededError");
    return real.call(this, row, ...key);
  };
}"""


NO_ROOM_FOR_ACTS = """() => {
  const real = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "ops") throw new DOMException("full", "QuotaExceededError");
    return real.apply(this, given);
  };
}"""


def test_f21_a_full_phone_keeps_the_words_and_a_small_picture_and_says_so(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    page.evaluate(NO_ROOM, 200_000)

    with page.expect_file_chooser() as chooser:
        page.locator(".tile", has_text="Belysning").click()
    chooser.value.set_files([as_file(noisy_photo(1600, 1200))])
    until(page, "return (await (await m('queue/outbox.js')).acts()).length === 1;")

    [act] = acts(page)
    assert (act["photo_left"], act["body"]["photos"], photo_states(page)) == ("full", [], ["lost"])
    assert (bytes_kept(page), rows_of(page, "drafts")) == (0, [])
    assert [row["id"] for row in rows_of(page, "thumbs")] == [act["photos"][0]["id"]]
    assert health(page)["trouble"] == "full"
    hold_is_over(page)
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].state === 'sent';")
    assert len(points_on_server(world)) == 1


def test_f21_where_not_even_the_words_fit_nobody_says_that_they_are_saved(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.evaluate(NO_ROOM_FOR_ACTS)
    page.locator("button.tile", has_text="Belysning").click()

    notices = page.locator("#notices")
    expect(notices).to_contain_text("Telefonen är full, så punkten är inte sparad.")
    expect(notices).not_to_contain_text("Orden är sparade")
    expect(page.locator("#said")).to_be_empty()
    assert acts(page) == []
