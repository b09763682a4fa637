"""A ticket that is put into any state, and who may come to it: for tests that try every arrow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import DomainError, NotFound
from fieldapp.domain.ticket_status import Need, TicketStatus, needs
from fieldapp.services import crew_phones
from fieldapp.services.ticketing import history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket, TicketEvent
from tests.services.moves import actor, put
from tests.services.points import let_go, sent_ticket
from tests.support.world import World

S = TicketStatus
WORDS = {"text": "Det är sagt.", "lang": "sv"}
#: What an act is made without, to see that it is refused.
NOTHING: dict[Need, dict[str, Any]] = {
    Need.PUBLIC_SENTENCE: {"sentence": None},
    Need.REASON: {"reason": ""},
    Need.PLANNED_FOR: {"planned_for": ""},
    Need.ANSWER_BY: {"answer_by": None},
    Need.PHOTO_OR_REASON: {"no_photo_reason": ""},
    Need.INTO: {"into": ""},
}


class Standing(NamedTuple):
    """What an act that is refused may not change."""

    state: TicketStatus
    version: int
    rev: int
    answer: Any
    merged_into_id: UUID | None
    event_count: int


class Stage:
    """A ticket that can be put into any state, and another one to merge it into."""

    def __init__(self, world: World) -> None:
        self.world, self.tools = world, world.tools
        self.id = sent_ticket(world).id
        other = sent_ticket(world)
        self.other_id, self.other_number = other.id, other.number

    def put(self, state: TicketStatus) -> None:
        """As if it had always stood there; the other one is with its owner."""
        put(
            self.id,
            state,
            answer_due_on=date(2026, 10, 24),
            merged_into_id=self.other_id if state is S.MERGED else None,
        )
        put(self.other_id, S.SENT, answer_due_on=date(2026, 10, 24))
        with unit_of_work() as work:
            # A long history would make every following arrow dearer than the last.
            work.execute(delete(TicketEvent).where(TicketEvent.kind != "opened"))

    def step(self, state: TicketStatus, **said: Any) -> int:
        """The desk takes it there; returns the revision that a phone had read before."""
        read = self.stands().rev
        self.put(state)
        with unit_of_work():
            ticket = by_key(Ticket, self.id)
            assert ticket is not None
            act = history.act_of(self.tools, self.world.actor(self.world.ann))
            history.touch(ticket)
            history.append(ticket, act, "status", **said)
        return read

    def stands(self, ticket_id: UUID | None = None) -> Standing:
        let_go()
        wanted = ticket_id or self.id
        count = select(func.count()).where(TicketEvent.ticket_id == wanted).scalar_subquery()
        columns = (Ticket.state, Ticket.version, Ticket.rev, Ticket.answer, Ticket.merged_into_id)
        return Standing(*db.session.execute(select(*columns, count).where(Ticket.id == wanted)).one())

    def saying(self, to: TicketStatus, without: Need | None = None) -> TicketChange:
        """An act that says what its arrow needs, but for one thing."""
        whole = TicketChange(
            to,
            sentence=WORDS if Need.PUBLIC_SENTENCE in needs(to) else None,
            reason="Byggs om",
            planned_for="2026-W46",
            answer_by=date(2026, 12, 1),
            no_photo_reason="Det var mörkt",
            into=self.other_number,
        )
        return replace(whole, **NOTHING[without]) if without else whole


def code_of(act: Callable[[], object]) -> str:
    try:
        act()
    except DomainError as error:
        # What is not there may be named, which makes it no less not there.
        return "not-found" if isinstance(error, NotFound) else error.code
    return ""


def person(stage: Stage, who: str) -> Actor:
    """Somebody of the staff by name, the supervisor, the crew's enrolled phone, or whoever has the link."""
    world = stage.world
    if who == "reader":
        ticket = by_key(Ticket, stage.id)
        assert ticket is not None
        return actor(world, who, ticket)
    if who in ("sam", "van"):
        sam = world.actor(world.add_person("sam@demo.invalid", Role.SUPERVISOR, world.streets))
        return sam if who == "sam" else _van(stage, sam)
    if who in ("participant", "secretary", "leader"):
        return world.add_phone(world.walk_id, Role(who))
    return world.actor(getattr(world, who))


def _van(stage: Stage, sam: Actor) -> Actor:
    phone = crew_phones.add(stage.tools, sam, "Bil 1")
    code = crew_phones.phone(stage.tools, sam, phone).code
    assert code is not None
    return crew_phones.enrol(stage.tools, code.token, "127.0.0.1").actor
