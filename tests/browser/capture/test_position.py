"""A place is never waited for: denied, coarse or moved by hand, the point says how sure it is."""

from playwright.sync_api import Geolocation, expect

from tests.browser.capture.phone import (
    everything_is_sent,
    is_ready,
    points_on_server,
    queue_of,
    save_without_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.support.browser import on_sqlite_only
from tests.support.world import World

COARSE = {"latitude": 59.5028, "longitude": 17.7431, "accuracy": 300}
EXACT: Geolocation = {"latitude": 59.5030, "longitude": 17.7433, "accuracy": 5}


@on_sqlite_only
def test_a_denied_position_is_said_and_the_point_is_saved_at_its_stop(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone(position=None)
    is_ready(page)
    expect(page.locator("#status")).to_contain_text("Läget är avstängt")
    without_photo(page)

    save_without_photo(page, "Belysning")

    expect(page.locator(".toast")).to_contain_text("Utan läge")
    everything_is_sent(page)
    [point] = points_on_server(world)
    assert (point.lat, point.stop_id) == (None, world.stop_ids()[0])


@on_sqlite_only
def test_a_coarse_position_gets_better_before_the_point_leaves(open_phone: OpenPhone, world: World) -> None:
    page = open_phone(position=COARSE)
    is_ready(page)
    expect(page.locator("#status")).to_contain_text("Ungefärligt läge, ±300 m")
    without_photo(page)
    save_without_photo(page, "Belysning")
    [act] = queue_of(page)
    assert act["tried"] is False

    page.context.set_geolocation(EXACT)

    everything_is_sent(page)
    [point] = points_on_server(world)
    assert (point.lat, point.lon, point.accuracy_m) == (59.503, 17.7433, 5)


@on_sqlite_only
def test_a_position_of_kilometres_is_none(open_phone: OpenPhone) -> None:
    page = open_phone(position={**COARSE, "accuracy": 3000})
    is_ready(page)

    expect(page.locator("#status")).to_contain_text("Inget säkert läge")


@on_sqlite_only
def test_the_place_is_moved_by_buttons_without_dragging(open_phone: OpenPhone, world: World) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    save_without_photo(page, "Belysning")

    page.get_by_role("button", name="Mer", exact=True).click()
    page.get_by_role("button", name="Flytta platsen").click()
    page.get_by_role("button", name="Norrut").click()
    page.get_by_role("button", name="Norrut").click()
    page.get_by_role("button", name="Västerut").click()
    expect(page.get_by_text("10 m norrut, 5 m västerut")).to_be_visible()
    page.get_by_role("button", name="Spara platsen").click()
    page.get_by_role("button", name="Klar").click()

    everything_is_sent(page)
    [point] = points_on_server(world)
    assert point.position_source == "pin"
    assert 8 < (float(point.lat or 0) - 59.5028) * 111_320 < 12
