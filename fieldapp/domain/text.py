"""Text that people write: kept clean, within its length, and free of persons before anybody else reads it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.errors import Invalid
from fieldapp.domain.person_words import CONTACT, HOME, NAMES, PERSONAL_NUMBER, PERSONS, PLATE, STREET_NUMBER

TEXT_MAX = 2000
SUGGESTION_MAX = 1000
PLACE_MAX = 200
NAME_MAX = 80

#: Marks that turn the direction of writing, surrogates and the like: they hide what a text says.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NEW_LINE = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


class FlagKind(StrEnum):
    """What a flagged span seems to be."""

    EMAIL = "email"
    PHONE = "phone"
    PERSONAL_NUMBER = "personal_number"
    PLATE = "plate"
    HOME = "home"
    NAME = "name"
    PERSON = "person"


@dataclass(frozen=True, order=True)
class Flag:
    """A span of the original, `text[start:end]`, that describes a person and not the place."""

    start: int
    end: int
    kind: FlagKind


def one_line(text: str) -> str:
    """The text on one line: composed letters, single spaces, nothing invisible."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def clean(text: str) -> str:
    """The text with its lines, composed letters and nothing invisible; white space around it is gone."""
    lines = _NEW_LINE.sub("\n", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))
    return _CONTROL.sub("", lines).strip()


def limited(text: str, longest: int, field: str) -> str:
    """`clean` text of at most `longest` characters; raises `Invalid` for `field`."""
    tidy = clean(text)
    if len(tidy) > longest:
        raise Invalid(field, "too-long", max=longest)
    return tidy


def flags(text: str) -> tuple[Flag, ...]:
    """Spans that seem to describe persons, in order and without overlap.

    All three languages are looked for at once: people write in another than their phone speaks.
    It is a nudge to a reviewer, not a judge: it misses some, and some are harmless.
    """
    found = [Flag(*_span(match), kind) for kind, pattern in _PATTERNS for match in pattern.finditer(text)]
    kept: list[Flag] = []
    for flag in found:
        if all(flag.end <= other.start or flag.start >= other.end for other in kept):
            kept.append(flag)
    return tuple(sorted(kept))


def keeps_words(public: str, original: str) -> bool:
    """Whether a reviewed text is still its reporter's, in the reporter's language: half its words are theirs.

    Names of places stay when somebody writes it anew in another language, so that a few prove nothing.
    """
    kept, said = (set(re.findall(r"\w+", text.casefold())) for text in (public, original))
    return bool(kept) and 2 * len(kept & said) >= len(kept)


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("span" if "span" in match.re.groupindex else 0)


#: What is found first wins where two overlap.
_PATTERNS: tuple[tuple[FlagKind, re.Pattern[str]], ...] = (
    (FlagKind.EMAIL, CONTACT["email"]),
    (FlagKind.PERSONAL_NUMBER, PERSONAL_NUMBER),
    (FlagKind.PHONE, CONTACT["phone"]),
    (FlagKind.HOME, STREET_NUMBER),
    (FlagKind.PLATE, PLATE),
    (FlagKind.NAME, NAMES),
    (FlagKind.PERSON, PERSONS),
    (FlagKind.HOME, HOME),
)
