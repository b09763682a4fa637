"""Rows that an act changes, fetched through the actor and held until commit: two acts take turns.

Held for everything but their keys: a row that is written beside them and names them by key need not wait. It
would, holding the counter of revisions, for somebody who waits for that counter.
"""

from uuid import UUID

from sqlalchemy import select

from fieldapp.domain.actors import Actor
from fieldapp.store import observations, tickets, walks
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk


def walk_for(actor: Actor, walk_id: UUID) -> Walk | None:
    return db.session.scalar(
        select(Walk).where(Walk.id == walk_id, walks.visible_to(actor)).with_for_update(key_share=True)
    )


def observation_for(actor: Actor, observation_id: UUID) -> Observation | None:
    return db.session.scalar(
        select(Observation)
        .where(Observation.id == observation_id, observations.visible_to(actor))
        .with_for_update(key_share=True)
    )


def ticket_for(actor: Actor, ticket_id: UUID) -> Ticket | None:
    # Only the ticket's own row: its owner is joined, and may be none.
    return db.session.scalar(
        select(Ticket)
        .where(Ticket.id == ticket_id, tickets.visible_to(actor))
        .with_for_update(of=Ticket, key_share=True)
    )
