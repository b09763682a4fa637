"""What makes the capture page an app: its manifest, and the worker that opens it without coverage."""

import json

from flask import Blueprint, Response

from fieldapp.web import precache
from fieldapp.web.guards import public
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.show import release, static_url
from fieldapp.web.tools import settings
from fieldapp.web.views import basemap

pages = Blueprint("pwa", __name__)
_SIZES = (192, 512)


@pages.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """The same id for every language and release, so that an installed app stays itself."""
    icons = [
        {
            "src": static_url(f"icons/{stem}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for stem, purpose in (("icon", "any"), ("maskable", "maskable"))
        for size in _SIZES
    ]
    words = {
        "id": "/walk",
        "name": _("fieldapp – vandringen som minns"),
        "short_name": "fieldapp",
        "description": _("Notera det du ser på en trygghetsvandring, även utan täckning."),
        "lang": language(),
        "dir": "ltr",
        "start_url": "/walk",
        "scope": "/",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#ffffff",
        "theme_color": "#12355b",
        "icons": icons,
    }
    return Response(json.dumps(words, ensure_ascii=False), mimetype="application/manifest+json")


@pages.get("/sw.js")
@public
def worker() -> Response:
    """The worker of this release; never kept, so that a phone hears of the next one."""
    here = {
        "release": release(),
        "files": [static_url(name) for name in precache.files()],
        "later": [static_url(name) for name in precache.files_of_the_map()],
        "shells": precache.shells(),
        # A new map makes a new worker, which fetches the shells that name it.
        "basemap": basemap.address(),
    }
    code = (settings().static_dir / "release" / "js" / "sw.js").read_text(encoding="utf-8")
    response = Response(f"self.FIELDAPP={json.dumps(here)};\n{code}", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response
