"""A phone leaves and takes back its holder's e-mail; never through the queue, whose file others hold."""

from typing import Annotated

import msgspec
from flask import Blueprint, Response, request
from msgspec import Meta
from werkzeug.exceptions import Unauthorized

from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import Language, Strict, decode
from fieldapp.services import following
from fieldapp.services.following import EMAIL_MAX, Followed
from fieldapp.web.actor import phone
from fieldapp.web.errors import problem
from fieldapp.web.guards import public
from fieldapp.web.tools import toolbox

pages = Blueprint("follow_api", __name__, url_prefix="/sync/follow")


class Wish(Strict, frozen=True):
    """The address to write to, in which language; None takes the address back."""

    email: Annotated[str, Meta(max_length=EMAIL_MAX)] | None
    lang: Language = "sv"


@pages.before_request
def only_phones() -> Response | None:
    """Our own header: no other site can send it, and no link either."""
    return None if "X-Fieldapp" in request.headers else problem(400, "header-missing")


@pages.get("")
@public
def show() -> Response:
    return _json(following.standing(_phone()))


@pages.post("")
@public
def change() -> Response:
    here = _phone()
    wish: Wish = decode(request.get_data(), Wish)
    if wish.email is None:
        return _json(following.stop_for_phone(toolbox(), here))
    return _json(following.ask(toolbox(), here, wish.email, wish.lang))


def _phone() -> Actor:
    found = phone()
    if found is None:
        raise Unauthorized
    return found


def _json(found: Followed) -> Response:
    body = {"state": found.state.value, "email": found.masked or None}
    return Response(msgspec.json.encode(body), mimetype="application/json")
