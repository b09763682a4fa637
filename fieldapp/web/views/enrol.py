"""A crew's phone comes in by its supervisor's QR code: a page, a button; opening it lets nobody in."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response

from fieldapp.domain import lifetimes
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import NotFound, TooManyTries
from fieldapp.services import crew_phones
from fieldapp.services.crew_phones import Offer
from fieldapp.web import crew_words, session
from fieldapp.web.actor import staff
from fieldapp.web.device import device_name
from fieldapp.web.guards import public
from fieldapp.web.tools import toolbox

pages = Blueprint("enrol", __name__)


@pages.get("/e/<token>")
@public
def show(token: str) -> Response | str:
    try:
        found = crew_phones.offer(toolbox(), token, _address())
    except (NotFound, TooManyTries) as error:
        return _no_code(error)
    return _page(token, found, staff())


@pages.post("/e/<token>")
@public
def enter(token: str) -> Response | str:
    """The phone is the owner's now. It holds the staff's cookie: whoever works on tickets has that one.

    A person who is signed in here is not replaced by a van: the page says how to go on.
    """
    try:
        here = staff()
        if here is not None and not here.is_enrolled:
            return make_response(_page(token, crew_phones.offer(toolbox(), token, _address()), here), 409)
        old = session.token_of(session.STAFF)
        found = crew_phones.enrol(toolbox(), token, _address(), device_name())
    except (NotFound, TooManyTries) as error:
        return _no_code(error)
    if old:
        crew_phones.leave(toolbox(), old)
    response = redirect("/crew", 303)
    lasts = lifetimes.SESSION_LIMITS[Role.CREW].absolute
    session.keep(response, session.STAFF, found.token, int(lasts.total_seconds()))
    return response


def _page(token: str, found: Offer, here: Actor | None) -> str:
    return render_template("enrol/show.html", token=token, offer=found, here=here, words=crew_words)


def _no_code(error: NotFound | TooManyTries) -> Response:
    if isinstance(error, TooManyTries):
        response = make_response(render_template("enrol/over.html", wait_s=error.retry_after_s), 429)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    return make_response(render_template("enrol/over.html", wait_s=0), 404)


def _address() -> str:
    return request.remote_addr or ""
