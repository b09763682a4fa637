"""Which language a reader gets: the one chosen in one tap, else the browser's, else Swedish."""

from collections.abc import Callable

from flask import g, has_request_context, request

from fieldapp.translations import LANGUAGES, catalogue
from fieldapp.web import session

NAMES = {"sv": "Svenska", "fi": "Suomi", "en": "English"}


def language() -> str:
    """sv, fi or en, for this request."""
    if not has_request_context():
        return "sv"
    if "language" not in g:
        g.language = _asked() or _kept() or request.accept_languages.best_match(LANGUAGES) or "sv"
    found: str = g.language
    return found


def gettext(message: str) -> str:
    return catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(language()).ngettext(one, many, count)


_: Callable[[str], str] = gettext


class Later:
    """A text that is translated when it is shown: for labels made before anybody reads them."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return gettext(self.message)


def _asked() -> str | None:
    # Shells are kept one per language, so their address may name it.
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def _kept() -> str | None:
    kept = request.cookies.get(session.cookie_name(session.LANGUAGE))
    return kept if kept in LANGUAGES else None
