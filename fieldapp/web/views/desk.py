"""*Att göra*: what needs whoever opens it, now."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from fieldapp.domain.actors import Role
from fieldapp.services import desk, rule_learning
from fieldapp.services.ticketing import whose
from fieldapp.web import meeting_words, need_words, rescue_words, rule_words, walk_words
from fieldapp.web.actor import actor
from fieldapp.web.guards import may
from fieldapp.web.tools import toolbox

pages = Blueprint("desk", __name__)


@pages.get("/desk")
@may("desk.home")
def home() -> str | Response:
    person = actor()
    if person.role is Role.SUPERVISOR:
        return redirect(url_for("supervisor.overview"), 303)
    found = desk.home(toolbox(), person)
    return render_template(
        "desk/home.html",
        home=found,
        role=person.role.value,
        today=toolbox().clock.now(),
        needs=need_words,
        met=meeting_words,
        words=walk_words,
        phones=rescue_words,
        rules=rule_words,
        offers=rule_learning.offers(person) if person.role is Role.COORDINATOR else [],
        suggested=whose.suggested(
            [row.ticket_id for row in found.rows if row.ticket_id and row.kind == "bounced"]
        ),
    )
