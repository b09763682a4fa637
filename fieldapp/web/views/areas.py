"""Settings of the desk: the areas that say whose ground it is, on a map and in lists that say the same."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request
from wtforms.fields.choices import SelectChoice

from fieldapp.domain import corners
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Conflict, Invalid
from fieldapp.services import area_settings, exports, imports
from fieldapp.services.imports import Refused
from fieldapp.web import said, setting_words
from fieldapp.web.actor import actor
from fieldapp.web.forms.owners import KINDS, AreaForm
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox
from fieldapp.web.views import basemap
from fieldapp.web.views.owners import download, sent_file
from fieldapp.web.views.settings import names, owner_choices, page, what_choices

pages = Blueprint("areas", __name__, url_prefix="/settings")


@pages.get("/areas")
@may("settings.read")
def overview() -> str:
    return _areas_page([])


@pages.post("/areas")
@may("settings.change")
def import_file() -> Any:
    """Take the areas of a GeoJSON file; all of it or nothing."""
    try:
        done = imports.import_areas(sent_file())
    except Refused as refused:
        return _areas_page([setting_words.of_fault(fault) for fault in refused.faults]), 422
    return redirect(said.url("areas.overview", "imported", **asdict(done)), 303)


@pages.get("/areas.geojson")
@may("settings.read")
def export() -> Response:
    """All areas as a file; the maps of these pages read the same."""
    return download(exports.areas_geojson(), "application/geo+json", "omraden.geojson")


@pages.route("/areas/new", methods=["GET", "POST"])
@may("settings.change")
def new() -> Any:
    form = _with_owners(AreaForm())
    return _saved(None, form) or (_area_page(None, form), 422 if form.errors else 200)


@pages.get("/areas/<uuid:area_id>")
@may("settings.read")
def show(area_id: UUID) -> str:
    return _area_page(area_id, None)


@pages.post("/areas/<uuid:area_id>")
@may("settings.change")
def change(area_id: UUID) -> Any:
    form = _with_owners(AreaForm())
    return _saved(area_id, form) or (_area_page(area_id, form), 422)


@pages.post("/areas/<uuid:area_id>/remove")
@may("settings.change")
def remove(area_id: UUID) -> Any:
    try:
        area_settings.remove(actor(), area_id)
    except Conflict:
        return redirect(said.url("areas.overview", "area-in-use"), 303)
    return redirect(said.url("areas.overview", "removed"), 303)


def _saved(area_id: UUID | None, form: AreaForm) -> Any:
    """Where to go after saving; None while something is still to be put right."""
    if not form.is_submitted() or not form.validate():
        return None
    facts = form.facts()
    try:
        area_settings.save(actor(), area_id, facts)
    except Invalid as error:
        setting_words.put_on(form, error)
        return None
    return redirect(said.url("areas.overview", "saved"), 303)


def _areas_page(faults: list[str]) -> str:
    rows, gaps = area_settings.all_rows(actor())
    return page(
        "settings/areas.html",
        rows=rows,
        gaps=gaps,
        gap_places=[[gap.lat, gap.lon] for gap in gaps.places],
        faults=faults,
        kinds={str(one.value): one.label for one in KINDS},
        usual=[] if rows else area_settings.usual_owners(toolbox(), actor()),
        named=names(what_choices()),
        classes={code: one.name.in_(language()) for code, one in load_defaults().owner_classes.items()},
        basemap_url=basemap.address(),
    )


def _with_owners(form: AreaForm) -> AreaForm:
    form.owner.choices = [SelectChoice("", _("Ingen")), *owner_choices()]
    return form


def _area_page(area_id: UUID | None, form: AreaForm | None) -> str:
    row = area_settings.row(actor(), area_id) if area_id is not None else None
    if form is None:
        form = _with_owners(AreaForm(formdata=None, obj=row.area if row else None))
        form.owner.data = str(row.area.owner_id or "") if row else ""
    if row is not None and form.corners.data is None:
        form.corners.data = corners.in_lines(row.area.geometry)
    return page(
        "settings/area.html",
        form=form,
        row=row,
        area_id=area_id,
        drawing=area_settings.drawing(row.area, _("Karta över området")) if row else "",
        start=_start(),
        basemap_url=basemap.address(),
    )


def _start() -> list[float]:
    """Where a new area is to be drawn, as the list of nobody's ground names it."""
    try:
        lat, lon = float(request.args["lat"]), float(request.args["lon"])
    except (KeyError, ValueError):
        return []
    return [lat, lon] if abs(lat) <= 90 and abs(lon) <= 180 else []
