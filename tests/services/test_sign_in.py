"""Passwords and sessions below the web: what is stored, and what an unknown address costs."""

import time

import pytest
from argon2 import PasswordHasher

from fieldapp.domain.errors import Invalid, TooManyTries
from fieldapp.services import passwords, sign_in
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.people import OneTimeLink, Person, StaffSession, sessions_of
from tests.support.clock import HeldClock
from tests.support.world import World

PASSWORD = "hagtorn lykta trappa 9"


def seconds_to_refuse(stored: str | None) -> float:
    started = time.perf_counter()
    assert not passwords.matches(stored, "a wrong password")
    return time.perf_counter() - started


def test_an_unknown_address_costs_as_much_time_as_a_wrong_password() -> None:
    stored = passwords.hash_of(PASSWORD)
    seconds_to_refuse(None)
    wrong = min(seconds_to_refuse(stored) for _ in range(5))
    unknown = min(seconds_to_refuse(None) for _ in range(5))
    assert 0.5 < unknown / wrong < 2


def test_passwords_are_kept_as_argon2id_of_todays_strength() -> None:
    stored = passwords.hash_of(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert not passwords.needs_new_hash(stored)
    assert passwords.needs_new_hash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$/6ECkLWQ64x8zvPZWu0QOA")


def test_a_password_with_ones_own_name_is_easy() -> None:
    with pytest.raises(Invalid):
        passwords.hash_of("annakesson99", ("annakesson",))


def test_an_old_hash_is_made_anew_when_its_owner_comes_in(world: World, tools: Toolbox) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with unit_of_work():
        person = by_key(Person, world.ann)
        assert person is not None
        person.password_hash = weak
    sign_in.sign_in(tools, "ann@demo.invalid", PASSWORD, "127.0.0.1")
    person = by_key(Person, world.ann)
    assert person is not None and person.password_hash is not None
    assert person.password_hash != weak
    assert passwords.matches(person.password_hash, PASSWORD)


def test_only_fingerprints_of_tokens_are_stored(world: World, tools: Toolbox) -> None:
    signed_in = sign_in.open_session(tools, world.ann)
    link = sign_in.post_reset(tools, world.ann)
    assert len(signed_in.token) >= 43 and len(link) >= 43, "256 bits"
    (kept,) = sessions_of(world.ann)
    assert signed_in.token not in str(vars(kept))
    assert by_key(OneTimeLink, link) is None


def test_a_session_that_was_ended_does_not_come_back_by_being_used(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    token = sign_in.open_session(tools, world.ann).token
    clock.pass_time(minutes=5)
    sign_in.sign_out_everywhere(world.actor(world.ann))
    assert sign_in.actor_of_session(tools, token) is None
    assert not sessions_of(world.ann)


def test_a_clock_that_is_set_back_lengthens_no_session(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    token = sign_in.open_session(tools, world.ann).token
    (kept,) = sessions_of(world.ann)
    expires_at = kept.expires_at
    clock.pass_time(hours=-1)
    assert sign_in.actor_of_session(tools, token) is not None
    again = by_key(StaffSession, kept.id)
    assert again is not None
    assert again.expires_at == expires_at


def test_tries_are_counted_although_the_account_does_not_exist(world: World, tools: Toolbox) -> None:
    for number in range(10):
        with pytest.raises(sign_in.WrongPassword):
            sign_in.sign_in(tools, "nobody@demo.invalid", "x", f"10.0.0.{number}")
    with pytest.raises(TooManyTries):
        sign_in.sign_in(tools, "nobody@demo.invalid", "x", "10.0.0.99")
