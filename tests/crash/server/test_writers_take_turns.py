"""Two acts that change the same things at the same moment take turns: none is told to come again."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.phone import note_from_phone
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket
from tests.crash.server.queue_files import PICTURE
from tests.services.points import sent_ticket
from tests.support.sync import Phone, manifest
from tests.support.visitor import Visitor
from tests.support.world import World

FIRST, SECOND = "first", "second"
LONGEST_S = 20.0
#: SQLite has one writer at a time by itself.
pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Crossing:
    """Runs two acts so that the first stands still once it has said `where` to the database.

    It goes on when the second has the counter of revisions, or waits for its turn.
    """

    def __init__(self, app: Flask, where: str) -> None:
        self.app, self.where = app, where
        self.is_reached, self.is_met = threading.Event(), threading.Event()

    def run(self, first: Callable[[], None], second: Callable[[], None]) -> None:
        db.session.rollback()
        event.listen(db.engine, "before_cursor_execute", self._about_to_say)
        event.listen(db.engine, "after_cursor_execute", self._has_said)
        threads = [
            threading.Thread(target=self._apart, args=(act,), name=name)
            for name, act in ((FIRST, first), (SECOND, second))
        ]
        threads[0].start()
        assert self.is_reached.wait(LONGEST_S)
        threads[1].start()
        for thread in threads:
            thread.join(LONGEST_S)
        event.remove(db.engine, "before_cursor_execute", self._about_to_say)
        event.remove(db.engine, "after_cursor_execute", self._has_said)

    def _apart(self, act: Callable[[], None]) -> None:
        with self.app.app_context():
            act()

    def _about_to_say(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if threading.current_thread().name == SECOND and "FROM revision" in statement:
            self.is_met.set()

    def _has_said(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        who = threading.current_thread().name
        if who == FIRST and self.where in statement and not self.is_reached.is_set():
            self.is_reached.set()
            self.is_met.wait(LONGEST_S)
        if who == SECOND and "UPDATE revision" in statement:
            self.is_met.set()


def twin(phone: Phone) -> Phone:
    """The same phone's second connection."""
    browser = Visitor(phone.world.app)
    browser.client._cookies = dict(phone.browser.client._cookies or {})
    return Phone(phone.world, browser, phone.actor)


@pytest.mark.parametrize("act", ["observation.edit", "photo.remove"])
def test_a_photo_comes_while_its_point_is_changed(app: Flask, world: World, act: str) -> None:
    phone, photo = Phone.in_walk(world), manifest(PICTURE)
    point = phone.note(photos=[photo])
    payload = {"text": "Två är släckta"} if act == "observation.edit" else {"photo": photo["id"]}
    change = phone.batch(phone.op(act, payload, point))
    other, answers = twin(phone), dict[str, Any]()

    def edit() -> None:
        answers[FIRST] = phone.post("/sync/ops", change)

    def upload() -> None:
        answers[SECOND] = other.put(photo["id"], PICTURE)

    Crossing(app, "FROM observation").run(edit, upload)
    assert [answers[FIRST].status_code, answers[SECOND].status_code] == [200, 200]
    assert answers[FIRST].get_json()["results"][0]["result"] == "applied"
    assert answers[SECOND].get_json()["done"]


def test_the_desk_and_a_crew_change_one_ticket(app: Flask, world: World) -> None:
    ticket = sent_ticket(world, "gata-park")
    ticket_id, base_rev, version = ticket.id, ticket.rev, ticket.version
    ann, cem, done = world.actor(world.ann), world.actor(world.cem), set[str]()

    def at_desk() -> None:
        wanted = TicketChange(to=TicketStatus.ACCEPTED, version=version)
        changing.change(world.tools, ann, ticket_id, wanted, history.DESK)
        done.add(FIRST)

    def by_phone() -> None:
        with unit_of_work():
            note_from_phone(world.tools, cem, ticket_id, "Stolpen är böjd", base_rev=base_rev)
        done.add(SECOND)

    Crossing(app, "UPDATE ticket").run(at_desk, by_phone)
    assert done == {FIRST, SECOND}
    row = by_key(Ticket, ticket_id)
    assert row is not None and row.state is TicketStatus.ACCEPTED
    assert [one.kind for one in tickets.events_of(ticket_id)][:2] == ["note", "status"]
