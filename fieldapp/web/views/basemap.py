"""The municipality's map: one archive that a phone fetches whole and then draws without coverage."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file, url_for

from fieldapp.web.guards import public
from fieldapp.web.tools import settings

pages = Blueprint("basemap", __name__)

#: A larger archive draws the printed maps only: a phone would fetch it whole over somebody's own mobile data.
PHONE_MAX_BYTES = 20 * 1024 * 1024
FOREVER = "public, max-age=31536000, immutable"


@pages.get("/map/basemap.pmtiles")
@public
def archive() -> Response:
    """The archive, whole or the ranges that are asked for; 404 where phones have none."""
    path = _offered()
    if path is None:
        abort(404)
    found = fingerprint(path)
    response = send_file(path, mimetype="application/vnd.pmtiles", conditional=True, etag=found)
    is_this = request.args.get("v") == found
    response.headers["Cache-Control"] = FOREVER if is_this else "no-cache"
    return response


def address() -> str | None:
    """Where phones fetch the archive, named after what is in it; None where they have none."""
    path = _offered()
    return url_for("basemap.archive", v=fingerprint(path)) if path else None


def fingerprint(path: Path) -> str:
    """The archive's content in sixteen characters, read again when the file has changed."""
    told = path.stat()
    return _fingerprint(path, told.st_mtime_ns, told.st_size)


def _offered() -> Path | None:
    path = settings().basemap
    if path is None or not path.is_file():
        return None
    return path if path.stat().st_size <= PHONE_MAX_BYTES else None


@cache
def _fingerprint(path: Path, _changed_ns: int, _size_bytes: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
