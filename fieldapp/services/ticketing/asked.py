"""How often an owner was really asked about a ticket, and what its clocks say of it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from fieldapp.domain.answer_clock import ANSWER_DAYS, AnswerClock
from fieldapp.domain.asking import Asked
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.services.owner_contacts import address_of
from fieldapp.services.owner_links import CREW
from fieldapp.store.db import db
from fieldapp.store.owner_mails import OwnerMail
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket


def begin(ticket: Ticket, at: datetime) -> None:
    """Its owner is asked for the first time. Whoever has neither address nor crew list was not asked."""
    owner = ticket.owner
    is_reached = owner is not None and (owner.receives == CREW or bool(address_of(owner, local_day(at))))
    ticket.asked_count, ticket.last_asked_at = (1, at) if is_reached else (0, None)
    quieten(ticket)


def again(ticket: Ticket, at: datetime) -> None:
    """A mail about it was written to its owner once more, or the coordinator asked by hand."""
    ticket.asked_count += 1
    ticket.last_asked_at = at


def never_arrived(ticket: Ticket) -> None:
    """A mail that was counted did not arrive: its owner has not been asked by it."""
    ticket.asked_count = max(0, ticket.asked_count - 1)


def quieten(ticket: Ticket) -> None:
    """It was answered, agreed upon or begun anew: what was lifted to the head is over."""
    ticket.escalated_at = ticket.by_hand_at = None


def has_answer(ticket: Ticket) -> bool:
    """Whether a public answer stands, from an act that was one."""
    return ticket.answered_at is not None and ticket.first_answered_at is not None


def clock_of(ticket: Ticket) -> AnswerClock:
    """The answer clock, from the ticket's own row."""
    moved = ticket.answer_due_on
    begun = ticket.clock_on or (moved - timedelta(days=ANSWER_DAYS) if moved else None)
    plain = AnswerClock(begun or local_day(ticket.created_at))
    return plain if moved in (None, plain.promised_on) else AnswerClock(plain.starts_on, moved)


def facts(ticket: Ticket, *, has_address: bool = True) -> Asked:
    """The ticket as the rules of asking read it."""
    asked_at = ticket.last_asked_at or (ticket.sent_at if ticket.asked_count else None)
    return Asked(
        state=ticket.state,
        clock=clock_of(ticket),
        has_answer=has_answer(ticket),
        count=ticket.asked_count,
        last_on=_day(asked_at),
        escalated_on=_day(ticket.escalated_at),
        due_on=ticket.due_on,
        has_address=has_address,
        is_informed_only=ticket.owner is not None and is_informed_only(ticket.owner),
    )


def is_informed_only(owner: Owner) -> bool:
    """Police and rescue service owe no sentence: nobody reminds them, whatever was sent to them."""
    known = load_defaults().owner_classes.get(owner.class_code)
    return known is not None and known.is_informed_only


def by_hand_on(ticket: Ticket) -> date | None:
    """The local day on which the coordinator last asked outside the system."""
    return _day(ticket.by_hand_at)


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at is not None else None


def remember_mail(message_id: UUID | None, owner: Owner, tickets: Sequence[Ticket], at: datetime) -> None:
    """Which tickets a mail was about; None is a mail that was written before."""
    if message_id is not None:
        named = [str(ticket.id) for ticket in tickets]
        db.session.add(OwnerMail(message_id=message_id, owner_id=owner.id, ticket_ids=named, posted_at=at))
