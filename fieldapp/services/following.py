"""An e-mail left for one phone's points: confirmed by its reader, stopped with one button, erased.

The first mail holds nothing but a question: an address that was mistyped, or left in spite, gets
one mail that says so and no more, and is forgotten after a week. Links are signed, so that each mail
can carry its own without any being stored; opening one changes nothing.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from fieldapp.domain import access, following, ids, lifetimes
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Forbidden, Invalid, NotFound
from fieldapp.notify.mail import BadAddress, address
from fieldapp.services import forgetting, mail_texts, outbox, throttling
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import followers, walks
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.followers import Follower
from fieldapp.store.participants import Participant

EMAIL_MAX = 254
_A_DAY = timedelta(days=1)
_ASKS_OF_A_PHONE, _ASKS_OF_AN_ADDRESS = 5, 3
_SEAL_BYTES = 16


class State(StrEnum):
    NONE = "none"
    ASKED = "asked"
    CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Followed:
    """Where a phone's address stands; `masked` is enough of it for its owner, "" where there is none."""

    state: State
    masked: str = ""
    language: str = "sv"


def standing(actor: Actor) -> Followed:
    """The phone's own address. Raises `Forbidden` for whoever is no phone in a walk."""
    return _followed(followers.of_phone(_phone_id(actor)))


def ask(tools: Toolbox, actor: Actor, email: str, language: str) -> Followed:
    """Keep an address and write to it, once, to hear whether it is its reader's wish.

    The same address again is asked again, another one takes its place. Raises `Invalid("email")`,
    `Forbidden`, or `TooManyTries` when a phone asks too often, or an address was asked too often by anybody.
    """
    phone_id, wanted = _phone_id(actor), _address(email)
    known = followers.of_phone(phone_id)
    if known is not None and known.confirmed_at is not None and known.email == wanted:
        return _followed(known)
    throttling.count(tools.clock, f"follow:{phone_id}", _ASKS_OF_A_PHONE, _A_DAY)
    sealed = _seal(tools, f"address:{wanted.lower()}".encode()).hex()
    throttling.count(tools.clock, f"follow-to:{sealed}", _ASKS_OF_AN_ADDRESS, _A_DAY)
    now = tools.clock.now()
    _erase(tools, known)
    with unit_of_work() as session:
        # Two taps at the same moment: the second finds what the first asked.
        if (meanwhile := followers.of_phone(phone_id)) is not None:
            return _followed(meanwhile)
        row = Follower(
            id=ids.new_id(), participant_id=phone_id, email=wanted, language=language, asked_at=now
        )
        session.add(row)
        session.flush()
        _write_question(tools, session, row)
        return _followed(row)


def stop_for_phone(tools: Toolbox, actor: Actor) -> Followed:
    """The phone's owner wants no mail any more: the address is erased at once."""
    _erase(tools, followers.of_phone(_phone_id(actor)))
    return Followed(State.NONE)


def read(tools: Toolbox, token: str) -> Followed:
    """What a mail's link is about; state `none` where the address is erased. Raises `NotFound`."""
    return _followed(by_key(Follower, _id_in(tools, token)))


def confirm(tools: Toolbox, token: str) -> Followed:
    """The reader of the address wants to be told. Raises `NotFound`."""
    follower_id = _id_in(tools, token)
    with unit_of_work():
        row = by_key(Follower, follower_id)
        if row is not None and row.confirmed_at is None:
            row.confirmed_at = tools.clock.now()
        return _followed(row)


def stop(tools: Toolbox, token: str) -> Followed:
    """Erase the address with every mail that waits for it; again changes nothing. Raises `NotFound`."""
    _erase(tools, by_key(Follower, _id_in(tools, token)))
    return Followed(State.NONE)


def forget_past(tools: Toolbox) -> int:
    """Erase what was never confirmed and what has had its time; for the night. Returns how many."""
    over = [row.id for row in followers.with_phones() if _is_over(tools, row)]
    db.session.rollback()
    forgetting.erase(tools, over)
    return len(over)


def may_read(tools: Toolbox, phone: Participant) -> bool:
    """Whether the phone reads its points still: an address lives no longer than that."""
    until = walks.follow_up_closed_at(phone.walk_id)
    return phone.revoked_at is None and lifetimes.phone_may_read(
        phone.walk.closed_at, until, tools.clock.now()
    )


def stop_link(tools: Toolbox, row: Follower) -> str:
    """The address of the page with the one button that stops; it is in every mail."""
    return f"{tools.base_url}/m/{_token(tools, row.id)}/stop?lang={row.language}"


def _write_question(tools: Toolbox, session: Session, row: Follower) -> None:
    link = f"{tools.base_url}/m/{_token(tools, row.id)}?lang={row.language}"
    mail = mail_texts.to_follower(
        tools, "follow_confirm", row.email, row.language, stop_link(tools, row), link=link
    )
    outbox.post(
        session, "follow", f"{forgetting.key_prefix(row.id)}confirm", mail, row.asked_at, row.asked_at
    )


def _is_over(tools: Toolbox, row: Follower) -> bool:
    return following.is_over(
        row.asked_at,
        row.confirmed_at,
        phone_may_read=may_read(tools, row.phone),
        now=tools.clock.now(),
    )


def _erase(tools: Toolbox, row: Follower | None) -> None:
    found = [row.id] if row is not None else []
    db.session.rollback()
    forgetting.erase(tools, found)


def _followed(row: Follower | None) -> Followed:
    if row is None:
        return Followed(State.NONE)
    state = State.ASKED if row.confirmed_at is None else State.CONFIRMED
    return Followed(state, following.masked(row.email), row.language)


def _phone_id(actor: Actor) -> UUID:
    access.require(actor, "walk.capture")
    if not actor.is_phone or actor.id is None:
        raise Forbidden(action="walk.capture")
    return actor.id


def _address(email: str) -> str:
    wanted = email.strip()
    try:
        address(wanted)
    except BadAddress as error:
        raise Invalid("email", "not-an-address") from error
    if len(wanted) > EMAIL_MAX:
        raise Invalid("email", "not-an-address")
    return wanted


def _token(tools: Toolbox, follower_id: UUID) -> str:
    whole = follower_id.bytes + _seal(tools, follower_id.bytes)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _id_in(tools: Toolbox, token: str) -> UUID:
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError as error:
        raise NotFound("link") from error
    given, seal = whole[:16], whole[16:]
    if len(given) != 16 or not hmac.compare_digest(seal, _seal(tools, given)):
        raise NotFound("link")
    return UUID(bytes=given)


def _seal(tools: Toolbox, what: bytes) -> bytes:
    return hmac.new(tools.secret_key.encode(), b"follow:" + what, hashlib.sha256).digest()[:_SEAL_BYTES]
