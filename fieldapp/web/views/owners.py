"""Settings of the desk: owners, how they are reached, and who stands in for them."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request
from wtforms.fields.choices import SelectChoice

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Invalid
from fieldapp.services import exports, imports, owner_absences, owner_settings
from fieldapp.services.imports import Refused
from fieldapp.web import said, setting_words
from fieldapp.web.actor import actor
from fieldapp.web.forms.owners import AbsenceForm, OwnerForm
from fieldapp.web.guards import may
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox
from fieldapp.web.views.settings import page

pages = Blueprint("owners", __name__, url_prefix="/settings")


@pages.get("/owners")
@may("settings.read")
def overview() -> str:
    return _owners_page([])


@pages.post("/owners")
@may("settings.change")
def import_file() -> Any:
    """Take the owners of a CSV file; all of it or nothing."""
    try:
        done = imports.import_owners(sent_file())
    except Refused as refused:
        return _owners_page([setting_words.of_fault(fault) for fault in refused.faults]), 422
    return redirect(said.url("owners.overview", "imported", **asdict(done)), 303)


@pages.get("/owners.csv")
@may("settings.read")
def export() -> Response:
    return download(exports.owners_csv(), "text/csv; charset=utf-8", "ansvariga.csv")


@pages.route("/owners/new", methods=["GET", "POST"])
@may("settings.change")
def new() -> Any:
    return _owner_form(None, OwnerForm())


@pages.route("/owners/<uuid:owner_id>", methods=["GET", "POST"])
@may("settings.change")
def edit(owner_id: UUID) -> Any:
    return _owner_form(owner_id, OwnerForm(obj=owner_settings.owner(actor(), owner_id)))


@pages.post("/owners/<uuid:owner_id>/absences")
@may("settings.change")
def add_absence(owner_id: UUID) -> Any:
    """Say who reads the owner's mail while it is away."""
    found = owner_settings.owner(actor(), owner_id)
    form = AbsenceForm()
    if form.validate():
        try:
            owner_absences.add(actor(), owner_id, form.facts())
        except Invalid as error:
            setting_words.put_on(form, error)
        else:
            return redirect(said.url("owners.edit", "saved", owner_id=owner_id, _anchor="absences"), 303)
    return _owner_page(owner_id, OwnerForm(formdata=None, obj=found), form), 422


@pages.post("/owners/<uuid:owner_id>/absences/<uuid:absence_id>/remove")
@may("settings.change")
def remove_absence(owner_id: UUID, absence_id: UUID) -> Any:
    owner_absences.remove(actor(), owner_id, absence_id)
    return redirect(said.url("owners.edit", "removed", owner_id=owner_id, _anchor="absences"), 303)


def sent_file() -> bytes:
    """The file of the form, one byte past what is taken so that a larger one is told."""
    sent = request.files.get("file")
    return sent.stream.read(imports.FILE_MAX_BYTES + 1) if sent is not None else b""


def download(content: bytes, kind: str, name: str) -> Response:
    """A file that the browser keeps instead of showing it."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _owners_page(faults: list[str]) -> str:
    return page(
        "settings/owners.html",
        rows=owner_settings.all_owners(actor()),
        classes=load_defaults().owner_classes,
        lang=language(),
        away=owner_absences.away_today(toolbox(), actor()),
        faults=faults,
    )


def _owner_form(owner_id: UUID | None, form: OwnerForm) -> Any:
    if form.is_submitted() and form.validate():
        try:
            saved_id = owner_settings.save_owner(actor(), owner_id, form.facts())
        except Invalid as error:
            setting_words.put_on(form, error)
        else:
            there = "owners.edit" if owner_id is None else "owners.overview"
            values = {"owner_id": saved_id} if owner_id is None else {}
            return redirect(said.url(there, "saved", **values), 303)
    return _owner_page(owner_id, form, AbsenceForm(formdata=None)), 422 if form.errors else 200


def _owner_page(owner_id: UUID | None, form: OwnerForm, absence: AbsenceForm) -> str:
    classes = load_defaults().owner_classes
    form.class_code.choices = [SelectChoice(code, one.name.in_(language())) for code, one in classes.items()]
    chosen = classes.get(form.class_code.data or "")
    return page(
        "settings/owner.html",
        form=form,
        owner_id=owner_id,
        absence_form=absence,
        absences=owner_absences.of_owner(actor(), owner_id) if owner_id is not None else [],
        today=local_day(toolbox().clock.now()),
        is_informed=chosen is not None and chosen.is_informed_only,
    )
