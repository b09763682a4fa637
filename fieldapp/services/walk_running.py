"""Running a walk: opening, closing, what is known of it afterwards, and leading it on this phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fieldapp.domain import access, walk_status
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.text import limited, one_line
from fieldapp.domain.ticket_status import Party, party_of
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import phones
from fieldapp.services.capture import severing
from fieldapp.services.phones import Joined
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import walks
from fieldapp.store.db import unit_of_work
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Walk

PEOPLE_MAX = 2000
ORGANISATIONS_MAX = 30

#: The steps that a person takes on the walk's page; sending belongs to the review, sealing to the protocol.
STEPS = (WalkStatus.OPEN, WalkStatus.CLOSING, WalkStatus.REVIEW, WalkStatus.CANCELLED)


@dataclass(frozen=True)
class Present:
    """Who was there: residents are counted, those in office are organisations with a head count."""

    resident_count: int
    organisations: Sequence[tuple[str, int]] = ()
    weather: str = ""


def steps(actor: Actor, walk: Walk) -> tuple[WalkStatus, ...]:
    """What the actor may do with the walk on its page now."""
    party = party_of(actor.role)
    if party is None or not access.may(actor, "walk.run"):
        return ()
    return tuple(to for to in walk_status.allowed(walk.state, party) if to in STEPS)


def move(tools: Toolbox, actor: Actor, walk_id: UUID, to: WalkStatus) -> None:
    """Take the walk to its next state; raises `NotAllowed` for an arrow that is not in the table.

    Closing severs every answer about safety from the phone that gave it: from then on nobody can tell.
    """
    access.require(actor, "walk.run")
    with unit_of_work():
        walk = _walk(actor, walk_id)
        walk_status.require(walk.state, to, party_of(actor.role) or Party.SERVER)
        walk.state = to
        walk.rev = next_rev()
        if to is WalkStatus.OPEN:
            walk.opened_at = walk.opened_at or tools.clock.now()
            walk.published_at = walk.published_at or tools.clock.now()
        if walk_status.is_closed(to):
            walk.closed_at = walk.closed_at or tools.clock.now()
            severing.sever(walk.id)


def note_who_was_there(actor: Actor, walk_id: UUID, present: Present) -> None:
    """Residents, organisations and weather, for the protocol; raises `Invalid`."""
    access.require(actor, "walk.run")
    if not 0 <= present.resident_count <= PEOPLE_MAX:
        raise Invalid("resident_count", "not-a-count")
    if len(present.organisations) > ORGANISATIONS_MAX:
        raise Invalid("organisations", "too-many", most=ORGANISATIONS_MAX)
    organisations = [_organisation(name, count) for name, count in present.organisations]
    with unit_of_work():
        walk = _walk(actor, walk_id)
        walk.resident_count = present.resident_count
        walk.organisations = organisations
        walk.weather = limited(one_line(present.weather), 120, "weather")
        walk.rev = next_rev()


def lead_here(tools: Toolbox, actor: Actor, walk_id: UUID, language: str) -> Joined:
    """Make the phone in this person's hand a leader's phone of the walk."""
    access.require(actor, "walk.lead")
    if walks.find_for(actor, walk_id) is None:
        raise NotFound("walk")
    return phones.lead_on_this_phone(tools, walk_id, language)


def _walk(actor: Actor, walk_id: UUID) -> Walk:
    walk = walks.find_for(actor, walk_id)
    if walk is None:
        raise NotFound("walk")
    return walk


def _organisation(name: str, count: int) -> dict[str, str | int]:
    plain = limited(one_line(name), 80, "organisations")
    if not plain or not 0 <= count <= PEOPLE_MAX:
        raise Invalid("organisations", "not-a-count")
    return {"name": plain, "count": count}
