"""What leaders and secretaries do within their walk: release, merge, name the owner, say where we are."""

from fieldapp.domain import observation_status
from fieldapp.domain.categories import POSITIVE
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.services.capture.act import Act, Outcome
from fieldapp.services.capture.observations import touch
from fieldapp.services.ticketing import history, opening
from fieldapp.store import observations, owners
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Stop

_NO_TARGET = frozenset({ObservationStatus.MERGED, ObservationStatus.WITHDRAWN, ObservationStatus.DISMISSED})


def release(act: Act) -> Outcome:
    """Let the whole walk read a point's words; once more changes nothing."""
    point = act.observation(act.op.entity_id)
    if point.released_at is None:
        point.released_at = act.now
        db.session.flush()
        point.rev = next_rev()
    return Outcome(point.rev)


def merge(act: Act) -> Outcome:
    """Make a point part of another one of the same walk; what was merged into it follows."""
    point = act.observation(act.op.entity_id)
    if point.state is ObservationStatus.MERGED and point.merged_into_id == act.payload.into:
        return Outcome(point.rev, entity=point.id)
    observation_status.require(point.state, ObservationStatus.MERGED, Reviewer.LEADER)
    into = _target(act, point)
    followers = observations.merged_into(point.id)
    for one in (point, *followers):
        one.state = ObservationStatus.MERGED
        one.merged_into_id, one.ticket_id = into.id, into.ticket_id
        touch(one)
    into.rev = next_rev()
    return Outcome(point.rev)


def _target(act: Act, point: Observation) -> Observation:
    into = by_key(Observation, act.payload.into)
    if into is None or into.walk_id != point.walk_id:
        raise NotFound(field="payload.into")
    if into.id == point.id or into.state in _NO_TARGET:
        raise Invalid("payload.into", "not-a-target")
    return into


def name_owner(act: Act) -> Outcome:
    """*Vår*: the owner stands there and takes it, so its ticket is opened and sent at once.

    What cannot become a ticket any more, or is praise, keeps the name as a hint to whoever reviews it.
    """
    point = act.observation(act.op.entity_id)
    owner = owners.owner_by_code(act.payload.owner)
    if owner is None or not owner.is_active:
        raise Invalid("payload.owner", "unknown-owner")
    if point.state is ObservationStatus.NOTED and point.category != POSITIVE:
        doing = history.act_of(act.tools, act.actor, history.PHONE)
        opening.open_as_ours(act.tools, doing, point, owner.code)
    elif point.owner_hint != owner.code:
        point.owner_hint = owner.code
        touch(point)
    return Outcome(point.rev)


def announce(act: Act) -> Outcome:
    """*Här är vi*: the stop that all phones of the walk offer next."""
    walk = act.walk(act.payload.walk)
    stop = by_key(Stop, act.op.entity_id)
    if stop is None or stop.walk_id != walk.id:
        raise NotFound(field="entity_id")
    walk.announced_stop_id = stop.id
    db.session.flush()
    walk.rev = next_rev()
    return Outcome(walk.rev)
