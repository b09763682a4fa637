"""How people of the staff come in and go out."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from fieldapp.domain.actors import Role
from fieldapp.services import people, sign_in
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.people import Person, sessions_of
from fieldapp.store.walks import Walk
from fieldapp.web import session
from tests.support.clock import HeldClock
from tests.support.visitor import Visitor
from tests.support.world import World

PASSWORD = "hagtorn lykta trappa 9"
OTHER_PASSWORD = "skata fönster regnmoln 4"


def give_password(world: World, person_id: UUID, password: str = PASSWORD) -> None:
    person = by_key(Person, person_id)
    assert person is not None
    token = sign_in.post_reset(world.tools, person_id)
    sign_in.choose_password(world.tools, token, password)
    sign_in.sign_out_everywhere(world.actor(person_id))


def staff_cookie(browser: Visitor) -> str:
    cookie = browser.client.get_cookie(session.STAFF)
    return cookie.value if cookie else ""


def sign_in_as(browser: Visitor, email: str, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = browser.post("/sign-in", {"email": email, "password": password, **more})
    words = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
    return answer.status_code, answer.location or words


@pytest.mark.parametrize(
    ("name", "leads_to"), [("ann", "/desk"), ("adam", "/desk"), ("paul", "/desk"), ("cem", "/crew")]
)
def test_everybody_lands_where_their_work_is(
    world: World, visitor: Visitor, name: str, leads_to: str
) -> None:
    give_password(world, getattr(world, name))
    assert sign_in_as(visitor, f"{name}@demo.invalid") == (303, leads_to)
    assert visitor.get("/account").status_code == 200


def test_the_address_may_be_written_in_any_case(world: World, visitor: Visitor) -> None:
    give_password(world, world.ann)
    assert sign_in_as(visitor, " ANN@Demo.Invalid ")[0] == 303


def test_unknown_and_wrong_look_the_same(world: World) -> None:
    give_password(world, world.ann)
    wrong = sign_in_as(Visitor(world.app), "ann@demo.invalid", "a wrong password")
    unknown = sign_in_as(Visitor(world.app), "eve@demo.invalid", "a wrong password")
    never_chosen = sign_in_as(Visitor(world.app), "lena@demo.invalid", "a wrong password")
    assert wrong[0] == 422
    assert wrong == (unknown[0], unknown[1].replace("eve@", "ann@"))
    assert wrong == (never_chosen[0], never_chosen[1].replace("lena@", "ann@"))
    assert "a wrong password" not in wrong[1]


def test_an_empty_form_says_what_is_missing(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", {"email": "", "password": ""})
    assert answer.status_code == 422
    assert "Skriv din e-postadress." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_tries_count_before_the_password_is_looked_at(
    world: World, visitor: Visitor, clock: HeldClock
) -> None:
    give_password(world, world.ann)
    for _ in range(10):
        assert sign_in_as(visitor, "ann@demo.invalid", "wrong")[0] == 422
    assert sign_in_as(visitor, "ann@demo.invalid")[0] == 429, "the right one does not help any more"
    answer = visitor.post("/sign-in", {"email": "ann@demo.invalid", "password": PASSWORD})
    assert 0 < int(answer.headers["Retry-After"]) <= 3601
    clock.pass_time(hours=1)
    assert sign_in_as(visitor, "ann@demo.invalid")[0] == 303, "nobody is locked out for good"


def test_many_accounts_tried_from_one_address_come_to_an_end(world: World, visitor: Visitor) -> None:
    statuses = [sign_in_as(visitor, f"guess{number}@demo.invalid", "x")[0] for number in range(21)]
    assert statuses[:20] == [422] * 20
    assert statuses[20] == 429


def test_signing_in_makes_a_new_token_and_ends_the_old_one(world: World, visitor: Visitor) -> None:
    give_password(world, world.ann)
    sign_in_as(visitor, "ann@demo.invalid")
    first = staff_cookie(visitor)
    sign_in_as(visitor, "ann@demo.invalid")
    second = staff_cookie(visitor)
    assert first != second
    thief = Visitor(world.app)
    thief.hold(session.STAFF, first)
    assert thief.request("GET", "/account").status_code == 303, "the old token opens nothing"
    assert len(sessions_of(world.ann)) == 1


def test_a_token_that_was_planted_beforehand_is_never_taken_over(world: World, visitor: Visitor) -> None:
    give_password(world, world.ann)
    visitor.hold(session.STAFF, "planted-by-somebody-else")
    sign_in_as(visitor, "ann@demo.invalid")
    assert staff_cookie(visitor) != "planted-by-somebody-else"


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/account", "/account"),
        ("/about/privacy?x=1", "/about/privacy?x=1"),
        ("//evil.example", "/desk"),
        ("/\\evil.example", "/desk"),
        ("\\\\evil.example", "/desk"),
        ("/\t/evil.example", "/desk"),
        ("/%09/evil.example", "/desk"),
        ("/%5cevil.example", "/desk"),
        ("///evil.example", "/desk"),
        ("https:evil.example", "/desk"),
        ("https://evil.example/account", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("/account\r\nX-Evil: 1", "/desk"),
        ("/nowhere", "/desk"),
        ("/sign-out", "/desk"),
        ("", "/desk"),
    ],
)
def test_next_leads_to_a_page_of_ours_or_nowhere(
    world: World, visitor: Visitor, given: str, leads_to: str
) -> None:
    visitor.hold(session.STAFF, sign_in.open_session(world.tools, world.ann).token)
    assert visitor.request("GET", "/sign-in", query_string={"next": given}).location == leads_to


def test_next_is_kept_through_the_form(world: World, visitor: Visitor) -> None:
    give_password(world, world.ann)
    refused = visitor.request("GET", "/account")
    assert refused.location == "/sign-in?next=/account"
    page = visitor.get(refused.location).text
    assert 'name="next" type="hidden" value="/account"' in page
    assert sign_in_as(visitor, "ann@demo.invalid", next="/account") == (303, "/account")


LIMITS = [("ann", 12 * 60, 14 * 24), ("adam", 30, 12), ("cem", 14 * 24 * 60, 90 * 24)]


@pytest.mark.parametrize(("name", "idle_minutes", "absolute_hours"), LIMITS)
def test_a_session_ends_when_nobody_uses_it(
    world: World, clock: HeldClock, name: str, idle_minutes: int, absolute_hours: int
) -> None:
    browser = world.staff(getattr(world, name))
    clock.pass_time(minutes=idle_minutes - 1)
    assert browser.get("/account").status_code == 200
    clock.pass_time(minutes=idle_minutes)
    assert browser.request("GET", "/account").status_code == 303


@pytest.mark.parametrize(("name", "idle_minutes", "absolute_hours"), LIMITS)
def test_a_session_ends_however_much_it_is_used(
    world: World, clock: HeldClock, name: str, idle_minutes: int, absolute_hours: int
) -> None:
    browser = world.staff(getattr(world, name))
    passed, step = 0, idle_minutes - 1
    while passed + step < absolute_hours * 60:
        clock.pass_time(minutes=step)
        passed += step
        assert browser.request("GET", "/account").status_code == 200
    clock.pass_time(minutes=absolute_hours * 60 - passed)
    assert browser.request("GET", "/account").status_code == 303


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    browser = world.staff(world.ann)
    token = staff_cookie(browser)
    assert browser.post("/sign-out").location == "/sign-in?said=signed-out"
    assert staff_cookie(browser) == ""
    copy = Visitor(world.app)
    copy.hold(session.STAFF, token)
    assert copy.request("GET", "/account").status_code == 303


def test_signing_out_everywhere_ends_them_all(world: World) -> None:
    here, there, lena = world.staff(world.ann), world.staff(world.ann), world.staff(world.lena)
    here.post("/account/sign-out-everywhere")
    assert there.request("GET", "/account").status_code == 303
    assert lena.get("/account").status_code == 200
    assert not sessions_of(world.ann)


def test_the_account_lists_the_browsers_that_are_signed_in(world: World, visitor: Visitor) -> None:
    give_password(world, world.ann)
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit Version/19.0 Safari/604.1"
    visitor.post(
        "/sign-in", {"email": "ann@demo.invalid", "password": PASSWORD}, headers={"User-Agent": phone}
    )
    page = visitor.get("/account").text
    assert "Safari · iPhone" in page
    assert "den här" in page


def test_name_and_language_are_ones_own_to_change(world: World) -> None:
    browser = world.staff(world.ann)
    answer = browser.post("/account", {"name": "  Ann\tÅkesson ", "language": "fi"})
    assert answer.status_code == 303
    page = browser.get("/account").text
    assert 'value="Ann Åkesson"' in page
    assert '<html lang="fi"' in page
    assert browser.post("/account", {"name": " ", "language": "fi"}).status_code == 422


def test_a_leaders_phone_has_no_account(world: World) -> None:
    browser, _ = world.phone("BRUNNALEAD")
    assert browser.get("/account").status_code == 403


def link_in_newest_mail(world: World) -> str:
    db.session.rollback()
    newest = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert newest is not None
    found = re.search(r"https?://\S+", newest.payload["text"])
    assert found is not None
    # An open read would hold the writers up.
    db.session.rollback()
    return urlsplit(found[0]).path


def forget(world: World, visitor: Visitor, email: str) -> tuple[int, str | None]:
    answer = visitor.post("/sign-in/forgotten", {"email": email})
    return answer.status_code, answer.location


def test_a_forgotten_password_is_chosen_anew_by_mail(world: World, visitor: Visitor) -> None:
    give_password(world, world.ann)
    signed_in = world.staff(world.ann)
    forget(world, visitor, "ann@demo.invalid")
    path = link_in_newest_mail(world)
    for _ in range(2):
        assert visitor.get(path).status_code == 200, "opening uses nothing up"
    answer = visitor.post(path, {"password": OTHER_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/desk")
    assert signed_in.request("GET", "/account").status_code == 303, "all older sessions end"
    assert visitor.get("/account").status_code == 200
    assert sign_in_as(Visitor(world.app), "ann@demo.invalid")[0] == 422
    assert sign_in_as(Visitor(world.app), "ann@demo.invalid", OTHER_PASSWORD)[0] == 303


def test_unknown_addresses_get_the_same_answer(world: World, visitor: Visitor) -> None:
    known = forget(world, visitor, "ann@demo.invalid")
    assert known == forget(world, visitor, "nobody@demo.invalid")
    assert known == (303, "/sign-in/forgotten?said=mail-sent")
    assert db.session.query(OutboxMessage).count() == 1


def test_mails_to_one_address_come_to_an_end(world: World, visitor: Visitor) -> None:
    statuses = [forget(world, visitor, "ann@demo.invalid")[0] for _ in range(6)]
    assert statuses == [303] * 5 + [429]
    assert forget(world, visitor, "lena@demo.invalid")[0] == 303


def make_invitation(world: World) -> str:
    actor = world.actor(world.adam)
    return urlsplit(people.invite(world.tools, actor, "ny@example.se", Role.COORDINATOR)).path


def make_reset(world: World) -> str:
    return f"/sign-in/link/{sign_in.post_reset(world.tools, world.ann)}"


@pytest.mark.parametrize(
    ("make", "lasts_minutes"), [(make_invitation, 7 * 24 * 60), (make_reset, 60)], ids=["invite", "reset"]
)
def test_a_link_lasts_its_time_and_no_longer(
    world: World, visitor: Visitor, clock: HeldClock, make: Callable[[World], str], lasts_minutes: int
) -> None:
    path = make(world)
    clock.pass_time(minutes=lasts_minutes - 1)
    assert visitor.get(path).status_code == 200
    clock.pass_time(minutes=1)
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, {"name": "Ny", "password": PASSWORD}).status_code == 404


@pytest.mark.parametrize("make", [make_invitation, make_reset], ids=["invite", "reset"])
def test_a_link_works_once(world: World, visitor: Visitor, make: Callable[[World], str]) -> None:
    path = make(world)
    assert visitor.post(path, {"name": "Ny", "password": PASSWORD}).status_code == 303
    again = Visitor(world.app)
    assert "fungerar inte längre" in again.get(path).text
    assert again.post(path, {"name": "Ny", "password": OTHER_PASSWORD}).status_code == 404


def test_using_one_link_ends_the_others(world: World, visitor: Visitor) -> None:
    first, second = make_reset(world), make_reset(world)
    visitor.post(second, {"name": "Ann", "password": PASSWORD})
    assert visitor.get(first).status_code == 404


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Skriv ditt lösenord."),
        ("kort", "minst tolv tecken"),
        ("passwordpassword", "lätt att gissa"),
        ("123456789012", "lätt att gissa"),
        ("x" * 129, "högst 128 tecken"),
    ],
)
def test_a_bad_password_is_refused_in_words_and_the_link_lives_on(
    world: World, visitor: Visitor, password: str, sentence: str
) -> None:
    path = make_reset(world)
    answer = visitor.post(path, {"name": "Ann", "password": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    if password:
        assert f'value="{password}"' not in answer.text, "what was typed is not sent back"
    assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("password", ["mörk gång lykta häst", "🌲🌲 skogen är djup", "a1!" + "långt " * 20])
def test_any_characters_make_a_password(world: World, visitor: Visitor, password: str) -> None:
    assert visitor.post(make_reset(world), {"name": "Ann", "password": password}).status_code == 303
    assert sign_in_as(Visitor(world.app), "ann@demo.invalid", password)[0] == 303


def test_what_one_types_can_be_shown_without_a_script(world: World, visitor: Visitor) -> None:
    path = make_reset(world)
    assert re.search(r'id="password"[^>]*type="password"', visitor.get(path).text)
    assert re.search(r'id="password"[^>]*type="text"', visitor.get(f"{path}?show=1").text)


def test_an_invited_person_says_their_name(world: World, visitor: Visitor) -> None:
    path = make_invitation(world)
    assert "Ditt namn" in visitor.get(path).text
    assert visitor.post(path, {"name": "", "password": PASSWORD}).status_code == 422
    visitor.post(path, {"name": "Nya Nilsson", "password": PASSWORD})
    assert 'value="Nya Nilsson"' in visitor.get("/account").text


def add_demo_people(world: World) -> None:
    for role in (Role.LEADER, Role.COORDINATOR, Role.ADMIN):
        world.add_person(f"{role}@demo.invalid", role)
    world.add_person("crew@demo.invalid", Role.CREW, world.streets)
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.never_closes = True


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [("coordinator", "/desk"), ("admin", "/desk"), ("crew", "/crew"), ("leader", "/walk")],
)
def test_a_demo_door_signs_in_by_its_button_alone(
    world: World, visitor: Visitor, role: str, leads_to: str
) -> None:
    add_demo_people(world)
    assert visitor.get(f"/demo/{role}").status_code == 200
    assert staff_cookie(visitor) == ""
    answer = visitor.post(f"/demo/{role}")
    assert (answer.status_code, answer.location) == (303, leads_to)
    assert visitor.get("/account").status_code == 200


def test_the_demos_leader_leads_the_open_walk_on_this_phone(world: World) -> None:
    add_demo_people(world)
    newcomer = Visitor(world.app)
    newcomer.post("/demo/leader")
    cookie = newcomer.client.get_cookie(session.PHONE)
    assert cookie is not None
    browser, actor = world.phone()
    before = browser.client.get_cookie(session.PHONE)
    browser.post("/demo/leader")
    after = browser.client.get_cookie(session.PHONE)
    assert before is not None and after is not None
    assert before.value == after.value, "a phone in the walk keeps its points"


@pytest.mark.parametrize("role", ["nobody", "participant", "anyone", "reader", "ADMIN"])
def test_there_are_no_other_demo_doors(world: World, visitor: Visitor, role: str) -> None:
    add_demo_people(world)
    assert visitor.get(f"/demo/{role}").status_code == 404
    assert visitor.post(f"/demo/{role}").status_code == 404
