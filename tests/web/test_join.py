"""A phone comes into a walk: by QR or by a spoken code, without account and name, and never by looking."""

from datetime import timedelta

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.participants import Participant, phone_count
from fieldapp.store.walks import JoinCode, Walk, codes_of
from fieldapp.web import session
from tests.support.clock import HeldClock
from tests.support.visitor import Visitor
from tests.support.world import World


def phone_cookie(browser: Visitor) -> str | None:
    cookie = browser.client.get_cookie(session.PHONE)
    return cookie.value if cookie else None


def test_the_page_shows_the_walk_and_the_five_honest_lines(world: World, visitor: Visitor) -> None:
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.route = [[59.5028, 17.7431], [59.5118, 17.7431]]
    page = visitor.get("/j/BRUNNA").text
    for needed in (
        "Exempelkommun",
        "Trygghetsvandring Brunna",
        "Torsdag 24 september",
        "18.00–20.05",
        "Hagnässkolans matsal",
        "1 km",
        "3 stopp",
        "Inget konto",
        "Kommunen läser dem",
        "inte personer",
        "Varje punkt får ett svar",
        "tel:112",
        "tel:11414",
    ):
        assert needed in page
    assert page.count('class="button') == 1, "one button and no field"


def test_looking_joins_nobody(world: World, visitor: Visitor) -> None:
    for _ in range(3):
        visitor.get("/j/BRUNNA")
    assert phone_count(world.walk_id) == 0
    assert phone_cookie(visitor) is None


def test_the_button_joins_and_leads_to_the_walk(world: World, visitor: Visitor) -> None:
    answer = visitor.post("/j/BRUNNA")
    assert (answer.status_code, answer.location) == (303, "/walk")
    assert phone_cookie(visitor)
    assert phone_count(world.walk_id) == 1


def test_a_phone_that_is_in_stays_who_it_is(world: World, visitor: Visitor) -> None:
    visitor.post("/j/BRUNNA")
    before = phone_cookie(visitor)
    assert visitor.post("/j/BRUNNALINK").status_code == 303
    assert phone_cookie(visitor) == before
    assert phone_count(world.walk_id) == 1
    assert "Öppna vandringen" in visitor.get("/j/BRUNNA").text


def test_a_leaders_code_raises_the_phone_and_keeps_its_points(world: World) -> None:
    browser, actor = world.phone()
    browser.post("/j/BRUNNALEAD")
    assert actor.id is not None
    phone = by_key(Participant, actor.id)
    assert phone is not None
    assert phone.role is Role.LEADER
    assert phone_count(world.walk_id) == 1


def test_a_phone_of_another_walk_is_told_so_before_it_changes(world: World) -> None:
    browser, _ = world.phone("KUNGSA")
    before = phone_cookie(browser)
    assert "en annan vandring" in browser.get("/j/BRUNNA").text
    browser.post("/j/BRUNNA")
    assert phone_cookie(browser) != before


def test_joining_leaves_the_staff_session_alone(world: World) -> None:
    browser = world.staff(world.ann)
    browser.post("/j/BRUNNA")
    assert phone_cookie(browser)
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize("typed", ["brunna", "BRU NNA", "bru-nna", " Brunna "])
def test_codes_may_be_typed_as_they_are_spoken(world: World, visitor: Visitor, typed: str) -> None:
    assert visitor.get(f"/j/{typed}").status_code == 200


@pytest.mark.parametrize("code", ["NOPE", "BRUNNA2", "'; DROP TABLE walk;--", "x" * 300, "ÅÄÖ"])
def test_a_wrong_code_says_what_to_do(world: World, visitor: Visitor, code: str) -> None:
    page = visitor.get(f"/j/{code}")
    assert page.status_code == 404
    assert "Fråga ledaren" in page.text
    assert visitor.post(f"/j/{code}").status_code == 404


def test_a_revoked_code_lets_nobody_in(world: World, visitor: Visitor, clock: HeldClock) -> None:
    spoken = next(code for code in codes_of(world.walk_id) if code.kind == "spoken")
    with unit_of_work():
        code = by_key(JoinCode, spoken.id)
        assert code is not None
        code.revoked_at = clock.now()
    assert visitor.post("/j/BRUNNA").status_code == 404


def test_the_spoken_code_works_from_two_hours_before_until_close(
    world: World, visitor: Visitor, clock: HeldClock
) -> None:
    starts_at = clock.now() + timedelta(hours=2, minutes=1)
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.state, walk.starts_at, walk.opened_at = WalkStatus.PLANNED, starts_at, None
    assert visitor.get("/j/BRUNNA").status_code == 404
    assert visitor.get("/j/BRUNNALINK").status_code == 200, "the poster's link opens from publication"
    clock.pass_time(minutes=2)
    assert visitor.get("/j/BRUNNA").status_code == 200
    clock.pass_time(hours=4)
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.closed_at = clock.now()
    assert visitor.get("/j/BRUNNA").status_code == 404
    assert visitor.get("/j/BRUNNALINK").status_code == 404


def test_a_whole_class_behind_one_address_gets_in(world: World) -> None:
    browsers = [Visitor(world.app) for _ in range(25)]
    for browser in browsers:
        browser.get("/j/BRUNNA")
        assert browser.post("/j/BRUNNA").status_code == 303
    assert phone_count(world.walk_id) == 25


def test_guessing_codes_comes_to_an_end(world: World, visitor: Visitor, clock: HeldClock) -> None:
    answers = [visitor.get(f"/j/WRONG{number}").status_code for number in range(35)]
    assert answers[0] == 404
    assert answers[-1] == 429
    last = visitor.get("/j/WRONG")
    assert 0 < int(last.headers["Retry-After"]) <= 601
    assert "Försök igen om" in last.text
    clock.pass_time(minutes=11)
    assert visitor.get("/j/BRUNNA").status_code == 200
