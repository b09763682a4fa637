"""The public sentence as data: filled in from the act that carries it, said by somebody at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fieldapp.domain import sentences
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.sentences import FromTemplate, PublicSentence
from fieldapp.domain.ticket_status import is_answered
from fieldapp.services import library
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket


def parse(given: Mapping[str, Any] | None, values: Mapping[str, str | int | None]) -> PublicSentence | None:
    """The sentence that an act carries, if it carries one; raises `Invalid` naming what is wrong."""
    return library.parse(given, values) if given else None


def reason_of(sentence: PublicSentence | None) -> str:
    """The code of the reason that a template from the library states: "cost" of "declined.cost"."""
    template = library.known().get(sentence.template) if isinstance(sentence, FromTemplate) else None
    if template is None:
        return ""
    is_reason = template.outcome in (sentences.Outcome.DECLINED, sentences.Outcome.DISMISSED)
    return template.reason if is_reason else ""


def speaker(actor: Actor, owner: Owner | None) -> str:
    """Who is quoted: the owner where it is theirs to answer, else nobody by name (the municipality)."""
    if actor.role in (Role.CREW, Role.SUPERVISOR, Role.READER) or actor.role is Role.COORDINATOR:
        return owner.name if owner is not None else ""
    return ""


def say(ticket: Ticket, sentence: PublicSentence | None, by: str, at: datetime) -> None:
    """Put the sentence in force; None takes back what was said, because it is true no longer.

    Only in a state that answers does it stop the answer clock: `first_answered_at` is when it stopped.
    """
    ticket.answer = sentences.to_json(sentence) if sentence is not None else None
    ticket.answer_by = by if sentence is not None else ""
    ticket.answered_at = at if sentence is not None else None
    if is_answered(ticket.state, has_sentence=sentence is not None):
        ticket.first_answered_at = ticket.first_answered_at or at
