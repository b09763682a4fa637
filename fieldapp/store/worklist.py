"""Which tickets need the coordinator, and what the list says about them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import case, func, or_, select

from fieldapp.domain.actors import Actor
from fieldapp.domain.asking import WITH_COORDINATOR, WITH_OWNER
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.domain.urgency import Urgency
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket, TicketEvent, visible_to
from fieldapp.store.walks import Walk


class PointOfTicket(NamedTuple):
    ticket_id: UUID
    walk_number: str
    number: int
    observed_at: datetime


def needing(actor: Actor, today: date, limit: int) -> Sequence[Ticket]:
    """Tickets at the coordinator's desk, past their answer day or their due day, or asked about by hand.

    Whether such a one calls for the coordinator already is the domain's to say.
    """
    is_past = (Ticket.answer_due_on < today) | (Ticket.due_on < today)
    return db.session.scalars(
        select(Ticket)
        .where(
            visible_to(actor),
            or_(
                Ticket.state.in_(WITH_COORDINATOR),
                Ticket.state.in_(WITH_OWNER) & is_past,
                Ticket.state == S.HANDED_OVER,
                (Ticket.state == S.PLANNED) & (Ticket.due_on < today),
            ),
        )
        # Danger is never among those that the limit leaves out.
        .order_by(case((Ticket.urgency == Urgency.AKUT, 0), else_=1), Ticket.answer_due_on, Ticket.id)
        .limit(limit)
    ).all()


def points_of(ticket_ids: Sequence[UUID]) -> dict[UUID, list[PointOfTicket]]:
    """The numbers of the points that each ticket gathers, in order."""
    rows = db.session.execute(
        select(Observation.ticket_id, Walk.number, Observation.number, Observation.observed_at)
        .join(Walk, Walk.id == Observation.walk_id)
        .where(Observation.ticket_id.in_(ticket_ids))
        .order_by(Walk.starts_at, Observation.number)
    )
    found: dict[UUID, list[PointOfTicket]] = {}
    for ticket_id, walk_number, number, observed_at in rows:
        if ticket_id is not None:
            found.setdefault(ticket_id, []).append(PointOfTicket(ticket_id, walk_number, number, observed_at))
    return found


def arrived_at(ticket_ids: Sequence[UUID]) -> dict[tuple[UUID, str], datetime]:
    """When each ticket last came to each state."""
    rows = db.session.execute(
        select(TicketEvent.ticket_id, TicketEvent.to_state, func.max(TicketEvent.at))
        .where(TicketEvent.ticket_id.in_(ticket_ids), TicketEvent.to_state.is_not(None))
        .group_by(TicketEvent.ticket_id, TicketEvent.to_state)
    )
    return {(row[0], row[1] or ""): row[2] for row in rows}
