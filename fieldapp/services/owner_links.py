"""The way in for an owner's reader: a link in a mail, bound to its tickets, renewed to one address only."""

from uuid import UUID

from fieldapp.domain import ids
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import DomainError, NotFound
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import mail_texts, outbox
from fieldapp.services.ticketing import sending
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import outbox as outbox_rows
from fieldapp.store import point_answers, tickets
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.tickets import OwnerLink, Ticket
from fieldapp.store.walks import Walk


class LinkOver(DomainError):
    """The link was right and opens nothing any more: it expired or was taken back."""

    code = "link-over"


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
        if walk is None or not theirs or not link.owner.email or outbox_rows.is_posted(key):
            return
        new_token = sending.make_link(link.owner, walk.id, theirs, now)
        mail = mail_texts.compose(
            tools,
            "owner_link",
            link.owner.email,
            link.owner.language,
            is_secret=True,
            owner=link.owner.name,
            walk=walk,
            count=len(theirs),
            link=f"{tools.base_url}/o/{new_token}",
        )
        outbox.post(session, "owner-link", key, mail, now, now)


def _known(token: str) -> OwnerLink:
    found = tickets.link_by_fingerprint(ids.fingerprint(token))
    if found is None:
        raise NotFound("link")
    return found
