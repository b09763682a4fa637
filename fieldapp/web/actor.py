"""Who is at the door: the signed-in person or enrolled crew phone, the phone in a walk, or anyone."""

from flask import g

from fieldapp.domain.actors import ANYONE, Actor
from fieldapp.services import crew_phones, phones, sign_in
from fieldapp.web import session
from fieldapp.web.tools import toolbox


def staff() -> Actor | None:
    """The person whose session cookie this is, or the crew's phone: it works as staff of its owner."""
    if "staff" not in g:
        token = session.token_of(session.STAFF)
        g.staff = _of_token(token) if token else None
    found: Actor | None = g.staff
    return found


def _of_token(token: str) -> Actor | None:
    return sign_in.actor_of_session(toolbox(), token) or crew_phones.actor_of_token(toolbox(), token)


def phone() -> Actor | None:
    """The phone that joined a walk."""
    if "phone" not in g:
        token = session.token_of(session.PHONE)
        g.phone = phones.actor_of_phone(toolbox(), token) if token else None
    found: Actor | None = g.phone
    return found


def signed_in() -> list[Actor]:
    """Everybody this browser speaks for: a person and a phone may live side by side."""
    return [found for found in (staff(), phone()) if found is not None]


def actor() -> Actor:
    """Whom the guard let in for this request."""
    found: Actor = g.get("actor", ANYONE)
    return found
