"""Settings of the desk: the rules that decide who answers, in the order in which they are asked."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug import Response
from wtforms.fields.choices import SelectChoice

from fieldapp.domain.errors import Invalid
from fieldapp.services import owner_settings
from fieldapp.web import said, setting_words
from fieldapp.web.actor import actor
from fieldapp.web.forms.settings import RuleForm
from fieldapp.web.guards import may
from fieldapp.web.language import gettext as _
from fieldapp.web.tools import toolbox
from fieldapp.web.views.settings import names, owner_choices, page, what_choices

pages = Blueprint("rules", __name__, url_prefix="/settings/rules")


@pages.get("")
@may("settings.read")
def overview() -> str:
    named = names(what_choices())
    return page("settings/rules.html", rows=owner_settings.all_rules(actor()), names=named)


@pages.route("/new", methods=["GET", "POST"])
@may("settings.change")
def new() -> Any:
    return _form(None, RuleForm())


@pages.route("/<uuid:rule_id>", methods=["GET", "POST"])
@may("settings.change")
def edit(rule_id: UUID) -> Any:
    found = owner_settings.rule(actor(), rule_id)
    form = RuleForm()
    if request.method == "GET":
        form.what.data = found.subcategory_code or found.category_code or ""
        form.area.data, form.owner.data = str(found.area_id or ""), str(found.owner_id)
        form.urgency.data = found.urgency or ""
    return _form(rule_id, form)


@pages.post("/<uuid:rule_id>/move")
@may("settings.change")
def move(rule_id: UUID) -> Response:
    owner_settings.move_rule(actor(), rule_id, -1 if request.form.get("by") == "up" else 1)
    return redirect(said.url("rules.overview", "rule-moved"), 303)


@pages.post("/<uuid:rule_id>/remove")
@may("settings.change")
def remove(rule_id: UUID) -> Response:
    owner_settings.remove_rule(actor(), rule_id)
    return redirect(said.url("rules.overview", "removed"), 303)


def _form(rule_id: UUID | None, form: RuleForm) -> Any:
    form.what.choices = what_choices(_("Allt"))
    places = [SelectChoice(str(one.id), one.name) for one in owner_settings.all_areas(actor())]
    form.area.choices = [SelectChoice("", _("Överallt")), *places]
    form.owner.choices = owner_choices()
    if form.validate_on_submit():
        try:
            owner_settings.save_rule(toolbox(), actor(), rule_id, form.facts())
        except Invalid as error:
            setting_words.put_on(form, error, {"category": "what", "subcategory": "what"})
        else:
            return redirect(said.url("rules.overview", "saved"), 303)
    return page("settings/rule.html", form=form, rule_id=rule_id), 422 if form.errors else 200
