"""Points with the tickets and photos that answer them, read for people outside in a few queries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.tickets import Ticket, TicketEvent


def observations(ids: Collection[UUID]) -> dict[UUID, Observation]:
    rows = db.session.scalars(select(Observation).where(Observation.id.in_(ids)))
    return {row.id: row for row in rows}


def tickets(ids: Collection[UUID]) -> dict[UUID, Ticket]:
    """Each with its owner."""
    rows = db.session.scalars(select(Ticket).where(Ticket.id.in_(ids)))
    return {row.id: row for row in rows}


def histories(ticket_ids: Collection[UUID]) -> dict[UUID, list[TicketEvent]]:
    """All acts on each of these tickets, newest first."""
    rows = db.session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id.in_(ticket_ids))
        .order_by(TicketEvent.at.desc(), TicketEvent.id.desc())
    )
    found: dict[UUID, list[TicketEvent]] = {one: [] for one in ticket_ids}
    for row in rows:
        found[row.ticket_id].append(row)
    return found


def stored_photos(observation_ids: Sequence[UUID], ticket_ids: Sequence[UUID]) -> Sequence[Photo]:
    """Photos that can be shown, of these points and of these tickets, in the order taken."""
    return db.session.scalars(
        select(Photo)
        .where(
            Photo.state == PhotoState.STORED,
            Photo.observation_id.in_(observation_ids) | Photo.ticket_id.in_(ticket_ids),
        )
        .order_by(Photo.id)
    ).all()


def other_owners(owner_id: UUID) -> Sequence[Owner]:
    """Who else a point can belong to, for *Inte vår → vems?*."""
    return db.session.scalars(
        select(Owner).where(Owner.is_active, Owner.id != owner_id).order_by(Owner.name)
    ).all()


def plans(ticket_ids: Collection[UUID]) -> list[tuple[UUID, datetime, str, bool]]:
    """When these tickets were planned for what, oldest first; True where such an act was undone."""
    rows = db.session.execute(
        select(TicketEvent.ticket_id, TicketEvent.at, TicketEvent.details, TicketEvent.kind)
        .where(
            TicketEvent.ticket_id.in_(ticket_ids),
            ((TicketEvent.kind == "status") & (TicketEvent.to_state == TicketStatus.PLANNED.value))
            | ((TicketEvent.kind == "undone") & (TicketEvent.from_state == TicketStatus.PLANNED.value)),
        )
        .order_by(TicketEvent.at, TicketEvent.id)
    )
    return [(row[0], row[1], row[2].get("planned_for", ""), row[3] == "undone") for row in rows]


def done_days(ticket_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When those of these tickets that are done were reported done."""
    rows = db.session.execute(select(Ticket.id, Ticket.done_at).where(Ticket.id.in_(ticket_ids)))
    return {row[0]: row[1] for row in rows if row[1] is not None}
