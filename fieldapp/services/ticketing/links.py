"""The reply links of a ticket as the desk sees them, and one taken back that went astray."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import NotFound
from fieldapp.services import owner_links
from fieldapp.services.ticketing import history
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import reply_links, tickets
from fieldapp.store.db import unit_of_work
from fieldapp.store.tickets import OwnerLink, Ticket


@dataclass(frozen=True)
class ShownLink:
    """A link without its token, which nobody here knows; `count` is of the tickets that it was made for."""

    id: UUID
    made_at: datetime
    sent_to: str
    expires_at: datetime
    revoked_at: datetime | None
    is_open: bool
    count: int


def of(tools: Toolbox, ticket: Ticket) -> list[ShownLink]:
    """The links that name this ticket, newest first."""
    now = tools.clock.now()
    return [_shown(row, now) for row in reply_links.of_ticket(ticket)]


def revoke(tools: Toolbox, actor: Actor, ticket_id: UUID, link_id: UUID) -> None:
    """From now on the link opens none of its tickets; what was answered by it stays.

    Raises `Forbidden`, or `NotFound` where there is no such link for a ticket of the actor's.
    """
    access.require(actor, "ticket.send")
    with unit_of_work():
        ticket = tickets.find_for(actor, ticket_id)
        link = reply_links.find_of_ticket(ticket, link_id) if ticket is not None else None
        if link is None:
            raise NotFound("link")
        if link.revoked_at is not None:
            return
        act = history.act_of(tools, actor)
        link.revoked_at, link.revoked_by_id = act.at, actor.id
        for theirs in owner_links.still_theirs(link):
            history.touch(theirs)
            history.append(theirs, act, "link-revoked")


def _shown(row: OwnerLink, now: datetime) -> ShownLink:
    return ShownLink(
        id=row.id,
        made_at=row.made_at,
        sent_to=row.sent_to,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        is_open=row.revoked_at is None and row.expires_at > now,
        count=len(row.ticket_ids),
    )
