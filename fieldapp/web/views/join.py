"""A phone comes into a walk: a code, five honest lines, one button; opening the page joins nobody."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from fieldapp.domain.errors import NotFound, TooManyTries
from fieldapp.services import phones
from fieldapp.web import session
from fieldapp.web.actor import phone
from fieldapp.web.guards import public
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("join", __name__)
_CODE_MAX = 40


@pages.get("/j")
@public
def find() -> Response:
    """The field on the first page leads to the address that the poster's QR code has."""
    code = "".join(request.args.get("code", "").split()).replace("/", "")[:_CODE_MAX].upper()
    return redirect(url_for("join.show", code=code) if code else url_for("public.home"), 303)


@pages.get("/j/<code>")
@public
def show(code: str) -> Response | str:
    """The walk and the button; whoever only looks is nobody yet."""
    try:
        invitation = phones.invitation(toolbox(), code[:_CODE_MAX], _address())
    except (NotFound, TooManyTries) as error:
        return _no_walk(error)
    here = phone()
    return render_template(
        "join/walk.html",
        code=code,
        walk=invitation,
        is_in=here is not None and here.walk_id == invitation.walk_id,
        is_elsewhere=here is not None and here.walk_id != invitation.walk_id,
    )


@pages.post("/j/<code>")
@public
def join(code: str) -> Response:
    """Come in; a phone that is in the walk already stays who it is."""
    try:
        joined = phones.join(toolbox(), code[:_CODE_MAX], _address(), language(), phone())
    except (NotFound, TooManyTries) as error:
        return _no_walk(error)
    # The capture app's shell: its address is part of the contract.
    response = redirect("/walk", 303)
    if joined is not None:
        session.keep(response, session.PHONE, joined.token)
    return response


def _no_walk(error: NotFound | TooManyTries) -> Response:
    """What to do with a code that opens nothing, or after too many of them."""
    if isinstance(error, TooManyTries):
        response = make_response(render_template("join/wait.html", wait_s=error.retry_after_s), 429)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    return make_response(render_template("join/unknown.html"), 404)


def _address() -> str:
    return request.remote_addr or ""
