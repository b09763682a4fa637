"""Tickets by the number on the lamp post, cabinet or lift."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from fieldapp.domain.actors import Actor
from fieldapp.store.db import db
from fieldapp.store.tickets import Ticket, visible_to

_MOST = 20


def tickets_of(actor: Actor, asset: str, but: UUID | None = None) -> Sequence[Ticket]:
    """The tickets of one thing that exist for the actor, the newest first; `but` leaves one out."""
    query = select(Ticket).where(Ticket.asset == asset, visible_to(actor))
    if but is not None:
        query = query.where(Ticket.id != but)
    return db.session.scalars(query.order_by(Ticket.created_at.desc(), Ticket.id).limit(_MOST)).all()
