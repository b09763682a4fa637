"""The demo's doors: one button lets a visitor in as one of its invented people, and never elsewhere."""

from dataclasses import dataclass

from fieldapp.domain.actors import STAFF_ROLES, Actor, Role
from fieldapp.domain.errors import NotFound
from fieldapp.services import phones, sign_in
from fieldapp.services.phones import Joined
from fieldapp.services.sign_in import SignedIn
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import people, walks
from fieldapp.store.people import Person


@dataclass(frozen=True)
class DemoPerson:
    """Who the button makes of its visitor."""

    name: str
    role: Role


@dataclass(frozen=True)
class LetIn:
    """A fresh staff session; for a leader also a phone that leads, unless this phone was in the walk."""

    signed_in: SignedIn
    phone: Joined | None


def email_of(role: Role) -> str:
    """The address by which the demo's person of a role is known."""
    return f"{role}@demo.invalid"


def behind(tools: Toolbox, role: str) -> DemoPerson:
    """Whom `/demo/<role>` lets in; raises `NotFound` outside the demo and for any other word."""
    person = _person(tools, role)
    return DemoPerson(person.name, person.role)


def open_door(
    tools: Toolbox, role: str, language: str, device: str = "", already: Actor | None = None
) -> LetIn:
    """Sign in as the demo's person; a leader gets the open demo walk on this phone as well."""
    person = _person(tools, role)
    signed_in = sign_in.open_session(tools, person.id, device)
    is_leader = signed_in.actor.role is Role.LEADER
    return LetIn(signed_in, _lead(tools, language, already) if is_leader else None)


def _lead(tools: Toolbox, language: str, already: Actor | None) -> Joined | None:
    walk = walks.open_demo_walk()
    if walk is None:
        return None
    if already is not None and already.id is not None and already.walk_id == walk.id:
        phones.raise_to_leader(already.id)
        return None
    return phones.lead_on_this_phone(tools, walk.id, language)


def _person(tools: Toolbox, role: str) -> Person:
    if not tools.is_demo or role not in {known.value for known in STAFF_ROLES}:
        raise NotFound
    person = people.person_by_email(email_of(Role(role)))
    if person is None or not person.is_active or person.role.value != role:
        raise NotFound
    return person
