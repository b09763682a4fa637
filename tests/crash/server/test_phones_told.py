"""What phones tell of themselves, and what one phone may send: told at the desk, bounded per phone."""

from datetime import timedelta

import pytest

from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import unsent, walk_running
from fieldapp.services.capture import allowance
from fieldapp.services.unsent import Unsent
from fieldapp.store.db import db
from tests.crash.server.queue_files import PICTURE
from tests.support.clock import HeldClock
from tests.support.sync import Op, Phone, manifest
from tests.support.world import World

WAITING = "X-Fieldapp-Waiting"


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.in_walk(world)


def tell(phone: Phone, waiting: str, proto: int = 1) -> int:
    """One point sent, and how much else waits."""
    body = phone.batch(phone.point(), proto=proto)
    answer = phone.request("POST", "/sync/ops", json=body, headers={WAITING: waiting})
    return answer.status_code


def of_walk(world: World) -> Unsent:
    db.session.rollback()
    db.session.expire_all()
    return unsent.of_walk(world.tools, world.walk_id)


def test_the_walks_page_says_how_much_waits_on_how_many_phones_and_never_whose(
    world: World, phone: Phone, clock: HeldClock
) -> None:
    first_heard = clock.now()
    assert tell(phone, "12") == 200
    clock.pass_time(minutes=20)
    assert tell(Phone.in_walk(world), "2") == 200
    assert tell(Phone.in_walk(world), "0") == 200
    assert of_walk(world) == Unsent(2, 14, first_heard)
    page = world.staff(world.ann).get(f"/walks/{world.walk_id}").text
    assert "2 telefoner har osänt" in page
    assert "14 saker väntar" in page
    assert str(phone.actor.id) not in page
    for other in ("0", "0"):
        tell(phone, other)
    assert of_walk(world).phone_count == 1


def test_a_request_that_was_refused_still_waits_itself(world: World, phone: Phone) -> None:
    assert tell(phone, "3", proto=99) == 426
    assert of_walk(world).thing_count == 4


@pytest.mark.parametrize("odd", ["", "-1", "many", "1e3", "1000000", "٣"])
def test_what_is_no_number_says_nothing(world: World, phone: Phone, odd: str) -> None:
    body = phone.batch(phone.point())
    headers = {WAITING: odd.encode().decode("latin-1")}
    assert phone.request("POST", "/sync/ops", json=body, headers=headers).status_code == 200
    assert of_walk(world) == Unsent()


def test_a_closed_walk_with_unsent_work_is_among_what_is_to_do(
    world: World, phone: Phone, clock: HeldClock
) -> None:
    tell(phone, "5")
    desk = world.staff(world.ann)
    assert "1 telefon har osänt" not in desk.get("/desk").text
    db.session.rollback()
    for to in (WalkStatus.CLOSING, WalkStatus.REVIEW):
        walk_running.move(world.tools, world.actor(world.ann), world.walk_id, to)
    db.session.rollback()
    page = desk.get("/desk").text
    assert "1 telefon har osänt" in page and f"/walks/{world.walk_id}#unsent" in page
    clock.pass_time(days=31)
    assert unsent.of_closed_walks(world.tools) == [], "what would not be taken any more is not waited for"


def test_a_phone_that_sends_more_than_a_day_holds_is_told_when_to_come_back(
    phone: Phone, clock: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "ACTS_A_DAY_MAX", 3)
    neighbour = Phone.in_walk(phone.world)
    phone.send(phone.point(), phone.point())
    answer = phone.post("/sync/ops", phone.batch(phone.point(), phone.point()))
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too-much-today")
    assert 0 < int(answer.headers["Retry-After"]) <= 24 * 3600 + 1
    assert phone.do(phone.point())["result"] == "applied", "what still fits is taken"
    assert neighbour.do(neighbour.point())["result"] == "applied", "counted per phone, never per address"
    clock.pass_time(days=1)
    assert phone.do(phone.point())["result"] == "applied"


def announced(phone: Phone, count: int) -> list[str]:
    photos = [manifest(PICTURE) for _ in range(count)]
    op: Op = phone.point(photos=photos)
    assert phone.do(op)["result"] == "applied"
    return [photo["id"] for photo in photos]


def test_bytes_are_counted_once_however_many_ranges_they_come_in(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    size_kib = -(-len(PICTURE) // 1024)
    monkeypatch.setattr(allowance, "KIB_A_DAY_MAX", size_kib)
    first, second = announced(phone, 2)
    for start in range(0, len(PICTURE), 500):
        assert phone.put(first, PICTURE, start, start + 500).status_code == 200
    assert phone.put(first, PICTURE).get_json()["done"] is True, "again costs nothing"
    answer = phone.put(second, PICTURE)
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too-much-today")


def test_too_many_unfinished_photos_wait_for_those_that_were_begun(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "OPEN_UPLOADS_MAX_COUNT", 2)
    first, second, third = announced(phone, 3)
    for begun in (first, second):
        assert phone.put(begun, PICTURE, end=100).status_code == 200
    answer = phone.put(third, PICTURE, end=100)
    assert (answer.status_code, answer.get_json()["code"]) == (429, "too-many-open")
    assert answer.headers["Retry-After"] == "60"
    assert phone.put(first, PICTURE, 100).get_json()["done"] is True
    assert phone.put(third, PICTURE, end=100).status_code == 200


def test_no_honest_phone_comes_near_what_is_allowed() -> None:
    """Two hundred points with three hundred photos, each sent twice, are far below."""
    assert allowance.ACTS_A_DAY_MAX > 200 * 20
    assert allowance.KIB_A_DAY_MAX * 1024 > 300 * 6_000_000 * 2
    assert timedelta(days=1) == allowance._DAY
