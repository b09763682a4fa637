"""The clocks of a ticket that begins anew on the day it is reopened, or split from the one it followed."""

from dataclasses import replace
from datetime import datetime

from fieldapp.domain.answer_clock import AnswerClock
from fieldapp.domain.due_dates import local_day
from fieldapp.services.routing import Question, Town
from fieldapp.services.ticketing import asked
from fieldapp.services.ticketing.opening import question_of
from fieldapp.store import observations
from fieldapp.store.tickets import Ticket


def begin_anew(ticket: Ticket, at: datetime) -> None:
    """Both limits count from the UTC moment `at`, and nobody has been reminded yet."""
    proposal = Town().propose(replace(_question(ticket), noted_at=at))
    ticket.due_on, ticket.due_because = proposal.due.on, proposal.due_because
    clock = AnswerClock(local_day(at))
    ticket.clock_on, ticket.answer_due_on = clock.starts_on, clock.promised_on
    ticket.first_answered_at = None
    ticket.asked_count = min(1, ticket.asked_count)
    asked.quieten(ticket)


def _question(ticket: Ticket) -> Question:
    first = next(iter(observations.answered_by(ticket.id)), None)
    if first is not None:
        return question_of(first)
    return Question(ticket.category, ticket.subcategory, ticket.created_at, ticket.lat, ticket.lon)
