"""What a reviewed point is to become when its walk is sent, and the sentence that it then owes."""

from enum import StrEnum
from typing import Any

from fieldapp.domain import sentences
from fieldapp.domain.categories import EXPERIENCE, POSITIVE
from fieldapp.domain.sentences import FromTemplate, Outcome, Template
from fieldapp.services import library
from fieldapp.services.routing import Proposal
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner


class Becomes(StrEnum):
    """The three ends of a point that is kept."""

    TICKET = "ticket"
    PRAISE = "praise"
    DIALOGUE = "dialogue"


_SENTENCES = {Becomes.PRAISE: Outcome.PRAISE, Becomes.DIALOGUE: Outcome.DIALOGUE}


def usual(category: str, owner: Owner | None) -> Becomes:
    """What *Godkänn* means here: a thank you for the good; talk where a feeling is nobody's to repair."""
    if category == POSITIVE:
        return Becomes.PRAISE
    if category == EXPERIENCE and owner is None:
        return Becomes.DIALOGUE
    return Becomes.TICKET


def choices(becomes: Becomes, point: Observation, proposal: Proposal) -> list[FromTemplate]:
    """The sentences to choose from, the usual one first; only those whose values are known."""
    outcome = _SENTENCES.get(becomes)
    if outcome is None:
        return []
    known = {"owner": proposal.owner.name} if proposal.owner is not None else {}
    fitting = sentences.templates_for(outcome, point.subcategory or point.category)
    return [_filled(template, known) for template in fitting if set(template.fields) <= set(known)]


def sentence(becomes: Becomes, chosen: str, point: Observation, proposal: Proposal) -> dict[str, Any] | None:
    """The sentence of the chosen template, else the usual one; None for a ticket, which its owner answers."""
    offered = choices(becomes, point, proposal)
    found = next((one for one in offered if one.template == chosen), None) or next(iter(offered), None)
    return sentences.to_json(found) if found is not None else None


def dismissals(point: Observation) -> list[Template]:
    """The reasons for putting a point aside, each with the sentence that its reporter will read."""
    return list(library.templates_for(Outcome.DISMISSED, point.subcategory or point.category))


def _filled(template: Template, known: dict[str, str]) -> FromTemplate:
    return sentences.from_template(template.id, **{name: known[name] for name in template.fields})
