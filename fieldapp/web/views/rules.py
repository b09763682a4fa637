"""Settings of the desk: the rules that decide who answers, what has taught new ones, and a trial of them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug import Response
from wtforms.fields.choices import SelectChoice

from fieldapp.domain import access
from fieldapp.domain.errors import Conflict, Invalid
from fieldapp.services import owner_settings, rule_learning, rule_tester
from fieldapp.services.rule_tester import Trial
from fieldapp.web import rule_words, said, setting_words, wording
from fieldapp.web.actor import actor
from fieldapp.web.forms.rules import ACCURACIES, OUTSIDE, RuleForm, TrialForm
from fieldapp.web.forms.settings import split_what, uuid
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.tools import toolbox
from fieldapp.web.views import basemap
from fieldapp.web.views.settings import owner_choices, page, what_choices

pages = Blueprint("rules", __name__, url_prefix="/settings")


@pages.get("/rules")
@may("settings.read")
def overview() -> str:
    return page(
        "settings/rules.html",
        rows=owner_settings.all_rules(actor()),
        offers=rule_learning.offers(actor()) if access.may(actor(), "rule.learn") else [],
        default=owner_settings.default_owner(actor()),
        owner_choices=owner_choices(),
        words=rule_words,
        wording=wording,
    )


@pages.route("/rules/new", methods=["GET", "POST"])
@may("settings.change")
def new() -> Any:
    return _form(None, RuleForm())


@pages.route("/rules/<uuid:rule_id>", methods=["GET", "POST"])
@may("settings.change")
def edit(rule_id: UUID) -> Any:
    found = owner_settings.rule(actor(), rule_id)
    form = RuleForm()
    if request.method == "GET":
        form.what.data = found.subcategory_code or found.category_code or ""
        form.area.data = OUTSIDE if found.is_outside else str(found.area_id or "")
        form.owner.data, form.urgency.data = str(found.owner_id), found.urgency or ""
    return _form(rule_id, form)


@pages.post("/rules/<uuid:rule_id>/move")
@may("settings.change")
def move(rule_id: UUID) -> Response:
    owner_settings.move_rule(actor(), rule_id, -1 if request.form.get("by") == "up" else 1)
    return redirect(said.url("rules.overview", "rule-moved", _anchor=f"rule-{rule_id}"), 303)


@pages.post("/rules/<uuid:rule_id>/remove")
@may("settings.change")
def remove(rule_id: UUID) -> Response:
    owner_settings.remove_rule(actor(), rule_id)
    return redirect(said.url("rules.overview", "removed"), 303)


@pages.post("/rules/default")
@may("settings.change")
def change_default() -> Response:
    """Who gets what no rule, no ground and no class gives to anybody."""
    owner_settings.set_default_owner(actor(), uuid(request.form.get("owner")))
    return redirect(said.url("rules.overview", "saved"), 303)


@pages.post("/rules/learn")
@may("rule.learn")
def learn() -> Response:
    """One tap on what has come back again and again: make the rule, or leave it."""
    act = rule_learning.refuse if request.form.get("decision") == "refuse" else rule_learning.make
    code = "rule-refused" if act is rule_learning.refuse else "rule-made"
    try:
        act(toolbox(), actor(), request.form.get("offer", ""))
    except Conflict:
        code = "conflict"
    return redirect(said.url("desk.home" if "home" in request.form else "rules.overview", code), 303)


@pages.get("/who-answers")
@may("settings.read")
def tester() -> Any:
    """Try the rules on a place: nothing is stored."""
    form = TrialForm(request.args)
    stops = rule_tester.stops(actor())
    form.what.choices = what_choices()
    form.stop.choices = [SelectChoice("", _("Välj på kartan eller skriv"))]
    form.stop.choices += [SelectChoice(str(one.id), one.name) for one in stops]
    form.accuracy.choices = [SelectChoice(one, f"±{one} m") for one in ACCURACIES]
    at = next((one for one in stops if str(one.id) == form.stop.data), None)
    if at is not None and request.args.get("by") == "stop":
        form.lat.data, form.lon.data = at.lat, at.lon
    trial = _tried(form) if request.args.get("what") and form.validate() else None
    answer = page(
        "settings/who_answers.html",
        form=form,
        trial=trial,
        way=rule_words.way(trial) if trial is not None else [],
        start=[stops[0].lat, stops[0].lon] if stops else [],
        basemap_url=basemap.address(),
    )
    return answer, 422 if form.errors else 200


def _tried(form: TrialForm) -> Trial | None:
    category, subcategory = split_what(form.what.data)
    accuracy = form.accuracy.data if form.accuracy.data in ACCURACIES else ACCURACIES[0]
    try:
        return rule_tester.who_answers(
            toolbox(), actor(), category or "", subcategory, form.lat.data, form.lon.data, float(accuracy)
        )
    except Invalid as error:
        setting_words.put_on(form, error, {"position": "lat", "category": "what", "subcategory": "what"})
        return None


def _form(rule_id: UUID | None, form: RuleForm) -> Any:
    form.what.choices = what_choices(_("Allt"))
    places = [SelectChoice(str(one.id), one.name) for one in owner_settings.all_areas(actor())]
    form.area.choices = [SelectChoice("", _("Överallt")), SelectChoice(OUTSIDE, _("Utanför alla områden"))]
    form.area.choices += places
    form.owner.choices = owner_choices()
    if form.validate_on_submit():
        try:
            owner_settings.save_rule(toolbox(), actor(), rule_id, form.facts())
        except Invalid as error:
            setting_words.put_on(form, error, {"category": "what", "subcategory": "what"})
        else:
            return redirect(said.url("rules.overview", "saved"), 303)
    return page("settings/rule.html", form=form, rule_id=rule_id), 422 if form.errors else 200
