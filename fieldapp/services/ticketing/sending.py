"""Tickets on their way to their owners: one mail for each owner and walk, with the link or the list."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from fieldapp.domain import ids, lifetimes
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Invalid
from fieldapp.domain.in_words import day_in_words
from fieldapp.domain.languages import Language
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import mail_texts, outbox
from fieldapp.services.ticketing import history
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations
from fieldapp.store.db import by_key, db
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import OwnerLink, Ticket
from fieldapp.store.walks import Walk

#: Owners that answer on their crew's phones need no link: their list is behind their sign-in.
CREW = "crew"


def send_one(tools: Toolbox, ticket: Ticket, act: Act) -> None:
    """Mark one ticket sent and write to its owner. Inside a unit of work."""
    mark_sent(ticket, act)
    write_to_owner(tools, ticket, [ticket], act.at)


def mark_sent(ticket: Ticket, act: Act) -> None:
    """From whatever state the table lets it, the ticket is its owner's now; raises `Invalid("owner")`."""
    if ticket.owner_id is None:
        raise Invalid("owner", "no-owner")
    from_state = ticket.state
    ticket.state = TicketStatus.SENT
    ticket.sent_at = ticket.sent_at or act.at
    ticket.asked_count = max(1, ticket.asked_count)
    ticket.version += 1
    history.touch(ticket)
    history.append(ticket, act, "status", from_state=from_state)


def write_to_owner(tools: Toolbox, first: Ticket, tickets: Sequence[Ticket], now: datetime) -> UUID | None:
    """One mail about these tickets of one walk to their one owner; the same ones again are no new mail."""
    owner, walk = first.owner, by_key(Walk, first.walk_id)
    if owner is None or walk is None or not owner.email:
        return None
    link = _link(tools, owner, walk.id, tickets, now)
    mail = mail_texts.compose(
        tools,
        "tickets",
        owner.email,
        owner.language,
        is_secret=owner.receives != CREW,
        owner=owner.name,
        walk=walk,
        tickets=[_in_words(ticket, owner.language) for ticket in tickets],
        link=link,
        is_crew=owner.receives == CREW,
        answer_by=_day(min((t.answer_due_on for t in tickets if t.answer_due_on), default=None), owner),
    )
    return outbox.post(db.session(), "tickets", _key(owner, walk.id, tickets), mail, now, now)


def make_link(owner: Owner, walk_id: UUID, tickets: Sequence[Ticket], now: datetime) -> str:
    """A reply link for these tickets; returns its token, of which only the fingerprint is kept."""
    token = ids.new_token()
    db.session.add(
        OwnerLink(
            token_sha256=ids.fingerprint(token),
            owner_id=owner.id,
            walk_id=walk_id,
            ticket_ids=[str(ticket.id) for ticket in tickets],
            made_at=now,
            expires_at=now + lifetimes.REPLY_LINK,
        )
    )
    return token


def _link(tools: Toolbox, owner: Owner, walk_id: UUID, tickets: Sequence[Ticket], now: datetime) -> str:
    if owner.receives == CREW:
        return f"{tools.base_url}/crew"
    return f"{tools.base_url}/o/{make_link(owner, walk_id, tickets, now)}"


def _key(owner: Owner, walk_id: UUID, tickets: Sequence[Ticket]) -> str:
    """One cause, one message: these tickets, sent for this time to this owner."""
    sent = ",".join(sorted(f"{ticket.id}:{ticket.version}" for ticket in tickets))
    return f"tickets:{walk_id}:{owner.id}:{hashlib.sha256(sent.encode()).hexdigest()[:32]}"


def _in_words(ticket: Ticket, language: str) -> dict[str, object]:
    """What the mail lists of a ticket. Words that nobody has reviewed are said to be so."""
    what = load_defaults().find(ticket.category, ticket.subcategory)
    points = observations.answered_by(ticket.id)
    texts = [point.public_text for point in points if point.public_text]
    return {
        "number": ticket.number,
        "title": what.name.in_(language),
        "place": ticket.place,
        "text": " ".join(dict.fromkeys(texts)),
        "is_reviewed": all(point.reviewed_at is not None for point in points),
        "urgency": ticket.urgency,
        "due": day_in_words(ticket.due_on, Language(language)) if ticket.due_on else "",
    }


def _day(day: date | None, owner: Owner) -> str:
    return day_in_words(day, Language(owner.language)) if day is not None else ""
