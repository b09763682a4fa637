"""When a walk closes, ratings, votes and steps lose their phone: in the rows, and in the operations too."""

from uuid import UUID, uuid4

from fieldapp.services.capture.ratings_and_votes import shuffled
from fieldapp.store import operations, participants, ratings
from fieldapp.store.db import by_key, db
from fieldapp.store.ratings import Rating, Vote
from fieldapp.store.walks import Walk

SEVERED_KINDS = ("rating.set", "vote.set", "stop.reached")


def sever(walk_id: UUID) -> None:
    """Cut what phones felt and voted from the phones; call it in the unit of work that closes the walk.

    Rows are written anew, in an order and with ids that say nothing of when they came; of the operations
    only their ids remain, so that a resend still finds them. Once more changes nothing.
    """
    walk = by_key(Walk, walk_id)
    if walk is None:
        return
    felt, votes = ratings.of_phones(walk_id), ratings.votes_of_phones(walk_id)
    copies: list[Rating | Vote] = [
        *(Rating(id=uuid4(), walk_id=walk_id, stop_id=r.stop_id, light=r.light, value=r.value) for r in felt),
        *(Vote(id=uuid4(), walk_id=walk_id, observation_id=v.observation_id) for v in votes),
    ]
    for row in (*felt, *votes):
        db.session.delete(row)
    db.session.flush()
    for copy in shuffled(copies):
        db.session.add(copy)
        db.session.flush()
    phones = participants.ids_of_walk(walk_id)
    operations.sever(phones, SEVERED_KINDS, walk.closed_at or walk.ends_at)
