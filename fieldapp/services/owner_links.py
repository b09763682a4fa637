"""The way in for an owner's reader: a link in a mail, bound to its tickets, renewed to one address only."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fieldapp.domain import ids, lifetimes
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import DomainError, NotFound
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import mail_texts, outbox
from fieldapp.services.owner_contacts import address_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import outbox as outbox_rows
from fieldapp.store import point_answers, tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import OwnerLink, Ticket
from fieldapp.store.walks import Walk

#: Owners that answer on their crew's phones need no link: their list is behind their sign-in.
CREW = "crew"


class LinkOver(DomainError):
    """The link was right and opens nothing any more: it expired or was taken back."""

    code = "link-over"


def fresh_link(
    tools: Toolbox, owner: Owner, walk_id: UUID, tickets: Sequence[Ticket], now: datetime, sent_to: str = ""
) -> str:
    """The address of a new link for these tickets, or of the crew's list; inside a unit of work.

    `sent_to` is where the mail goes when that is not the owner's own address. Earlier links of the same
    owner go on until they expire or are taken back.
    """
    if owner.receives == CREW:
        return f"{tools.base_url}/crew"
    address = sent_to or address_of(owner, local_day(now))
    return f"{tools.base_url}/o/{make_link(owner, walk_id, tickets, now, address)}"


def make_link(
    owner: Owner, walk_id: UUID, tickets: Sequence[Ticket], now: datetime, sent_to: str = ""
) -> str:
    """A reply link for these tickets; returns its token, of which only the fingerprint is kept."""
    token = ids.new_token()
    db.session.add(
        OwnerLink(
            token_sha256=ids.fingerprint(token),
            owner_id=owner.id,
            walk_id=walk_id,
            sent_to=sent_to,
            ticket_ids=[str(ticket.id) for ticket in tickets],
            made_at=now,
            expires_at=now + lifetimes.REPLY_LINK,
        )
    )
    return token


def open_link(tools: Toolbox, token: str) -> OwnerLink:
    """The link behind a token; raises `NotFound` or `LinkOver`. Nothing changes by opening it."""
    found = _known(token)
    if found.revoked_at is not None or found.expires_at <= tools.clock.now():
        raise LinkOver
    return found


def reader_of(link: OwnerLink) -> Actor:
    """Who reads by this link: sees the tickets that its mail names, and nothing else."""
    return Actor(
        role=Role.READER,
        id=link.id,
        name=link.owner.name,
        owner_id=link.owner_id,
        ticket_ids=frozenset(UUID(one) for one in link.ticket_ids),
    )


def still_theirs(link: OwnerLink) -> list[Ticket]:
    """The tickets of the mail that are the owner's to answer still, in the mail's order."""
    wanted = [UUID(one) for one in link.ticket_ids]
    found = point_answers.tickets(wanted)
    rows = [found[one] for one in wanted if one in found]
    return [row for row in rows if row.owner_id == link.owner_id and row.state is not TicketStatus.MERGED]


def send_new(tools: Toolbox, token: str) -> None:
    """Write a new link to the owner's own address, at most one a day for each old one.

    Whoever holds the old link learns neither the address nor the new link. Raises `NotFound`.
    """
    with unit_of_work() as session:
        link, now = _known(token), tools.clock.now()
        walk = by_key(Walk, link.walk_id)
        theirs = still_theirs(link)
        key = f"owner-link:{link.id}:{local_day(now)}"
        address = address_of(link.owner, local_day(now))
        if walk is None or not theirs or not address or outbox_rows.is_posted(key):
            return
        mail = mail_texts.compose(
            tools,
            "owner_link",
            address,
            link.owner.language,
            is_secret=True,
            owner=link.owner.name,
            walk=walk,
            count=len(theirs),
            first=theirs[0].number,
            link=f"{tools.base_url}/o/{make_link(link.owner, walk.id, theirs, now, address)}",
        )
        outbox.post(session, "owner-link", key, mail, now, now)


def _known(token: str) -> OwnerLink:
    found = tickets.link_by_fingerprint(ids.fingerprint(token))
    if found is None:
        raise NotFound("link")
    return found
