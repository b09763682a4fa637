"""Stops that a phone came to; whose phone is forgotten when the walk closes."""

from fieldapp.domain.errors import NotFound
from fieldapp.services.capture.act import Act, Outcome
from fieldapp.store.db import by_key
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Stop


def reached(act: Act) -> Outcome:
    """The phone is at a stop: the operation itself is the record, severed like a rating."""
    walk = act.walk(act.payload.walk)
    stop = by_key(Stop, act.op.entity_id)
    if stop is None or stop.walk_id != walk.id:
        raise NotFound(field="entity_id")
    return Outcome(next_rev(), is_severed=act.is_late(walk))
