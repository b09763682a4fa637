"""How a crew's phone gets in and out: its supervisor shows a QR code once, one button, nothing is typed."""

import hashlib
import hmac
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fieldapp.domain import access, ids, lifetimes
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.crew_phone import PhoneStanding, PhoneTimes, by_name, is_let_in, lets_in_until, standing
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.text import one_line
from fieldapp.services import throttling, unsent
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import crew_phones
from fieldapp.store.crew_phones import CrewPhone
from fieldapp.store.db import unit_of_work

log = logging.getLogger("fieldapp.crew_phones")

NAME_MAX = 40
_WRONG_TRIES = 30
_TEN_MINUTES = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Phone:
    """A phone as its supervisor's list shows it; `until` is when it is out unless it is used before."""

    id: UUID
    name: str
    device: str
    standing: PhoneStanding
    enrolled_at: datetime | None
    seen_at: datetime | None
    until: datetime | None
    last_day_at: datetime | None
    waiting_count: int
    waiting_at: datetime | None
    code: "Code | None"


@dataclass(frozen=True)
class Code:
    """A QR code's token: it opens `expires_at` at the latest, and only one phone."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Offer:
    """What the page behind a code tells before its button is pressed."""

    phone_id: UUID
    name: str
    owner_name: str


@dataclass(frozen=True)
class Enrolled:
    token: str
    actor: Actor


def phones(tools: Toolbox, actor: Actor) -> list[Phone]:
    """The supervisor's phones, those that were let out last."""
    access.require(actor, "crew.lead")
    rows = sorted(
        crew_phones.list_for(actor), key=lambda row: (row.revoked_at is not None, by_name(row.name))
    )
    return [_shown(tools, row) for row in rows]


def phone(tools: Toolbox, actor: Actor, phone_id: UUID) -> Phone:
    """One of them, with its code while that can be read; raises `NotFound`."""
    access.require(actor, "crew.lead")
    return _shown(tools, _found(actor, phone_id))


def next_name(actor: Actor, word: str) -> str:
    """What a further phone may be called: "Bil 3" after two."""
    access.require(actor, "crew.lead")
    return f"{word} {crew_phones.count_of(actor.owner_id) + 1}" if actor.owner_id else word


def add(tools: Toolbox, actor: Actor, name: str) -> UUID:
    """A further phone of the supervisor's owner, with a code that lets it in; raises `Invalid("name")`."""
    access.require(actor, "crew.lead")
    if actor.owner_id is None:
        raise NotFound
    plain = _plain_name(name)
    now = tools.clock.now()
    with unit_of_work() as session:
        row = CrewPhone(
            id=ids.new_id(), owner_id=actor.owner_id, name=plain, added_by_id=actor.id, added_at=now
        )
        session.add(row)
        _new_code(tools, row)
        return row.id


def new_code(tools: Toolbox, actor: Actor, phone_id: UUID) -> None:
    """A new code for a phone that is known: it stays who it is, so that what waits on it can still be sent.

    A phone that is in stays in until the code is used. Raises `NotFound`.
    """
    access.require(actor, "crew.lead")
    with unit_of_work():
        _new_code(tools, _found(actor, phone_id))


def revoke(tools: Toolbox, actor: Actor, phone_id: UUID) -> None:
    """Out at the next request. What the phone has not sent stays on it until it is let in again."""
    access.require(actor, "crew.lead")
    with unit_of_work():
        row = _found(actor, phone_id)
        row.revoked_at = row.revoked_at or tools.clock.now()
        row.token_sha256 = row.code_sha256 = row.code_expires_at = None
        log.info("crew phone %s revoked by %s", row.id, actor.id)


def offer(tools: Toolbox, token: str, address: str) -> Offer:
    """What a code opens; reading it uses nothing up.

    Raises `NotFound` for one that is wrong, used or too old, and `TooManyTries` after too many of them from
    one address.
    """
    key = f"crew-code:{address}"[:120]
    if throttling.is_over(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES):
        throttling.count(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES)
    row = _behind(tools, token)
    if row is None:
        throttling.count(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES)
        raise NotFound("code")
    return Offer(row.id, row.name, row.owner.name)


def enrol(tools: Toolbox, token: str, address: str, device: str = "") -> Enrolled:
    """Let this phone in and use the code up; whoever had it before is out. Raises as `offer` does."""
    offer(tools, token, address)
    now, fresh = tools.clock.now(), ids.new_token()
    with unit_of_work():
        row = _behind(tools, token)
        if row is None or not crew_phones.use_up(ids.fingerprint(token)):
            raise NotFound("code")
        row.code_sha256 = row.code_expires_at = row.revoked_at = None
        row.token_sha256, row.device = ids.fingerprint(fresh), device[:120]
        row.enrolled_at = row.seen_at = now
        row.expires_at = now + lifetimes.SESSION_LIMITS[Role.CREW].absolute
        log.info("crew phone %s enrolled", row.id)
        return Enrolled(fresh, actor_of(row))


def actor_of(row: CrewPhone) -> Actor:
    return Actor(role=Role.CREW, id=row.id, name=row.name, owner_id=row.owner_id, is_enrolled=True)


def actor_of_token(tools: Toolbox, token: str) -> Actor | None:
    """Which enrolled phone this token is, or None when it is out in any way. Use moves its days on."""
    row = crew_phones.by_token(ids.fingerprint(token))
    now = tools.clock.now()
    if row is None or not row.owner.is_active or not is_let_in(_times(row), now):
        return None
    result = actor_of(row)
    if row.seen_at is None or now - row.seen_at >= _SEEN_EVERY:
        # Whoever only reads goes on reading while nothing can be written.
        with suppress(DatabaseUnavailable), unit_of_work():
            again = crew_phones.by_token(ids.fingerprint(token))
            # A phone that was let out meanwhile must not come back to life.
            if again is not None:
                again.seen_at = now
    return result


def leave(tools: Toolbox, token: str) -> None:
    """The phone signs itself out: it needs a new code, as after `revoke`."""
    fingerprint = ids.fingerprint(token)
    if crew_phones.by_token(fingerprint) is None:
        return
    with unit_of_work():
        row = crew_phones.by_token(fingerprint)
        if row is not None:
            row.token_sha256, row.revoked_at = None, tools.clock.now()


def still_waiting(tools: Toolbox, actor: Actor, count: int) -> None:
    """Keep how many acts and photos the phone still holds."""
    if actor.is_enrolled and actor.id is not None:
        unsent.keep(tools, CrewPhone, actor.id, count)


def _behind(tools: Toolbox, token: str) -> CrewPhone | None:
    row = crew_phones.by_code(ids.fingerprint(token))
    is_open = row is not None and row.code_expires_at is not None and tools.clock.now() < row.code_expires_at
    return row if row is not None and is_open and row.owner.is_active else None


def _new_code(tools: Toolbox, row: CrewPhone) -> None:
    row.code_expires_at = tools.clock.now() + lifetimes.CREW_PHONE_CODE
    row.code_sha256 = ids.fingerprint(_code_token(tools, row.id, row.code_expires_at))


def _code_token(tools: Toolbox, phone_id: UUID, expires_at: datetime) -> str:
    """The page can be opened again while the code lives, and the database keeps no token all the same."""
    what = f"crew phone code:{phone_id}:{expires_at.isoformat()}".encode()
    return hmac.new(tools.secret_key.encode(), what, hashlib.sha256).hexdigest()


def _code(tools: Toolbox, row: CrewPhone) -> Code | None:
    if row.code_sha256 is None or row.code_expires_at is None or row.code_expires_at <= tools.clock.now():
        return None
    return Code(_code_token(tools, row.id, row.code_expires_at), row.code_expires_at)


def _found(actor: Actor, phone_id: UUID) -> CrewPhone:
    row = crew_phones.find_for(actor, phone_id)
    if row is None:
        raise NotFound("phone")
    return row


def _plain_name(name: str) -> str:
    found = one_line(name)
    if not found or len(found) > NAME_MAX:
        raise Invalid("name", "name-needed", most=NAME_MAX)
    return found


def _times(row: CrewPhone) -> PhoneTimes:
    return PhoneTimes(row.enrolled_at, row.seen_at, row.expires_at, row.revoked_at, row.code_expires_at)


def _shown(tools: Toolbox, row: CrewPhone) -> Phone:
    times, now = _times(row), tools.clock.now()
    return Phone(
        id=row.id,
        name=row.name,
        device=row.device,
        standing=standing(times, now),
        enrolled_at=row.enrolled_at,
        seen_at=row.seen_at,
        until=lets_in_until(times),
        last_day_at=row.expires_at,
        waiting_count=row.waiting_count,
        waiting_at=row.waiting_at,
        code=_code(tools, row),
    )
