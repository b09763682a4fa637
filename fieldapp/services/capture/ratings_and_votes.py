"""Felt safety and votes: a phone's own while the walk is open, nobody's afterwards."""

import random
from collections.abc import Sequence
from uuid import UUID, uuid4

from fieldapp.domain.errors import NotFound
from fieldapp.services.capture.act import Act, Outcome
from fieldapp.store import ratings
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.ratings import Rating, Vote
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Stop


def rate(act: Act) -> Outcome:
    """How safe a stop feels by day or dark; None takes it back. Late ones are stored severed."""
    payload = act.payload
    walk = act.walk(payload.walk)
    stop = by_key(Stop, payload.stop)
    if stop is None or stop.walk_id != walk.id:
        raise NotFound(field="payload.stop")
    if act.is_late(walk):
        if payload.value is not None and not act.is_superseded:
            severed = Rating(walk_id=walk.id, stop_id=stop.id, light=payload.light, value=payload.value)
            _add_severed(severed)
        return Outcome(next_rev(), is_severed=True)
    found = ratings.rating_of(act.actor_id, stop.id, payload.light)
    if payload.value is None:
        _remove(found)
    elif found is not None:
        found.value = payload.value
    else:
        db.session.add(
            Rating(
                walk_id=walk.id,
                stop_id=stop.id,
                participant_id=act.actor_id,
                light=payload.light,
                value=payload.value,
            )
        )
    db.session.flush()
    return Outcome(next_rev())


def vote(act: Act) -> Outcome:
    """A vote for a point at the closing coffee, on or off. Late ones are stored severed."""
    payload = act.payload
    walk = act.walk(payload.walk)
    point = _point(act, payload.observation, walk.id)
    if act.is_late(walk):
        if payload.on and not act.is_superseded:
            _add_severed(Vote(walk_id=walk.id, observation_id=point.id))
        return Outcome(next_rev(), is_severed=True)
    found = ratings.vote_of(act.actor_id, point.id)
    if payload.on and found is None:
        db.session.add(Vote(walk_id=walk.id, observation_id=point.id, participant_id=act.actor_id))
    elif not payload.on:
        _remove(found)
    db.session.flush()
    return Outcome(next_rev())


def _point(act: Act, observation_id: UUID, walk_id: UUID) -> Observation:
    try:
        point = act.observation(observation_id)
    except NotFound as error:
        raise NotFound(field="payload.observation") from error
    if point.walk_id != walk_id:
        raise NotFound(field="payload.observation")
    return point


def _add_severed(row: Rating | Vote) -> None:
    """One more among those that are nobody's: all of its walk are written anew, in an order nobody chose.

    Alone at the end of its table, in its act's transaction, it would stand beside the phone's other acts.
    """
    if isinstance(row, Rating):
        write_anew([*ratings.nobodys(Rating, row.walk_id), row])
    else:
        write_anew([*ratings.nobodys(Vote, row.walk_id), row])


def write_anew(rows: Sequence[Rating | Vote]) -> None:
    """Replace the rows by copies without phone, whose ids and order say nothing of when they came."""
    copies = [_copy(row) for row in rows]
    for row in rows:
        if row in db.session:
            db.session.delete(row)
    db.session.flush()
    random.SystemRandom().shuffle(copies)
    for copy in copies:
        db.session.add(copy)
        db.session.flush()


def _copy(row: Rating | Vote) -> Rating | Vote:
    # An id made from the time would tell, beside the phone's other acts, whose it is.
    if isinstance(row, Rating):
        return Rating(id=uuid4(), walk_id=row.walk_id, stop_id=row.stop_id, light=row.light, value=row.value)
    return Vote(id=uuid4(), walk_id=row.walk_id, observation_id=row.observation_id)


def _remove(row: Rating | Vote | None) -> None:
    if row is not None:
        db.session.delete(row)
