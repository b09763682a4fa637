"""A point is three taps: the tile, the shutter, done; and its draft is on disk before the camera opens."""

from playwright.sync_api import expect

from fieldapp.photos.vault import Vault
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.photos import PhotoState
from tests.browser.capture.phone import (
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    queue_of,
    rows_of,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.support.browser import on_sqlite_only
from tests.support.world import World


def test_a_tile_a_picture_and_the_point_is_on_the_server(
    open_phone: OpenPhone, world: World, tools: Toolbox
) -> None:
    page = open_phone()
    is_ready(page)

    take_photo(page, "Belysning")
    expect(page.locator(".toast")).to_contain_text("±6 m")
    hold_is_over(page)
    page.reload()
    everything_is_sent(page)

    [point] = points_on_server(world)
    assert point.category == "BEL"
    assert point.accuracy_m == 6
    assert point.stop_id == world.stop_ids()[0]
    [photo] = photos.live_of_observations([point.id])
    assert photo.state is PhotoState.STORED
    assert max(photo.width or 0, photo.height or 0) <= 2016
    assert isinstance(tools.vault, Vault)
    assert not [one for one in queue_of(page) if one["state"] != "sent"]


@on_sqlite_only
def test_the_draft_is_kept_before_the_camera_opens(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)

    with page.expect_file_chooser():
        page.locator(".tile", has_text="Klotter").click()

    [draft] = rows_of(page, "drafts")
    assert draft["category"] == "KLO"
    assert draft["clicked"] is True
    assert draft["position"]


@on_sqlite_only
def test_a_finger_that_slides_away_leaves_nothing(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)

    page.locator(".tile", has_text="Klotter").dispatch_event("pointerdown", {"isPrimary": True})
    page.reload()
    is_ready(page)

    assert rows_of(page, "drafts") == []
    expect(page.locator("#drafts")).to_be_empty()


@on_sqlite_only
def test_without_a_picture_one_tap_is_enough_and_the_choice_is_remembered(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)

    save_without_photo(page, "Det här är bra")
    page.reload()
    is_ready(page)
    save_without_photo(page, "Trafik")

    everything_is_sent(page)
    assert [point.category for point in points_on_server(world)] == ["POS", "TRA"]


@on_sqlite_only
def test_a_cancelled_camera_leaves_a_draft_that_is_never_sent_by_itself(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)

    with page.expect_file_chooser():
        page.locator(".tile", has_text="Växtlighet").click()
    page.locator(".tile input").nth(2).dispatch_event("cancel")
    draft = page.get_by_role("group", name="Punkt utan bild")
    expect(draft).to_contain_text("Växtlighet")
    for verb in ("Spara utan bild", "Ta bilden", "Ta bort"):
        expect(draft.get_by_text(verb, exact=True)).to_be_visible()
    page.reload()
    is_ready(page)
    expect(draft).to_be_visible()
    assert points_on_server(world) == []

    draft.get_by_role("button", name="Spara utan bild").click()
    expect(draft).to_have_count(0)
    everything_is_sent(page)
    assert [point.category for point in points_on_server(world)] == ["VAX"]
