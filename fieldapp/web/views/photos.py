"""Pictures, for those who may see their point or work on their ticket."""

from uuid import UUID

from flask import Blueprint, Response, request, send_file

from fieldapp.domain.errors import Forbidden, NotFound
from fieldapp.services import photo_view
from fieldapp.services.photo_files import PhotoFile
from fieldapp.web.actor import signed_in
from fieldapp.web.guards import may
from fieldapp.web.headers import DATA_POLICY
from fieldapp.web.tools import toolbox

pages = Blueprint("photos", __name__)

_A_DAY = "private, max-age=86400, immutable"
_ENDINGS = {"image/jpeg": "jpg", "image/webp": "webp"}


@pages.get("/photos/<uuid:photo_id>/<size>")
@may("photo.read")
def show(photo_id: UUID, size: str) -> Response:
    """The picture; whoever of this browser's actors sees it is enough."""
    for found in signed_in():
        try:
            return answer(photo_view.open_for(toolbox(), found, photo_id, size), f"{photo_id}-{size}")
        except NotFound:
            continue
    raise NotFound("photo")


def answer(found: PhotoFile, name: str) -> Response:
    """A picture as it leaves: nothing in it runs, no other site shows it, only this browser keeps it."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        found.file.close()
        raise Forbidden("other-origin")
    response = send_file(
        found.file,
        mimetype=found.media_type,
        download_name=f"{name}.{_ENDINGS[found.media_type]}",
        conditional=False,
        etag=False,
    )
    response.headers["Cache-Control"] = _A_DAY
    response.headers["Content-Security-Policy"] = DATA_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
