"""The demo's doors: one button signs in as one of its invented people; elsewhere they do not exist."""

from flask import Blueprint, render_template
from werkzeug import Response

from fieldapp.domain.actors import Role
from fieldapp.services import demo_doors
from fieldapp.web import session
from fieldapp.web.actor import phone
from fieldapp.web.device import device_name
from fieldapp.web.guards import public
from fieldapp.web.language import language
from fieldapp.web.role_words import role_duties, role_names
from fieldapp.web.tools import toolbox
from fieldapp.web.views.sign_in import home_of, let_in

pages = Blueprint("demo", __name__)


@pages.get("/demo/<role>")
@public
def show(role: str) -> str:
    person = demo_doors.behind(toolbox(), role)
    return render_template(
        "sign_in/demo.html",
        person=person,
        role_name=role_names()[person.role],
        role_duty=role_duties()[person.role],
    )


@pages.post("/demo/<role>")
@public
def enter(role: str) -> Response:
    """A leader's phone leads the open walk, so it lands where the walk is."""
    found = demo_doors.open_door(toolbox(), role, language(), device_name(), phone())
    actor = found.signed_in.actor
    response = let_in(found.signed_in, "/walk" if actor.role is Role.LEADER else home_of(actor))
    if found.phone is not None:
        session.keep(response, session.PHONE, found.phone.token)
    return response
