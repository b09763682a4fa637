"""When a walk closes, ratings, votes and steps lose their phone: in the rows, and in the operations too."""

from uuid import UUID

from fieldapp.services.capture.ratings_and_votes import write_anew
from fieldapp.store import operations, participants, ratings
from fieldapp.store.db import by_key
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
    if felt:
        write_anew([*felt, *ratings.nobodys(Rating, walk_id)])
    if votes:
        write_anew([*votes, *ratings.nobodys(Vote, walk_id)])
    phones = participants.ids_of_walk(walk_id)
    operations.sever(phones, SEVERED_KINDS, walk.closed_at or walk.ends_at)
