"""The people page: who works here, invited, with which role, or out."""

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template
from werkzeug import Response

from fieldapp.domain.actors import Role
from fieldapp.domain.errors import Conflict, Invalid
from fieldapp.services import people
from fieldapp.web import said
from fieldapp.web.forms.people import InviteForm, RoleForm
from fieldapp.web.guards import actor, may
from fieldapp.web.language import gettext as _
from fieldapp.web.role_words import role_names
from fieldapp.web.tools import toolbox

pages = Blueprint("people", __name__)


@pages.get("/settings/people")
@may("people.manage")
def overview() -> str:
    return _page(_invite_form())


@pages.post("/settings/people")
@may("people.manage")
def invite() -> Response:
    form = _invite_form()
    if form.validate():
        try:
            people.invite(
                toolbox(),
                actor(),
                form.email.data,
                Role(form.role.data),
                form.owner.data,
                form.language.data,
            )
            return redirect(said.url("people.overview", "invited"), 303)
        except Invalid as error:
            _tell(form, error)
    return make_response(_page(form), 422)


@pages.get("/settings/people/<uuid:person_id>")
@may("people.manage")
def show(person_id: UUID) -> str:
    person = people.colleague(toolbox(), actor(), person_id)
    form = RoleForm(formdata=None, role=person.role.value, owner=person.owner_code)
    return _person_page(person, form)


@pages.post("/settings/people/<uuid:person_id>/role")
@may("people.manage")
def change_role(person_id: UUID) -> Response:
    form = RoleForm()
    form.offer(people.owner_choices())
    if form.validate():
        try:
            people.change_role(toolbox(), actor(), person_id, Role(form.role.data), form.owner.data)
            return _back(person_id, "role-changed")
        except Conflict as error:
            return _back(person_id, error.code)
        except Invalid as error:
            _tell(form, error)
    return make_response(_person_page(people.colleague(toolbox(), actor(), person_id), form), 422)


@pages.post("/settings/people/<uuid:person_id>/disable")
@may("people.manage")
def disable(person_id: UUID) -> Response:
    try:
        people.disable(toolbox(), actor(), person_id)
    except Conflict as error:
        return _back(person_id, error.code)
    return _back(person_id, "person-disabled")


@pages.post("/settings/people/<uuid:person_id>/enable")
@may("people.manage")
def enable(person_id: UUID) -> Response:
    people.enable(actor(), person_id)
    return _back(person_id, "person-enabled")


def _back(person_id: UUID, code: str) -> Response:
    return redirect(said.url("people.show", code, person_id=person_id), 303)


def _invite_form() -> InviteForm:
    form = InviteForm()
    form.offer(people.owner_choices())
    return form


def _page(form: InviteForm) -> str:
    return render_template(
        "people/overview.html",
        form=form,
        people=people.colleagues(toolbox(), actor()),
        role_names=role_names(),
    )


def _person_page(person: people.Colleague, form: RoleForm) -> str:
    form.offer(people.owner_choices())
    return render_template("people/person.html", person=person, form=form, role_names=role_names())


def _tell(form: RoleForm, error: Invalid) -> None:
    sentences = {
        "not-an-address": _("Adressen ser inte ut som en e-postadress."),
        "already-has-account": _("Adressen har redan ett konto. Du hittar det i listan."),
        "owner-needed": _("Välj vem personen arbetar för."),
        "no-such-role": _("Välj en roll."),
    }
    field = form[error.field]
    field.errors = [*field.errors, sentences[error.code]]
