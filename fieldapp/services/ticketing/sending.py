"""Tickets on their way to their owners: one mail for each owner and walk, with the link or the list."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from fieldapp.domain import quiet_hours
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Invalid
from fieldapp.domain.in_words import day_in_words
from fieldapp.domain.languages import Language
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.domain.urgency import Urgency
from fieldapp.services import mail_texts, outbox, owner_links
from fieldapp.services.owner_contacts import address_of
from fieldapp.services.ticketing import asked, history, informing, mail_items
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk


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
    asked.begin(ticket, act.at)
    ticket.version += 1
    history.touch(ticket)
    history.append(ticket, act, "status", from_state=from_state)


def write_to_owner(tools: Toolbox, first: Ticket, tickets: Sequence[Ticket], now: datetime) -> UUID | None:
    """One mail about these tickets of one walk to their one owner; the same ones again are no new mail."""
    informing.tell(tools, tickets, now)
    owner, walk = first.owner, by_key(Walk, first.walk_id)
    address = address_of(owner, local_day(now)) if owner is not None else ""
    if owner is None or walk is None or not address:
        return None
    items = mail_items.in_words(tickets, owner.language, local_day(now))
    files = mail_items.pictures(items)
    mail = mail_texts.compose(
        tools,
        "tickets",
        address,
        owner.language,
        is_secret=owner.receives != owner_links.CREW,
        attachments=files,
        attached={file.cid for file in files},
        left_out=mail_items.pictures_left_out(items),
        owner=owner.name,
        walk=walk,
        tickets=items,
        link=owner_links.fresh_link(tools, owner, walk.id, tickets, now),
        is_crew=owner.receives == owner_links.CREW,
        answer_by=_day(min((t.answer_due_on for t in tickets if t.answer_due_on), default=None), owner),
    )
    leaves_at = _leaves_at(tools, tickets, now)
    message_id = outbox.post(db.session(), "tickets", _key(owner, walk.id, tickets), mail, leaves_at, now)
    asked.remember_mail(message_id, owner, tickets, now)
    return message_id


def _leaves_at(tools: Toolbox, tickets: Sequence[Ticket], now: datetime) -> datetime:
    """In quiet hours a mail waits, unless something in it is dangerous; in the demo nobody waits."""
    is_akut = any(ticket.urgency == Urgency.AKUT for ticket in tickets)
    return now if tools.is_demo else quiet_hours.leaves_at(now, is_akut=is_akut)


def _key(owner: Owner, walk_id: UUID, tickets: Sequence[Ticket]) -> str:
    """One cause, one message: these tickets, sent for this time to this owner."""
    sent = ",".join(sorted(f"{ticket.id}:{ticket.version}" for ticket in tickets))
    return f"tickets:{walk_id}:{owner.id}:{hashlib.sha256(sent.encode()).hexdigest()[:32]}"


def _day(day: date | None, owner: Owner) -> str:
    return day_in_words(day, Language(owner.language)) if day is not None else ""
