"""The phones of a supervisor's crew: in by a QR code, seen when they were heard last, out at once."""

from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from fieldapp.domain.errors import Invalid
from fieldapp.services import crew_phones as door
from fieldapp.web import crew_words, said
from fieldapp.web.guards import actor, may
from fieldapp.web.language import gettext as _
from fieldapp.web.qr import qr
from fieldapp.web.tools import toolbox

pages = Blueprint("crew_phones", __name__, url_prefix="/work/phones")


@pages.get("/")
@may("crew.lead")
def overview() -> str:
    return _page()


@pages.post("/")
@may("crew.lead")
def add() -> Any:
    name = request.form.get("name", "")
    try:
        phone_id = door.add(toolbox(), actor(), name)
    except Invalid:
        return make_response(_page(name, is_wrong=True), 422)
    return redirect(url_for("crew_phones.show", phone_id=phone_id), 303)


@pages.get("/<uuid:phone_id>")
@may("crew.lead")
def show(phone_id: UUID) -> str:
    """The QR code while it can be read, and the way out."""
    found = door.phone(toolbox(), actor(), phone_id)
    address = f"{toolbox().base_url}{url_for('enrol.show', token=found.code.token)}" if found.code else ""
    return render_template("supervisor/phone.html", phone=found, address=address, qr=qr, crew=crew_words)


@pages.post("/<uuid:phone_id>/code")
@may("crew.lead")
def new_code(phone_id: UUID) -> Response:
    door.new_code(toolbox(), actor(), phone_id)
    return redirect(url_for("crew_phones.show", phone_id=phone_id), 303)


@pages.post("/<uuid:phone_id>/revoke")
@may("crew.lead")
def revoke(phone_id: UUID) -> Response:
    door.revoke(toolbox(), actor(), phone_id)
    return redirect(said.url("crew_phones.overview", "phone-revoked"), 303)


def _page(name: str | None = None, *, is_wrong: bool = False) -> str:
    person = actor()
    return render_template(
        "supervisor/phones.html",
        phones=door.phones(toolbox(), person),
        name=door.next_name(person, _("Bil")) if name is None else name,
        is_wrong=is_wrong,
        most=door.NAME_MAX,
        crew=crew_words,
    )
