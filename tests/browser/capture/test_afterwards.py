"""Afterwards, while it is still on the phone: take it back, paint it over, say more."""

from PIL import Image
from playwright.sync_api import expect

from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.photos import PhotoState
from tests.browser.capture.phone import (
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    queue_of,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.support.browser import Watch, on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only


def test_taken_back_within_the_hold_no_picture_leaves_the_phone(open_phone: OpenPhone, world: World) -> None:
    page = open_phone()
    is_ready(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)

    take_photo(page, "Belysning")
    page.get_by_role("button", name="Ångra", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("tagen")
    hold_is_over(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(page)

    assert sent == []
    assert [point.state.value for point in points_on_server(world)] in ([], ["withdrawn"])


def test_taken_back_offline_it_is_gone_without_a_trace(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    take_photo(page, "Belysning")

    page.locator("#tabs a", has_text="Mina").click()
    page.get_by_role("button", name="Ångra Belysning").click()

    expect(page.locator(".toast")).to_contain_text("Borttagen")
    assert queue_of(page) == []
    page.context.set_offline(False)
    everything_is_sent(page)
    assert points_on_server(world) == []


def test_what_is_painted_over_is_what_the_server_gets(
    open_phone: OpenPhone, world: World, tools: Toolbox
) -> None:
    page = open_phone()
    is_ready(page)
    take_photo(page, "Klotter")
    page.get_by_role("button", name="Mer", exact=True).click()
    page.get_by_role("button", name="Måla över").click()
    canvas = page.locator("canvas.easel")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    for row in range(8, 60, 8):
        page.mouse.move(box["x"] + 88, box["y"] + row)
        page.mouse.move(box["x"] + 8, box["y"] + row + 4)
    page.mouse.up()
    page.get_by_role("button", name="Klar").click()
    expect(page.get_by_role("button", name="Måla över")).to_be_visible()
    page.get_by_role("button", name="Klar").click()
    hold_is_over(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(page)

    [point] = points_on_server(world)
    stored = [one for one in photos.live_of_observations([point.id]) if one.state is PhotoState.STORED]
    [photo] = stored
    assert photo.large_key is not None
    picture = Image.open(tools.vault.path(photo.large_key))
    corner = picture.getpixel((40, 40))
    assert isinstance(corner, tuple)
    # The bright square that the camera saw is under solid paint.
    assert max(corner[:3]) < 200


def test_painting_by_keyboard_and_undo(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    take_photo(page, "Klotter")
    page.get_by_role("button", name="Mer", exact=True).click()
    page.get_by_role("button", name="Måla över").click()
    canvas = page.locator("canvas.easel")
    pixel = (
        "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data]"
    )
    before = canvas.evaluate(pixel)

    canvas.press("Space")
    painted = canvas.evaluate(pixel)
    page.get_by_role("button", name="Ångra").click()

    assert painted == [0x6E, 0x7D, 0x95, 255]
    assert canvas.evaluate(pixel) == before


def test_choice_words_and_urgency_reach_the_server(open_phone: OpenPhone, world: World) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    save_without_photo(page, "Belysning")
    page.get_by_role("button", name="Mer", exact=True).click()
    sheet = page.get_by_role("dialog")
    assert sheet.get_by_role("group", name="Vad gäller det?").get_by_role("radio").count() <= 5

    sheet.get_by_text("Trasig eller släckt lampa").click()
    sheet.get_by_label("Numret på stolpen").fill("bel 0417-3")
    sheet.get_by_label("Berätta mer").fill("Två lampor är släckta mitt i tunneln.")
    sheet.get_by_text("Känsligt, visa inte för andra").click()
    sheet.get_by_text("Förslag, hur bråttom").click()
    sheet.get_by_label("Ditt förslag").fill("Byt båda samtidigt.")
    sheet.get_by_text("Akut, farligt nu").click()
    expect(sheet.get_by_role("link", name="112")).to_be_visible()
    expect(sheet.get_by_role("link", name="08-000 00 00")).to_be_visible()
    sheet.get_by_text("Jag skriver åt någon annan").click()
    sheet.get_by_role("button", name="Klar").click()
    hold_is_over(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(page)

    [point] = points_on_server(world)
    assert (point.subcategory, point.asset) == ("BEL1", "BEL 0417-3")
    assert point.text == "Två lampor är släckta mitt i tunneln."
    assert point.suggestion == "Byt båda samtidigt."
    assert (point.severity, point.is_sensitive, point.for_other) == ("akut", True, True)


def test_a_picture_that_no_browser_reads_is_sent_as_it_is_and_the_refusal_is_explained(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("status of 422")
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning", b"not a picture at all, but stored all the same")
    hold_is_over(page)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#status")).to_contain_text("1 behöver åtgärd")
    page.locator("#tabs a", has_text="Mina").click()
    expect(page.get_by_text("Punkten finns hos oss utan bilden.")).to_be_visible()
    assert len(points_on_server(world)) == 1
    page.locator(".stuck").get_by_role("button", name="Ta bort").click()
    page.get_by_role("dialog").get_by_role("button", name="Ta bort").click()
    expect(page.locator(".stuck")).to_have_count(0)
