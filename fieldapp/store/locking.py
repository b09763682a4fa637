"""Rows that an act changes, fetched through the actor and held until commit: two acts take turns.

Held for everything but their keys: a row that is written beside them and names them by key need not wait. It
would, holding the counter of revisions, for somebody who waits for that counter.
"""

from uuid import UUID

from sqlalchemy import select

from fieldapp.domain.actors import Actor
from fieldapp.store import observations, walks
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
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
