"""The mails of the clocks: to the owner, to its head, and to the coordinator where an owner has no head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fieldapp.domain.asking import Ask
from fieldapp.domain.due_dates import local_day
from fieldapp.services import mail_texts, outbox, owner_links
from fieldapp.services.owner_contacts import address_of, head_address_of
from fieldapp.services.ticketing import asked, mail_items
from fieldapp.services.ticketing.mail_items import MailItem
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import asking as store
from fieldapp.store import people
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Owner
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk

ESCALATED = "escalated"


@dataclass(frozen=True)
class Part:
    """What one mail asks about one walk: questions without an answer, promises whose day has passed."""

    walk: Walk
    link: str
    questions: list[MailItem]
    promises: list[MailItem]


@dataclass(frozen=True)
class Reader:
    """Whom the desk's own mails go to."""

    key: str
    email: str
    language: str


def key(kind: str, owner: Owner, today: date) -> str:
    """One mail of a kind for each owner and day."""
    return f"{kind}:{owner.id}:{today}"


def remind(
    tools: Toolbox, owner: Owner, address: str, due: Mapping[Ask, Sequence[Ticket]], now: datetime
) -> None:
    """One mail to the owner about everything that is owed today, across walks. Inside a unit of work."""
    parts = _parts(tools, owner, address, due, now)
    tickets = [ticket for some in due.values() for ticket in some]
    items = [item for part in parts for item in (*part.questions, *part.promises)]
    mail = mail_texts.compose(
        tools,
        "reminder",
        address,
        owner.language,
        is_secret=owner.receives != owner_links.CREW,
        attachments=mail_items.pictures(items),
        owner=owner.name,
        parts=parts,
        question_count=sum(len(part.questions) for part in parts),
        promise_count=sum(len(part.promises) for part in parts),
        is_lifted=Ask.ESCALATION in due,
        has_head=bool(head_address_of(owner)),
        is_crew=owner.receives == owner_links.CREW,
    )
    message_id = outbox.post(db.session(), "reminder", key("reminder", owner, local_day(now)), mail, now, now)
    asked.remember_mail(message_id, owner, tickets, now)


def escalate(tools: Toolbox, owner: Owner, lifted: Sequence[Ticket], now: datetime) -> None:
    """One mail to the owner's head about these, where there is one. Inside a unit of work."""
    address = head_address_of(owner)
    if not address:
        return
    parts = _parts(tools, owner, address, {Ask.ESCALATION: lifted}, now)
    mail = mail_texts.compose(
        tools,
        "escalation",
        address,
        owner.language,
        is_secret=owner.receives != owner_links.CREW,
        owner=owner.name,
        head=owner.head_name,
        parts=parts,
        count=len(lifted),
        is_crew=owner.receives == owner_links.CREW,
    )
    # A later look of the same day can lift others: what was lifted already is never among them.
    named = f"{key('escalation', owner, local_day(now))}:{min(ticket.id for ticket in lifted)}"
    outbox.post(db.session(), "escalation", named, mail, now, now)


def tell_coordinators(tools: Toolbox) -> None:
    """One mail a day to each coordinator about what was lifted and has no head above it."""
    if not _without_head():
        db.session.rollback()
        return
    with unit_of_work() as session:
        next_rev()
        now = tools.clock.now()
        by_owner: dict[UUID, list[Ticket]] = {}
        for ticket in _without_head():
            if ticket.owner_id is not None:
                by_owner.setdefault(ticket.owner_id, []).append(ticket)
        for reader in readers():
            mail = mail_texts.compose(
                tools,
                ESCALATED,
                reader.email,
                reader.language,
                owners=[_silent_owner(some, reader.language, local_day(now)) for some in by_owner.values()],
                count=sum(map(len, by_owner.values())),
                link=f"{tools.base_url}/desk",
            )
            outbox.post(session, ESCALATED, f"{ESCALATED}:{reader.key}:{local_day(now)}", mail, now, now)


def tell_of_danger(tools: Toolbox, ticket: Ticket, now: datetime) -> None:
    """What is dangerous now and reaches no owner's mailbox is the coordinator's at once, at any hour.

    Inside a unit of work.
    """
    owner, today = ticket.owner, local_day(now)
    if owner is not None and address_of(owner, today):
        return
    for reader in readers():
        mail = mail_texts.compose(
            tools,
            "danger",
            reader.email,
            reader.language,
            item=mail_items.in_words([ticket], reader.language, today)[0],
            owner=owner.name if owner is not None else "",
            phone=owner.phone if owner is not None else "",
            link=f"{tools.base_url}/tickets/{ticket.id}",
        )
        outbox.post(db.session(), "danger", f"danger:{ticket.id}:{reader.key}", mail, now, now)


def readers() -> list[Reader]:
    """The coordinators, else the municipality's own address."""
    found = [Reader(str(one.id), one.email, one.language) for one in people.coordinators()]
    town = the_municipality()
    return found or ([Reader("town", town.contact_email, "sv")] if town.contact_email else [])


def _without_head() -> list[Ticket]:
    since = store.last_written_at(ESCALATED)
    found = store.escalated_since(since)
    return [ticket for ticket in found if ticket.owner is not None and not head_address_of(ticket.owner)]


def _silent_owner(tickets: Sequence[Ticket], language: str, today: date) -> dict[str, Any]:
    owner = tickets[0].owner
    return {
        "name": owner.name if owner is not None else "",
        "phone": owner.phone if owner is not None else "",
        "tickets": mail_items.in_words(tickets, language, today),
    }


def _parts(
    tools: Toolbox, owner: Owner, address: str, due: Mapping[Ask, Sequence[Ticket]], now: datetime
) -> list[Part]:
    """By walk, each with a link of its own that holds just these tickets."""
    today = local_day(now)
    promised = {ticket.id for ticket in due.get(Ask.PROMISE, ())}
    tickets = sorted((one for some in due.values() for one in some), key=lambda one: one.number)
    by_walk: dict[UUID, list[Ticket]] = {}
    for ticket in tickets:
        by_walk.setdefault(ticket.walk_id, []).append(ticket)
    found = []
    for walk_id, theirs in by_walk.items():
        walk = by_key(Walk, walk_id)
        if walk is None:
            continue
        items = mail_items.in_words(theirs, owner.language, today)
        found.append(
            Part(
                walk=walk,
                link=owner_links.fresh_link(tools, owner, walk_id, theirs, now, address),
                questions=[item for item in items if item.ticket_id not in promised],
                promises=[item for item in items if item.ticket_id in promised],
            )
        )
    return sorted(found, key=lambda part: part.walk.starts_at)
