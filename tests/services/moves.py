"""How tests move a ticket: by whom, from any state, with all that an act may have to say."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import changing
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.tickets import Ticket
from tests.services.points import let_go
from tests.support.world import World

S = TicketStatus


def actor(world: World, name: str, ticket: Ticket) -> Actor:
    if name == "reader":
        return Actor(Role.READER, uuid4(), owner_id=world.streets, ticket_ids=frozenset({ticket.id}))
    return world.actor(getattr(world, name))


def put(ticket_id: UUID, state: TicketStatus, **given: Any) -> None:
    with unit_of_work():
        ticket = by_key(Ticket, ticket_id)
        assert ticket is not None
        ticket.state = state
        for name, value in given.items():
            setattr(ticket, name, value)


def now(ticket: Ticket) -> Ticket:
    let_go()
    found = by_key(Ticket, ticket.id)
    assert found is not None
    return found


def saying(to: TicketStatus, other: Ticket | None = None, **given: Any) -> TicketChange:
    """An act that says everything that any arrow may need."""
    sentence = {
        S.PLANNED: {"template": "planned.general"},
        S.DONE: {"template": "done.lamp"},
        S.DECLINED: {"template": "declined.cost"},
        S.NEEDS_PROJECT: {"template": "needs_project.budget", "values": {"year": 2027}},
        S.INVESTIGATING: {"template": "investigating.answer_by"},
    }.get(to)
    values: dict[str, Any] = {
        "sentence": sentence,
        "planned_for": "2026-W46",
        "answer_by": date(2026, 12, 1),
        "no_photo_reason": "Det var mörkt",
        "into": other.number if other else "",
    }
    return TicketChange(to, **{**values, **given})


def move(world: World, ticket: Ticket, to: TicketStatus, who: str = "ann", **given: Any) -> Ticket:
    person = actor(world, who, ticket)
    via = {"reader": "link", "cem": "phone"}.get(who, "desk")
    return changing.change(world.tools, person, ticket.id, saying(to, **given), via)
