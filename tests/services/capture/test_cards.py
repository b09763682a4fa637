"""One card follows all points of its holder: those noted before, those to come, and nobody else's."""

import json
from uuid import UUID

import pytest

from fieldapp.services import cards
from fieldapp.store.db import db
from tests.support.browser import on_sqlite_only
from tests.support.sync import Phone
from tests.support.world import World


@pytest.fixture
def codes(world: World) -> list[str]:
    return cards.make_cards(world.tools, world.actor(world.ann), world.walk_id, 3)


def follows(world: World, code: str) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [point.short for point in cards.read(world.tools, code, "127.0.0.1").points]


def attach(phone: Phone, code: str, entity: UUID | None = None) -> dict[str, str]:
    found: dict[str, str] = phone.do(phone.op("card.attach", {"card": code}, entity or phone.actor.id))
    return found


def test_one_card_follows_what_was_noted_before_and_what_comes_after(
    world: World, phone: Phone, codes: list[str]
) -> None:
    phone.note()
    Phone.in_walk(world).note()
    phone.note(for_other=True)
    assert attach(phone, f"{codes[0][:4].lower()} {codes[0][4:]}")["result"] == "applied"
    later = phone.note()
    phone.note(for_other=True)
    assert follows(world, codes[0]) == ["01", "04"]
    assert phone.reads(later)["full"] is True  # type: ignore[index]
    assert json.loads(phone.request("GET", "/sync/changes").data)["walk"]["card"] == codes[0]


@on_sqlite_only
def test_another_card_takes_the_place_of_the_first(world: World, phone: Phone, codes: list[str]) -> None:
    phone.note()
    attach(phone, codes[0])
    attach(phone, codes[1])
    assert (follows(world, codes[0]), follows(world, codes[1])) == ([], ["01"])


@on_sqlite_only
def test_what_is_written_for_another_follows_that_persons_card(
    world: World, phone: Phone, codes: list[str]
) -> None:
    attach(phone, codes[0])
    theirs = phone.note()
    phone.do(phone.op("observation.edit", {"for_other": True}, theirs))
    assert follows(world, codes[0]) == []
    attach(phone, codes[1], theirs)
    assert follows(world, codes[1]) == ["01"]
    attach(phone, codes[2])
    assert follows(world, codes[1]) == ["01"]
    own = phone.note(for_other=True)
    phone.do(phone.op("observation.edit", {"for_other": False}, own))
    assert follows(world, codes[2]) == ["02"]


@on_sqlite_only
def test_a_wrong_code_is_refused_and_a_right_one_sent_again_is_taken(
    world: World, phone: Phone, codes: list[str]
) -> None:
    (foreign,) = cards.make_cards(world.tools, world.actor(world.ann), world.other_walk_id, 1)
    phone.note()
    for wrong in (foreign, "NOSUCHCARD"):
        refused = attach(phone, wrong)
        assert (refused["result"], refused["code"], refused["field"]) == (
            "rejected",
            "unknown-card",
            "payload.card",
        )
    assert attach(phone, codes[0])["result"] == "applied"
    assert follows(world, codes[0]) == ["01"]


@on_sqlite_only
def test_a_phone_ties_no_card_to_another_phone(world: World, phone: Phone, codes: list[str]) -> None:
    other = Phone.in_walk(world)
    other.note()
    assert attach(phone, codes[0], other.actor.id)["result"] == "rejected"
    assert follows(world, codes[0]) == []
