"""What a proxy asks: is the process alive, and can it do its work; strangers learn nothing more."""

import json

from flask import Blueprint, Response

from fieldapp.services import health
from fieldapp.web.guards import public
from fieldapp.web.tools import toolbox

pages = Blueprint("health", __name__)


@pages.get("/health/live")
@public
def live() -> Response:
    return _said({"live": True}, 200)


@pages.get("/health/ready")
@public
def ready() -> Response:
    """503 while database, tables or vault are not fine; `doctor` tells which."""
    is_ready = health.is_ready(toolbox())
    return _said({"ready": is_ready}, 200 if is_ready else 503)


def _said(words: dict[str, bool], status: int) -> Response:
    return Response(json.dumps(words), status, mimetype="application/json")
