"""A card: its holder types or scans a code and reads the answers to own points; nobody signs in."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from fieldapp.domain.errors import NotFound, TooManyTries
from fieldapp.services import cards
from fieldapp.services.town import town
from fieldapp.web import outside_words, pictures
from fieldapp.web.guards import public
from fieldapp.web.tools import toolbox

pages = Blueprint("cards", __name__)


@pages.get("/k")
@public
def find() -> Response:
    """The field leads to the address that the card's QR code has."""
    code = cards.plain(request.args.get("code", "")).replace("/", "")
    if not code:
        return _no_card(200)
    return redirect(url_for("cards.show", code=code), 303)


@pages.get("/k/<code>")
@public
def show(code: str) -> Response | str:
    """The holder's points, or what to do with a code that opens nothing."""
    try:
        page = cards.read(toolbox(), code, _address())
    except NotFound:
        return _no_card(404)
    except TooManyTries as error:
        response = make_response(
            render_template("cards/wait.html", wait_s=error.retry_after_s, town=town()), 429
        )
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    return render_template("cards/show.html", page=page, town=town(), words=outside_words)


@pages.get("/k/<code>/photos/<uuid:photo_id>/<size>")
@public
def photo(code: str, photo_id: UUID, size: str) -> Response:
    return pictures.send(cards.photo(toolbox(), code, _address(), photo_id, size))


def _no_card(status: int) -> Response:
    return make_response(render_template("cards/find.html", is_wrong=status == 404, town=town()), status)


def _address() -> str:
    return request.remote_addr or ""
