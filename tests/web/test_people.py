"""The people page: invited, given another role, out at the next request."""

import re
from urllib.parse import urlsplit

import pytest

from fieldapp.domain.actors import Role
from fieldapp.store.db import db
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.people import Person, person_by_email
from tests.support.visitor import Visitor
from tests.support.world import World

INVITATION = {"email": "ny@example.se", "role": "coordinator", "owner": "", "language": "sv"}


@pytest.fixture
def adam(world: World) -> Visitor:
    return world.staff(world.adam)


def newest(email: str) -> Person:
    db.session.rollback()
    found = person_by_email(email)
    assert found is not None
    return found


def test_everybody_is_on_the_list_with_role_and_owner(world: World, adam: Visitor) -> None:
    page = adam.get("/settings/people").text
    for needed in ("ann@demo.invalid", "Samordnare", "cem@demo.invalid", "Gata och park", "utan lösenord"):
        assert needed in page


@pytest.mark.parametrize("name", ["ann", "lena", "cem", "paul", "bea"])
def test_only_admins_see_it(world: World, name: str) -> None:
    browser = world.staff(getattr(world, name))
    assert browser.get("/settings/people").status_code == 403
    assert browser.post("/settings/people", INVITATION).status_code == 403


def test_an_invitation_goes_out_by_mail_and_lets_in_once(world: World, adam: Visitor) -> None:
    assert adam.post("/settings/people", INVITATION).status_code == 303
    message = db.session.scalars(db.select(OutboxMessage)).one()
    assert message.payload["to"] == "ny@example.se"
    link = re.search(r"https?://\S+", message.payload["text"])
    assert link is not None
    # An open read would hold the writers up.
    db.session.rollback()
    newcomer = Visitor(world.app)
    path = urlsplit(link[0]).path
    assert newcomer.post(path, {"name": "Ny", "password": "hagtorn lykta trappa 9"}).location == "/desk"
    assert newest("ny@example.se").role is Role.COORDINATOR


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": ""}, "Skriv en e-postadress."),
        ({"email": "not an address"}, "ser inte ut som"),
        ({"email": "a@b\r\nBcc: c@d.se"}, "ser inte ut som"),
        ({"role": "crew"}, "vem personen arbetar för"),
    ],
)
def test_a_bad_invitation_is_refused_in_words(adam: Visitor, change: dict[str, str], sentence: str) -> None:
    answer = adam.post("/settings/people", {**INVITATION, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(OutboxMessage).count() == 0


@pytest.mark.parametrize("role", ["participant", "reader", "anyone", "god"])
def test_no_account_has_a_role_that_comes_by_code(adam: Visitor, role: str) -> None:
    assert adam.post("/settings/people", {**INVITATION, "role": role}).status_code == 422


def test_a_new_invitation_takes_the_place_of_an_unused_one(world: World, adam: Visitor) -> None:
    for _ in range(2):
        adam.post("/settings/people", INVITATION)
    assert adam.get("/settings/people").text.count("inbjuden") == 1
    first, second = (
        urlsplit(re.findall(r"https?://\S+", message.payload["text"])[0]).path
        for message in db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id))
    )
    assert Visitor(world.app).get(first).status_code == 404
    assert Visitor(world.app).get(second).status_code == 200


def test_a_disabled_person_is_out_at_the_next_request(world: World, adam: Visitor) -> None:
    ann = world.staff(world.ann)
    assert ann.get("/account").status_code == 200
    adam.post(f"/settings/people/{world.ann}/disable")
    assert ann.request("GET", "/account").status_code == 303
    assert "stängt" in adam.get("/settings/people").text
    adam.post(f"/settings/people/{world.ann}/enable")
    assert ann.request("GET", "/account").status_code == 303, "the old session stays dead"


def test_another_role_ends_every_session(world: World, adam: Visitor) -> None:
    ann = world.staff(world.ann)
    answer = adam.post(f"/settings/people/{world.ann}/role", {"role": "board", "owner": ""})
    assert answer.status_code == 303
    assert ann.request("GET", "/account").status_code == 303
    assert newest("ann@demo.invalid").role is Role.BOARD


def test_crews_that_become_something_else_work_for_nobody_in_particular(world: World, adam: Visitor) -> None:
    adam.post(f"/settings/people/{world.cem}/role", {"role": "partner", "owner": "gata-park"})
    assert newest("cem@demo.invalid").owner_id is None


def test_nobody_shuts_themselves_out(world: World, adam: Visitor) -> None:
    assert "own-account" in (adam.post(f"/settings/people/{world.adam}/disable").location or "")
    answer = adam.post(f"/settings/people/{world.adam}/role", {"role": "board", "owner": ""})
    assert "own-account" in (answer.location or "")
    assert adam.get("/settings/people").status_code == 200


def test_a_person_that_nobody_is_does_not_exist(adam: Visitor) -> None:
    nobody = "01900000-0000-7000-8000-000000000000"
    assert adam.get(f"/settings/people/{nobody}").status_code == 404
    assert adam.post(f"/settings/people/{nobody}/disable").status_code == 404
