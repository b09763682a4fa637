"""The map on phones: drawn without coverage, tapped, read by all; a grid does it where there is none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from fieldapp.app import create_app
from fieldapp.store.db import db
from tests.browser.capture.phone import (
    everything_is_sent,
    is_ready,
    points_on_server,
    save_without_photo,
)
from tests.browser.conftest import OpenDesk, OpenPhone
from tests.browser.crew import Shift
from tests.conftest import settings_for
from tests.maps.conftest import town_tile, write_archive
from tests.support.answered import jpeg
from tests.support.browser import (
    BRUNNA_POSITION,
    LOOKS,
    Watch,
    axe_findings,
    on_sqlite_only,
    picture,
    sideways,
)
from tests.support.clock import RunningClock
from tests.support.world import World

pytestmark = on_sqlite_only
OFFLINE = "ERR_INTERNET_DISCONNECTED"
#: Ground, road, park and water at least: a map that was not drawn has one colour or none.
COLOURS_MIN_COUNT = 4
_COLOURS = """() => {
  const found = new Set();
  for (const canvas of document.querySelectorAll(".map-ground canvas")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4 * 97) {
      if (data[at + 3] === 255) found.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    }
  }
  return found.size;
}"""


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("map") / "town.pmtiles", town_tile(with_names=True))


@pytest.fixture
def basemap(archive: Path) -> Path | None:
    """The municipality's map; `parametrize("basemap", [None])` for one without."""
    return archive


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: RunningClock, basemap: Path | None) -> Iterator[Flask]:
    more = {"FIELDAPP_BASEMAP": str(basemap)} if basemap else {}
    app = create_app(settings_for(tmp_path / "data", database_url, **more), clock)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def open_place(page: Page, tile: str = "Belysning") -> Locator:
    """Save a point, and open the sheet that moves it."""
    save_without_photo(page, tile)
    page.locator(".toast button").last.click()
    page.locator(".after-top button").last.click()
    return page.locator("dialog").last


def close_sheets(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def is_drawn(page: Page) -> None:
    page.wait_for_function(f"() => ({_COLOURS})() >= {COLOURS_MIN_COUNT}")


def start(open_phone: OpenPhone, **how: Any) -> Page:
    page = open_phone(**how)
    is_ready(page)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.locator("#switch label").nth(1).click()
    page.locator("button.tile").first.wait_for()
    return page


def middle(box: Locator) -> tuple[float, float]:
    found = box.bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def test_the_map_is_drawn_without_coverage_after_it_was_shown_once(
    open_phone: OpenPhone, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = start(open_phone)
    open_place(page)
    is_drawn(page)
    close_sheets(page)
    asked = [one for one in watch.requests if "/map/" in one]
    page.context.set_offline(True)
    page.reload()
    is_ready(page)

    sheet = open_place(page, "Klotter")

    is_drawn(page)
    expect(sheet.locator(".map-credit")).to_have_text("© OpenStreetMap contributors")
    assert len(asked) == 1
    assert [one for one in watch.requests if "/map/" in one] == asked


def test_the_map_is_not_fetched_before_somebody_moves_a_place(open_phone: OpenPhone, watch: Watch) -> None:
    page = start(open_phone)

    save_without_photo(page, "Belysning")
    everything_is_sent(page)

    assert [one for one in watch.requests if "/map/" in one or "leaflet" in one] == []


def test_a_phone_that_never_had_the_map_gets_the_grid_and_is_told(
    open_phone: OpenPhone, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = start(open_phone)
    page.context.set_offline(True)

    sheet = open_place(page)

    expect(sheet.get_by_text("Kartan kommer när telefonen har täckning.")).to_be_visible()
    sheet.get_by_role("button", name="Norrut").click()
    expect(sheet.get_by_text("5 m norrut")).to_be_visible()


def test_a_tap_on_the_map_moves_the_pin_there(open_phone: OpenPhone, world: World) -> None:
    page = start(open_phone)
    sheet = open_place(page)
    is_drawn(page)
    x, y = middle(sheet.locator(".map-ground"))
    pin_x, _ = middle(sheet.locator(".map-pin"))
    assert abs(pin_x - x) < 3

    page.touchscreen.tap(x + 40, y - 60)

    expect(sheet.locator(".place-said")).to_contain_text("m norrut")
    expect(sheet.locator(".place-said")).to_contain_text("m österut")
    assert abs(middle(sheet.locator(".map-pin"))[0] - (x + 40)) < 3
    sheet.get_by_role("button", name="Spara platsen").click()
    page.get_by_role("button", name="Klar").click()
    everything_is_sent(page)
    [point] = points_on_server(world)
    assert point.position_source == "pin"
    assert 5 < (float(point.lat or 0) - BRUNNA_POSITION["latitude"]) * 111_320 < 60
    assert float(point.lon or 0) > BRUNNA_POSITION["longitude"]


def test_the_arrows_move_the_pin_and_the_map_follows(open_phone: OpenPhone) -> None:
    page = start(open_phone)
    sheet = open_place(page)
    is_drawn(page)
    pin = sheet.locator(".map-pin")
    x, y = middle(pin)
    sheet.get_by_text("20 m", exact=True).click()

    sheet.get_by_role("button", name="Norrut").click()
    expect(sheet.locator(".place-said")).to_have_text("20 m norrut")
    assert middle(pin)[1] < y - 10 and abs(middle(pin)[0] - x) < 3
    for _ in range(20):
        sheet.get_by_role("button", name="Västerut").click()

    expect(sheet.locator(".place-said")).to_have_text("20 m norrut, 400 m västerut")
    ground, mark = sheet.locator(".map-ground").bounding_box(), pin.bounding_box()
    assert ground is not None and mark is not None
    assert ground["x"] <= mark["x"] and mark["x"] + mark["width"] <= ground["x"] + ground["width"]


def test_the_ring_is_as_wide_as_the_phone_was_unsure(open_phone: OpenPhone) -> None:
    widths = {}
    for accuracy in (10, 40):
        page = start(open_phone, position={**BRUNNA_POSITION, "accuracy": accuracy})
        sheet = open_place(page)
        is_drawn(page)
        # How many metres a pixel is: the pin's own step of twenty metres tells.
        before = middle(sheet.locator(".map-pin"))[0]
        sheet.get_by_text("20 m", exact=True).click()
        sheet.get_by_role("button", name="Österut").click()
        step = middle(sheet.locator(".map-pin"))[0] - before
        ring = sheet.locator(".map-ring").bounding_box()
        assert ring is not None
        widths[accuracy] = ring["width"] / step * 20 / 2

    assert 9 < widths[10] < 13 and 37 < widths[40] < 44


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_axe_finds_nothing_on_the_map_and_its_buttons_have_names(
    open_phone: OpenPhone, language: str, dark: bool
) -> None:
    page = start(open_phone, path=f"/walk?lang={language}", language=language, dark=dark)
    page.locator("button.tile").nth(1).click()
    page.locator(".toast button").last.click()
    page.locator(".after-top button").last.click()
    is_drawn(page)

    assert axe_findings(page) == []
    assert sideways(page) == 0
    names = {"sv": "Zooma in", "fi": "Lähennä", "en": "Zoom in"}
    button = page.get_by_role("button", name=names[language])
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 44
    picture(page, f"map-place-{language}-{'dark' if dark else 'light'}")


def test_the_map_takes_the_night_s_colours_when_the_phone_does(open_phone: OpenPhone) -> None:
    page = start(open_phone)
    open_place(page)
    is_drawn(page)
    day = brightness(page)

    page.emulate_media(color_scheme="dark")

    page.wait_for_function(f"(max) => ({_BRIGHTNESS})() < max", arg=day / 2)


_BRIGHTNESS = """() => {
  const canvas = document.querySelector(".map-ground canvas");
  if (!canvas) return 999;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0, count = 0;
  for (let at = 0; at < data.length; at += 4 * 101) if (data[at + 3] === 255) { sum += data[at]; count += 1; }
  return count ? sum / count : 999;
}"""


def brightness(page: Page) -> float:
    return float(page.evaluate(_BRIGHTNESS))


def test_the_map_is_reached_and_moved_by_keyboard(open_phone: OpenPhone) -> None:
    page = start(open_phone)
    sheet = open_place(page)
    is_drawn(page)
    pin = sheet.locator(".map-pin")
    x, _ = middle(pin)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(sheet.get_by_role("application")).to_be_focused()
    page.keyboard.press("ArrowRight")

    page.wait_for_function(
        "(x) => document.querySelector('.map-pin').getBoundingClientRect().x + 17 < x - 20", arg=x
    )
    page.keyboard.press("Tab")
    expect(sheet.get_by_role("button", name="Zooma in")).to_be_focused()


@pytest.mark.parametrize("basemap", [None])
def test_without_a_basemap_the_grid_does_the_same_and_nothing_more_is_fetched(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    page = start(open_phone)
    sheet = open_place(page)
    expect(sheet.get_by_text("Mellan linjerna är det 10 m. Norr är uppåt.")).to_be_visible()
    grid = sheet.locator(".place-grid svg")
    box = grid.bounding_box()
    assert box is not None

    # The drawing is ninety metres wide: a third of the way from the middle to the edge.
    page.touchscreen.tap(box["x"] + box["width"] * 2 / 3, box["y"] + box["height"] / 2)
    expect(sheet.locator(".place-said")).to_have_text("15 m österut")
    sheet.get_by_role("button", name="Västerut").click()
    expect(sheet.locator(".place-said")).to_have_text("10 m österut")
    assert axe_findings(page) == []
    sheet.get_by_role("button", name="Spara platsen").click()
    page.get_by_role("button", name="Klar").click()

    everything_is_sent(page)
    [point] = points_on_server(world)
    assert point.position_source == "pin"
    assert [one for one in watch.requests if "/map/" in one or "leaflet" in one] == []


_KEPT = """async () => {
  const cache = (await caches.has("fieldapp-map")) && (await caches.open("fieldapp-map"));
  return cache && (await cache.keys()).length;
}"""


@pytest.fixture
def shift(world: World, open_desk: OpenDesk) -> Shift:
    return Shift(world, open_desk)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_crew_sees_where_the_ticket_is_also_without_coverage(
    shift: Shift, watch: Watch, dark: bool
) -> None:
    watch.expect(OFFLINE)
    first = shift.ticket(photo=jpeg())
    second = shift.ticket(photo=jpeg("teal"))
    page = shift.open(first, dark=dark)
    is_drawn(page)
    expect(page.get_by_role("application", name="Karta över platsen")).to_be_visible()
    assert axe_findings(page) == []
    page.locator(".ticket-place").scroll_into_view_if_needed()
    picture(page, f"map-ticket-{'dark' if dark else 'light'}")
    page.context.set_offline(True)
    page.goto(page.url.replace(str(first), str(second)))

    is_drawn(page)

    expect(page.locator(".map-pin")).to_have_count(1)
    assert len([one for one in watch.requests if "/map/" in one]) == 1


def test_a_crew_has_the_map_before_any_ticket_was_opened(shift: Shift, watch: Watch) -> None:
    watch.expect(OFFLINE)
    ticket = shift.ticket(photo=jpeg())
    page = shift.start()
    page.wait_for_function(_KEPT)
    page.wait_for_function("() => window.protomapsL")
    page.context.set_offline(True)
    page.locator(f'a[href="/crew/{ticket}"]').click()

    is_drawn(page)


@pytest.mark.parametrize("basemap", [None])
def test_without_a_basemap_a_ticket_has_its_coordinates(shift: Shift) -> None:
    page = shift.open(shift.ticket(photo=jpeg()))

    expect(page.locator(".ticket-place")).to_contain_text("59.50")
    expect(page.locator(".ticket-map")).to_be_hidden()
