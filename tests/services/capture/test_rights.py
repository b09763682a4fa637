"""Every kind of act × everybody who may send one × own and foreign things: a generated matrix."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.access import MAY
from fieldapp.domain.commands import PAYLOADS
from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import cards
from fieldapp.services.capture.apply import KINDS
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.participants import Participant
from fieldapp.store.photos import Photo
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from tests.support.sync import Op, Phone, manifest
from tests.support.world import World

OK, FORBIDDEN, UNKNOWN = "applied", "forbidden", "not-found"

#: Kind → what becomes of it for: its reporter, another participant, a link-only one, the secretary,
#: the leader, a leader of another walk, a crew. The thing is the reporter's point with a released photo.
MATRIX: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "observation.create": (OK, OK, OK, OK, OK, OK, FORBIDDEN),
    "observation.edit": (OK, FORBIDDEN, UNKNOWN, OK, OK, UNKNOWN, FORBIDDEN),
    "observation.withdraw": (OK, FORBIDDEN, UNKNOWN, FORBIDDEN, FORBIDDEN, UNKNOWN, FORBIDDEN),
    "observation.agree": ("own-point", OK, UNKNOWN, OK, OK, UNKNOWN, FORBIDDEN),
    "observation.release": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK, UNKNOWN, FORBIDDEN),
    "observation.merge": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK, UNKNOWN, FORBIDDEN),
    "observation.owner": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK, UNKNOWN, FORBIDDEN),
    "photo.add": (OK, FORBIDDEN, UNKNOWN, OK, OK, UNKNOWN, UNKNOWN),
    "photo.replace": (OK, FORBIDDEN, UNKNOWN, OK, OK, UNKNOWN, UNKNOWN),
    "photo.remove": (OK, FORBIDDEN, UNKNOWN, OK, OK, UNKNOWN, UNKNOWN),
    "rating.set": (OK, OK, OK, OK, OK, UNKNOWN, FORBIDDEN),
    "vote.set": (OK, OK, UNKNOWN, OK, OK, UNKNOWN, FORBIDDEN),
    "stop.reached": (OK, OK, OK, OK, OK, UNKNOWN, FORBIDDEN),
    "stop.announce": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK, UNKNOWN, FORBIDDEN),
    "card.attach": (OK, FORBIDDEN, UNKNOWN, FORBIDDEN, FORBIDDEN, UNKNOWN, FORBIDDEN),
    "ticket.note": (FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "ticket.status": (FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    "followup.verdict": (FORBIDDEN, FORBIDDEN, FORBIDDEN, OK, OK, UNKNOWN, FORBIDDEN),
}


def test_every_kind_of_the_contract_has_a_function_and_a_line_here() -> None:
    assert set(PAYLOADS) == set(KINDS) == set(MATRIX)
    assert {kind.action for kind in KINDS.values()} <= set(MAY)


class Stage:
    """A fresh point of the reporter's for each cell, and all that acts name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.reporter = Phone.in_walk(world)
        self.senders = (
            self.reporter,
            Phone.in_walk(world),
            Phone.in_walk(world, "BRUNNALINK"),
            self.secretary(),
            Phone.in_walk(world, "BRUNNALEAD"),
            Phone.in_walk(world, "KUNGSALEAD"),
            Phone.of_staff(world, world.cem),
        )
        (self.card,) = cards.make_cards(world.tools, world.actor(world.ann), world.walk_id, 1)
        # The walk follows itself, so that its tickets can be judged in it.
        with unit_of_work():
            walk = by_key(Walk, world.walk_id)
            assert walk is not None
            walk.kind, walk.follows_id = "follow_up", walk.id
        self.stop = world.stop_ids()[0]
        self.number = 100

    def secretary(self) -> Phone:
        from fieldapp.domain.actors import Role
        from fieldapp.services.phones import actor_of

        phone = Phone.in_walk(self.world)
        with unit_of_work():
            row = by_key(Participant, phone.actor.id) if phone.actor.id else None
            assert row is not None
            row.role = Role.SECRETARY
        return Phone(self.world, phone.browser, actor_of(row))

    def ticket(self, state: TicketStatus) -> UUID:
        self.number += 1
        ticket = Ticket(
            id=new_id(),
            number=f"BRU-2026-2-{self.number}",
            walk_id=self.world.walk_id,
            owner_id=self.world.streets,
            state=state,
            category="BEL",
            title="Lampa",
            urgency="snart",
            due_on=date(2026, 10, 8),
            created_at=self.world.tools.clock.now(),
            sent_at=self.world.tools.clock.now(),
        )
        with unit_of_work() as work:
            work.add(ticket)
        return ticket.id

    def op(self, sender: Phone, kind: str) -> Op:
        """The act on a thing that exists; leaders and secretaries sent the photos that they change."""
        photo = manifest(b"a photo")
        point = self.reporter.note(photos=[photo])
        walk = {"walk": str(self.world.walk_id)}
        acts: dict[str, Callable[[], Op]] = {
            "observation.create": lambda: sender.point(),
            "observation.edit": lambda: sender.op(kind, {"text": "Ny text"}, point),
            "observation.agree": lambda: sender.op(kind, {"on": True}, point),
            "observation.merge": lambda: sender.op(kind, {"into": str(self.reporter.note())}, point),
            "observation.owner": lambda: sender.op(kind, {"owner": "bostad"}, point),
            "photo.add": lambda: sender.op(kind, {}, point, photos=[manifest(b"more")]),
            "photo.replace": lambda: sender.op(
                kind, {"photo": photo["id"]}, point, photos=[manifest(b"painted")]
            ),
            "photo.remove": lambda: sender.op(kind, {"photo": photo["id"]}, point),
            "rating.set": lambda: sender.op(
                kind, {**walk, "stop": str(self.stop), "light": "day", "value": 3}, self.stop
            ),
            "vote.set": lambda: sender.op(kind, {**walk, "observation": str(point), "on": True}, point),
            "stop.reached": lambda: sender.op(kind, walk, self.stop),
            "stop.announce": lambda: sender.op(kind, walk, self.stop),
            "card.attach": lambda: sender.op(kind, {"card": self.card}, point),
            "ticket.note": lambda: sender.op(kind, {"text": "Beställd"}, self.ticket(TicketStatus.SENT)),
            "ticket.status": lambda: sender.op(kind, {"to": "accepted"}, self.ticket(TicketStatus.SENT)),
            "followup.verdict": lambda: sender.op(kind, {"result": "fixed"}, self.ticket(TicketStatus.DONE)),
        }
        return acts.get(kind, lambda: sender.op(kind, {}, point))()


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def outcome(result: dict[str, Any]) -> str:
    return OK if result["result"] == OK else str(result["code"])


def test_each_act_is_for_whom_the_table_says(stage: Stage) -> None:
    found = {
        kind: tuple(outcome(sender.do(stage.op(sender, kind))) for sender in stage.senders) for kind in MATRIX
    }
    assert found == MATRIX


def test_points_of_another_walk_do_not_exist_for_anybody(world: World, stage: Stage) -> None:
    foreign = Phone.in_walk(world, "KUNGSA").note(photos=[manifest(b"theirs")])
    for sender in stage.senders[:5]:
        for kind in ("observation.edit", "observation.withdraw", "observation.agree", "photo.add"):
            payload: dict[str, Any] = {"on": True} if kind == "observation.agree" else {}
            photos = [manifest(b"x")] if kind == "photo.add" else []
            assert sender.do(sender.op(kind, payload, foreign, photos=photos))["code"] == UNKNOWN
        there = sender.do(sender.point(walk=str(world.other_walk_id)))
        assert (there["code"], there["field"]) == (UNKNOWN, "payload.walk")


def test_what_is_refused_leaves_nothing(stage: Stage) -> None:
    from fieldapp.store.db import db

    stranger = stage.senders[1]
    op = stage.op(stranger, "photo.add")
    stranger.do(op)
    db.session.rollback()
    assert by_key(Photo, UUID(op["photos"][0]["id"])) is None


def test_a_sensitive_point_does_not_exist_for_others(world: World, phone: Phone) -> None:
    other = Phone.in_walk(world)
    point = phone.note(sensitive=True)
    assert other.do(other.op("observation.agree", {"on": True}, point))["code"] == UNKNOWN
