"""The one place that says who may do what, and which things exist for whom.

Two tables. `MAY` lists for every action the roles that may do it at all. `SCOPE` says for every kind
of thing and role which ones exist: out of scope is "not found", in scope but not allowed is "forbidden".
"""

from enum import StrEnum

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import Forbidden

R = Role

_DESK = frozenset({R.COORDINATOR})
_LEADING = frozenset({R.LEADER, R.SECRETARY})
_WALKING = frozenset({R.PARTICIPANT, R.SECRETARY, R.LEADER})
_CREWS = frozenset({R.CREW, R.SUPERVISOR})
_ADMIN = frozenset({R.ADMIN})

MAY: dict[str, frozenset[Role]] = {
    # a phone in a walk
    "walk.capture": _WALKING,
    "walk.lead": frozenset({R.LEADER, R.SECRETARY, R.COORDINATOR}),
    "observation.release": _LEADING,
    # the queue of a phone, in a walk or in a crew's hand
    "sync.use": _WALKING | _CREWS,
    "photo.send": _WALKING | _CREWS,
    "photo.read": _WALKING | _CREWS | frozenset({R.COORDINATOR, R.PARTNER}),
    "followup.verdict": _LEADING,
    # the desk
    "desk.home": frozenset({R.COORDINATOR, R.LEADER, R.SUPERVISOR, R.PARTNER, R.BOARD, R.ADMIN}),
    "walk.read": frozenset({R.COORDINATOR, R.LEADER, R.ADMIN}),
    "walk.plan": frozenset({R.COORDINATOR}),
    "walk.run": frozenset({R.COORDINATOR, R.LEADER}),
    "walk.codes": frozenset({R.COORDINATOR, R.LEADER}),
    "queue.bring": _DESK,
    "review.read": _DESK,
    "review.decide": _DESK,
    "ticket.list": frozenset({R.COORDINATOR, R.PARTNER}),
    "ticket.update": _DESK,
    "ticket.send": _DESK,
    "ticket.work": _CREWS,
    "ticket.prepare": frozenset({R.COORDINATOR, R.SUPERVISOR}),
    "ticket.assign": frozenset({R.SUPERVISOR}),
    "crew.lead": frozenset({R.SUPERVISOR}),
    "ticket.answer": frozenset({R.READER}),
    "protocol.read": frozenset({R.COORDINATOR, R.LEADER}),
    "insights.read": frozenset({R.COORDINATOR, R.PARTNER, R.BOARD, R.ADMIN}),
    # people and settings
    "settings.read": frozenset({R.COORDINATOR, R.ADMIN}),
    "settings.change": _ADMIN,
    "rule.learn": _DESK | _ADMIN,
    "library.change": frozenset({R.COORDINATOR, R.ADMIN}),
    "people.manage": _ADMIN,
    "account.own": frozenset({R.LEADER, R.COORDINATOR, R.CREW, R.SUPERVISOR, R.PARTNER, R.BOARD, R.ADMIN}),
}


class Scope(StrEnum):
    """Which things of a kind exist for an actor; the store turns each into a condition."""

    ALL = "all"
    OWN_WALK = "own walk"
    OWN = "own"
    OWN_OWNER = "own owner"
    INFORMED = "informed"
    NAMED = "named in the mail"
    NONE = "none"


SCOPE: dict[str, dict[Role, Scope]] = {
    "walk": {
        R.PARTICIPANT: Scope.OWN_WALK,
        R.SECRETARY: Scope.OWN_WALK,
        R.LEADER: Scope.OWN_WALK,
        R.COORDINATOR: Scope.ALL,
        R.ADMIN: Scope.ALL,
    },
    # A participant's phone lists the whole walk, but other people's points only as number, category and
    # stop until they are released: `may_read_words` below decides what of them is shown.
    "observation": {
        R.PARTICIPANT: Scope.OWN_WALK,
        R.SECRETARY: Scope.OWN_WALK,
        R.LEADER: Scope.OWN_WALK,
        R.COORDINATOR: Scope.ALL,
    },
    "ticket": {
        R.COORDINATOR: Scope.ALL,
        R.CREW: Scope.OWN_OWNER,
        R.SUPERVISOR: Scope.OWN_OWNER,
        R.READER: Scope.NAMED,
        R.PARTNER: Scope.INFORMED,
    },
    "crew_phone": {R.SUPERVISOR: Scope.OWN_OWNER},
    "person": {R.ADMIN: Scope.ALL},
    "owner": {R.COORDINATOR: Scope.ALL, R.ADMIN: Scope.ALL},
}


def may(actor: Actor, action: str) -> bool:
    """Whether the actor's role may do this at all; an unknown action is nobody's."""
    return actor.role in MAY.get(action, frozenset())


def require(actor: Actor, action: str) -> None:
    """Refuse with `Forbidden` what the actor's role may not do."""
    if not may(actor, action):
        raise Forbidden(action=action)


def scope(actor: Actor, kind: str) -> Scope:
    """Which things of this kind exist for the actor."""
    return SCOPE[kind].get(actor.role, Scope.NONE)


def leads(actor: Actor) -> bool:
    """Whether the actor sees and edits the points of everybody in the walk."""
    return actor.role in _LEADING | _DESK


def may_read_words(actor: Actor, *, is_own: bool, is_released: bool, is_sensitive: bool) -> bool:
    """Whether words and photos of a point are shown, or only its number, category and stop.

    Until the leader releases a point its content is the reporter's and the leaders' alone;
    sensitive points are never shown to others.
    """
    if is_own or leads(actor):
        return True
    return is_released and not is_sensitive
