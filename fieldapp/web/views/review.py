"""The review: walks that wait, one screen for each point, and what will be sent to whom."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Conflict, Invalid
from fieldapp.domain.urgency import Urgency
from fieldapp.services import place_map
from fieldapp.services.review import acts, reading, whole_walk
from fieldapp.services.review.acts import Decision
from fieldapp.services.review.reading import PointShown
from fieldapp.web import marked, said, wording
from fieldapp.web.actor import actor
from fieldapp.web.forms import review as fields
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("review", __name__, url_prefix="/review")

_MAP_SIZE = (220.0, 140.0)
#: After these the screen goes on to the next point; after the others it stays.
_GOES_ON = frozenset({Decision.ACCEPT, Decision.PRAISE, Decision.DIALOGUE, Decision.DISMISS, Decision.MERGE})


@pages.get("/")
@may("review.read")
def overview() -> str:
    return render_template("review/overview.html", rows=reading.overview(actor()), words=wording)


@pages.get("/<uuid:walk_id>")
@may("review.read")
def walk(walk_id: UUID) -> Any:
    """The point that is asked for, else the first that waits, else the end of the review."""
    shown = reading.show(toolbox(), actor(), walk_id, _number(request.args.get("point")))
    if shown is None:
        return redirect(url_for("review.ready", walk_id=walk_id, said=request.args.get("said")), 303)
    return _page(shown)


@pages.post("/<uuid:walk_id>/<uuid:point_id>")
@may("review.decide")
def decide(walk_id: UUID, point_id: UUID) -> Any:
    """One of the bar's buttons, with all that was written on the screen."""
    reading.require_point(actor(), walk_id, point_id)
    decision = fields.decision(request.form)
    here = request.form.get("number", "")
    try:
        acts.decide(
            toolbox(),
            actor(),
            point_id,
            fields.version(request.form),
            decision,
            fields.edits(request.form),
            fields.said(request.form),
        )
    except Conflict:
        return _to(walk_id, here, "conflict")
    except Invalid as error:
        return _again(walk_id, here, error)
    if decision not in _GOES_ON:
        return _to(walk_id, here, "saved")
    return _to(walk_id, request.form.get("next", ""))


@pages.post("/<uuid:walk_id>/<uuid:point_id>/place")
@may("review.decide")
def place(walk_id: UUID, point_id: UUID) -> Any:
    """A step of ten metres, numbers, or a stop."""
    reading.require_point(actor(), walk_id, point_id)
    here = request.form.get("number", "")
    step, stop_id = fields.STEPS.get(request.form.get("move", "")), fields.uuid(request.form.get("stop"))
    try:
        version = _keep_words(point_id)
        if step is not None:
            acts.move_place(toolbox(), actor(), point_id, version, *step)
        elif request.form.get("move") == "stop":
            if stop_id is None:
                raise Invalid("stop", "unknown-stop")
            acts.place_at_stop(toolbox(), actor(), point_id, version, stop_id)
        else:
            acts.set_place(toolbox(), actor(), point_id, version, *fields.position(request.form))
    except Conflict:
        return _to(walk_id, here, "conflict")
    except Invalid as error:
        return _again(walk_id, here, error)
    return redirect(url_for("review.walk", walk_id=walk_id, point=here, place=1, _anchor="place"), 303)


@pages.post("/<uuid:walk_id>/take-back")
@may("review.decide")
def take_back(walk_id: UUID) -> Response:
    reading.walk_of(actor(), walk_id)
    point_id = fields.uuid(request.form.get("undo"))
    if point_id is None:
        raise Invalid("undo", "missing-value")
    reading.require_point(actor(), walk_id, point_id)
    try:
        acts.take_back(toolbox(), actor(), point_id, fields.version(request.form, "undo_version"))
    except Conflict:
        return _to(walk_id, request.form.get("number", ""), "conflict")
    return _to(walk_id, request.form.get("undo_number", ""), "taken-back")


@pages.get("/<uuid:walk_id>/ready")
@may("review.read")
def ready(walk_id: UUID) -> str:
    return render_template("review/ready.html", ready=whole_walk.ready(actor(), walk_id), words=wording)


@pages.post("/<uuid:walk_id>/send")
@may("ticket.send")
def send(walk_id: UUID) -> Response:
    whole_walk.send(toolbox(), actor(), walk_id)
    return redirect(said.url("review.ready", "sent", walk_id=walk_id), 303)


def _keep_words(point_id: UUID) -> int:
    """What was written on the screen is kept before the pin moves; the version after that."""
    version, edits = fields.version(request.form), fields.edits(request.form)
    return acts.decide(toolbox(), actor(), point_id, version, Decision.SAVE, edits).version


def _page(shown: PointShown, error: Invalid | None = None, given: dict[str, str] | None = None) -> str:
    point = shown.point
    label = _("Karta över platsen för punkt %(number)s") % {"number": shown.number}
    return render_template(
        "review/point.html",
        shown=shown,
        point=point,
        given=given or {},
        wrong=error,
        original=marked.marked(point.text, shown.flags),
        map=marked.drawing(
            place_map.draw(toolbox(), point.lat, point.lon, point.accuracy_m, language(), label, _MAP_SIZE)
        ),
        categories=_categories(),
        urgencies=[level.value for level in Urgency],
        is_placing=bool(request.args.get("place"))
        or (error is not None and error.field in ("position", "stop")),
        words=wording,
    )


def _again(walk_id: UUID, number: str, error: Invalid) -> Any:
    """The screen once more with what was written, and what is wrong with it."""
    shown = reading.show(toolbox(), actor(), walk_id, _number(number))
    if shown is None:
        raise error
    return _page(shown, error, request.form.to_dict()), 422


def _to(walk_id: UUID, number: str, code: str | None = None) -> Response:
    point = _number(number)
    return redirect(
        url_for("review.walk", walk_id=walk_id, point=f"{point:02d}" if point else None, said=code), 303
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= 5 else None


def _categories() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every category with its subcategories, as the grouped list of the screen."""
    defaults, lang = load_defaults(), language()
    return [
        (
            category.name.in_(lang),
            [(category.code, category.name.in_(lang))]
            + [(sub.code, sub.name.in_(lang)) for sub in defaults.of_category(category.code)],
        )
        for category in defaults.categories.values()
    ]
