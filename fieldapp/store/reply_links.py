"""The reply links that were made for a ticket."""

from uuid import UUID

from sqlalchemy import select

from fieldapp.store.db import db
from fieldapp.store.tickets import OwnerLink, Ticket


def of_ticket(ticket: Ticket) -> list[OwnerLink]:
    """Newest first."""
    rows = db.session.scalars(
        select(OwnerLink)
        .where(OwnerLink.walk_id == ticket.walk_id)
        .order_by(OwnerLink.made_at.desc(), OwnerLink.id.desc())
    )
    return [row for row in rows if str(ticket.id) in row.ticket_ids]


def find_of_ticket(ticket: Ticket, link_id: UUID) -> OwnerLink | None:
    return next((row for row in of_ticket(ticket) if row.id == link_id), None)
