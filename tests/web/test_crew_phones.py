"""A crew's phone from the QR code to the list, and out again: no third cookie, nothing typed or lost."""

import html
import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.queue_file import QueueFile
from fieldapp.services import crew_phones as door
from fieldapp.services import rescue
from fieldapp.store import crew_phones
from fieldapp.store.crew_phones import CrewPhone
from fieldapp.store.db import db
from fieldapp.web import session
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.visitor import Visitor
from tests.support.world import World
from tests.web.desk_browser import DeskBrowser, at_desk

SYNC = {"X-Fieldapp": "1"}


class Van(DeskBrowser):
    """A phone: its cookie changes, and the token of its forms with it."""

    def form_token(self) -> str:
        self.token = ""
        return super().form_token()


class Crew:
    """`sam` leads gata och park's crew; `add` gives the address that a new phone's QR code holds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sam = world.add_person("sam@demo.invalid", Role.SUPERVISOR, world.streets)
        self.desk = at_desk(world, self.sam)

    def add(self, name: str = "Bil 1") -> str:
        page = self.desk.post("/work/phones/", {"name": name})
        assert page.status_code == 303
        self.path = page.location
        return self.code()

    def code(self) -> str:
        """The path in the QR code that the phone's page shows."""
        shown = self.desk.get(self.path).text
        assert "<svg role=" in shown
        return urlsplit(self.address()).path

    def address(self) -> str:
        row = self.row()
        assert row.code_sha256 is not None
        found = door.phone(self.world.tools, self.world.actor(self.sam), row.id).code
        assert found is not None
        return f"{self.world.tools.base_url}/e/{found.token}"

    def row(self) -> CrewPhone:
        db.session.rollback()
        found = crew_phones.find_for(self.world.actor(self.sam), UUID(self.path.rsplit("/", 1)[1]))
        assert found is not None
        return found

    def enrolled(self, name: str = "Bil 1") -> Visitor:
        phone = Van(self.world.app)
        assert phone.post(self.add(name)).location == "/crew"
        return phone


@pytest.fixture
def crew(world: World) -> Crew:
    return Crew(world)


def kind(browser: Visitor) -> str | None:
    actor = browser.request("GET", "/sync/hello?app=crew", headers=SYNC).get_json()["actor"]
    return actor["kind"] if actor else None


def test_one_button_makes_the_phone_its_owners_and_the_list_is_there(world: World, crew: Crew) -> None:
    asked = Asked(world)
    ours = asked.ticket(asked.point(), owner_id=world.streets)
    asked.ticket(asked.point(), owner_id=world.housing)
    phone, path = Van(world.app), crew.add("Bil 2")

    page = phone.get(path)
    assert "Den här telefonen är nu Gata och parks" in page.text
    assert "Bil 2" in page.text
    assert kind(phone) is None, "opening the page lets nobody in"
    answer = phone.post(path)

    assert (answer.status_code, answer.location) == (303, "/crew")
    assert kind(phone) == "crew"
    found = phone.request("GET", "/sync/changes", headers=SYNC).get_json()
    assert [row["id"] for row in found["tickets"]] == [str(ours)]


def test_a_code_is_used_once_and_lives_for_a_quarter_of_an_hour(
    world: World, crew: Crew, clock: HeldClock
) -> None:
    path = crew.add()
    assert Van(world.app).post(path).status_code == 303
    assert Van(world.app).post(path).status_code == 404

    crew.desk.post(f"{crew.path}/code")
    late = crew.code()
    clock.pass_time(minutes=15)
    assert Van(world.app).get(late).status_code == 404
    assert Van(world.app).post(late).status_code == 404


@on_sqlite_only
def test_wrong_codes_are_counted_and_right_ones_are_not(world: World, crew: Crew) -> None:
    path = crew.add()
    for _ in range(30):
        assert Van(world.app).get("/e/fel").status_code == 404
    answer = Van(world.app).get("/e/fel")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert Van(world.app).get(path).status_code == 429


def test_a_phone_lives_as_long_as_it_is_used_and_ninety_days_at_most(
    world: World, crew: Crew, clock: HeldClock
) -> None:
    phone = crew.enrolled()
    for _ in range(6):
        clock.pass_time(days=13)
        assert kind(phone) == "crew"
    clock.pass_time(days=12)
    assert kind(phone) is None, "ninety days"

    crew.desk = at_desk(world, crew.sam)
    other = crew.enrolled("Bil 2")
    clock.pass_time(days=14)
    assert kind(other) is None, "a fortnight in a drawer"


def test_a_phone_that_is_let_out_is_out_at_once_and_comes_back_as_itself(world: World, crew: Crew) -> None:
    phone = crew.enrolled()
    before = crew.row().id
    asked = Asked(world)
    asked.ticket(asked.point(), owner_id=world.streets)
    assert crew.desk.post(f"{crew.path}/revoke").status_code == 303

    assert kind(phone) is None
    # The phone's queue pauses at this and keeps what it holds.
    batch = {"proto": 1, "client_now": 0, "boot_id": "a", "mono_ms": 0, "actor": str(before), "ops": []}
    answer = phone.request("POST", "/sync/ops", headers=SYNC, json=batch)
    assert answer.status_code == 401
    assert phone.request("GET", "/sync/changes", headers=SYNC).status_code == 401

    file = QueueFile("fieldapp-queue", 1, 1, "crew", 0, before, [])
    assert rescue.sender_of(file).owner_id == world.streets, "a file of its queue is still taken at the desk"

    crew.desk.post(f"{crew.path}/code")
    assert phone.post(crew.code()).status_code == 303
    actor = phone.request("GET", "/sync/hello?app=crew", headers=SYNC).get_json()["actor"]
    assert actor["id"] == str(before), "what waits on it is still its own"


@on_sqlite_only
def test_a_new_phone_in_the_van_puts_the_old_one_out(world: World, crew: Crew) -> None:
    old = crew.enrolled()
    crew.desk.post(f"{crew.path}/code")
    path = crew.code()
    assert kind(old) == "crew", "in until the code is used"
    new = Van(world.app)
    new.post(path)
    assert (kind(old), kind(new)) == (None, "crew")


@on_sqlite_only
def test_a_person_who_is_signed_in_is_not_replaced_by_a_van(world: World, crew: Crew) -> None:
    path, mika = crew.add(), at_desk(world, world.cem)
    assert "Cem" in mika.get(path).text
    held = mika.held(session.STAFF)

    assert mika.post(path).status_code == 409
    assert mika.held(session.STAFF) == held
    assert Van(world.app).post(path).status_code == 303, "the code is still good"


@on_sqlite_only
def test_a_phone_in_a_walk_stays_in_its_walk(world: World, crew: Crew) -> None:
    phone, actor = world.phone(browser=Van(world.app))
    phone.post(crew.add())
    assert kind(phone) == "crew"
    walk = phone.request("GET", "/sync/hello", headers=SYNC).get_json()["actor"]
    assert walk["id"] == str(actor.id)
    names = {cookie.key for cookie in phone.client._cookies.values()}  # type: ignore[union-attr]
    assert names == {session.STAFF, session.PHONE}


@on_sqlite_only
def test_the_list_of_phones_says_when_each_was_heard_and_what_waits(world: World, crew: Crew) -> None:
    phone = crew.enrolled("Bil 7")
    phone.request(
        "POST",
        "/sync/receipts",
        headers={**SYNC, "X-Fieldapp-Waiting": "3"},
        json={"ops": [], "photos": []},
    )
    page = html.unescape(crew.desk.get("/work/phones/").text)
    assert "Bil 7" in page
    assert "Hördes senast" in page
    assert re.search(r"3\s+väntade", page)
    assert 'value="Bil 2"' in page, "a name for the next one"


@on_sqlite_only
def test_a_name_is_asked_for_in_words(crew: Crew) -> None:
    answer = crew.desk.post("/work/phones/", {"name": " " * 5})
    assert answer.status_code == 422
    assert "Skriv ett namn" in answer.text


@on_sqlite_only
def test_an_enrolled_phone_has_no_account_and_no_desk(crew: Crew) -> None:
    phone = crew.enrolled()
    for path in ("/account", "/desk", "/tickets/", "/work/", "/work/phones/"):
        assert phone.get(path).status_code == 403, path
    assert phone.post("/sign-out").status_code == 303
    assert kind(phone) is None
    assert crew.row().revoked_at is not None


@on_sqlite_only
def test_another_owners_supervisor_has_no_such_phone(world: World, crew: Crew) -> None:
    crew.add()
    tom = at_desk(world, world.add_person("tom@demo.invalid", Role.SUPERVISOR, world.housing))
    assert tom.get(crew.path).status_code == 404
    for act in ("code", "revoke"):
        assert tom.post(f"{crew.path}/{act}").status_code == 404
    assert "Bil 1" not in tom.get("/work/phones/").text.replace('value="Bil 1"', "")
