"""The links of mails to those who left an address: opening one changes nothing, its one button does."""

from flask import Blueprint, make_response, render_template
from werkzeug import Response

from fieldapp.domain.errors import NotFound
from fieldapp.services import following
from fieldapp.services.following import Followed
from fieldapp.services.town import town
from fieldapp.web.guards import public
from fieldapp.web.tools import toolbox

pages = Blueprint("following", __name__)


@pages.errorhandler(NotFound)
def unknown(_error: NotFound) -> Response:
    """No link of ours: cut in two by a mail program, or typed."""
    return make_response(render_template("following/unknown.html", town=town()), 404)


@pages.get("/m/<token>")
@public
def show(token: str) -> str:
    """Whether the reader wants to be told; confirmed, it says so."""
    return _page(token, following.read(toolbox(), token))


@pages.post("/m/<token>")
@public
def confirm(token: str) -> str:
    return _page(token, following.confirm(toolbox(), token))


@pages.get("/m/<token>/stop")
@public
def ask_to_stop(token: str) -> str:
    """The one button; a scanner that follows the link stops nothing."""
    return _page(token, following.read(toolbox(), token), is_stopping=True)


@pages.post("/m/<token>/stop")
@public
def stop(token: str) -> str:
    """By the button, or by the reader's mail program (RFC 8058). Again it says the same."""
    return _page(token, following.stop(toolbox(), token))


def _page(token: str, found: Followed, *, is_stopping: bool = False) -> str:
    return render_template(
        "following/show.html", token=token, found=found, is_stopping=is_stopping, town=town()
    )
