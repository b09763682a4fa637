"""Everybody can: by keyboard, with large text, on the smallest phone, in every language and theme."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.capture.phone import is_ready, queue_of, save_without_photo, without_photo
from tests.browser.conftest import OpenPhone
from tests.support.browser import LOOKS, axe_findings, large_text, on_sqlite_only, sideways

pytestmark = on_sqlite_only
TABS = ("#mina", "#alla", "#trygghet", "#logga")


def settled(page: Page) -> None:
    page.wait_for_function("!document.querySelector('#opening:not([hidden])')")
    page.wait_for_timeout(200)


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_axe_finds_nothing_on_any_tab_or_sheet(open_phone: OpenPhone, language: str, dark: bool) -> None:
    page = open_phone(f"/walk?lang={language}", language=language, dark=dark)
    is_ready(page)
    page.locator("#switch label").nth(1).click()
    page.locator("button.tile").nth(1).click()
    found = {"toast": axe_findings(page)}
    page.locator(".toast button").last.click()
    page.get_by_role("dialog").locator("summary").click()
    found["after"] = axe_findings(page)
    page.get_by_role("dialog").locator(".after-top button").last.click()
    found["place"] = axe_findings(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    for opener in ("#menu-button", "#status"):
        page.locator(opener).click()
        page.get_by_role("dialog").wait_for()
        found[opener] = axe_findings(page)
        page.keyboard.press("Escape")
    for tab in TABS:
        page.locator(f"#tabs a[href='{tab}']").click()
        settled(page)
        found[tab] = axe_findings(page)

    assert {name: one for name, one in found.items() if one} == {}


def test_a_stranger_gets_a_field_for_the_code(open_phone: OpenPhone) -> None:
    page = open_phone(code=None)

    page.get_by_label("Vandringens kod").fill("brunna")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Visa vandringen").click()

    expect(page).to_have_url(re.compile(r"/j/BRUNNA$"))


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 664), (390, 844), (1440, 900)])
def test_nothing_scrolls_sideways(open_phone: OpenPhone, width: int, height: int) -> None:
    page = open_phone(width=width, height=height)
    is_ready(page)

    for tab in TABS:
        page.locator(f"#tabs a[href='{tab}']").click()
        settled(page)
        assert sideways(page) == 0, tab


def test_seven_tiles_of_72_fit_a_short_phone_without_scrolling(open_phone: OpenPhone) -> None:
    page = open_phone(height=664)
    is_ready(page)

    boxes = [box for tile in page.locator(".tile:visible").all() if (box := tile.bounding_box())]

    assert len(boxes) == 7
    assert min(box["height"] for box in boxes) >= 72
    bar = page.locator("#tabs").bounding_box()
    controls = page.locator(".controls").bounding_box()
    assert bar is not None and controls is not None
    assert controls["y"] + controls["height"] <= bar["y"]


@pytest.mark.parametrize("width", [320, 390])
def test_at_200_percent_text_there_is_one_column_and_nothing_is_cut(
    open_phone: OpenPhone, width: int
) -> None:
    page = open_phone(width=width)
    is_ready(page)
    large_text(page, 200)

    for tab in TABS:
        page.locator(f"#tabs a[href='{tab}']").click()
        settled(page)
        assert sideways(page) == 0, tab
    page.locator("#menu-button").click()
    sheet = page.get_by_role("dialog")
    assert sheet.evaluate("sheet => sheet.scrollWidth - sheet.clientWidth") == 0
    page.keyboard.press("Escape")
    lefts = {round(box["x"]) for tile in page.locator(".tile:visible").all() if (box := tile.bounding_box())}
    assert len(lefts) == 1
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.tile span, .tabs span, .switch span, h1, h2, .line span')]
          .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
          .map((one) => one.textContent)"""
    )
    assert cut == []


def test_a_point_takes_at_most_six_keys(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.reload()
    is_ready(page)
    settled(page)

    keys = 0
    for key in ("Tab", "Enter", "Tab", "Tab"):
        page.keyboard.press(key)
        keys += 1
    expect(page.locator("button.tile", has_text="Belysning")).to_be_focused()
    page.keyboard.press("Enter")
    keys += 1

    page.locator(".toast", has_text="Sparad · Belysning").wait_for()
    assert keys <= 6
    assert len(queue_of(page)) == 1


def test_the_keyboard_opens_the_camera_too_and_the_draft_comes_first(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    settled(page)

    with page.expect_file_chooser():
        for key in ("Tab", "Enter", "Tab", "Tab", "Enter"):
            page.keyboard.press(key)


def test_a_saved_point_is_said_politely_and_the_focus_stays(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)

    save_without_photo(page, "Belysning")

    said = page.locator("#said")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_contain_text("Sparad · Belysning")
    # What can be done about it is found beside it, not read out with it.
    expect(said.locator("button")).to_have_count(0)
    expect(page.locator("#toast button")).to_have_text(["Ångra", "Mer"])
    expect(page.locator("button.tile", has_text="Belysning")).to_be_focused()
