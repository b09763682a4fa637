"""Felt safety and votes: a phone's own while the walk is open, nobody's afterwards."""

from typing import Any
from uuid import UUID

from sqlalchemy import inspect, text

from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import walk_running
from fieldapp.services.capture.severing import sever
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.ratings import counts_of_walk
from tests.support.clock import HeldClock
from tests.support.sync import Op, Phone
from tests.support.world import World


def rating(phone: Phone, stop: UUID, value: int | None, light: str = "dark") -> Op:
    walk = str(phone.actor.walk_id)
    return phone.op("rating.set", {"walk": walk, "stop": str(stop), "light": light, "value": value}, stop)


def vote(phone: Phone, point: UUID, on: bool = True) -> Op:
    return phone.op(
        "vote.set", {"walk": str(phone.actor.walk_id), "observation": str(point), "on": on}, point
    )


def close(world: World) -> None:
    for to in (WalkStatus.CLOSING, WalkStatus.REVIEW):
        walk_running.move(world.tools, world.actor(world.ann), world.walk_id, to)


def given(world: World) -> list[tuple[str, int, int]]:
    """(light, value, how many) of the first stop."""
    db.session.rollback()
    db.session.expire_all()
    first = world.stop_ids()[0]
    counts = counts_of_walk(world.walk_id)
    return sorted((light, value, count) for (stop, light, value), count in counts.items() if stop == first)


def rows(table: str) -> list[dict[str, Any]]:
    """A table as anybody with the database file reads it."""
    db.session.rollback()
    db.session.expire_all()
    return [dict(row._mapping) for row in db.session.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608


def test_a_rating_is_one_per_stop_and_light_and_changes_until_the_walk_closes(
    world: World, phone: Phone
) -> None:
    stop = world.stop_ids()[0]
    for op in (rating(phone, stop, 2), rating(phone, stop, 4), rating(phone, stop, 1, "day")):
        assert phone.do(op)["result"] == "applied"
    assert given(world) == [("dark", 4, 1), ("day", 1, 1)]
    assert phone.do(rating(phone, stop, None))["result"] == "applied"
    assert given(world) == [("day", 1, 1)]


def test_values_beyond_the_scale_and_foreign_stops_are_refused(world: World, phone: Phone) -> None:
    stop = world.stop_ids()[0]
    for value in (0, 6):
        assert phone.do(rating(phone, stop, value))["field"] == "payload.value"
    foreign = world.stop_ids(world.other_walk_id)[0]
    assert phone.do(rating(phone, foreign, 3))["field"] == "payload.stop"


def test_a_vote_counts_once_and_is_taken_back(phone: Phone, leader: Phone) -> None:
    point = phone.note()
    for on in (True, True, False, True):
        assert leader.do(vote(leader, point, on))["result"] == "applied"
    assert len(rows("vote")) == 1
    leader.do(vote(leader, point, False))
    assert rows("vote") == []


def test_closing_cuts_ratings_votes_and_steps_from_their_phones_for_good(
    world: World, phone: Phone, leader: Phone, clock: HeldClock
) -> None:
    stop = world.stop_ids()[0]
    point = phone.note(text="Mörkt")
    own = [
        rating(phone, stop, 5),
        vote(phone, point),
        phone.op("stop.reached", {"walk": str(world.walk_id)}, stop),
    ]
    phone.send(*own)
    leader.do(rating(leader, stop, 1))
    old_ids = {str(row["id"]) for row in rows("rating") + rows("vote")}
    clock.pass_time(hours=1)
    close(world)

    assert given(world) == [("dark", 1, 1), ("dark", 5, 1)]
    for row in rows("rating") + rows("vote"):
        assert row["participant_id"] is None
        assert str(row["id"]) not in old_ids
        assert UUID(str(row["id"])).version == 4, "an id without a time"
    severed = [row for row in rows("operation") if row["kind"] == "severed"]
    assert len(severed) == 4
    assert {(r["actor_id"], r["entity_id"], r["body_sha256"], r["client_at"], r["rev"]) for r in severed} == {
        (None, None, None, None, 0)
    }
    assert len({str(row["received_at"]) for row in severed}) == 1, "nothing tells when each came"
    everything = [str(row) for table in inspect(db.engine).get_table_names() for row in rows(table)]
    phone_id = phone.actor.id.hex if phone.actor.id else ""
    told = [row.replace("-", "") for row in everything if phone_id in row.replace("-", "")]
    assert not [row for row in told if any(op["id"].replace("-", "") in row for op in own)]
    kept = [row for row in rows("operation") if row["kind"] == "observation.create"]
    assert kept and kept[0]["actor_id"] is not None


def test_a_resend_after_closing_is_known_and_adds_nothing(world: World, phone: Phone) -> None:
    op = rating(phone, world.stop_ids()[0], 5)
    phone.do(op)
    close(world)
    assert phone.do(op)["result"] == "duplicate"
    assert given(world) == [("dark", 5, 1)]
    receipts = phone.post("/sync/receipts", {"ops": [op["id"]], "photos": []}).get_json()
    assert receipts == {"ops": [], "photos": []}


def test_what_comes_late_is_stored_severed(world: World, phone: Phone, clock: HeldClock) -> None:
    stop, point = world.stop_ids()[0], phone.note()
    reached = phone.op("stop.reached", {"walk": str(world.walk_id)}, stop)
    late = [rating(phone, stop, 4), vote(phone, point), reached]
    close(world)
    clock.pass_time(hours=2)
    assert [one["result"] for one in phone.send(*late)] == ["applied"] * 3
    assert [row["participant_id"] for row in rows("rating") + rows("vote")] == [None, None]
    for row in rows("operation"):
        if row["kind"] != "observation.create":
            assert (row["kind"], row["actor_id"], row["entity_id"]) == ("severed", None, None)
    assert [one["result"] for one in phone.send(*late)] == ["duplicate"] * 3
    assert given(world) == [("dark", 4, 1)]


def test_of_a_late_queue_only_the_last_word_counts(world: World, phone: Phone) -> None:
    stop, point = world.stop_ids()[0], phone.note()
    changed_mind = [rating(phone, stop, value) for value in (2, 4, 3)]
    votes = [vote(phone, point, on) for on in (True, False)]
    close(world)
    phone.send(*changed_mind, *votes)
    assert given(world) == [("dark", 3, 1)]
    assert rows("vote") == []


def test_severing_twice_changes_nothing(world: World, phone: Phone) -> None:
    phone.do(rating(phone, world.stop_ids()[0], 5))
    close(world)
    before = rows("rating"), rows("operation")
    with unit_of_work():
        sever(world.walk_id)
    assert (rows("rating"), rows("operation")) == before
