"""The catalogues: Swedish is the message itself, Finnish and English are translations of it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

LANGUAGES = ("sv", "fi", "en")
Translate = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802
    """Mark a text for the catalogues without translating it yet."""
    return message


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language; Swedish needs none."""
    if language == "sv":
        return NullTranslations()
    return Translations.load(Path(__file__).parent, [language], domain="messages")


def translator(language: str) -> Translate:
    """gettext for one reader."""
    return catalogue(language).gettext
