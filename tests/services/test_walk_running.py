"""Running a walk: its states, who may take it there, and what closing does."""

import pytest

from fieldapp.domain.errors import Forbidden, Invalid, NotFound
from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_status import NotAllowed
from fieldapp.domain.walk_status import WalkStatus as W
from fieldapp.services import phones, walk_running
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.walk_running import Present
from fieldapp.store import ratings
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.ratings import Rating
from fieldapp.store.walks import Walk
from tests.support.world import World


def state(world: World) -> Walk:
    found = by_key(Walk, world.walk_id)
    assert found is not None
    return found


def test_a_walk_is_opened_once_and_its_link_with_it(world: World, tools: Toolbox) -> None:
    walk_id = world.add_walk("BRO-2026-4", "BROCEN", W.PLANNED)
    with unit_of_work():
        walk = by_key(Walk, walk_id)
        assert walk is not None
        walk.opened_at = walk.published_at = None
    walk_running.move(tools, world.actor(world.lena), walk_id, W.OPEN)
    opened = by_key(Walk, walk_id)
    assert opened is not None
    assert opened.opened_at == opened.published_at == tools.clock.now()


def test_closing_severs_every_answer_from_its_phone_and_keeps_the_answer(
    world: World, tools: Toolbox
) -> None:
    phone = world.add_phone(world.walk_id)
    stop = world.stop_ids()[0]
    with unit_of_work() as work:
        work.add(Rating(walk_id=world.walk_id, stop_id=stop, participant_id=phone.id, light="dark", value=4))
    for to in (W.CLOSING, W.REVIEW):
        walk_running.move(tools, world.actor(world.ann), world.walk_id, to)
    assert state(world).closed_at == tools.clock.now()
    assert ratings.of_phones(world.walk_id) == []
    assert ratings.counts_of_walk(world.walk_id) == {(stop, "dark", 4): 1}


def test_a_closed_walk_lets_no_phone_in(world: World, tools: Toolbox) -> None:
    for to in (W.CLOSING, W.REVIEW):
        walk_running.move(tools, world.actor(world.ann), world.walk_id, to)
    assert phones.open_code(tools, "BRUNNA") is None
    assert phones.open_code(tools, "BRUNNALINK") is None


@pytest.mark.parametrize("to", [W.REVIEW, W.SENT, W.PLANNED, W.SEALED])
def test_an_arrow_that_is_not_in_the_table_is_refused(world: World, tools: Toolbox, to: W) -> None:
    with pytest.raises(NotAllowed):
        walk_running.move(tools, world.actor(world.ann), world.walk_id, to)
    assert state(world).state is W.OPEN


def test_only_those_who_run_walks_are_offered_steps(world: World) -> None:
    walk = state(world)
    assert walk_running.steps(world.actor(world.lena), walk) == (W.CLOSING, W.CANCELLED)
    assert walk_running.steps(world.actor(world.adam), walk) == ()


def test_a_partner_cannot_close_a_walk(world: World, tools: Toolbox) -> None:
    with pytest.raises(Forbidden):
        walk_running.move(tools, world.actor(world.paul), world.walk_id, W.CLOSING)


def test_who_was_there_is_counted_and_organisations_are_named(world: World) -> None:
    there = Present(23, [("  Upplands-Brohus ", 2), ("Kommunpolis", 1)], "Uppehåll")
    walk_running.note_who_was_there(world.actor(world.lena), world.walk_id, there)
    walk = state(world)
    assert walk.resident_count == 23
    assert walk.organisations == [
        {"name": "Upplands-Brohus", "count": 2},
        {"name": "Kommunpolis", "count": 1},
    ]


@pytest.mark.parametrize("present", [Present(-1), Present(1, [("", 2)]), Present(1, [("X", 9999)])])
def test_counts_that_cannot_be_are_refused(world: World, present: Present) -> None:
    with pytest.raises(Invalid):
        walk_running.note_who_was_there(world.actor(world.ann), world.walk_id, present)


def test_leading_on_this_phone_makes_a_leaders_phone(world: World, tools: Toolbox) -> None:
    joined = walk_running.lead_here(tools, world.actor(world.ann), world.walk_id, "sv")
    actor = phones.actor_of_phone(tools, joined.token)
    assert actor is not None
    assert (actor.role.value, actor.walk_id) == ("leader", world.walk_id)


def test_a_walk_that_does_not_exist_cannot_be_led(world: World, tools: Toolbox) -> None:
    with pytest.raises(NotFound):
        walk_running.lead_here(tools, world.actor(world.ann), new_id(), "sv")
