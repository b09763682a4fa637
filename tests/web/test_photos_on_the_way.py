"""A point whose photos have not all come says so on both sides, in the same words, until it is whole."""

from uuid import UUID

from tests.browser.capture.phone import evening_photo
from tests.support.sync import Phone, manifest
from tests.support.world import World
from tests.web.desk_browser import at_desk

HALF = "1 av 2 bilder"


def test_one_of_two_photos_is_said_on_the_desk_and_told_to_the_phone_until_both_have_come(
    world: World,
) -> None:
    phone = Phone.in_walk(world)
    first, second = evening_photo(640, 480), evening_photo(480, 640)
    announced = [manifest(first), manifest(second)]
    op = phone.point(photos=announced, text="Lampan är trasig.")
    assert phone.do(op)["result"] == "applied"
    assert states(phone, op) == ["expected", "expected"]
    desk = at_desk(world, world.ann)
    walk_page, review_page = f"/walks/{world.walk_id}", f"/review/{world.walk_id}?point=01"
    assert "0 av 2 bilder" in desk.get(review_page).text
    assert "0 av 2 bilder" in desk.get(walk_page).text

    assert phone.upload(announced[0]["id"], first).get_json()["done"]
    assert states(phone, op) == ["stored", "expected"]
    assert HALF in desk.get(review_page).text
    assert HALF in desk.get(walk_page).text

    assert phone.upload(announced[1]["id"], second).get_json()["done"]
    assert states(phone, op) == ["stored", "stored"]
    assert HALF not in desk.get(review_page).text
    assert "Bilder på väg" not in desk.get(walk_page).text


def test_a_point_that_was_taken_back_waits_for_no_photo(world: World) -> None:
    phone = Phone.in_walk(world)
    op = phone.point(photos=[manifest(evening_photo(64, 48))])
    phone.do(op)
    desk = at_desk(world, world.ann)
    assert "Bilder på väg" in desk.get(f"/walks/{world.walk_id}").text

    phone.do(phone.op("observation.withdraw", {}, op["entity_id"]))

    assert "Bilder på väg" not in desk.get(f"/walks/{world.walk_id}").text


def states(phone: Phone, op: dict[str, object]) -> list[str]:
    found = phone.reads(UUID(str(op["entity_id"])))
    assert found is not None
    return [one["state"] for one in found["photos"]]
