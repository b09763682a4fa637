"""A phone's queue that somebody was handed as a file, read in at the desk."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from fieldapp.domain.actors import Actor
from fieldapp.services import rescue, walk_sheet
from fieldapp.services.rescue import QueueFault, QueueFile
from fieldapp.web import rescue_words
from fieldapp.web.actor import actor
from fieldapp.web.guards import may
from fieldapp.web.tools import toolbox

pages = Blueprint("rescue", __name__, url_prefix="/walks")


@pages.get("/<uuid:walk_id>/rescue")
@may("queue.bring")
def show(walk_id: UUID) -> str:
    return _page(walk_id)


@pages.post("/<uuid:walk_id>/rescue")
@may("queue.bring")
def bring(walk_id: UUID) -> Any:
    """Take in the file; what it held counts as the phone's, and the history says who brought it."""
    walk_sheet.find(actor(), walk_id)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(walk_id, fault=rescue_words.fault("no-file")), 422

    def owner(queue: QueueFile) -> Actor:
        found = rescue.sender_of(queue)
        if found.is_phone and found.walk_id != walk_id:
            raise QueueFault("other-walk")
        return found

    try:
        report = rescue.bring(toolbox(), sent.stream.read, owner, brought_by=actor())
    except QueueFault as error:
        return _page(walk_id, fault=rescue_words.fault(error.code)), 422
    return _page(walk_id, report=rescue_words.told(report)), 503 if report.is_ours else 200


def _page(walk_id: UUID, **values: Any) -> str:
    return render_template("walks/rescue.html", walk=walk_sheet.find(actor(), walk_id), **values)
