"""Settings of the desk: owners, and the areas that say what is theirs."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug import Response
from wtforms.fields.choices import SelectChoice

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Conflict, Invalid
from fieldapp.services import imports, owner_settings
from fieldapp.services.imports import Refused
from fieldapp.web import said, setting_words
from fieldapp.web.actor import actor
from fieldapp.web.forms.settings import AreaForm, OwnerForm
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.views.settings import owner_choices, page

pages = Blueprint("owners", __name__, url_prefix="/settings")


@pages.get("/owners")
@may("settings.read")
def overview() -> str:
    classes = {code: one.name.in_(language()) for code, one in load_defaults().owner_classes.items()}
    return page("settings/owners.html", rows=owner_settings.all_owners(actor()), classes=classes)


@pages.route("/owners/new", methods=["GET", "POST"])
@may("settings.change")
def new() -> Any:
    return _owner_form(None, OwnerForm())


@pages.route("/owners/<uuid:owner_id>", methods=["GET", "POST"])
@may("settings.change")
def edit(owner_id: UUID) -> Any:
    return _owner_form(owner_id, OwnerForm(obj=owner_settings.owner(actor(), owner_id)))


@pages.get("/areas")
@may("settings.read")
def areas() -> str:
    return _areas_page([])


@pages.post("/areas")
@may("settings.change")
def import_areas() -> Any:
    """Take the areas of a GeoJSON file; all of it or nothing."""
    sent = request.files.get("file")
    try:
        imports.import_areas(sent.stream.read(imports.FILE_MAX_BYTES + 1) if sent is not None else b"")
    except Refused as refused:
        return _areas_page([setting_words.of_fault(fault) for fault in refused.faults]), 422
    return redirect(said.url("owners.areas", "saved"), 303)


@pages.get("/areas/<uuid:area_id>")
@may("settings.read")
def area(area_id: UUID) -> str:
    return _area_page(area_id, None)


@pages.post("/areas/<uuid:area_id>")
@may("settings.change")
def change_area(area_id: UUID) -> Any:
    form = _area_form(AreaForm())
    if form.validate():
        try:
            owner_settings.change_area(actor(), area_id, form.facts())
        except Invalid as error:
            setting_words.put_on(form, error)
        else:
            return redirect(said.url("owners.areas", "saved"), 303)
    return _area_page(area_id, form), 422


@pages.post("/areas/<uuid:area_id>/remove")
@may("settings.change")
def remove_area(area_id: UUID) -> Response:
    try:
        owner_settings.remove_area(actor(), area_id)
    except Conflict:
        return redirect(said.url("owners.areas", "area-in-use"), 303)
    return redirect(said.url("owners.areas", "removed"), 303)


def _owner_form(owner_id: UUID | None, form: OwnerForm) -> Any:
    form.class_code.choices = [
        SelectChoice(code, one.name.in_(language())) for code, one in load_defaults().owner_classes.items()
    ]
    if form.validate_on_submit():
        try:
            owner_settings.save_owner(actor(), owner_id, form.facts())
        except Invalid as error:
            setting_words.put_on(form, error)
        else:
            return redirect(said.url("owners.overview", "saved"), 303)
    answer = page("settings/owner.html", form=form, owner_id=owner_id)
    return answer, 422 if form.errors else 200


def _areas_page(faults: list[str]) -> str:
    return page("settings/areas.html", rows=owner_settings.all_areas(actor()), faults=faults)


def _area_form(form: AreaForm) -> AreaForm:
    form.owner.choices = [SelectChoice("", _("Ingen")), *owner_choices()]
    return form


def _area_page(area_id: UUID, form: AreaForm | None) -> str:
    found, drawing = owner_settings.area(actor(), area_id, _("Karta över området"))
    if form is None:
        form = _area_form(AreaForm(formdata=None, obj=found))
        form.owner.data = str(found.owner_id or "")
    return page("settings/area.html", form=form, area=found, drawing=drawing)
