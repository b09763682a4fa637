"""Who is at the door: the signed-in person, the phone in a walk, or anyone."""

from flask import g

from fieldapp.domain.actors import ANYONE, Actor
from fieldapp.services import phones, sign_in
from fieldapp.web import session
from fieldapp.web.tools import toolbox


def staff() -> Actor | None:
    """The person whose session cookie this is."""
    if "staff" not in g:
        token = session.token_of(session.STAFF)
        g.staff = sign_in.actor_of_session(toolbox(), token) if token else None
    found: Actor | None = g.staff
    return found


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
