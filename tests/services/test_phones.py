"""Phones in a walk: who they are, how long they may read, and when they are shown out."""

from datetime import timedelta

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.errors import NotFound, TooManyTries
from fieldapp.services import phones
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.participants import Participant, phone_count
from fieldapp.store.walks import Walk
from tests.support.clock import HeldClock
from tests.support.world import World


def joined(tools: Toolbox, code: str = "BRUNNA") -> phones.Joined:
    found = phones.join(tools, code, "127.0.0.1", "sv")
    assert found is not None
    return found


def close(world: World, clock: HeldClock) -> None:
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.closed_at = clock.now()


@pytest.mark.parametrize(
    ("code", "role", "sees_all"),
    [
        ("BRUNNA", Role.PARTICIPANT, True),
        ("BRUNNALINK", Role.PARTICIPANT, False),
        ("BRUNNALEAD", Role.LEADER, True),
    ],
)
def test_each_code_gives_its_rights(
    world: World, tools: Toolbox, code: str, role: Role, sees_all: bool
) -> None:
    actor = joined(tools, code).actor
    assert actor.id is not None
    phone = by_key(Participant, actor.id)
    assert phone is not None
    assert (phone.role, phone.sees_all, phone.walk_id) == (role, sees_all, world.walk_id)


def test_a_better_code_adds_rights_and_a_worse_one_takes_none(world: World, tools: Toolbox) -> None:
    actor = joined(tools, "BRUNNALEAD").actor
    assert phones.join(tools, "BRUNNALINK", "127.0.0.1", "sv", actor) is None
    assert actor.id is not None
    phone = by_key(Participant, actor.id)
    assert phone is not None
    assert (phone.role, phone.sees_all) == (Role.LEADER, True)


def test_a_phone_that_was_shown_out_joins_as_a_new_one(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    first = joined(tools)
    with unit_of_work():
        assert first.actor.id is not None
        phone = by_key(Participant, first.actor.id)
        assert phone is not None
        phone.revoked_at = clock.now()
    assert phones.actor_of_phone(tools, first.token) is None
    assert phones.join(tools, "BRUNNA", "127.0.0.1", "sv", first.actor) is not None
    assert phone_count(world.walk_id) == 2


def test_a_phone_reads_its_answers_until_half_a_year_after_the_follow_up(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    token = joined(tools).token
    close(world, clock)
    clock.pass_time(days=300)
    assert phones.actor_of_phone(tools, token) is not None
    follow_up = world.add_walk("BRU-2027-1", code="FOLLOW")
    with unit_of_work():
        walk = by_key(Walk, follow_up)
        assert walk is not None
        walk.follows_id, walk.closed_at = world.walk_id, clock.now()
    clock.pass_time(days=182)
    assert phones.actor_of_phone(tools, token) is not None
    clock.pass_time(days=2)
    assert phones.actor_of_phone(tools, token) is None


def test_without_a_follow_up_it_ends_half_a_year_after_one_was_due(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    token = joined(tools).token
    close(world, clock)
    clock.pass_time(days=365 + 182)
    assert phones.actor_of_phone(tools, token) is not None
    clock.pass_time(days=2)
    assert phones.actor_of_phone(tools, token) is None


def test_a_wrong_token_is_nobody(world: World, tools: Toolbox) -> None:
    assert phones.actor_of_phone(tools, "no such token") is None


def test_wrong_codes_count_by_address_and_right_ones_never(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    for _ in range(60):
        phones.invitation(tools, "BRUNNA", "10.0.0.1")
    for _ in range(30):
        with pytest.raises(NotFound):
            phones.invitation(tools, "WRONG", "10.0.0.1")
    with pytest.raises(TooManyTries) as caught:
        phones.invitation(tools, "WRONG", "10.0.0.1")
    assert 0 < caught.value.retry_after_s <= 601
    phones.invitation(tools, "BRUNNA", "10.0.0.2")
    clock.pass_time(minutes=10)
    phones.invitation(tools, "BRUNNA", "10.0.0.1")


def test_the_invitation_tells_the_walk_and_nothing_of_its_people(world: World, tools: Toolbox) -> None:
    joined(tools)
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.route = [[59.5, 17.7], [59.51, 17.7], [59.52, 17.7]]
    found = phones.invitation(tools, "brunna", "127.0.0.1")
    assert found.town == "Exempelkommun"
    assert found.stop_count == 3
    assert found.length_m == pytest.approx(2228, abs=5)
    assert found.ends_at - found.starts_at == timedelta(hours=2, minutes=5)
