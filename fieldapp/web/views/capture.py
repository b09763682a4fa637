"""The capture screen: a public shell without data, one per language, and the words of its tiles."""

import json
from dataclasses import asdict

from flask import Blueprint, Response, abort, make_response, render_template, request

from fieldapp.domain.categories import load_defaults
from fieldapp.services.phone_words import phone_words
from fieldapp.web import session
from fieldapp.web.guards import public
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox
from fieldapp.web.views import basemap

pages = Blueprint("capture", __name__)

#: Categories that have a drawing of our own, or a plainer one than the data names.
DRAWN = {"lamp-floor": "street-lamp", "footprints": "road"}
ICONS = frozenset(
    """
    arrow-down arrow-left arrow-right arrow-up brush calendar camera
    camera-off check chevron-down chevron-right chevron-up circle-alert circle-check
    clock cloud-off cloud-upload download eye eye-off face-avoid face-very-safe
    face-worried frown git-merge hand hourglass image image-off languages
    layers list locate-fixed locate-off log-out mail map-pin menu
    message-circle moon pencil qr-code refresh-cw smartphone smile sun
    thumbs-up trash-2 triangle-alert undo-2 user users wrench x
    """.split()  # noqa: SIM905
)


@pages.get("/walk")
@public
def shell() -> Response:
    """The same for everybody. `keep` remembers the language that was chosen in the shell's menu."""
    response = make_response(render_template("walk/shell.html", icons=sprite_names()))
    response.headers["Vary"] = "Cookie, Accept-Language"
    if "keep" in request.args:
        session.keep(response, session.LANGUAGE, language())
    return response


@pages.get("/walk/leave")
@public
def leave() -> Response:
    """This phone is in no walk any more. Only our own script can ask: a link cannot send the header."""
    if "X-Fieldapp" not in request.headers:
        abort(400)
    response = Response(status=204)
    session.drop(response, session.PHONE)
    return response


@pages.get("/walk/words.json")
@public
def words() -> Response:
    """Tiles, choices and questions in the asked language."""
    found = asdict(phone_words(toolbox(), language()))
    for tile in found["tiles"]:
        tile["icon"] = DRAWN.get(tile["icon"], tile["icon"])
    found["basemap"] = basemap.address()
    response = Response(
        json.dumps(found, ensure_ascii=False, separators=(",", ":")), mimetype="application/json"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def sprite_names() -> list[str]:
    """Every icon that the scripts draw, the categories' among them."""
    of_tiles = {DRAWN.get(one.icon, one.icon) for one in load_defaults().categories.values()}
    return sorted(ICONS | of_tiles)
