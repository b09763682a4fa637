"""The form of a sentence of one's own: gaps are written in Swedish, in whatever language the sentence is."""

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from fieldapp.domain.errors import Invalid
from fieldapp.domain.languages import Language
from fieldapp.domain.sentences import OWN_FIELDS, Outcome, Template
from fieldapp.services.library import Draft

#: What people write for what an act fills in.
GAPS: Mapping[str, str] = {"when": "när", "date": "datum", "year": "år"}
_NAMES = {words: name for name, words in GAPS.items()}


def outcome_of(text: str | None) -> Outcome:
    """What the list is about; nonsense shows the first."""
    return next((one for one in OWN_FIELDS if one.value == text), next(iter(OWN_FIELDS)))


def draft(form: MultiDict[str, str], codes: frozenset[str]) -> Draft:
    """What the form says; raises `Invalid` for an outcome that takes no sentences."""
    if form.get("outcome") not in OWN_FIELDS:
        raise Invalid("outcome", "unknown-outcome")
    words = {one.value: _read(form.get(one.value, "")) for one in Language}
    applies_to = tuple(code for code in form.getlist("for") if code in codes)
    return Draft(Outcome(form["outcome"]), applies_to, words)


def shown(template: Template) -> dict[str, str]:
    """A sentence's words as the form shows them."""
    return {one.value: _written(template.words.in_(one.value)) for one in Language}


def gap(outcome: Outcome) -> str:
    """What can be written between braces here, or ""."""
    return "".join(f"{{{GAPS[name]}}}" for name in sorted(OWN_FIELDS[outcome]))


def _read(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{_NAMES.get(found[1].lower(), found[1])}}}", text)


def _written(text: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{GAPS.get(found[1], found[1])}}}", text)
