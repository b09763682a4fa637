"""Walks on the desk: the list, a new one, its page, its route and stops, its codes, its calendar file."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse
from wtforms.fields.choices import SelectChoice

from fieldapp.domain.actors import Actor
from fieldapp.domain.calendar_file import Event, calendar_file
from fieldapp.domain.errors import Invalid
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import unsent, walk_planning, walk_running, walk_sheet
from fieldapp.services.walk_sheet import WalkSheet
from fieldapp.web import rescue_words, said, session, walk_words
from fieldapp.web.actor import actor, staff
from fieldapp.web.forms.walks import PresentForm, StopForm, WalkForm
from fieldapp.web.guards import may, public
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.qr import qr
from fieldapp.web.show import day
from fieldapp.web.tools import toolbox

pages = Blueprint("walks", __name__, url_prefix="/walks")


@pages.get("/")
@may("walk.read")
def overview() -> str:
    return render_template("walks/overview.html", rows=walk_sheet.overview(actor()), words=walk_words)


@pages.route("/new", methods=["GET", "POST"])
@may("walk.plan")
def new() -> Any:
    form = _walk_form(None)
    if form.validate_on_submit():
        walk_id = walk_planning.plan(toolbox(), actor(), form.facts())
        return redirect(said.url("walks.route", "walk-planned", walk_id=walk_id), 303)
    return render_template("walks/facts.html", form=form, walk=None), _status(form)


@pages.get("/<uuid:walk_id>")
@may("walk.read")
def show(walk_id: UUID) -> str:
    sheet = _sheet(walk_id)
    return render_template(
        "walks/show.html",
        sheet=sheet,
        walk=sheet.walk,
        words=walk_words,
        unsent=unsent.of_walk(toolbox(), walk_id),
        phones=rescue_words,
        links={code.kind: join_url(code.code) for code in sheet.codes},
        qr=qr,
    )


@pages.route("/<uuid:walk_id>/facts", methods=["GET", "POST"])
@may("walk.plan")
def facts(walk_id: UUID) -> Any:
    walk = walk_sheet.find(actor(), walk_id)
    form = _walk_form(walk_id)
    if form.validate_on_submit():
        walk_planning.change(actor(), walk_id, form.facts())
        return redirect(said.url("walks.show", "saved", walk_id=walk_id), 303)
    if request.method == "GET":
        form.fill(walk)
    return render_template("walks/facts.html", form=form, walk=walk), _status(form)


@pages.get("/<uuid:walk_id>/route")
@may("walk.plan")
def route(walk_id: UUID) -> str:
    return _route_page(walk_id, StopForm(formdata=None))


@pages.post("/<uuid:walk_id>/stops")
@may("walk.plan")
def add_stop(walk_id: UUID) -> Any:
    form = StopForm()
    if form.validate():
        walk_planning.add_stop(actor(), walk_id, *form.values())
        return redirect(_route_url(walk_id, "saved") + "#add", 303)
    return _route_page(walk_id, form), 422


@pages.post("/<uuid:walk_id>/stops/<uuid:stop_id>")
@may("walk.plan")
def change_stop(walk_id: UUID, stop_id: UUID) -> Any:
    form = StopForm()
    if form.validate():
        walk_planning.change_stop(actor(), walk_id, stop_id, *form.values())
        return redirect(_route_url(walk_id, "saved"), 303)
    return _route_page(walk_id, StopForm(formdata=None), stop_id, form), 422


@pages.post("/<uuid:walk_id>/stops/<uuid:stop_id>/move")
@may("walk.plan")
def move_stop(walk_id: UUID, stop_id: UUID) -> BaseResponse:
    by = -1 if request.form.get("by") == "up" else 1
    walk_planning.move_stop(actor(), walk_id, stop_id, by)
    return redirect(url_for("walks.route", walk_id=walk_id, stop=stop_id) + "#stops", 303)


@pages.post("/<uuid:walk_id>/stops/<uuid:stop_id>/remove")
@may("walk.plan")
def remove_stop(walk_id: UUID, stop_id: UUID) -> BaseResponse:
    try:
        walk_planning.remove_stop(actor(), walk_id, stop_id)
    except walk_planning.StopInUse:
        return redirect(_route_url(walk_id, "stop-in-use"), 303)
    return redirect(_route_url(walk_id, "stop-removed"), 303)


@pages.post("/<uuid:walk_id>/turn")
@may("walk.plan")
def turn(walk_id: UUID) -> BaseResponse:
    walk_planning.turn_route(actor(), walk_id)
    return redirect(_route_url(walk_id, "saved"), 303)


@pages.post("/<uuid:walk_id>/publish")
@may("walk.plan")
def publish(walk_id: UUID) -> BaseResponse:
    walk_planning.publish(toolbox(), actor(), walk_id)
    return redirect(said.url("walks.show", "published", walk_id=walk_id), 303)


@pages.post("/<uuid:walk_id>/codes/<kind>")
@may("walk.codes")
def new_code(walk_id: UUID, kind: str) -> BaseResponse:
    walk_planning.new_code(toolbox(), actor(), walk_id, kind)
    return redirect(said.url("walks.show", "code-new", walk_id=walk_id) + "#codes", 303)


@pages.post("/<uuid:walk_id>/codes/<kind>/revoke")
@may("walk.codes")
def revoke_code(walk_id: UUID, kind: str) -> BaseResponse:
    walk_planning.revoke_code(toolbox(), actor(), walk_id, kind)
    return redirect(said.url("walks.show", "code-revoked", walk_id=walk_id) + "#codes", 303)


@pages.post("/<uuid:walk_id>/state")
@may("walk.run")
def move(walk_id: UUID) -> BaseResponse:
    walk_sheet.find(actor(), walk_id)
    try:
        to = WalkStatus(request.form.get("to", ""))
    except ValueError:
        raise Invalid("to") from None
    walk_running.move(toolbox(), actor(), walk_id, to)
    return redirect(said.url("walks.show", walk_words.said_after(to), walk_id=walk_id), 303)


@pages.post("/<uuid:walk_id>/lead")
@may("walk.lead")
def lead(walk_id: UUID) -> BaseResponse:
    """Lead the walk on the phone in this person's hand: it becomes a phone of the walk."""
    joined = walk_running.lead_here(toolbox(), _staff(), walk_id, language())
    response = redirect(url_for("capture.shell"), 303)
    session.keep(response, session.PHONE, joined.token)
    return response


@pages.route("/<uuid:walk_id>/present", methods=["GET", "POST"])
@may("walk.run")
def present(walk_id: UUID) -> Any:
    walk = walk_sheet.find(actor(), walk_id)
    form = PresentForm()
    if form.validate_on_submit():
        walk_running.note_who_was_there(actor(), walk_id, form.present())
        return redirect(said.url("walks.show", "saved", walk_id=walk_id), 303)
    if request.method == "GET":
        form.fill(walk)
    return render_template("walks/present.html", form=form, walk=walk), _status(form)


@pages.get("/<uuid:walk_id>/invitation.ics")
@public
def invitation(walk_id: UUID) -> Response:
    """The walk for people's own calendars; before it is published only those of the desk get it."""
    walk, code = walk_sheet.invitation(staff(), walk_id)
    lines = [walk.theme, _("Hela rutten går utan trappor") if walk.is_step_free else ""]
    lines.append(_("Vara med: {address}").format(address=join_url(code)) if code else "")
    event = Event(
        id=walk.id,
        title=walk.title,
        starts_at=walk.starts_at,
        ends_at=walk.ends_at,
        changed_at=walk.published_at or walk.starts_at,
        sequence=walk.rev,
        place=walk.gathering or walk.place,
        words="\n".join(line for line in lines if line),
        url=join_url(code) if code else "",
        is_cancelled=walk.state is WalkStatus.CANCELLED,
    )
    response = Response(calendar_file(event), mimetype="text/calendar")
    response.headers["Content-Type"] = "text/calendar; charset=utf-8; method=PUBLISH"
    response.headers["Content-Disposition"] = f'attachment; filename="{walk.number}.ics"'
    return response


def join_url(code: str) -> str:
    """What a QR code or a poster leads to."""
    return f"{toolbox().base_url}/j/{code}"


def _staff() -> Actor:
    # A phone may sit in the same browser; leading here is an act of the person.
    return staff() or actor()


def _sheet(walk_id: UUID) -> WalkSheet:
    words = _("Karta över rutten med stoppen i ordning. Samma stopp står i listan.")
    return walk_sheet.show(toolbox(), actor(), walk_id, words, language())


def _route_page(
    walk_id: UUID, form: StopForm, chosen: UUID | None = None, chosen_form: StopForm | None = None
) -> str:
    sheet = _sheet(walk_id)
    chosen = chosen or _uuid(request.args.get("stop"))
    stop = next((row.stop for row in sheet.stops if row.stop.id == chosen), None)
    if stop is not None and chosen_form is None:
        chosen_form = StopForm(formdata=None, obj=stop)
    return render_template(
        "walks/route.html", sheet=sheet, walk=sheet.walk, form=form, chosen=stop, chosen_form=chosen_form
    )


def _route_url(walk_id: UUID, code: str) -> str:
    return said.url("walks.route", code, walk_id=walk_id)


def _walk_form(walk_id: UUID | None) -> WalkForm:
    form = WalkForm()
    earlier = walk_sheet.earlier_walks(actor(), walk_id)
    form.follows.choices = [SelectChoice("", _("Ingen tidigare vandring"))]
    form.follows.choices += [
        SelectChoice(str(walk.id), f"{walk.title}, {day(walk.starts_at)}") for walk in earlier
    ]
    return form


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
