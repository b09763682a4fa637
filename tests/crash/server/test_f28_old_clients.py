"""F28: what the release before ours sends, from stored bodies: taken, or held on the phone, never dropped."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain import commands
from fieldapp.domain.clock import to_ms
from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.participants import Card
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from tests.crash.server.queue_files import NOTHING, PICTURE, packed, queue_of, there
from tests.services.capture.test_tickets import send_ticket
from tests.support.sync import Op, Phone, manifest
from tests.support.world import World

PREVIOUS = 1
BODIES: dict[str, Op] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / f"proto{PREVIOUS}.json").read_text(encoding="utf-8")
)
#: Who did it; everything else was done by a phone in the walk.
LEADERS = ("observation.release", "observation.merge", "observation.owner", "stop.announce")


class OldClients:
    """The phones of the previous release, and the things that their stored acts name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.phone = Phone.in_walk(world)
        self.leader = Phone.in_walk(world, "BRUNNALEAD")
        self.crew = Phone.of_staff(world, world.cem)
        pictured = [manifest(PICTURE), manifest(PICTURE)]
        point = self.phone.point(photos=pictured)
        self.phone.do(point)
        ticket = send_ticket(world, self.phone.note(), world.streets)
        followed = send_ticket(world, self.phone.note(), world.streets, TicketStatus.DONE)
        found = by_key(Ticket, ticket)
        assert found is not None
        self.names: dict[str, Any] = {
            "walk": world.walk_id,
            "stop": world.stop_ids()[0],
            "own": self.phone.note(),
            "regretted": self.phone.note(),
            "others": self.leader.note(),
            "merged": self.phone.note(),
            "named": self.phone.note(),
            "pictured": point["entity_id"],
            "first_photo": pictured[0]["id"],
            "second_photo": pictured[1]["id"],
            "ticket": ticket,
            "ticket_rev": found.rev,
            "followed": followed,
        }
        with unit_of_work() as work:
            work.add(Card(code="BRU7K4M", walk_id=world.walk_id, made_at=world.tools.clock.now()))

    def sender(self, kind: str) -> Phone:
        if kind.startswith("ticket."):
            return self.crew
        if kind == "followup.verdict":
            return self._follow_up()
        return self.leader if kind in LEADERS else self.phone

    def _follow_up(self) -> Phone:
        walk_id = self.world.add_walk("BRU-2027-1", code="FOLJUP")
        with unit_of_work():
            walk = by_key(Walk, walk_id)
            assert walk is not None
            walk.kind, walk.follows_id = "follow_up", self.world.walk_id
        return Phone.in_walk(self.world, "FOLJUPLEAD")

    def act(self, kind: str) -> Op:
        """The stored body, about things that exist here."""
        made: dict[str, Callable[[], Any]] = {
            "id": new_id,
            "new_point": new_id,
            "at": lambda: to_ms(self.world.tools.clock.now()) - 60_000,
            "photo": lambda: manifest(PICTURE),
            "after": lambda: manifest(PICTURE, "after"),
        }

        def filled(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: filled(one) for key, one in value.items()}
            if isinstance(value, list):
                return [filled(one) for one in value]
            if not isinstance(value, str) or not value.startswith("$"):
                return value
            name = value[1:]
            found = made[name]() if name in made else self.names[name]
            return str(found) if isinstance(found, UUID) else found

        act: Op = filled(BODIES[kind])
        return act


@pytest.fixture
def old(world: World) -> OldClients:
    return OldClients(world)


def test_f28_there_is_a_stored_act_of_every_kind() -> None:
    assert set(BODIES) == set(commands.PAYLOADS)


def test_f28_the_last_two_protocols_are_taken() -> None:
    assert max(1, commands.PROTO_MAX - 1) == commands.PROTO_MIN
    assert commands.PROTO_MIN <= PREVIOUS <= commands.PROTO_MAX


def test_f28_every_act_of_the_previous_release_is_taken_once(old: OldClients) -> None:
    for kind in BODIES:
        sender, act = old.sender(kind), old.act(kind)
        first = sender.do(act, proto=PREVIOUS)
        assert first["result"] == "applied", (kind, first)
        assert set(first) == {"id", "result", "rev", "entity", "code", "field", "message"}, "as it reads them"
        assert sender.do(act, proto=PREVIOUS) == {**first, "result": "duplicate"}, kind


def test_f28_its_photos_receipts_and_changes_go_by_the_same_ways(old: OldClients) -> None:
    act = old.act("observation.create")
    old.phone.do(act, proto=PREVIOUS)
    photo = act["photos"][0]["id"]
    done = old.phone.upload(photo, PICTURE).get_json()
    assert {"offset", "done", "sha256"} <= done.keys()
    asked = {"ops": [act["id"], str(new_id())], "photos": [photo]}
    assert old.phone.post("/sync/receipts", asked).get_json() == {"ops": asked["ops"][1:], "photos": []}
    assert {"cursor", "observations", "tickets", "walk", "gone"} <= old.phone.changes().keys()


@pytest.mark.parametrize("proto", [commands.PROTO_MIN - 1, commands.PROTO_MAX + 1])
def test_f28_a_phone_of_another_protocol_is_told_so_and_loses_nothing(world: World, proto: int) -> None:
    phone = Phone.in_walk(world)
    photo = manifest(PICTURE)
    act = phone.point(photos=[photo])
    answer = phone.post("/sync/ops", phone.batch(act, proto=proto))
    assert (answer.status_code, answer.get_json()["code"]) == (426, "update-needed")
    known = {"proto_min": commands.PROTO_MIN, "proto_max": commands.PROTO_MAX}
    assert known.items() <= answer.get_json().items()
    zipped = packed(queue_of(phone, [act], proto=proto), {photo["id"]: PICTURE})
    answer = phone.request("POST", "/sync/rescue", data=zipped, content_type="application/zip")
    assert (answer.status_code, answer.get_json()["code"]) == (426, "update-needed")
    assert there() == NOTHING
    assert phone.do(act)["result"] == "applied", "after its update the same act goes"
    assert phone.upload(photo["id"], PICTURE).get_json()["done"] is True
    db.session.rollback()
