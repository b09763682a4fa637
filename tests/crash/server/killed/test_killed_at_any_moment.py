"""The web worker is killed at random moments while phones send: each receipt is true, nothing is doubled.

The moments come from a seed that is printed; FIELDAPP_SEED runs the same again.
"""

import os
import random
import time
from collections.abc import Iterator
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket
from tests.crash.server.killed.lives import Lives
from tests.crash.server.killed.processes import Server
from tests.crash.server.killed.wire import crew_over, phone_over
from tests.crash.server.sending import PointWithPhoto, check_whole, fresh
from tests.services.points import sent_ticket
from tests.support.sync import Op, Phone
from tests.support.world import World

#: `make crash` kills long; among all tests a shorter run has to do.
IS_LONG = bool(os.environ.get("FIELDAPP_LONG"))
PHONES = 4
POINTS, PHOTOS = (200, 20) if IS_LONG else (60, 6)
KILLS_AT_LEAST, KILLS_AT_MOST = (20, 80) if IS_LONG else (3, 24)
LIFE_MAX_S = 0.25
TICKETS = 12
PATIENCE_S = 100.0


@pytest.fixture
def lives(server: Server) -> Iterator[Lives]:
    found = Lives(server)
    yield found
    found.end()


@pytest.fixture
def moments() -> random.Random:
    seed = int(os.environ.get("FIELDAPP_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    print(f"FIELDAPP_SEED={seed}")  # noqa: T201
    return random.Random(seed)


def kill_while(lives: Lives, senders: list[Thread], moments: random.Random) -> None:
    """Kill life after life while the senders are at it, then let them come to an end."""
    lives.begin()
    for sender in senders:
        sender.start()
    while any(sender.is_alive() for sender in senders) and lives.count < KILLS_AT_MOST:
        time.sleep(moments.uniform(0, LIFE_MAX_S))
        lives.kill()
        lives.begin()
    for sender in senders:
        sender.join(PATIENCE_S)
        assert not sender.is_alive(), "a phone did not get rid of what it had"


def sender(world: World, sent: list[PointWithPhoto]) -> Thread:
    """A phone that sends until everything has its receipt, as a phone does: again after every failure."""

    def send_all() -> None:
        with world.app.app_context():
            for one in sent:
                insist(one)

    return Thread(target=send_all, daemon=True)


def insist(one: PointWithPhoto) -> None:
    end = time.monotonic() + PATIENCE_S
    while not one.is_sent and time.monotonic() < end:
        try:
            one.send()
        except OSError:
            time.sleep(0.005)


def test_f07_every_receipt_has_its_row_and_its_files_whenever_the_worker_was_killed(
    lives: Lives, server: Server, world: World, tools: Toolbox, moments: random.Random
) -> None:
    shares: list[list[PointWithPhoto]] = []
    for share in range(PHONES):
        phone = phone_over(world, server.port)
        numbers = range(share, POINTS, PHONES)
        shares.append([PointWithPhoto(phone, number, number < PHOTOS) for number in numbers])
        moments.shuffle(shares[-1])
    db.session.rollback()
    kill_while(lives, [sender(world, share) for share in shares], moments)
    assert lives.count > KILLS_AT_LEAST

    everything = [one for share in shares for one in share]
    assert all(one.is_sent for one in everything)
    for one in everything:
        check_whole(one, tools.vault)
        again = one.phone.do(one.op)
        assert one.result is not None
        assert again == {**one.result, "result": "duplicate"}
    numbers_given = sorted(row.number for row in db.session.query(Observation))
    assert numbers_given == list(range(1, POINTS + 1))
    check_swept(tools)


def check_swept(tools: Toolbox) -> None:
    """What the killed left behind has no name, and the sweep takes it."""
    tools.incoming.sweep(older_than_s=-60)
    tools.incoming.sweep_folders(older_than_s=-60)
    tools.vault.sweep_temporary(older_than_s=-60)
    assert [*tools.incoming.folder.iterdir(), *tools.vault.folder.glob("??/??/.*")] == []


class StatusChanges(PointWithPhoto):
    """One ticket's acts of the crew, sent one after the other until each has its receipt."""

    def __init__(self, crew: Phone, ticket_id: UUID) -> None:
        super().__init__(crew, 0, has_photo=False)
        self.ticket_id = ticket_id
        self.acts: list[Op] = [
            crew.op("ticket.note", {"text": "Vi tittar på det."}, ticket_id),
            crew.op("ticket.status", {"to": "accepted"}, ticket_id),
            crew.op("ticket.status", {"to": "in_progress"}, ticket_id),
            crew.op("ticket.note", {"text": "Stegen behövs."}, ticket_id),
        ]
        self.results: list[dict[str, Any]] = []

    @property
    def is_sent(self) -> bool:
        return len(self.results) == len(self.acts)

    def send(self) -> TestResponse:
        answer = self.phone.post("/sync/ops", self.phone.batch(self.acts[len(self.results)]))
        if answer.status_code == 200:
            self.results += answer.get_json()["results"]
        return answer


def test_f07_status_and_history_of_a_ticket_agree_whenever_the_worker_was_killed(
    lives: Lives, server: Server, world: World, moments: random.Random
) -> None:
    crew = crew_over(world, server.port)
    changes = [StatusChanges(crew, sent_ticket(world).id) for _ in range(TICKETS)]
    before = {one.ticket_id: len(tickets.events_of(one.ticket_id)) for one in changes}
    db.session.rollback()
    kill_while(lives, [sender(world, [*changes[half::2]]) for half in range(2)], moments)
    assert lives.count > 2
    fresh()
    for one in changes:
        assert {result["result"] for result in one.results} <= {"applied", "duplicate"}
        ticket = by_key(Ticket, one.ticket_id)
        events = sorted(tickets.events_of(one.ticket_id), key=lambda event: event.rev)
        moved = [event for event in events if event.to_state is not None]
        assert ticket is not None
        assert len(events) - before[one.ticket_id] == len(one.acts)
        assert (ticket.state, ticket.rev) == (moved[-1].to_state, events[-1].rev)
        assert ticket.state == "in_progress"
