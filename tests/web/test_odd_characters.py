"""What nobody types: NUL, halves of characters and the last year there is, on either database."""

import json
from typing import Any

import pytest

from tests.support.sync import Phone
from tests.support.visitor import Visitor
from tests.support.world import World


@pytest.fixture(autouse=True)
def _in_sweden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Database servers keep the time of their country."""
    monkeypatch.setenv("PGTZ", "Europe/Stockholm")


@pytest.mark.parametrize(
    "path",
    ["/j/a%00b", "/k/a%00b", "/p/a%00b", "/o/a%00b", "/j?code=a%00b", "/sign-in/link/a%00b", "/?a%00=b"],
)
def test_an_address_with_nul_is_refused(world: World, visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/forgotten"])
def test_a_form_with_nul_is_refused(world: World, visitor: Visitor, path: str) -> None:
    answer = visitor.post(path, {"email": "ann\x00@demo.invalid", "password": "x"})
    assert answer.status_code == 400


@pytest.mark.parametrize("owner", ["gata\x00park", "Gata och park", ""])
def test_an_owners_code_that_none_can_have_is_refused_by_its_field(world: World, owner: str) -> None:
    leader = Phone.in_walk(world, "BRUNNALEAD")
    point = leader.point()
    _, found = leader.send(point, leader.op("observation.owner", {"owner": owner}, point["entity_id"]))
    assert (found["result"], found["field"]) == ("rejected", "payload.owner")


@pytest.mark.parametrize("base_rev", [-1, 2**63, 2**70])
def test_a_revision_that_none_can_be_is_refused_by_its_field(world: World, base_rev: int) -> None:
    crew = Phone.of_staff(world, world.cem)
    (found,) = crew.send(crew.op("ticket.note", {"text": "Lampan är beställd"}, base_rev=base_rev))
    assert (found["result"], found["code"], found["field"]) == ("rejected", "invalid-field", "base_rev")


def test_half_a_character_is_left_out_and_harms_no_other_act(world: World) -> None:
    phone = Phone.in_walk(world)
    half: Any = phone.point(text="Släckt \ud83d lampa \ud83d\udca1")
    for result in ("applied", "duplicate"):
        assert [one["result"] for one in phone.send(half, phone.point())] == [result, "applied"]
    seen = phone.request("GET", "/sync/changes").get_json()["observations"]
    assert [one["text"] for one in seen if one["id"] == half["entity_id"]] == ["Släckt  lampa 💡"]


def test_an_act_of_the_last_second_there_is_is_answered_again(world: World) -> None:
    phone = Phone.in_walk(world)
    last = phone.point() | {"client_at": 253_402_300_799_000}
    answers = [phone.send(json.loads(json.dumps(last)))[0]["result"] for _ in range(2)]
    assert answers == ["applied", "duplicate"]
