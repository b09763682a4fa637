"""Settings of the desk: the municipality and its categories."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from wtforms.fields.choices import SelectChoice

from fieldapp.domain import access
from fieldapp.domain.errors import Invalid
from fieldapp.domain.languages import Language
from fieldapp.services import owner_settings, settings
from fieldapp.services.settings import CategoryPage, Names
from fieldapp.web import said, setting_words
from fieldapp.web.actor import actor
from fieldapp.web.forms.settings import TownForm
from fieldapp.web.guards import may
from fieldapp.web.language import language

pages = Blueprint("settings", __name__, url_prefix="/settings")

_LANGUAGES = tuple(one.value for one in Language)


@pages.get("/")
@may("settings.read")
def overview() -> str:
    return render_template("settings/overview.html", found=settings.overview(actor()))


@pages.get("/municipality")
@may("settings.read")
def municipality() -> str:
    return page("settings/municipality.html", form=TownForm(formdata=None, obj=settings.town(actor())))


@pages.post("/municipality")
@may("settings.change")
def change_municipality() -> Any:
    form = TownForm()
    if form.validate():
        try:
            settings.change_town(actor(), form.facts())
        except Invalid as error:
            setting_words.put_on(form, error)
        else:
            return redirect(said.url("settings.municipality", "saved"), 303)
    return page("settings/municipality.html", form=form), 422


@pages.get("/categories")
@may("settings.read")
def categories() -> str:
    return page("settings/categories.html", rows=settings.all_categories(actor()), lang=language())


@pages.get("/categories/<code>")
@may("settings.read")
def category(code: str) -> str:
    return _category_page(settings.category(actor(), code), {})


@pages.post("/categories/<code>")
@may("settings.change")
def change_category(code: str) -> Any:
    """Names of a category and of its subcategories, in one form."""
    found = settings.category(actor(), code)
    try:
        settings.change_category(
            actor(),
            code,
            _names("", "enabled"),
            {lang: request.form.get(f"short_{lang}", "") for lang in _LANGUAGES},
        )
        subs = {sub.code: _names(f"{sub.code}-", f"{sub.code}-enabled") for sub in found.subcategories}
        settings.change_subcategories(actor(), code, subs)
    except Invalid as error:
        wrong = {error.field: setting_words.refusal(error.code, error.values)}
        return _category_page(found, wrong), 422
    return redirect(said.url("settings.categories", "saved"), 303)


def page(template: str, **values: Any) -> str:
    """A page of the settings: who may only read sees the same without buttons."""
    return render_template(template, may_change=access.may(actor(), "settings.change"), **values)


def what_choices(any_words: str = "") -> list[SelectChoice]:
    """Categories and subcategories as one list of choices, in the reader's language."""
    found = [SelectChoice("", any_words)] if any_words else []
    for row in settings.all_categories(actor()):
        found.append(SelectChoice(row.category.code, getattr(row.category, language())))
        named = ((sub.code, getattr(sub, language())) for sub in row.subcategories if sub.enabled)
        found += [SelectChoice(code, f"– {name}") for code, name in named]
    return found


def owner_choices() -> list[SelectChoice]:
    """The owners that are in use."""
    active = (one for one in owner_settings.all_owners(actor()) if one.is_active)
    return [SelectChoice(str(one.id), one.name) for one in active]


def names(choices: list[SelectChoice]) -> dict[str, str]:
    """What each choice is called, without the dash that sets a subcategory in."""
    return {str(one.value): str(one.label).removeprefix("– ") for one in choices}


def _category_page(found: CategoryPage, wrong: dict[str, str]) -> str:
    return page(
        "settings/category.html",
        found=found,
        wrong=wrong,
        given=request.form,
        languages_shown=_LANGUAGES,
        is_kept=settings.is_kept(found.category.code),
        title=getattr(found.category, language()),
    )


def _names(prefix: str, enabled: str) -> Names:
    words = {lang: request.form.get(f"{prefix}{lang}", "") for lang in _LANGUAGES}
    return Names(words, enabled in request.form)
