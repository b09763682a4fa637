"""Tickets on the desk: the list, and one ticket with its answer, its history and what may be done next."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug import Response

from fieldapp.domain.actors import Role
from fieldapp.domain.answer_clock import CannotExtend
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Conflict, DomainError, Invalid, NotFound
from fieldapp.domain.ticket_status import Incomplete
from fieldapp.photos.sanitise import PhotoRefused
from fieldapp.services import calling, lateness, place_map
from fieldapp.services.ticketing import changing, deciding, desk, history, links, reading, whose
from fieldapp.web import (
    act_words,
    fault_words,
    history_words,
    late_words,
    marked,
    meeting_words,
    said,
    wording,
)
from fieldapp.web.actor import actor
from fieldapp.web.forms import tickets as fields
from fieldapp.web.forms.review import uuid
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("tickets", __name__, url_prefix="/tickets")


@pages.get("/")
@may("ticket.list")
def overview() -> str:
    wanted = fields.filters(request.args)
    ages = lateness.of_owner(toolbox(), actor(), wanted.owner_id) if wanted.owner_id is not None else None
    return render_template(
        "tickets/overview.html",
        page=reading.page(toolbox(), actor(), wanted, request.args.get("after", "")),
        kept=fields.kept(request.args),
        words=wording,
        ages=ages,
        late=late_words,
        may_change=actor().role is Role.COORDINATOR,
    )


@pages.get("/late")
@may("ticket.update")
def late() -> str:
    """Who has what, and since when: by owner and by age."""
    return render_template("tickets/late.html", table=lateness.table(toolbox(), actor()), words=late_words)


@pages.get("/<uuid:ticket_id>")
@may("ticket.list")
def show(ticket_id: UUID) -> str:
    return _page(ticket_id)


@pages.post("/<uuid:ticket_id>")
@may("ticket.update")
def change(ticket_id: UUID) -> Any:
    """One of the acts that the table allows, with what it must say."""
    upload = request.files.get("photo")
    has_photo = upload is not None and bool(upload.filename)
    try:
        wanted = fields.change(request.form, has_photo)
        if has_photo and upload is not None:
            desk.change(toolbox(), actor(), ticket_id, wanted, history.DESK, upload.stream)
        else:
            changing.change(toolbox(), actor(), ticket_id, wanted, history.DESK)
    except Conflict:
        return redirect(said.url("tickets.show", "conflict", ticket_id=ticket_id), 303)
    except (Incomplete, Invalid, CannotExtend, PhotoRefused) as error:
        return _page(ticket_id, error), 422
    return redirect(said.url("tickets.show", "saved", ticket_id=ticket_id), 303)


@pages.post("/<uuid:ticket_id>/decide")
@may("ticket.update")
def decide(ticket_id: UUID) -> Any:
    """One tap on what a crew's phone brought too late: take it as it was done, or let the work go on."""
    version = request.form.get("version", 0, type=int)
    approve = request.form.get("decision") == "approve"
    try:
        deciding.decide(toolbox(), actor(), ticket_id, version, approve=approve)
    except Conflict:
        return redirect(said.url("tickets.show", "conflict", ticket_id=ticket_id), 303)
    except (Incomplete, Invalid) as error:
        return _page(ticket_id, error), 422
    if "home" in request.form:
        return redirect(said.url("desk.home", "saved", _anchor="needs"), 303)
    return redirect(said.url("tickets.show", "saved", ticket_id=ticket_id), 303)


@pages.post("/called")
@may("ticket.update")
def called() -> Response:
    """The coordinator has asked an owner outside the system about all that is late with it."""
    owner_id = uuid(request.form.get("owner"))
    if owner_id is None:
        raise NotFound("owner")
    calling.called(toolbox(), actor(), owner_id)
    return redirect(said.url("desk.home", "called", _anchor="needs"), 303)


@pages.post("/<uuid:ticket_id>/photo")
@may("ticket.update")
def add_photo(ticket_id: UUID) -> Any:
    """A picture of the place afterwards."""
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        return _page(ticket_id, Invalid("photo", "missing-value")), 422
    try:
        desk.add(toolbox(), actor(), ticket_id, upload.stream)
    except PhotoRefused as error:
        return _page(ticket_id, error), 422
    return redirect(said.url("tickets.show", "saved", ticket_id=ticket_id), 303)


@pages.post("/<uuid:ticket_id>/links/<uuid:link_id>/revoke")
@may("ticket.send")
def revoke_link(ticket_id: UUID, link_id: UUID) -> Response:
    """A reply link that went astray opens nothing any more."""
    links.revoke(toolbox(), actor(), ticket_id, link_id)
    return redirect(said.url("tickets.show", "link-revoked", ticket_id=ticket_id), 303)


@pages.post("/<uuid:ticket_id>/note")
@may("ticket.update")
def note(ticket_id: UUID) -> Response:
    desk.note(toolbox(), actor(), ticket_id, request.form.get("note", ""))
    return redirect(said.url("tickets.show", "saved", ticket_id=ticket_id), 303)


def _page(ticket_id: UUID, error: DomainError | None = None) -> str:
    shown = reading.show(toolbox(), actor(), ticket_id)
    ticket, today = shown.ticket, local_day(toolbox().clock.now())
    label = _("Karta över platsen för %(number)s") % {"number": ticket.number}
    may_change = actor().role is Role.COORDINATOR
    return render_template(
        "tickets/show.html",
        shown=shown,
        ticket=ticket,
        history=history_words.entries(shown, Counter(photo.observation_id for photo in shown.before)),
        acts=act_words.acts(shown) if may_change else [],
        whose=whose.of(actor(), ticket, may_change=may_change),
        times=act_words.times(today),
        may_change=may_change,
        links=links.of(toolbox(), ticket) if may_change else [],
        map=marked.drawing(
            place_map.draw(toolbox(), ticket.lat, ticket.lon, ticket.accuracy_m, language(), label)
        ),
        fault=fault_words.words(error) if error is not None else "",
        given=request.form,
        earliest=today + timedelta(days=1),
        latest=shown.clock.latest_extension,
        next_year=today.year + 1,
        words=wording,
        met=meeting_words,
        days=lambda later: (local_day(later) - shown.noted_on).days,
    )
