"""How phones get into a walk: a code, a button, a token; no account and no name."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fieldapp.domain import ids, lifetimes
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import NotFound
from fieldapp.places.distances import length_m
from fieldapp.services import throttling, unsent
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import participants, walks
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.participants import Participant
from fieldapp.store.walks import JoinCode, Walk

_WRONG_TRIES = 30
_TEN_MINUTES = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=5)
_CODE_ROLES = {"link": Role.PARTICIPANT, "spoken": Role.PARTICIPANT, "leader": Role.LEADER}


@dataclass(frozen=True)
class Joined:
    token: str
    actor: Actor


@dataclass(frozen=True)
class Invitation:
    """A walk as the page behind its code tells it; no route is `length_m` 0."""

    walk_id: UUID
    town: str
    title: str
    starts_at: datetime
    ends_at: datetime
    gathering: str
    length_m: float
    stop_count: int
    is_step_free: bool


def walk_behind(tools: Toolbox, code: str, address: str) -> Walk:
    """The walk that a code opens now, with its stops.

    Raises `NotFound` for a code that is wrong, revoked or closed, and `TooManyTries` after
    too many wrong ones from one address; right ones never count, however many phones share it.
    """
    key = f"join:{address}"[:120]
    if throttling.is_over(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES):
        throttling.count(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES)
    found = open_code(tools, code)
    if found is None:
        throttling.count(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES)
        raise NotFound("code")
    return found.walk


def invitation(tools: Toolbox, code: str, address: str) -> Invitation:
    """What a walk's code shows before anybody joins; raises as `walk_behind` does."""
    walk = walk_behind(tools, code, address)
    return Invitation(
        walk_id=walk.id,
        town=the_municipality().name,
        title=walk.title,
        starts_at=walk.starts_at,
        ends_at=walk.ends_at,
        gathering=walk.gathering,
        length_m=length_m([(lat, lon) for lat, lon, *_ in walk.route]),
        stop_count=len(walks.stops_of(walk.id)),
        is_step_free=walk.is_step_free,
    )


def open_code(tools: Toolbox, code: str) -> JoinCode | None:
    """The code as people type it, if it lets phones in now."""
    plain = code.strip().upper().replace(" ", "").replace("-", "")
    found = walks.code_for_joining(plain)
    if found is None or found.revoked_at is not None:
        return None
    walk = found.walk
    is_open = lifetimes.code_is_open(
        found.kind, walk.starts_at, walk.closed_at, walk.published_at, tools.clock.now()
    )
    return found if is_open else None


def join(
    tools: Toolbox, code: str, address: str, language: str, already: Actor | None = None
) -> Joined | None:
    """Make this phone a participant of the walk behind the code.

    A phone that is in the walk already stays who it is (None is returned);
    its rights grow with a better code, so that no point loses its reporter.
    """
    walk_behind(tools, code, address)
    now = tools.clock.now()
    with unit_of_work() as session:
        found = open_code(tools, code)
        if found is None:
            raise NotFound("code")
        role = _CODE_ROLES[found.kind]
        sees_all = found.kind != "link"
        if already is not None and already.walk_id == found.walk_id and already.id is not None:
            phone = by_key(Participant, already.id)
            if phone is not None and phone.revoked_at is None:
                phone.sees_all = phone.sees_all or sees_all
                phone.role = Role.LEADER if role is Role.LEADER else phone.role
                return None
        return _enter(session, found.walk_id, role, sees_all, language, now)


def lead_on_this_phone(tools: Toolbox, walk_id: UUID, language: str) -> Joined:
    """A leader's phone, for staff who may run the walk."""
    with unit_of_work() as session:
        return _enter(session, walk_id, Role.LEADER, True, language, tools.clock.now())


def _enter(
    session: Session, walk_id: UUID, role: Role, sees_all: bool, language: str, now: datetime
) -> Joined:
    """One more phone in the walk; call it inside a unit of work."""
    token = ids.new_token()
    phone = Participant(
        walk_id=walk_id,
        role=role,
        token_sha256=ids.fingerprint(token),
        sees_all=sees_all,
        language=language,
        joined_at=now,
        seen_at=now,
    )
    session.add(phone)
    session.flush()
    return Joined(token, actor_of(phone))


def raise_to_leader(phone_id: UUID) -> None:
    """Let a phone that is in its walk already lead it; it keeps its own points."""
    with unit_of_work():
        phone = by_key(Participant, phone_id)
        if phone is None or phone.revoked_at is not None:
            raise NotFound
        phone.role, phone.sees_all = Role.LEADER, True


def actor_of(phone: Participant) -> Actor:
    return Actor(role=phone.role, id=phone.id, walk_id=phone.walk_id, is_phone=True)


def actor_of_phone(tools: Toolbox, token: str) -> Actor | None:
    """Which phone this token is, or None when it may no longer read its points."""
    phone = participants.participant_by_fingerprint(ids.fingerprint(token))
    if phone is None or phone.revoked_at is not None:
        return None
    now = tools.clock.now()
    if not lifetimes.phone_may_read(phone.walk.closed_at, walks.follow_up_closed_at(phone.walk_id), now):
        return None
    result = actor_of(phone)
    if now - phone.seen_at >= _SEEN_EVERY:
        # Whoever only reads goes on reading while nothing can be written.
        with suppress(DatabaseUnavailable), unit_of_work():
            again = by_key(Participant, phone.id)
            if again is not None:
                again.seen_at = now
    return result


def still_waiting(tools: Toolbox, actor: Actor, count: int) -> None:
    """Keep how many acts and photos the phone still holds."""
    if actor.is_phone and actor.id is not None:
        unsent.keep(tools, Participant, actor.id, count)
