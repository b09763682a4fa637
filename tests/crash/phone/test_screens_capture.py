"""What a person sees when the camera, the position or the picture fails: kind words, and nothing lost."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.capture.phone import (
    as_file,
    evening_photo,
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    queue_of,
    rows_of,
    save_without_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.photos import pictures
from tests.support.browser import BRUNNA_POSITION, Watch, on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only
KICK = "dispatchEvent(new Event('online'))"


def test_f20_a_page_killed_by_the_camera_offers_the_draft_with_category_and_position(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    expect(page.locator("#status")).to_contain_text("±6")
    with page.expect_file_chooser():
        page.locator(".tile", has_text="Växtlighet").click()
    drafted(page)
    again = page.context.new_page()
    page.close(run_before_unload=False)

    again.goto(page.url)
    is_ready(again)
    draft = again.locator(".draft")
    expect(draft).to_contain_text("Utkast · Växtlighet")
    expect(draft).to_contain_text("±6 m: ingen bild togs")
    again.locator("#tabs a", has_text="Mina").click()
    expect(again.locator(".point .chip", has_text="Utkast")).to_be_visible()
    again.get_by_role("link", name="Gör klart").click()
    with again.expect_file_chooser() as chooser:
        draft.get_by_text("Ta bilden", exact=True).click()
    chooser.value.set_files([as_file(evening_photo())])
    again.locator(".toast", has_text="Sparad · Växtlighet").wait_for()
    hold_is_over(again)
    again.evaluate(KICK)
    everything_is_sent(again)
    [point] = points_on_server(world)
    assert (point.category, point.position_source, round(point.accuracy_m or 0)) == ("VAX", "gps", 6)


def drafted(page: Page) -> None:
    """The draft is on disk, as it is before the camera opens."""
    for _ in range(100):
        if any(one.get("clicked") for one in rows_of(page, "drafts")):
            return
        page.wait_for_timeout(20)
    raise AssertionError("no draft was stored")


NO_PLACE = {
    "denied": (None, "Läget är avstängt"),
    "kilometres": ({**BRUNNA_POSITION, "accuracy": 3000}, "Inget säkert läge"),
    "coarse": ({**BRUNNA_POSITION, "accuracy": 250}, "Ungefärligt läge, ±250 m"),
}


@pytest.mark.parametrize("how", sorted(NO_PLACE))
def test_f30_a_position_that_fails_is_said_in_words_and_never_hinders_saving(
    open_phone: OpenPhone, world: World, how: str
) -> None:
    position, words = NO_PLACE[how]
    page = open_phone(position=position)
    is_ready(page)
    without_photo(page)
    expect(page.locator("#status")).to_contain_text(words)

    save_without_photo(page, "Belysning")

    if how != "coarse":
        expect(page.locator(".toast")).to_contain_text("Utan läge")
    hold_is_over(page)
    page.evaluate(KICK)
    everything_is_sent(page)
    [point] = points_on_server(world)
    assert point.stop_id == world.stop_ids()[0]
    assert (point.position_source == "gps") == (how == "coarse")


def test_f30_a_phone_that_finds_no_position_says_so_and_saves(
    open_phone: OpenPhone, live: LiveServer, world: World
) -> None:
    page = open_phone(None)
    tools = page.context.new_cdp_session(page)
    # Without values the browser answers that no position can be had.
    tools.send("Emulation.setGeolocationOverride", {})
    page.goto(live.url + "/walk")
    is_ready(page)
    without_photo(page)
    expect(page.locator("#status")).to_contain_text("Inget läge just nu")
    save_without_photo(page, "Belysning")
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1


def kinds() -> dict[str, tuple[bytes, str, str]]:
    """What a phone's gallery may give: the bytes, the file's name and the type that it claims."""
    upright = Image.new("RGB", (640, 480), (200, 30, 30))
    upright.paste((30, 30, 200), (320, 0, 640, 480))
    large = io.BytesIO()
    Image.effect_noise((800, 600), 60).resize((8000, 6000)).convert("RGB").save(large, "JPEG", quality=60)
    return {
        "another place in its EXIF": (
            pictures.encoded(upright, exif=pictures.exif(1, gps=True)),
            "a.jpg",
            "image/jpeg",
        ),
        "no EXIF": (pictures.encoded(upright), "b.jpg", "image/jpeg"),
        "turned, orientation 6": (pictures.encoded(upright, exif=pictures.exif(6)), "c.jpg", "image/jpeg"),
        "HEIC": (pictures.heic(upright), "d.heic", "image/heic"),
        "48 megapixels": (large.getvalue(), "e.jpg", "image/jpeg"),
    }


@pytest.mark.parametrize(
    "kind", ["another place in its EXIF", "no EXIF", "turned, orientation 6", "HEIC", "48 megapixels"]
)
def test_f31_the_place_is_the_phones_and_the_picture_is_never_black(
    open_phone: OpenPhone, world: World, kind: str
) -> None:
    data, name, claimed = kinds()[kind]
    page = open_phone()
    is_ready(page)
    expect(page.locator("#status")).to_contain_text("±6")
    choose(page, "Belysning", data, name, claimed)
    page.locator(".toast", has_text="Sparad · Belysning").wait_for()
    hold_is_over(page)
    page.evaluate(KICK)
    everything_is_sent(page)

    [point] = points_on_server(world)
    assert point.position_source == "gps"
    assert point.lat == pytest.approx(BRUNNA_POSITION["latitude"], abs=1e-4)
    shown = Image.open(io.BytesIO(stored_picture(page)))
    assert (shown.height > shown.width) == (kind == "turned, orientation 6")
    strongest = max(shown.convert("RGB").tobytes())
    assert strongest > 150, "red and blue are dark, black is darker"


def test_f31_a_file_of_no_bytes_is_refused_kindly_and_the_draft_stays(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)

    choose(page, "Belysning", b"", "empty.jpg", "image/jpeg")

    expect(page.get_by_text("Bilden gick inte att läsa. Ta den igen, eller spara utan bild.")).to_be_visible()
    expect(page.locator(".draft")).to_contain_text("Utkast · Belysning")
    assert queue_of(page) == []


def test_f31_a_pdf_that_is_called_a_picture_keeps_its_point_and_says_so(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("status of 422")
    page = open_phone()
    is_ready(page)
    choose(page, "Belysning", b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF", "bild.jpg", "image/jpeg")
    page.locator(".toast", has_text="Sparad · Belysning").wait_for()
    hold_is_over(page)
    page.evaluate(KICK)

    expect(page.locator("#status")).to_contain_text("1 behöver åtgärd")
    page.locator("#tabs a", has_text="Mina").click()
    stuck = page.get_by_role("region", name="Behöver åtgärd")
    expect(stuck).to_contain_text("Punkten finns hos oss utan bilden.")
    assert [point.category for point in points_on_server(world)] == ["BEL"]
    without_photo_is_whole(page)


def without_photo_is_whole(page: Page) -> None:
    page.get_by_role("button", name="Ta bort Belysning").click()
    page.get_by_role("dialog").get_by_role("button", name="Ta bort").click()
    expect(page.get_by_role("region", name="Behöver åtgärd")).to_have_count(0)
    expect(page.locator(".point .chip")).to_have_text("Vi har din punkt")


def choose(page: Page, tile: str, data: bytes, name: str, kind: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(".tile", has_text=tile).click()
    chooser.value.set_files([as_file(data, name, kind)])


def stored_picture(page: Page) -> bytes:
    """The picture as the server shows it to whoever took it."""
    [op] = queue_of(page)
    photos: Any = op["photos"]
    answer = page.request.get(f"{page.url.split('/walk')[0]}/photos/{photos[0]['id']}/large")
    assert answer.ok
    return answer.body()
