"""The public sentence that every point is owed: a template with values, or somebody's own words."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from string import Formatter
from typing import Any

from fieldapp.domain.answer_clock import ANSWER_DAYS, REMINDER_DAYS
from fieldapp.domain.categories import DATA, load_defaults
from fieldapp.domain.errors import Invalid
from fieldapp.domain.in_words import day_in_words, planned_in_words
from fieldapp.domain.languages import Language, Words
from fieldapp.domain.planned_for import PlannedFor, PlannedKind
from fieldapp.domain.text import one_line

OWN_WORDS_MAX = 600
OWNER_MAX = 80
CASE_MAX = 40


class Outcome(StrEnum):
    """What a sentence says about its point."""

    DONE = "done"
    PLANNED = "planned"
    DECLINED = "declined"
    NEEDS_PROJECT = "needs_project"
    INVESTIGATING = "investigating"
    PRAISE = "praise"
    DIALOGUE = "dialogue"
    DISMISSED = "dismissed"
    MERGED = "merged"
    HANDED_OVER = "handed_over"
    REOPENED = "reopened"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Template:
    """One sentence in three languages, meant for the codes in `applies_to`; it needs values for `fields`.

    `is_own` marks a municipality's own one, which says its words wherever it is used.
    """

    id: str
    outcome: Outcome
    applies_to: tuple[str, ...]
    words: Words
    fields: tuple[str, ...]
    is_own: bool = False

    @property
    def reason(self) -> str:
        """For a no or a dismissal, the code of its reason: "cost" of "declined.cost"."""
        return self.id.partition(".")[2]

    def fit(self, subcategory: str) -> int:
        """3 for exactly this subcategory, 2 for its category, 1 for anything, 0 for something else."""
        if not self.applies_to:
            return 1
        if subcategory in self.applies_to:
            return 3
        return 2 if subcategory.rstrip("0123456789") in self.applies_to else 0


Library = Mapping[str, Template]


@dataclass(frozen=True)
class FromTemplate:
    """Shown in each reader's own language. `values` are JSON: text, and whole numbers.

    `words` are those of a municipality's own sentence as they were when it was said: whoever edits the
    library changes what is said from then on, and nothing that was.
    """

    template: str
    values: Mapping[str, str | int]
    words: Words | None = None


@dataclass(frozen=True)
class OwnWords:
    """Shown as they were written, marked with their language."""

    text: str
    lang: Language


PublicSentence = FromTemplate | OwnWords

#: What a municipality may write sentences of its own for, and what their acts know to fill in.
OWN_FIELDS: Mapping[Outcome, frozenset[str]] = {
    Outcome.DONE: frozenset(),
    Outcome.PLANNED: frozenset({"when"}),
    Outcome.INVESTIGATING: frozenset({"date"}),
    Outcome.NEEDS_PROJECT: frozenset({"year"}),
    Outcome.DECLINED: frozenset(),
    Outcome.DISMISSED: frozenset(),
}


#: Sentences that a button of the crew's says by itself: they are there whatever a municipality prefers.
ALWAYS_OFFERED = frozenset(
    {
        "done.general",
        "done.nothing_found",
        "done.by_owner",
        "planned.rest",
        "planned.season",
        "planned.spare_part",
    }
)


@dataclass(frozen=True)
class Rendered:
    """A sentence as it is read, and the language it is in."""

    text: str
    lang: Language


@cache
def templates() -> Mapping[str, Template]:
    """All templates by id, in the order in which they are offered."""
    with (DATA / "sentences.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _template(row) for row in csv.DictReader(file, strict=True)}


def templates_for(
    outcome: Outcome, subcategory: str = "", library: Library | None = None
) -> tuple[Template, ...]:
    """The sentences to choose from; those for exactly this subcategory (or bare category) come first.

    `library` is what the municipality offers; without one all that the product brings.
    """
    offered = templates() if library is None else library
    fitting = [one for one in offered.values() if one.outcome is outcome and one.fit(subcategory)]
    return tuple(sorted(fitting, key=lambda one: -one.fit(subcategory)))


def may_put_away(template: Template, offered: Library) -> bool:
    """Whether a sentence can do without being offered: for every point one of its outcome must be left."""
    if template.outcome not in OWN_FIELDS or template.id in ALWAYS_OFFERED:
        return False
    others = (one for one in offered.values() if one.id != template.id)
    return any(one.outcome is template.outcome and not one.applies_to for one in others)


def from_template(template: str, **values: str | int) -> FromTemplate:
    """One of the product's templates with its values, checked; raises `Invalid` naming what is wrong."""
    known = templates().get(template)
    if known is None:
        raise Invalid("public_text.template", "unknown-template")
    return fill(known, values)


def fill(template: Template, values: Mapping[str, str | int]) -> FromTemplate:
    """A template with its values, checked; raises `Invalid` naming what is wrong."""
    for name in {*template.fields, *values}:
        if name not in template.fields:
            raise Invalid(f"public_text.values.{name}", "unknown-value")
        if name not in values:
            raise Invalid(f"public_text.values.{name}", "missing-value")
    checked = {name: _checked(name, values[name]) for name in template.fields}
    return FromTemplate(template.id, checked, template.words if template.is_own else None)


def own_words(text: str, lang: str) -> OwnWords:
    """Own words on one line, checked; raises `Invalid`."""
    tidy = one_line(text)
    if not tidy:
        raise Invalid("public_text.text", "empty")
    if len(tidy) > OWN_WORDS_MAX:
        raise Invalid("public_text.text", "too-long", max=OWN_WORDS_MAX)
    if lang not in set(Language):
        raise Invalid("public_text.lang", "unknown-language")
    return OwnWords(tidy, Language(lang))


def from_json(data: Mapping[str, Any], library: Library | None = None) -> PublicSentence:
    """Read `{"template", "values"}` or `{"text", "lang"}`; keys that are None count as absent.

    What people send is read with the municipality's `library`. What is stored needs none: a sentence of
    its own has its `words` with it, and only there are they believed.
    """
    given = {key: value for key, value in data.items() if value is not None}
    if isinstance(given.get("template"), str):
        values = given.get("values", {})
        keys = {"template", "values"} | ({"words"} if library is None else set())
        if not isinstance(values, Mapping) or not set(given) <= keys:
            raise Invalid("public_text", "not-a-sentence")
        if "words" in given:
            return _said_before(given["template"], values, given["words"])
        template = (templates() if library is None else library).get(given["template"])
        if template is None:
            raise Invalid("public_text.template", "unknown-template")
        return fill(template, {str(name): value for name, value in values.items()})
    text, lang = given.get("text"), given.get("lang")
    if not isinstance(text, str) or not isinstance(lang, str) or given.get("values"):
        raise Invalid("public_text", "not-a-sentence")
    return own_words(text, lang)


def to_json(sentence: PublicSentence) -> dict[str, Any]:
    """What is stored and sent; `from_json` reads it back."""
    if isinstance(sentence, OwnWords):
        return {"text": sentence.text, "lang": sentence.lang.value}
    said = {"template": sentence.template, "values": dict(sentence.values)}
    return said if sentence.words is None else {**said, "words": vars(sentence.words)}


def render(sentence: PublicSentence, language: str) -> Rendered:
    """The sentence as a reader of `language` sees it; own words keep their language."""
    if isinstance(sentence, OwnWords):
        return Rendered(sentence.text, sentence.lang)
    lang = Language(language)
    words = sentence.words or templates()[sentence.template].words
    values = {name: _in_words(name, value, lang) for name, value in sentence.values.items()}
    return Rendered(words.in_(lang).format_map(values), lang)


def silence(owner: str, *, times_asked: int, answer_by: date | None = None, today: date) -> FromTemplate:
    """The truth about an answer that has not come.

    Until the first reminder it is not missed: "Vi har frågat X. Svaret ska komma senast 24 oktober."
    After it: "Vi har frågat X. Inget svar än.", and "två gånger" or "flera gånger" when they were.
    """
    owner = owner[:OWNER_MAX]
    if times_asked > 2:
        return from_template("unanswered.asked_often", owner=owner)
    if times_asked == 2:
        return from_template("unanswered.asked_twice", owner=owner)
    if answer_by is not None and today < answer_by - timedelta(days=ANSWER_DAYS - REMINDER_DAYS[0]):
        return from_template("unanswered.sent", owner=owner, date=answer_by.isoformat())
    return from_template("unanswered.asked_once", owner=owner)


def own_template(id_: str, outcome: Outcome, applies_to: Iterable[str], words: Words) -> Template:
    """A municipality's own sentence; raises `Invalid` naming the language whose words cannot be used.

    Braces stand for what an act knows by itself, and the same ones are needed in every language: whoever
    reads Finnish is promised the same week.
    """
    known = OWN_FIELDS.get(outcome)
    if known is None:
        raise Invalid("outcome", "unknown-outcome")
    wanted = None
    for language in Language:
        text = words.in_(language)
        if not text:
            raise Invalid(language.value, "empty")
        if len(text) > OWN_WORDS_MAX:
            raise Invalid(language.value, "too-long", max=OWN_WORDS_MAX)
        found = _gaps(text)
        if found is None or not set(found) <= known:
            raise Invalid(language.value, "unknown-gap")
        if wanted is not None and set(found) != wanted:
            raise Invalid(language.value, "other-gaps")
        wanted = set(found)
    return Template(id_, outcome, tuple(applies_to), words, tuple(sorted(wanted or ())), is_own=True)


def _gaps(text: str) -> list[str] | None:
    """The names in braces; None where a brace stands for anything else."""
    found = re.findall(r"\{([a-z]+)\}", text)
    return None if re.search(r"[{}]", re.sub(r"\{[a-z]+\}", "", text)) else list(dict.fromkeys(found))


def _said_before(template: str, values: Mapping[str, Any], words: Mapping[str, str]) -> FromTemplate:
    """A municipality's own sentence as it is stored: checked when it was said."""
    return FromTemplate(template, dict(values), Words(**{one.value: words[one.value] for one in Language}))


def _template(row: dict[str, str]) -> Template:
    fields = dict.fromkeys(name for _, name, _, _ in Formatter().parse(row["sv"]) if name)
    words = Words(sv=row["sv"], fi=row["fi"], en=row["en"])
    return Template(
        row["id"], Outcome(row["outcome"]), tuple(row["applies_to"].split()), words, tuple(fields)
    )


def _checked(name: str, value: str | int) -> str | int:
    try:
        return _VALUES[name](value)
    except (Invalid, TypeError, ValueError) as error:
        raise Invalid(f"public_text.values.{name}", "wrong-value") from error


def _line(longest: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not 1 <= len(one_line(value)) <= longest:
            raise ValueError(value)
        return one_line(value)

    return check


def _when(value: Any) -> str:
    planned = PlannedFor.parse(value)
    if planned.kind is PlannedKind.SEASON and planned.code not in load_defaults().seasons:
        raise ValueError(value)
    return str(planned)


def _year(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 2000 <= value <= 2199:
        raise ValueError(value)
    return value


def _number(value: Any) -> str:
    if not re.fullmatch(r"(?:[A-Z]{2,4}-[0-9]{4}-[0-9]{1,4}-)?[0-9]{2,5}", value):
        raise ValueError(value)
    return str(value)


_VALUES: Mapping[str, Callable[[Any], str | int]] = {
    "when": _when,
    "date": lambda value: date.fromisoformat(value).isoformat(),
    "owner": _line(OWNER_MAX),
    "case": _line(CASE_MAX),
    "number": _number,
    "year": _year,
}


def _in_words(name: str, value: str | int, language: Language) -> str:
    if name == "when":
        return planned_in_words(PlannedFor.parse(str(value)), language, load_defaults().seasons)
    if name == "date":
        return day_in_words(date.fromisoformat(str(value)), language)
    return str(value)
