"""Whose is it? One tap on a ticket that came back, or that lies near a border."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request

from fieldapp.domain.errors import Conflict, Invalid
from fieldapp.domain.ticket_status import NotAllowed
from fieldapp.services.ticketing import bordering
from fieldapp.web import said
from fieldapp.web.actor import actor
from fieldapp.web.guards import may
from fieldapp.web.tools import toolbox

pages = Blueprint("whose", __name__, url_prefix="/tickets")


@pages.post("/<uuid:ticket_id>/whose")
@may("ticket.send")
def settle(ticket_id: UUID) -> Any:
    """It stays with its owner, or goes to the one that was tapped, with a mail of its own."""
    code, version = "saved", request.form.get("version", 0, type=int)
    try:
        bordering.settle(toolbox(), actor(), ticket_id, version, request.form.get("owner", ""))
    except (Conflict, NotAllowed):
        code = "conflict"
    except Invalid:
        code = "choose-owner"
    if "home" in request.form:
        return redirect(said.url("desk.home", code, _anchor="needs"), 303)
    return redirect(said.url("tickets.show", code, ticket_id=ticket_id), 303)
