"""How the crew's page looks and is read: themes, languages, narrow phones, large text, keyboard, weight."""

import gzip
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fieldapp.photos.scenes import draw
from tests.browser.conftest import OpenDesk
from tests.browser.crew import Shift
from tests.support.browser import LOOKS, axe_findings, large_text, on_sqlite_only, picture, sideways
from tests.support.world import BRUNNA, World

pytestmark = on_sqlite_only
SHEETS = ("change-answer", "not-ours", "part", "season", "nothing", "no-photo", "note")
#: About forty metres of latitude in degrees.
FORTY_M = 0.00036


def scene(name: str) -> bytes:
    out = BytesIO()
    draw(name).save(out, "JPEG", quality=70)
    return out.getvalue()


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {name: scene(name) for name in ("bench", "bus_shelter", "bin", "dead_lamp")}


@pytest.fixture
def shift(world: World, open_desk: OpenDesk, pictures: dict[str, bytes]) -> Shift:
    """A day's work of four, and one that waits."""
    found = Shift(world, open_desk)
    today = world.tools.clock.now().date()
    rows: tuple[tuple[str, str, str, str, int, int, dict[str, Any]], ...] = (
        ("KOL", "KOL1", "bus_shelter", "Hagnäsvägen", 1, 0, {"title": "Glaskross, hållplats"}),
        (
            "MOB",
            "MOB1",
            "bench",
            "Nyckelbergsparken",
            8,
            0,
            {"title": "Trasig bänk", "needed": "två brädor 45 × 95, två meter"},
        ),
        ("REN", "REN2", "bin", "Emaljstigen", 16, 7, {"title": "Lös papperskorg"}),
        (
            "BEL",
            "BEL1",
            "dead_lamp",
            "Granhammarsvägen",
            19,
            13,
            {"hazard": "Två personer"},
        ),
    )
    for category, sub, photo, place, steps, days, columns in rows:
        found.ticket(
            category,
            sub,
            photo=pictures[photo],
            place=place,
            lat=BRUNNA[0] + steps * FORTY_M,
            columns={"due_on": today + timedelta(days=days), "urgency": "akut" if steps == 1 else "snart"}
            | columns,
        )
    return found


def open_ticket(page: Page, number: int = 1) -> None:
    page.locator(".ticket-card").nth(number).click()
    expect(page.locator(".ticket-title")).to_be_visible()
    expect(page.locator(".ticket-photos img").first).to_be_visible()


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_nothing_is_wrong_in_any_language_and_theme(shift: Shift, language: str, dark: bool) -> None:
    page = shift.start(language=language, dark=dark)
    expect(page.locator(".card-photo img")).to_have_count(4)
    name = f"crew-{language}-{'dark' if dark else 'light'}"
    assert axe_findings(page) == []
    assert sideways(page) == 0
    picture(page, f"{name}-list")
    open_ticket(page)
    assert axe_findings(page) == []
    assert sideways(page) == 0
    picture(page, f"{name}-ticket", full_page=True)
    for sheet in SHEETS:
        page.locator(f'[data-act="{sheet}"], [data-part="{sheet}"]').first.click()
        expect(page.locator("dialog[open]")).to_be_visible()
        assert axe_findings(page, "dialog[open]") == []
        assert sideways(page) == 0
        picture(page, f"{name}-sheet-{sheet}")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize(("width", "percent"), [(320, 100), (390, 200), (320, 200), (1440, 100)])
def test_nothing_is_wider_than_its_window(shift: Shift, width: int, percent: int) -> None:
    page = shift.start(width=width)
    large_text(page, percent)
    picture(page, f"crew-{width}-{percent}-list")
    assert sideways(page) == 0
    open_ticket(page)
    picture(page, f"crew-{width}-{percent}-ticket")
    assert sideways(page) == 0, too_wide(page)
    assert cut_off(page) == []
    page.locator('[data-act="part"]').click()
    assert sideways(page) == 0
    picture(page, f"crew-{width}-{percent}-sheet")


def too_wide(page: Page) -> list[str]:
    """What sticks out of the window."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
    )
    return found


def cut_off(page: Page) -> list[str]:
    """Words of buttons and cards that do not fit into them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, .card-words, h1, h2")]
          .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.textContent.trim())"""
    )
    return found


def test_buttons_are_made_for_gloves(shift: Shift) -> None:
    page = shift.start()
    heights = (
        "(all) => all.filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect().height)"
    )
    assert min(page.locator(".filters button, .ticket-card").evaluate_all(heights)) >= 64
    open_ticket(page)
    assert min(page.locator(".ticket-acts button, .where .button").evaluate_all(heights)) >= 48
    assert min(page.locator(".ways .button").evaluate_all(heights)) >= 64
    assert page.locator(".done-button").evaluate("(one) => one.getBoundingClientRect().height") >= 72


def test_the_list_is_ordered_by_need_then_way_and_by_kind(shift: Shift) -> None:
    page = shift.start()
    titles = page.locator(".card-title")
    expect(titles).to_have_text(
        ["Glaskross, hållplats", "Trasig bänk", "Lös papperskorg", "Trasig eller släckt lampa"]
    )
    expect(page.locator(".card-place").first).to_have_text("40\u00a0m · Hagnäsvägen")
    page.get_by_role("button", name="Sort").click()
    expect(page.get_by_role("heading", name="En av varje sort · 4")).to_be_visible()
    page.get_by_role("button", name="Rutt").click()
    expect(titles).to_have_text(
        ["1. Glaskross, hållplats", "2. Trasig bänk", "3. Lös papperskorg", "4. Trasig eller släckt lampa"]
    )
    expect(page.get_by_text("4 stopp härifrån")).to_be_visible()
    page.get_by_role("button", name="Nära").click()
    expect(page.get_by_role("heading", name="Närmast först · 4")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("button", name="Nära")).to_have_attribute("aria-pressed", "true")


def test_without_a_position_streets_order_the_list_and_nothing_is_asked(shift: Shift) -> None:
    page = shift.start(permissions=[], geolocation=None)
    expect(page.locator(".card-place").first).to_have_text("Hagnäsvägen")
    page.get_by_role("button", name="Nära").click()
    expect(page.get_by_text("Listan är ordnad efter gata.")).to_be_visible()


def test_a_keyboard_closes_a_ticket_without_a_photo(shift: Shift) -> None:
    page = shift.start()
    page.locator(".ticket-card").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-title")).to_be_focused()
    page.get_by_role("button", name="Klart, men utan bild").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Det var för mörkt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#heading")).to_be_focused()
    expect(page.locator(".card-state:visible")).to_contain_text("Klart")
    page.get_by_role("button", name="Ångra").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card-state:visible")).to_have_count(0)


def test_the_language_is_changed_in_one_tap_and_kept_without_coverage(shift: Shift, watch: Any) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = shift.start()
    page.get_by_role("button", name="Meny").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.context.set_offline(True)
    page.goto(f"{shift.url(page)}/crew")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".ticket-card")).to_have_count(4)


def test_a_shell_without_data_is_what_strangers_get(shift: Shift, open_desk: OpenDesk) -> None:
    page = open_desk(None, "/crew", width=390, height=844)
    expect(page.get_by_role("link", name="Logga in")).to_be_visible()
    assert "Nyckelbergsparken" not in page.content()
    assert axe_findings(page) == []
    page = open_desk(shift.world.ann, "/crew", width=390, height=844)
    expect(page.get_by_text("Den här sidan är för dem som åtgärdar.")).to_be_visible()


def test_the_page_is_light(shift: Shift) -> None:
    """What a phone fetches the first time to show its list, fonts and pictures apart; gzipped."""
    page = shift.start(is_measured=True)
    weights: dict[str, int] = {}
    for address in page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name).concat(location.href)"
    ):
        if not re.search(r"\.(js|css)$|/crew$", address):
            continue
        kind = "js" if address.endswith(".js") else "rest"
        weights[kind] = weights.get(kind, 0) + len(gzip.compress(page.request.get(address).body()))
    assert weights["js"] <= 36 * 1024, weights
    assert sum(weights.values()) <= 60 * 1024, weights
