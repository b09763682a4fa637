"""The library of public sentences: what the product brings and is not put away, and what is one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.domain import access, ids, sentences
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.languages import Language, Words
from fieldapp.domain.sentences import Library, Outcome, Template
from fieldapp.domain.text import one_line
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import library as stored
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.library import LibrarySentence

_OWN_CODE_LENGTH = 8


@dataclass(frozen=True)
class Entry:
    """A sentence in the list: whether it is offered today, and whether it can be put away."""

    template: Template
    is_offered: bool
    may_put_away: bool


@dataclass(frozen=True)
class Draft:
    """What the form says of a sentence of one's own; `applies_to` lists codes of categories, none for all."""

    outcome: Outcome
    applies_to: tuple[str, ...]
    words: Mapping[str, str]


def offered() -> Library:
    """What can be chosen today, by id: the municipality's own first, then the product's."""
    rows = stored.all_sentences()
    away = {row.id for row in rows if row.put_away_at is not None}
    return {id_: template for id_, template in _all(rows).items() if id_ not in away}


def known() -> Library:
    """Also what was put away: a phone or a page may have shown it before."""
    return _all(stored.all_sentences())


def templates_for(outcome: Outcome, what: str) -> tuple[Template, ...]:
    """The sentences to choose from for a subcategory or category, the nearest first."""
    return sentences.templates_for(outcome, what, offered())


def entries(actor: Actor, outcome: Outcome) -> list[Entry]:
    """Everything of one outcome: what is offered, then what the product brings and is put away."""
    access.require(actor, "settings.read")
    shown, rows = offered(), stored.all_sentences()
    own = {row.id for row in rows if row.is_own}
    found = [
        Entry(one, one.id in shown, sentences.may_put_away(one, shown))
        for one in _all(rows).values()
        if one.outcome is outcome and (one.id in shown or one.id not in own)
    ]
    return sorted(found, key=lambda entry: not entry.is_offered)


def entry(actor: Actor, template_id: str) -> Template:
    """One sentence to start from; raises `NotFound`."""
    access.require(actor, "settings.read")
    found = offered().get(template_id)
    if found is None or found.outcome not in sentences.OWN_FIELDS:
        raise NotFound("sentence")
    return found


def add(tools: Toolbox, actor: Actor, draft: Draft, instead_of: str = "") -> str:
    """A new sentence, offered from now on; returns its id. The one that it replaces is put away.

    What was answered before keeps its words. Raises `Invalid` naming the field, or `NotFound`.
    """
    access.require(actor, "library.change")
    own_id = f"own.{ids.new_code(_OWN_CODE_LENGTH).lower()}"
    words = Words(**{one.value: one_line(draft.words.get(one.value, "")) for one in Language})
    template = sentences.own_template(own_id, draft.outcome, draft.applies_to, words)
    with unit_of_work() as session:
        now = tools.clock.now()
        session.add(
            LibrarySentence(
                id=own_id,
                outcome=template.outcome.value,
                applies_to=list(template.applies_to),
                **vars(template.words),
                made_at=now,
            )
        )
        session.flush()
        if instead_of and instead_of not in sentences.ALWAYS_OFFERED:
            shown = offered()
            if instead_of in shown and not sentences.may_put_away(shown[instead_of], shown):
                raise Invalid(Language.SV.value, "needed")
            _put_away(tools, instead_of)
    return own_id


def put_away(tools: Toolbox, actor: Actor, template_id: str) -> None:
    """Offer it no longer; what it said stays said. Raises `NotFound`, or `Invalid` where it is needed."""
    access.require(actor, "library.change")
    with unit_of_work():
        shown = offered()
        template = shown.get(template_id)
        if template is None:
            raise NotFound("sentence")
        if not sentences.may_put_away(template, shown):
            raise Invalid("sentence", "needed")
        _put_away(tools, template_id)


def bring_back(actor: Actor, template_id: str) -> None:
    """Offer one of the product's again. Raises `NotFound`."""
    access.require(actor, "library.change")
    with unit_of_work():
        row = by_key(LibrarySentence, template_id)
        if row is None or row.is_own:
            raise NotFound("sentence")
        row.put_away_at = None


def parse(given: Mapping[str, Any], values: Mapping[str, str | int | None]) -> sentences.PublicSentence:
    """The sentence of an act; what its template needs and the act knows (`when`, `date` …) is filled in.

    Raises `Invalid` naming what is wrong.
    """
    library = known()
    template = library.get(str(given.get("template") or ""))
    if template is None:
        return sentences.from_json(given, library)
    said = {**(given.get("values") or {})}
    for name in template.fields:
        value = values.get(name)
        if name not in said and value not in (None, ""):
            said[name] = value
    return sentences.from_json({**given, "values": said}, library)


def _put_away(tools: Toolbox, template_id: str) -> None:
    template = known().get(template_id)
    if template is None or template.outcome not in sentences.OWN_FIELDS:
        raise NotFound("sentence")
    now = tools.clock.now()
    row = by_key(LibrarySentence, template_id)
    if row is None:
        row = LibrarySentence(id=template_id, outcome=template.outcome.value, applies_to=[], made_at=now)
        stored.add(row)
    row.put_away_at = now


def _all(rows: Sequence[LibrarySentence]) -> Library:
    own = [_template(row) for row in rows if row.is_own]
    return {**{one.id: one for one in own}, **sentences.templates()}


def _template(row: LibrarySentence) -> Template:
    words = Words(sv=row.sv, fi=row.fi, en=row.en)
    return sentences.own_template(row.id, Outcome(row.outcome), row.applies_to, words)
