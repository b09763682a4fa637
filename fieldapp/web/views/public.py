"""Pages for anyone: what this is, the statements that the law asks for, and the choice of language."""

from flask import Blueprint, redirect, render_template, request
from werkzeug import Response

from fieldapp.services.town import town
from fieldapp.translations import LANGUAGES
from fieldapp.web import session
from fieldapp.web.guards import public
from fieldapp.web.safe_next import safe_next

pages = Blueprint("public", __name__)


@pages.get("/")
@public
def home() -> str:
    return render_template("public/home.html", town=town())


@pages.post("/language")
@public
def choose_language() -> Response:
    """Keep the reader's language and go back to the page."""
    response = redirect(safe_next(request.form.get("next")), 303)
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        session.keep(response, session.LANGUAGE, chosen)
    return response


@pages.get("/about/accessibility")
@public
def accessibility() -> str:
    return render_template("public/accessibility.html", town=town())


@pages.get("/about/privacy")
@public
def privacy() -> str:
    return render_template("public/privacy.html", town=town())


@pages.get("/about/your-phone")
@public
def your_phone() -> str:
    return render_template("public/your_phone.html", town=town())
