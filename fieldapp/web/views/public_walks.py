"""The public page of a walk: the promise first, then what is good, what was done, and why not."""

from uuid import UUID

from flask import Blueprint, render_template
from werkzeug import Response

from fieldapp.documents.protocol_data import Section
from fieldapp.services import public_walks
from fieldapp.services.town import town
from fieldapp.web import outside_words, pictures
from fieldapp.web.guards import public
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("public_walks", __name__)

#: Short enough that a picture which is taken away is gone soon.
_CACHE = "public, max-age=300"


@pages.get("/p/<number>")
@public
def show(number: str) -> str:
    """The page; it does not exist before the walk's points were reviewed and sent."""
    walk = public_walks.show(toolbox(), number)
    return render_template(
        "public_walk/show.html",
        walk=walk,
        town=town(),
        words=outside_words,
        good=walk.section(Section.GOOD),
        simple=walk.section(Section.SIMPLE),
        project=walk.section(Section.PROJECT),
        dialogue=walk.section(Section.DIALOGUE),
        declined=walk.section(Section.DECLINED),
    )


@pages.get("/p/<number>/photos/<uuid:photo_id>/<size>")
@public
def photo(number: str, photo_id: UUID, size: str) -> Response:
    return pictures.send(public_walks.photo(toolbox(), number, photo_id, size), _CACHE)


@pages.get("/p/<number>/map.svg")
@public
def map_svg(number: str) -> Response:
    """Route and stops; the page's own text says what it shows."""
    drawn = public_walks.map_of(toolbox(), number, language(), _("Karta över vandringens rutt och stopp"))
    return pictures.send_map(drawn, _CACHE)
