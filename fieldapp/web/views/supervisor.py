"""The supervisor's pages: who does what, what a crew must know, and the list on paper."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug import Response

from fieldapp.domain.actors import Role
from fieldapp.domain.crew_load import AGES
from fieldapp.domain.errors import Invalid
from fieldapp.services import crew_work
from fieldapp.services.crew_work import LATE, NOBODY, Asked
from fieldapp.services.ticketing import assigning
from fieldapp.services.ticketing.assigning import Preparation
from fieldapp.web import crew_words, said, wording
from fieldapp.web.forms.review import uuid
from fieldapp.web.guards import actor, may
from fieldapp.web.tools import toolbox

pages = Blueprint("supervisor", __name__, url_prefix="/work")


@pages.get("/")
@may("crew.lead")
def overview() -> str:
    """Nobody's work first: that is what has to be given out."""
    asked = Asked(request.args.get("who", NOBODY), request.args.get("age", ""))
    found = crew_work.overview(toolbox(), actor(), asked, request.args.get("after", ""))
    return render_template(
        "supervisor/overview.html",
        found=found,
        asked=asked,
        ages=[age.code for age in AGES],
        late=LATE,
        nobody=NOBODY,
        words=wording,
        crew=crew_words,
    )


@pages.post("/assign")
@may("ticket.assign")
def assign() -> Response:
    """The ticked tickets to one phone or person; `hand` empty gives them to nobody."""
    chosen = [found for text in request.form.getlist("ticket") if (found := uuid(text)) is not None]
    hand = request.form.get("hand", "")
    if hand and uuid(hand) is None:
        raise Invalid("hand", "unknown-hand")
    assigning.assign(toolbox(), actor(), chosen, uuid(hand))
    if "page" in request.form and len(chosen) == 1:
        return redirect(said.url("supervisor.ticket", "saved", ticket_id=chosen[0]), 303)
    kept = {name: request.form[name] for name in ("who", "age") if request.form.get(name)}
    return redirect(said.url("supervisor.overview", "assigned" if chosen else "none-chosen", **kept), 303)


@pages.get("/tickets/<uuid:ticket_id>")
@may("crew.lead")
def ticket(ticket_id: UUID) -> str:
    return render_template(
        "supervisor/ticket.html",
        line=crew_work.show(toolbox(), actor(), ticket_id),
        hands=assigning.hands(actor().owner_id),
        words=wording,
    )


@pages.post("/tickets/<uuid:ticket_id>/prepare")
@may("ticket.prepare")
def prepare(ticket_id: UUID) -> Response:
    """What to bring, what to look out for, whether it takes two: from either's page, back to it."""
    form = request.form
    given = Preparation(form.get("needed", ""), form.get("hazard", ""), "two_people" in form)
    assigning.prepare(toolbox(), actor(), ticket_id, given)
    page = "supervisor.ticket" if actor().role is Role.SUPERVISOR else "tickets.show"
    return redirect(said.url(page, "saved", ticket_id=ticket_id), 303)


@pages.get("/paper")
@may("crew.lead")
def paper() -> str:
    """For the wall and the glove box, A4."""
    asked = Asked(request.args.get("who", ""))
    found = crew_work.paper(toolbox(), actor(), asked)
    return render_template("supervisor/paper.html", paper=found, words=wording)
