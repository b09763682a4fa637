"""The crew's page: a public shell without data, one per language, that answers for every ticket's address."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request

from fieldapp.domain.categories import Category, Subcategory, load_defaults
from fieldapp.domain.in_words import planned_in_words
from fieldapp.domain.languages import Language
from fieldapp.domain.planned_for import PlannedFor, PlannedKind
from fieldapp.domain.sentences import Outcome
from fieldapp.services import library
from fieldapp.web import session
from fieldapp.web.guards import public
from fieldapp.web.language import language
from fieldapp.web.views import basemap

pages = Blueprint("crew", __name__)

#: What a crew can promise or report by itself; every other outcome is the owner's reader's or the desk's.
OUTCOMES = (Outcome.DONE, Outcome.PLANNED)
#: Values that the page can fill in; a template that asks for more is not offered here.
FIELDS = frozenset({"when"})
ICONS = (  # noqa: SIM905
    "ban calendar camera-plus check chevron-left circle-alert circle-check clock copy hourglass image-off "
    "circle-help clock-alert cloud-upload download "
    "info locate-off log-out map-pin menu message-circle minus navigation pencil plus printer refresh-cw "
    "search smartphone snowflake sun triangle-alert undo-2 users wifi-off wrench x"
).split()


@pages.get("/crew")
@public
def shell() -> Response:
    """The list. It holds nothing about anybody; the phone fetches its own tickets."""
    return _page()


@pages.get("/crew/<uuid:ticket_id>")
@public
def ticket(ticket_id: UUID) -> Response:
    """The same page: which ticket is shown is read from the address by the phone."""
    return _page()


def _page() -> Response:
    """`keep` remembers the language that was chosen in the page's menu."""
    found = words(Language(language()))
    icons = dict.fromkeys((*ICONS, *found["icons"].values()))
    page = render_template("crew/shell.html", icons=list(icons), words=found)
    response = make_response(page)
    response.headers["Vary"] = "Cookie, Accept-Language"
    if "keep" in request.args:
        session.keep(response, session.LANGUAGE, language())
    return response


def words(lang: Language) -> dict[str, Any]:
    """What the page says with the municipality's data: sentences, seasons, kinds and owners' classes."""
    defaults = load_defaults()
    return {
        "sentences": [
            {"id": one.id, "outcome": one.outcome, "for": one.applies_to, "text": one.words.in_(lang)}
            for one in library.offered().values()
            if one.outcome in OUTCOMES and FIELDS.issuperset(one.fields)
        ],
        "seasons": {
            code: {
                "name": season.name.in_(lang),
                "when": planned_in_words(PlannedFor(PlannedKind.SEASON, code), lang, dict(defaults.seasons)),
            }
            for code, season in defaults.seasons.items()
        },
        "season_of": {sub.code: sub.season for sub in defaults.subcategories.values() if sub.season},
        "icons": {one.code: one.icon for one in defaults.categories.values()},
        "kinds": {one.code: one.name.in_(lang) for one in _named()},
        # A ticket is called what its subcategory is called, in Swedish, until somebody calls it otherwise.
        "titles": {one.name.sv: one.name.in_(lang) for one in _named()},
        "owners": [one.name.in_(lang) for one in defaults.owner_classes.values() if not one.is_informed_only],
        "basemap": basemap.address(),
    }


def _named() -> list[Category | Subcategory]:
    defaults = load_defaults()
    return [*defaults.categories.values(), *defaults.subcategories.values()]
