"""The server's clock jumps back an hour in the middle of a walk."""

import re
import time
from datetime import timedelta

import pytest

from fieldapp.domain import ids
from fieldapp.domain.actors import Role
from fieldapp.domain.lifetimes import SESSION_LIMITS
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket
from tests.crash.server.sending import PointWithPhoto, check_whole, fresh
from tests.services.points import sent_ticket
from tests.support.clock import HeldClock
from tests.support.sync import Phone
from tests.support.world import World


def test_ids_stay_unique_and_in_order_when_the_clock_jumps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    before = [ids.new_id() for _ in range(1000)]
    monkeypatch.setattr(time, "time_ns", lambda: now - 3600 * 10**9)
    after = [ids.new_id() for _ in range(10_000)]
    assert len(set(before + after)) == 11_000
    assert sorted(before + after) == before + after


def test_what_is_noted_after_the_jump_is_stored_once_and_comes_after_what_was_before(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    phone = Phone.in_walk(world)
    first = PointWithPhoto(phone, 1)
    first.send()
    clock.pass_time(hours=-1)
    second = PointWithPhoto(phone, 2)
    for sent in (second, first):
        sent.send()
        check_whole(sent, tools.vault)
    again = phone.do(first.op)
    assert again["result"] == "duplicate"
    fresh()
    rows = [by_key(Observation, one.point_id) for one in (first, second)]
    assert [row.number for row in rows if row] == [1, 2]
    revisions = [row.rev for row in rows if row]
    assert revisions == sorted(revisions)


def test_no_duration_is_negative_when_an_answer_comes_before_its_question(
    world: World, clock: HeldClock
) -> None:
    ticket = sent_ticket(world)
    clock.pass_time(hours=-1)
    crew = Phone.of_staff(world, world.cem)
    assert crew.do(crew.op("ticket.status", {"to": "accepted"}, ticket.id))["result"] == "applied"
    fresh()
    row = by_key(Ticket, ticket.id)
    assert row is not None
    revisions = [event.rev for event in sorted(tickets.events_of(ticket.id), key=lambda event: event.at)]
    assert len(set(revisions)) == len(revisions)
    page = world.staff(world.ann).get(f"/tickets/{ticket.id}")
    assert page.status_code == 200
    words = re.sub(r"<[^>]*>", " ", page.text)
    assert not re.search(r"[-−]\s?[0-9]+\s(sek|min|tim|dag|dyg|veck)", words)


def test_a_session_does_not_live_longer_because_the_clock_was_set_back(
    world: World, clock: HeldClock
) -> None:
    start, limits = clock.now(), SESSION_LIMITS[Role.COORDINATOR]
    desk = world.staff(world.ann)
    clock.pass_time(hours=-1)
    assert desk.get("/review").status_code == 200
    # Used every few hours, so that only its age ends it.
    while clock.now() < start + limits.absolute - timedelta(minutes=1):
        clock.moment = min(clock.now() + timedelta(hours=6), start + limits.absolute - timedelta(minutes=1))
        assert desk.get("/review").status_code == 200
    clock.moment = start + limits.absolute
    assert desk.request("GET", "/review").status_code == 303
    db.session.rollback()
