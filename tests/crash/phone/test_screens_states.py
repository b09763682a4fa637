"""What a phone says of its queue: how many wait and why, where each point stands, what needs an act."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.capture.phone import (
    evening_photo,
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.crash.phone.inside import change_acts, inside
from tests.support.browser import Watch, on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only
KICK = "dispatchEvent(new Event('online'))"
DAY_MS = 24 * 3600_000


def busy(route: Route) -> None:
    route.fulfill(status=503, headers={"Retry-After": "600", "X-Fieldapp": "1"}, json={})


def hotel(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<p>Välkommen till hotellet</p>")


def too_new(route: Route) -> None:
    data = {"server_now": 0, "actor": None, "walk": None, "proto_min": 99, "proto_max": 99, "release": "x"}
    route.fulfill(status=200, headers={"X-Fieldapp": "1"}, json=data)


WAITS = {
    "server": (busy, r"Väntar på servern, försöker igen kl\. \d\d\.\d\d", "vår server hinner inte just nu"),
    "another network": (hotel, "1 väntar på täckning", "Nätet svarar med en egen sida."),
    "too old": (too_new, "1 väntar, ladda om sidan", "Sidan är för gammal för att skicka."),
}


@pytest.mark.parametrize("why", sorted(WAITS))
def test_f10_f11_the_status_line_says_why_it_waits_and_the_sheet_what_that_means(
    open_phone: OpenPhone, watch: Watch, why: str
) -> None:
    answer, line, meaning = WAITS[why]
    watch.expect("status of 503")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.route("**/sync/**", answer)
    save_without_photo(page, "Belysning")
    page.evaluate(KICK)

    expect(page.locator("#status")).to_contain_text(re.compile(line))
    page.locator("#status").click()
    sheet = page.get_by_role("dialog", name="Läge och sändning")
    expect(sheet).to_contain_text(meaning)
    expect(sheet.get_by_role("button", name="Skicka nu")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")


def test_each_own_point_says_where_it_stands(open_phone: OpenPhone, world: World, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page = open_phone()
    is_ready(page)
    page.context.route("**/sync/photos/**", lambda route: route.abort())
    take_photo(page, "Klotter", evening_photo(640, 480))
    hold_is_over(page)
    page.evaluate(KICK)
    page.locator("#tabs a", has_text="Mina").click()
    chip = page.locator(".point .chip")
    expect(chip).to_have_text("Mottagen, 0 av 1 bild")

    page.context.unroute("**/sync/photos/**")
    page.evaluate(KICK)
    expect(chip).to_have_text("Vi har din punkt")

    page.context.set_offline(True)
    page.locator("#tabs a", has_text="Logga").click()
    without_photo(page)
    save_without_photo(page, "Växtlighet")
    page.locator("#tabs a", has_text="Mina").click()
    expect(chip).to_have_text(["Sparad på telefonen", "Vi har din punkt"])
    expect(page.locator(".why")).to_have_text("1 väntar på täckning")


def test_one_of_two_pictures_is_said_until_both_have_come(open_phone: OpenPhone, watch: Watch) -> None:
    watch.expect("ERR_FAILED")
    page = open_phone()
    is_ready(page)
    take_photo(page, "Klotter", evening_photo(640, 480))
    hold_is_over(page)
    page.evaluate(KICK)
    everything_is_sent(page)
    page.context.route("**/sync/photos/**", lambda route: route.abort())
    # A second picture of the same point, as the sheet afterwards adds it.
    inside(page, SECOND_PICTURE)
    page.locator("#tabs a", has_text="Mina").click()
    chip = page.locator(".point .chip")
    expect(chip).to_have_text("Mottagen, 1 av 2 bilder")

    page.context.unroute("**/sync/photos/**")
    page.evaluate(KICK)
    expect(chip).to_have_text("Vi har din punkt")


SECOND_PICTURE = """
  const { acts, add, makeAct } = await m("queue/outbox.js");
  const { newId } = await m("lib/ids.js");
  const { finishPhotos } = await m("capture/photo.js");
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  canvas.getContext("2d").fillRect(0, 0, 32, 48);
  const bytes = await (await new Promise((done) => canvas.toBlob(done, "image/jpeg"))).arrayBuffer();
  const photo = { id: newId(), bytes, type: "image/jpeg" };
  await add(makeAct("photo.add", (await acts())[0].entity, {}, { photos: [photo] }), [photo]);
  await finishPhotos();
"""


def test_work_that_is_older_than_a_day_is_warned_of(open_phone: OpenPhone, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.set_offline(True)
    save_without_photo(page, "Belysning")
    change_acts(page, f"op.at -= {DAY_MS + 60_000};")
    page.reload()
    is_ready(page)

    expect(page.locator("#status")).to_contain_text("1 väntar sedan")
    expect(page.locator("#notices")).to_contain_text("Öppna sidan där det finns täckning")


def test_f15_a_refused_point_is_edited_in_the_same_fields_and_sent_again(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED|status of 4")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.set_offline(True)
    save_without_photo(page, "Belysning")
    change_acts(page, "op.body.payload.text = 'å'.repeat(5000);")
    save_without_photo(page, "Klotter")
    page.context.set_offline(False)
    page.evaluate(KICK)
    page.locator("#tabs a", has_text="Mina").click()

    list_ = page.get_by_role("region", name="Behöver åtgärd")
    expect(list_).to_contain_text("Belysning")
    expect(list_).to_contain_text("Orden är för långa eller går inte att läsa.")
    expect(page.locator("#status")).to_contain_text("1 behöver åtgärd")
    wait_for_points(page, world, ["KLO"])
    list_.get_by_role("button", name="Ändra Belysning").click()
    page.get_by_label("Berätta mer").fill("Lampan är trasig.")
    page.get_by_role("dialog").get_by_role("button", name="Skicka igen").click()
    expect(list_).to_have_count(0)
    page.evaluate(KICK)
    everything_is_sent(page)
    assert {point.category: point.text for point in points_on_server(world)}["BEL"] == "Lampan är trasig."


def wait_for_points(page: Page, world: World, categories: list[str]) -> None:
    for _ in range(100):
        found = [point.category for point in points_on_server(world)]
        if found == categories:
            return
        page.wait_for_timeout(50)
    raise AssertionError(found)


def report(page: Page, changes: str) -> None:
    """What the queue says of the phone's health when it finds it."""
    inside(page, f"(await m('queue/health.js')).report({changes});")


TROUBLES = {
    '{ trouble: "full" }': "Telefonen är full. Orden sparas alltid, men kanske inte bilderna.",
    '{ trouble: "full", freedMap: true }': "så kartan togs bort för att ge plats åt dina punkter",
    '{ trouble: "wiped" }': "Webbläsaren tömde sitt minne medan sidan var öppen.",
    '{ trouble: "outdated" }': "Ny version: ladda om. Allt du har sparat finns kvar.",
    "{ isClockWrong: true }": "Telefonens klocka verkar fel. Punkterna sparas ändå",
}


@pytest.mark.parametrize("trouble", sorted(TROUBLES))
def test_f21_f22_f29_each_trouble_of_a_phone_is_one_sentence_with_what_to_do(
    open_phone: OpenPhone, trouble: str
) -> None:
    page = open_phone()
    is_ready(page)

    report(page, trouble)

    notice = page.locator("#notices [role=status]", has_text=TROUBLES[trouble])
    expect(notice).to_be_visible()
    expect(notice.locator("button")).to_have_count(0)


def test_f29_a_wrong_clock_is_said_once(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    report(page, "{ isClockWrong: true }")
    expect(page.locator("#notices")).to_contain_text("klocka")
    page.reload()
    is_ready(page)

    report(page, "{ isClockWrong: true }")
    report(page, '{ trouble: "wiped" }')

    expect(page.locator("#notices")).to_contain_text("tömde sitt minne")
    expect(page.locator("#notices")).not_to_contain_text("klocka")


def test_a_new_version_is_not_offered_while_a_draft_is_open(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    with page.expect_file_chooser():
        page.locator(".tile", has_text="Belysning").click()
    page.locator(".tile input").nth(1).dispatch_event("cancel")
    expect(page.locator(".draft")).to_be_visible()

    report(page, '{ trouble: "outdated" }')
    report(page, "{ isClockWrong: true }")

    expect(page.locator("#notices")).to_contain_text("klocka")
    expect(page.locator("#notices")).not_to_contain_text("Ny version")
