"""Who of an owner's people does a ticket, and what they must know before they go: supervisor and desk."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.crew_load import OPEN_WORK
from fieldapp.domain.crew_phone import by_name
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.text import limited
from fieldapp.services.ticketing import history
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import crew_phones, people, tickets
from fieldapp.store.db import unit_of_work
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket

NEEDED_MAX, HAZARD_MAX = 600, 600
#: So many are given at once: a page of the list.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Hand:
    """Somebody that work can be given to: a phone of the owner, or a person with an account."""

    id: UUID
    name: str
    is_phone: bool


@dataclass(frozen=True)
class Preparation:
    """What the crew reads before it leaves: what to bring, what to look out for, whether it takes two."""

    needed: str = ""
    hazard: str = ""
    two_people: bool = False


def hands(owner_id: UUID | None) -> list[Hand]:
    """The owner's phones, then its people of the crew, each by name."""
    if owner_id is None:
        return []
    vans = sorted(crew_phones.of_owner(owner_id), key=lambda row: by_name(row.name))
    return [Hand(row.id, row.name, True) for row in vans] + [
        Hand(row.id, row.name, False) for row in people.crew_of(owner_id)
    ]


def assign(tools: Toolbox, actor: Actor, ticket_ids: Collection[UUID], hand_id: UUID | None) -> int:
    """Give tickets to one of the owner's phones or people (None: to nobody); returns how many changed hands.

    What is finished is left alone. The version stays: nobody's form is too old because of it. Raises
    `Invalid("hand")`, or `NotFound` where a ticket is not the supervisor's.
    """
    access.require(actor, "ticket.assign")
    if len(ticket_ids) > MOST_AT_ONCE:
        raise Invalid("tickets", "too-many")
    with unit_of_work():
        if hand_id is not None and hand_id not in {hand.id for hand in hands(actor.owner_id)}:
            raise Invalid("hand", "unknown-hand")
        rows = [_found(actor, ticket_id) for ticket_id in ticket_ids]
        act = history.act_of(tools, actor)
        return sum(give(row, hand_id, act) for row in rows)


def give(row: Ticket, hand_id: UUID | None, act: Act) -> bool:
    """`assign` for a caller that has the ticket and an open unit of work; False where nothing changed."""
    if row.state not in OPEN_WORK or row.assigned_to_id == hand_id:
        return False
    row.assigned_to_id = hand_id
    _write_down(row, act, "assigned", {"to": str(hand_id) if hand_id else ""})
    return True


def prepare(tools: Toolbox, actor: Actor, ticket_id: UUID, given: Preparation) -> bool:
    """Write down what the crew must know; False where nothing was new. Raises `Invalid` or `NotFound`."""
    access.require(actor, "ticket.prepare")
    with unit_of_work():
        return note_down(_found(actor, ticket_id), given, history.act_of(tools, actor))


def note_down(row: Ticket, given: Preparation, act: Act) -> bool:
    """`prepare` for a caller that has the ticket and an open unit of work."""
    wanted: dict[str, str | bool] = {
        "needed": limited(given.needed, NEEDED_MAX, "needed"),
        "hazard": limited(given.hazard, HAZARD_MAX, "hazard"),
        "two_people": given.two_people,
    }
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        _write_down(row, act, "prepared", {"fields": changed})
    return bool(changed)


def _write_down(row: Ticket, act: Act, kind: str, details: dict[str, object]) -> None:
    # The crew's phones hear of it; the reporter's have nothing new to read.
    row.rev = next_rev()
    history.append(row, act, kind, details=details)


def _found(actor: Actor, ticket_id: UUID) -> Ticket:
    row = tickets.find_for(actor, ticket_id)
    if row is None:
        raise NotFound("ticket")
    return row
