"""Who works here: invited by mail, with one role, out at once when the role or the trust ends."""

import logging
from dataclasses import dataclass
from uuid import UUID

from fieldapp.domain import access, ids
from fieldapp.domain.actors import STAFF_ROLES, Actor, Role
from fieldapp.domain.errors import Conflict, Invalid, NotFound
from fieldapp.notify import mail
from fieldapp.services import mail_texts, outbox, sign_in
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import owners, people
from fieldapp.store.db import unit_of_work
from fieldapp.store.people import Person

log = logging.getLogger("fieldapp.people")

#: Whoever sits at the machine itself: the command line has no account and needs none.
AT_THE_MACHINE = Actor(Role.ADMIN, name="command line")
_WITH_OWNER = frozenset({Role.CREW, Role.SUPERVISOR})


@dataclass(frozen=True)
class Colleague:
    """A person of the staff as the list shows them."""

    id: UUID
    email: str
    name: str
    role: Role
    owner_code: str
    owner_name: str
    is_active: bool
    has_password: bool
    is_invited: bool
    is_self: bool


@dataclass(frozen=True)
class OwnerChoice:
    code: str
    name: str


def colleagues(tools: Toolbox, actor: Actor) -> list[Colleague]:
    """Everybody who has or had an account, those who may sign in first."""
    known = {owner.id: owner for owner in owners.all_owners()}
    invited = people.invited(tools.clock.now())
    return [_colleague(person, known, invited, actor) for person in people.list_for(actor)]


def colleague(tools: Toolbox, actor: Actor, person_id: UUID) -> Colleague:
    """One of them; raises `NotFound`."""
    known = {owner.id: owner for owner in owners.all_owners()}
    return _colleague(_found(actor, person_id), known, people.invited(tools.clock.now()), actor)


def owner_choices() -> list[OwnerChoice]:
    """Whom crews and supervisors can work for."""
    return [OwnerChoice(owner.code, owner.name) for owner in owners.all_owners()]


def invite(
    tools: Toolbox, actor: Actor, email: str, role: Role, owner_code: str = "", language: str = "sv"
) -> str:
    """Make the account and mail its one-time link; returns the link's address.

    Somebody who never used an earlier invitation gets a new one, with this role. Raises
    `Invalid("email" | "role" | "owner")`.
    """
    plain = _plain_email(email)
    now = tools.clock.now()
    with unit_of_work() as session:
        owner_id = _owner_for(role, owner_code)
        person = people.person_by_email(plain)
        if person is None:
            person = Person(id=ids.new_id(), email=plain, name=plain.split("@")[0], created_at=now)
            session.add(person)
        elif person.password_hash is not None or not person.is_active:
            raise Invalid("email", "already-has-account")
        person.role, person.owner_id, person.language = role, owner_id, language
        session.flush()
        people.use_up_links(person.id, now)
        token = sign_in.make_link(tools, person.id, "invite")
        letter = mail_texts.invitation(tools, plain, language, token)
        outbox.post(session, "invite", f"invite:{ids.fingerprint(token)}", letter, now, now)
        log.info("person %s invited as %s by %s", person.id, role, actor.id)
    return mail_texts.link(tools, token)


def reset(tools: Toolbox, email: str) -> str:
    """Mail a link for a new password; returns its address. Raises `NotFound`."""
    person = people.person_by_email(email)
    if person is None:
        raise NotFound
    return mail_texts.link(tools, sign_in.post_reset(tools, person.id))


def change_role(tools: Toolbox, actor: Actor, person_id: UUID, role: Role, owner_code: str = "") -> None:
    """Another role, or another owner: every session of the person ends, so that no old right lives on."""
    with unit_of_work():
        person = _found(actor, person_id)
        if role is not Role.ADMIN:
            _keep_one_admin(actor, person)
        person.owner_id = _owner_for(role, owner_code)
        person.role = role
        people.end_sessions(person.id)
        log.info("person %s is %s by %s", person.id, role, actor.id)


def disable(tools: Toolbox, actor: Actor, person_id: UUID) -> None:
    """Out at the next request; open links are void."""
    with unit_of_work():
        person = _found(actor, person_id)
        _keep_one_admin(actor, person)
        person.is_active = False
        people.end_sessions(person.id)
        people.use_up_links(person.id, tools.clock.now())
        log.info("person %s disabled by %s", person.id, actor.id)


def enable(actor: Actor, person_id: UUID) -> None:
    """Let somebody back in, with the password they had."""
    with unit_of_work():
        person = _found(actor, person_id)
        person.is_active = True
        log.info("person %s enabled by %s", person.id, actor.id)


def _found(actor: Actor, person_id: UUID) -> Person:
    access.require(actor, "people.manage")
    person = people.find_for(actor, person_id)
    if person is None:
        raise NotFound
    return person


def _keep_one_admin(actor: Actor, person: Person) -> None:
    """Nobody shuts themselves out, and somebody can always look after the people."""
    if person.id == actor.id:
        raise Conflict("own-account")
    if person.role is Role.ADMIN and person.is_active and people.active_admin_count() == 1:
        raise Conflict("last-admin")


def _owner_for(role: Role, owner_code: str) -> UUID | None:
    if role not in STAFF_ROLES:
        raise Invalid("role", "no-such-role")
    if role not in _WITH_OWNER:
        return None
    owner = owners.owner_by_code(owner_code) if owner_code else None
    if owner is None or not owner.is_active:
        raise Invalid("owner", "owner-needed")
    return owner.id


def _plain_email(email: str) -> str:
    plain = email.strip().lower()
    try:
        mail.address(plain)
    except mail.BadAddress as error:
        raise Invalid("email", "not-an-address") from error
    if len(plain) > 254:
        raise Invalid("email", "not-an-address")
    return plain


def _colleague(
    person: Person, known: dict[UUID, owners.Owner], invited: set[UUID], actor: Actor
) -> Colleague:
    owner = known.get(person.owner_id) if person.owner_id else None
    return Colleague(
        id=person.id,
        email=person.email,
        name=person.name,
        role=person.role,
        owner_code=owner.code if owner else "",
        owner_name=owner.name if owner else "",
        is_active=person.is_active,
        has_password=person.password_hash is not None,
        is_invited=person.id in invited,
        is_self=person.id == actor.id,
    )
