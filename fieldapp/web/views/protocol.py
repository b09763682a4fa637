"""A walk's protocol: the page to read and print, and the draft as PDF."""

import re
import unicodedata
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, render_template, url_for

from fieldapp.documents.protocol_page import Row
from fieldapp.services import protocol
from fieldapp.web.actor import actor
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.show import static_url
from fieldapp.web.tools import toolbox

pages = Blueprint("protocol", __name__, url_prefix="/walks")


@pages.get("/<uuid:walk_id>/protocol")
@may("protocol.read")
def show(walk_id: UUID) -> str:
    found = protocol.build(toolbox(), actor(), walk_id, language())
    return render_template(
        "print/protocol.html",
        page=protocol.page(found),
        map_svg=protocol.map_svg(toolbox(), found),
        css_urls=[static_url(f"css/{sheet}.css") for sheet in ("fonts", "print")],
        photo_url=_photo_url,
        icon_url=lambda name: static_url(f"vendor/icons/{name}.svg") if name else "",
        actions=[
            (url_for("walks.show", walk_id=walk_id), _("Till vandringen")),
            (url_for("protocol.pdf", walk_id=walk_id), _("Hämta som PDF")),
        ],
    )


@pages.get("/<uuid:walk_id>/protocol.pdf")
@may("protocol.read")
def pdf(walk_id: UUID) -> Response:
    """The draft; it changes with every answer, so no cache keeps it."""
    printed = protocol.pdf(toolbox(), actor(), walk_id, language())
    response = Response(printed.content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = attachment(printed.name)
    response.headers["Cache-Control"] = "no-store"
    return response


def attachment(name: str) -> str:
    """A file name as RFC 6266 wants it: plain letters for old readers, UTF-8 for the others."""
    tidy = re.sub(r'[\x00-\x1f\x7f"\\/]', "", name)
    plain = unicodedata.normalize("NFKD", tidy).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(tidy, safe='')}"


def _photo_url(row: Row) -> str:
    return url_for("photos.show", photo_id=row.photo_id, size="print") if row.photo_id else ""
