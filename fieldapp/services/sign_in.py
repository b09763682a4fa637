"""How people of the staff get in and out: password, session on the server, one-time links."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fieldapp.domain import ids, lifetimes
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import DomainError, Invalid, NotFound
from fieldapp.domain.text import NAME_MAX, one_line
from fieldapp.services import mail_texts, outbox, passwords, throttling
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import people
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.people import OneTimeLink, Person, StaffSession

_SEEN_EVERY = timedelta(minutes=1)
_TRIES_PER_ACCOUNT = 10
_TRIES_PER_ADDRESS = 20
_RESETS_PER_ACCOUNT = 5
_HOUR = timedelta(hours=1)


class WrongPassword(DomainError):
    """The same for an unknown address and a wrong password."""

    code = "wrong-password"


@dataclass(frozen=True)
class SignedIn:
    """A fresh session: the token goes into the cookie, nowhere else."""

    token: str
    actor: Actor


def sign_in(tools: Toolbox, email: str, password: str, address: str, device: str = "") -> SignedIn:
    """Let a person in; raises `WrongPassword` or `TooManyTries`. Tries count before they are verified."""
    plain = email.strip().lower()[:254]
    throttling.count(tools.clock, f"sign-in:address:{address}"[:120], _TRIES_PER_ADDRESS, _HOUR)
    throttling.count(
        tools.clock, f"sign-in:account:{ids.fingerprint(plain)}"[:120], _TRIES_PER_ACCOUNT, _HOUR
    )
    person = people.person_by_email(plain)
    known = person if person is not None and person.is_active else None
    if not passwords.matches(known.password_hash if known else None, password) or known is None:
        raise WrongPassword
    with unit_of_work():
        person = by_key(Person, known.id)
        if person is None:
            raise WrongPassword
        if person.password_hash and passwords.needs_new_hash(person.password_hash):
            person.password_hash = passwords.hash_of(password)
    return open_session(tools, person.id, device)


def open_session(tools: Toolbox, person_id: UUID, device: str = "") -> SignedIn:
    """A new session with a new token; the caller has made sure who it is."""
    now = tools.clock.now()
    token = ids.new_token()
    with unit_of_work() as session:
        person = by_key(Person, person_id)
        if person is None or not person.is_active:
            raise NotFound
        session.add(
            StaffSession(
                token_sha256=ids.fingerprint(token),
                person_id=person.id,
                device=device[:120],
                created_at=now,
                seen_at=now,
                expires_at=now + lifetimes.SESSION_LIMITS[person.role].absolute,
            )
        )
        return SignedIn(token, actor_of(person))


def actor_of(person: Person) -> Actor:
    return Actor(role=person.role, id=person.id, name=person.name, owner_id=person.owner_id)


def actor_of_session(tools: Toolbox, token: str) -> Actor | None:
    """Whose session this token opens, or None when it has ended in any way."""
    found = people.session_by_fingerprint(ids.fingerprint(token))
    if found is None or not found.person.is_active:
        return None
    now = tools.clock.now()
    person = found.person
    if not lifetimes.session_is_alive(person.role, found.seen_at, found.expires_at, now):
        return None
    result = actor_of(person)
    if now - found.seen_at >= _SEEN_EVERY:
        _mark_seen(tools, found.id)
    return result


def _mark_seen(tools: Toolbox, session_id: UUID) -> None:
    # Whoever only reads goes on reading while nothing can be written.
    with suppress(DatabaseUnavailable), unit_of_work():
        found = by_key(StaffSession, session_id)
        # A session that was ended meanwhile must not come back to life.
        if found is not None:
            found.seen_at = tools.clock.now()


def sign_out(token: str) -> None:
    """End this session; one that has ended already stays so."""
    with unit_of_work() as session:
        found = people.session_by_fingerprint(ids.fingerprint(token))
        if found is not None:
            session.delete(found)


def sign_out_everywhere(actor: Actor) -> None:
    """End every session of this person."""
    if actor.id is not None:
        with unit_of_work():
            people.end_sessions(actor.id)


@dataclass(frozen=True)
class OpenSession:
    """One of the browsers in which a person is signed in."""

    device: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


def open_sessions(tools: Toolbox, actor: Actor, token: str | None) -> list[OpenSession]:
    """Where the person is signed in, last used first; `token` is this browser's."""
    if actor.id is None:
        return []
    here, now = ids.fingerprint(token or ""), tools.clock.now()
    return [
        OpenSession(found.device, found.created_at, found.seen_at, found.token_sha256 == here)
        for found in people.sessions_of(actor.id)
        if lifetimes.session_is_alive(actor.role, found.seen_at, found.expires_at, now)
    ]


def change_own(actor: Actor, name: str, language: str) -> None:
    """The person's own name and language; raises `Invalid("name")` for an empty one."""
    with unit_of_work():
        person = by_key(Person, actor.id) if actor.id else None
        if person is None:
            raise NotFound
        person.name, person.language = plain_name(name), language


def plain_name(name: str) -> str:
    """A name on one line; raises `Invalid("name")` for one that is empty or too long."""
    found = one_line(name)
    if not found or len(found) > NAME_MAX:
        raise Invalid("name", "name-needed", most=NAME_MAX)
    return found


def ask_for_reset(tools: Toolbox, email: str, address: str) -> None:
    """Mail a link to whoever has this address; unknown ones get the same answer in much the same time."""
    plain = email.strip().lower()[:254]
    throttling.count(tools.clock, f"reset:address:{address}"[:120], _TRIES_PER_ADDRESS, _HOUR)
    throttling.count(tools.clock, f"reset:account:{ids.fingerprint(plain)}", _RESETS_PER_ACCOUNT, _HOUR)
    person = people.person_by_email(plain)
    if person is None or not person.is_active:
        # As much work as for a known one: a letter made, a row written.
        mail_texts.reset(tools, plain, "", "sv", ids.new_token())
        throttling.count(tools.clock, "reset:nobody", 1_000_000_000, _HOUR)
        return
    post_reset(tools, person.id)


def post_reset(tools: Toolbox, person_id: UUID) -> str:
    """A link for a new password, in the outbox and as the token that is returned."""
    now = tools.clock.now()
    with unit_of_work() as session:
        person = by_key(Person, person_id)
        if person is None or not person.is_active:
            raise NotFound
        token = make_link(tools, person.id, "reset")
        letter = mail_texts.reset(tools, person.email, person.name, person.language, token)
        outbox.post(session, "reset", f"reset:{ids.fingerprint(token)}", letter, now, now)
    return token


def make_link(tools: Toolbox, person_id: UUID, purpose: str) -> str:
    """A one-time link's token, for `invite` (7 days) or `reset` (an hour); inside a unit of work."""
    token = ids.new_token()
    lasts = lifetimes.INVITATION if purpose == "invite" else lifetimes.PASSWORD_RESET
    link = OneTimeLink(
        token_sha256=ids.fingerprint(token),
        purpose=purpose,
        person_id=person_id,
        expires_at=tools.clock.now() + lasts,
    )
    db.session.add(link)
    return token


def person_behind_link(tools: Toolbox, token: str) -> Person | None:
    """Who may choose a password with this link, or None when it is used or too old."""
    link = people.link_by_fingerprint(ids.fingerprint(token))
    if link is None or link.used_at is not None or link.expires_at <= tools.clock.now():
        return None
    person = by_key(Person, link.person_id)
    return person if person is not None and person.is_active else None


def is_new(person: Person) -> bool:
    """Whether the person has never chosen a password."""
    return person.password_hash is None


def choose_password(
    tools: Toolbox, token: str, password: str, device: str = "", name: str | None = None
) -> SignedIn:
    """Use the link up, store the password, end all older sessions and links and open a new session.

    `name` is stored where one is given. Raises `NotFound` for a used link, and `Invalid`.
    """
    person = person_behind_link(tools, token)
    if person is None:
        raise NotFound
    stored = passwords.hash_of(password, (person.email.split("@")[0], *person.name.split()))
    with unit_of_work():
        link = people.link_by_fingerprint(ids.fingerprint(token))
        fresh = by_key(Person, person.id)
        if link is None or link.used_at is not None or fresh is None:
            raise NotFound
        people.use_up_links(fresh.id, tools.clock.now())
        fresh.password_hash = stored
        fresh.name = fresh.name if name is None else plain_name(name)
        people.end_sessions(fresh.id)
    return open_session(tools, person.id, device)
