"""Leaving an e-mail over HTTP: from the phone, and by the links of the mails."""

import json
import re

import pytest
from sqlalchemy import select

from fieldapp.store.db import db
from fieldapp.store.outbox import OutboxMessage
from tests.support.browser import on_sqlite_only
from tests.support.visitor import Visitor
from tests.support.world import World

pytestmark = on_sqlite_only
PHONE = {"X-Fieldapp": "1"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def phone(world: World) -> Visitor:
    return world.phone()[0]


def leave(phone: Visitor, email: str | None = "karin@exempel.se") -> dict[str, str]:
    answer = phone.request("POST", "/sync/follow", headers=PHONE, json={"email": email, "lang": "fi"})
    assert answer.status_code == 200
    assert answer.headers["X-Fieldapp"] == "1"
    found: dict[str, str] = json.loads(answer.data)
    return found


def link() -> str:
    mail = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)).all()[-1]
    found = re.search(r"(/m/[A-Za-z0-9_-]+)", mail.payload["text"])
    assert found is not None
    db.session.rollback()
    return found[1]


def state(phone: Visitor) -> str:
    return str(json.loads(phone.request("GET", "/sync/follow", headers=PHONE).data)["state"])


def test_an_address_is_left_confirmed_and_stopped(phone: Visitor, visitor: Visitor) -> None:
    assert leave(phone) == {"state": "asked", "email": "k…@exempel.se"}
    path = link()
    page = visitor.get(path + "?lang=fi")
    assert '<html lang="fi"' in page.text
    assert "karin" not in page.text
    assert state(phone) == "asked", "a mail scanner that opens the link confirms nothing"
    assert visitor.post(path).status_code == 200
    assert state(phone) == "confirmed"
    stop = path + "/stop"
    visitor.get(stop)
    assert state(phone) == "confirmed", "a mail scanner that opens the link stops nothing"
    assert visitor.post(stop).status_code == 200
    assert state(phone) == "none"
    assert visitor.get(path).status_code == 200


def test_a_mail_program_stops_with_one_click_and_without_any_form(phone: Visitor, visitor: Visitor) -> None:
    leave(phone)
    path = link()
    visitor.post(path)
    assert visitor.client.open(path, method="POST", data=ONE_CLICK).status_code == 403
    answer = visitor.client.open(path + "/stop?lang=fi", method="POST", data=ONE_CLICK)
    assert answer.status_code == 200
    assert state(phone) == "none"


def test_the_phone_takes_its_address_back(phone: Visitor) -> None:
    leave(phone)
    assert leave(phone, None) == {"state": "none", "email": None}


def test_only_a_phone_in_a_walk_leaves_one_and_only_what_is_an_address(
    world: World, phone: Visitor, visitor: Visitor
) -> None:
    wish = {"email": "karin@exempel.se"}
    assert visitor.request("POST", "/sync/follow", headers=PHONE, json=wish).status_code == 401
    assert world.staff(world.ann).request("GET", "/sync/follow", headers=PHONE).status_code == 401
    assert phone.request("POST", "/sync/follow", json=wish).status_code == 400
    for wrong in ({"email": "karin"}, {}, {"email": "karin@exempel.se", "name": "Karin"}, {"email": 7}):
        answer = phone.request("POST", "/sync/follow", headers=PHONE, json=wrong)
        assert answer.status_code == 422


def test_a_link_cut_in_two_says_so(visitor: Visitor, world: World) -> None:
    for path in ("/m/abc", "/m/abc/stop"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path).status_code == 404
