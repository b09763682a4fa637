"""Settings of the desk: the sentences and reasons that people answer with, in three languages."""

from typing import Any

from flask import Blueprint, redirect, render_template, request

from fieldapp.domain import access
from fieldapp.domain.errors import Invalid
from fieldapp.domain.languages import Language
from fieldapp.domain.sentences import OWN_FIELDS, Outcome
from fieldapp.services import library, settings
from fieldapp.web import library_words, said, wording
from fieldapp.web.actor import actor
from fieldapp.web.forms import library as forms
from fieldapp.web.guards import may
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox

pages = Blueprint("library", __name__, url_prefix="/settings/sentences")


@pages.get("/")
@may("settings.read")
def overview() -> str:
    return _list(forms.outcome_of(request.args.get("outcome")))


@pages.get("/new")
@may("library.change")
def new() -> str:
    """An empty form, or one that starts from a sentence: what is saved then stands in its place."""
    former = request.args.get("instead_of", "")
    if not former:
        return _form(forms.outcome_of(request.args.get("outcome")))
    template = library.entry(actor(), former)
    given = {**forms.shown(template), "for": list(template.applies_to)}
    return _form(template.outcome, given, former)


@pages.post("/new")
@may("library.change")
def add() -> Any:
    outcome = forms.outcome_of(request.form.get("outcome"))
    former = request.form.get("instead_of", "")
    try:
        draft = forms.draft(request.form, frozenset(_categories()))
        library.add(toolbox(), actor(), draft, former)
    except Invalid as error:
        given = {**request.form.to_dict(), "for": request.form.getlist("for")}
        return _form(outcome, given, former, {error.field: library_words.wrong(error)}), 422
    return redirect(said.url("library.overview", "saved", outcome=outcome.value), 303)


@pages.post("/<template_id>/put-away")
@may("library.change")
def put_away(template_id: str) -> Any:
    outcome = forms.outcome_of(request.form.get("outcome"))
    try:
        library.put_away(toolbox(), actor(), template_id)
    except Invalid as error:
        return _list(outcome, library_words.wrong(error)), 422
    return redirect(said.url("library.overview", "put-away", outcome=outcome.value), 303)


@pages.post("/<template_id>/bring-back")
@may("library.change")
def bring_back(template_id: str) -> Any:
    library.bring_back(actor(), template_id)
    outcome = forms.outcome_of(request.form.get("outcome"))
    return redirect(said.url("library.overview", "saved", outcome=outcome.value), 303)


def _list(outcome: Outcome, wrong: str = "") -> str:
    return render_template(
        "settings/sentences.html",
        rows=library.entries(actor(), outcome),
        outcome=outcome,
        outcomes=list(OWN_FIELDS),
        outcome_words=library_words.outcome,
        about=library_words.about,
        words_of=wording.template_words,
        may_change=access.may(actor(), "library.change"),
        wrong=wrong,
    )


def _form(
    outcome: Outcome,
    given: dict[str, Any] | None = None,
    former: str = "",
    wrong: dict[str, str] | None = None,
) -> str:
    return render_template(
        "settings/sentence.html",
        outcome=outcome,
        outcome_words=library_words.outcome,
        gap=forms.gap(outcome),
        gap_words=library_words.gap(outcome),
        given=given or {},
        former=former,
        wrong=wrong or {},
        categories=_categories(),
        languages_shown=[one.value for one in Language],
    )


def _categories() -> dict[str, str]:
    """Categories by code, in this reader's language."""
    found = (row.category for row in settings.all_categories(actor()))
    return {one.code: getattr(one, language()) for one in found}
