"""An administrator draws an area with keys alone, moves a corner with the mouse, and saves what is seen."""

import re

from playwright.sync_api import Page, expect

from fieldapp.domain.corners import read_lines
from fieldapp.services import imports
from fieldapp.store import owners
from fieldapp.store.db import db
from tests.browser.conftest import OpenDesk
from tests.services.test_imports import TUNNEL, geojson
from tests.support.browser import axe_findings, on_sqlite_only, sideways
from tests.support.world import World

pytestmark = on_sqlite_only
CORNER = ".corner:not(.corner-between)"


def corners_of(page: Page) -> list[tuple[float, float]]:
    [ring] = read_lines(page.locator("textarea[name=corners]").input_value())
    return list(ring)


def test_an_area_is_drawn_by_keys_changed_by_mouse_and_saved(world: World, open_desk: OpenDesk) -> None:
    imports.import_areas(geojson(TUNNEL))
    page = open_desk(world.adam, "/settings/areas/new?lat=59.503&lon=17.743", width=390)
    page.get_by_role("button", name="Rita en yta").press("Enter")
    ground = page.locator(".map-ground")
    expect(ground).to_be_focused()
    for way in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        ground.press("Enter")
        ground.press(way)
        # The map glides: the next corner is set where it has come to rest.
        expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    expect(page.get_by_role("status").last).to_contain_text("3 hörn satta.")
    page.get_by_role("button", name="Ytan är klar").click()
    drawn = corners_of(page)
    assert len(drawn) == 3

    page.locator(CORNER).first.click()
    chosen = page.locator(".corner-chosen")
    chosen.press("Shift+ArrowUp")
    moved = corners_of(page)
    assert moved[0][0] > drawn[0][0] and moved[1:] == drawn[1:]
    chosen.press("PageDown")
    expect(page.get_by_role("button", name=re.compile("Hörn 2 av 3"))).to_be_focused()
    page.get_by_role("button", name="Nytt hörn efter").click()
    assert len(corners_of(page)) == 4
    page.get_by_role("button", name="Ta bort hörnet").click()
    page.get_by_role("button", name="Ångra").click()
    assert len(corners_of(page)) == 4

    box = page.locator(CORNER).nth(3).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y + 30, steps=4)
    page.mouse.up()
    seen = corners_of(page)
    assert seen[3][0] < moved[2][0] and seen[3][1] < moved[2][1]
    assert (axe_findings(page), sideways(page)) == ([], 0)

    page.get_by_label("Områdets namn").fill("Gården")
    page.get_by_label("Ansvarig").select_option(label="Bostadsbolaget")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("link", name="Gården")).to_be_visible()
    db.session.rollback()
    [stored] = [one.geometry for one in owners.all_areas() if one.name == "Gården"]
    assert [(lat, lon) for lon, lat in stored["coordinates"][0][:-1]] == seen
    expect(page.locator(".area-shape")).to_have_count(2)
    assert (axe_findings(page), sideways(page)) == ([], 0)
