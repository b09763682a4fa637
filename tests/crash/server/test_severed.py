"""Felt safety and votes cannot be joined to a phone, by nobody who holds the whole database."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect, text

from fieldapp.store.db import db
from fieldapp.store.ratings import counts_of_walk
from tests.services.capture.test_ratings_and_votes import close, rating, vote
from tests.support.clock import HeldClock
from tests.support.sync import Op, Phone
from tests.support.world import World

#: What every rating of a walk shares with its walk, and what all votes for a point share with it.
SHARED = frozenset({"walk_id", "stop_id", "observation_id"})


@pytest.fixture
def phones(world: World) -> list[Phone]:
    """Four phones, each with a value of its own, so that a guess about a rating can be judged."""
    return [Phone.in_walk(world) for _ in range(4)]


def felt_by(phone: Phone, value: int, stops: list[UUID]) -> list[Op]:
    return [rating(phone, stop, value, light) for stop in stops for light in ("day", "dark")]


def table(name: str) -> list[dict[str, Any]]:
    """All rows with what the database itself knows of their order, in that order."""
    where = "rowid" if db.engine.dialect.name == "sqlite" else "xmin::text::bigint, ctid"
    extra = (
        "rowid AS place, 0 AS made_by" if where == "rowid" else "ctid::text AS place, xmin::text AS made_by"
    )
    db.session.rollback()
    found = db.session.execute(text(f'SELECT *, {extra} FROM "{name}" ORDER BY {where}'))  # noqa: S608
    return [dict(row._mapping) for row in found]


def told(world: World, phones: list[Phone], clock: HeldClock) -> None:
    """Two phones rate and vote while the walk is open, two send late; all note points in between."""
    stops = world.stop_ids()
    point = phones[0].note()
    for number, phone in enumerate(phones[:2], start=1):
        for op in (*felt_by(phone, number, stops), vote(phone, point)):
            clock.pass_time(seconds=7)
            phone.do(op)
        phone.note()
    late = [
        [*felt_by(phone, number, stops), vote(phone, point)] for number, phone in enumerate(phones[2:], 3)
    ]
    close(world)
    for phone, ops in zip(phones[2:], late, strict=True):
        for op in ops:
            clock.pass_time(seconds=7)
            assert phone.do(op)["result"] == "applied"
    assert len(counts_of_walk(world.walk_id)) == len(stops) * 2 * 4


def test_no_value_of_a_rating_or_vote_stands_in_any_other_table(
    world: World, phones: list[Phone], clock: HeldClock
) -> None:
    told(world, phones, clock)
    ids = {str(phone.actor.id).replace("-", "") for phone in phones}
    known: dict[str, set[str]] = {}
    for name in inspect(db.engine).get_table_names():
        known[name] = {str(value).replace("-", "") for row in table(name) for value in row.values()}
    for name in ("rating", "vote"):
        for row in table(name):
            own = {str(row[key]).replace("-", "") for key in row if key.endswith("id") and key not in SHARED}
            assert not own & ids
            assert UUID(str(row["id"])).version == 4, "no time in it"
            for other, values in known.items():
                assert other == name or str(row["id"]).replace("-", "") not in values, other


def test_no_order_of_ratings_follows_the_order_in_which_the_phones_sent(
    world: World, phones: list[Phone], clock: HeldClock
) -> None:
    """Each is guessed to be the phone's whose act stands at the same place of an order; most guesses fail."""
    told(world, phones, clock)
    rows = table("rating")
    stops = len(world.stop_ids()) * 2
    sent_in_order = [number for number in (1, 2, 3, 4) for _ in range(stops)]
    for key in ("place", "id"):
        by_order = rows if key == "place" else sorted(rows, key=lambda row: str(row["id"]))
        values = [row["value"] for row in by_order]
        right = sum(value == guess for value, guess in zip(values, sent_in_order, strict=True))
        assert right < len(values) * 3 / 4, key


def test_no_transaction_holds_one_act_and_one_rating(
    world: World, phones: list[Phone], clock: HeldClock
) -> None:
    told(world, phones, clock)
    for name, least in (("rating", len(world.stop_ids()) * 2 * 4), ("vote", 4)):
        made_by = {row["made_by"] for row in table(name)}
        for maker in made_by:
            together = [row for row in table(name) if row["made_by"] == maker]
            assert len(together) >= least, "whoever made one made all of the walk"


def test_a_severed_act_keeps_its_bare_id_and_nothing_else(
    world: World, phones: list[Phone], clock: HeldClock
) -> None:
    told(world, phones, clock)
    severed = [row for row in table("operation") if row["kind"] == "severed"]
    assert len(severed) == (len(world.stop_ids()) * 2 + 1) * 4
    bare = ("body_sha256", "actor_id", "brought_by_id", "entity_id", "client_at")
    assert {row[key] for row in severed for key in bare} == {None}
    assert {row["rev"] for row in severed} == {0}
    assert len({str(row["received_at"]) for row in severed}) == 1
    assert len({str(row["result"]) for row in severed}) == 1
