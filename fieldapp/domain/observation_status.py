"""Which way an observation may go, and who may take it there."""

from collections.abc import Mapping
from enum import StrEnum

from fieldapp.domain.actors import Role
from fieldapp.domain.ticket_status import Need, NotAllowed


class ObservationStatus(StrEnum):
    """Where an observation stands."""

    NOTED = "noted"
    REVIEWED = "reviewed"
    TICKET = "ticket"
    PRAISE = "praise"
    DIALOGUE = "dialogue"
    MERGED = "merged"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class Reviewer(StrEnum):
    """In what capacity somebody moves an observation."""

    REPORTER = "reporter"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    SERVER = "server"


_S = ObservationStatus
_C = frozenset({Reviewer.COORDINATOR})

#: (from, to): who. A ticket before review is an *akut* point (the server), *Vår* or fixed on the
#: spot (the leader); its words stay marked unreviewed, see `awaits_review`.
TABLE: Mapping[tuple[ObservationStatus, ObservationStatus], frozenset[Reviewer]] = {
    (_S.NOTED, _S.REVIEWED): _C,
    (_S.NOTED, _S.TICKET): frozenset({Reviewer.SERVER, Reviewer.LEADER}),
    (_S.NOTED, _S.MERGED): frozenset({Reviewer.LEADER}) | _C,
    (_S.NOTED, _S.WITHDRAWN): frozenset({Reviewer.REPORTER}),
    (_S.REVIEWED, _S.TICKET): _C,
    (_S.REVIEWED, _S.PRAISE): _C,
    (_S.REVIEWED, _S.DIALOGUE): _C,
    (_S.REVIEWED, _S.MERGED): _C,
    (_S.REVIEWED, _S.DISMISSED): _C,
    (_S.REVIEWED, _S.NOTED): _C,
    (_S.DISMISSED, _S.NOTED): _C,
    (_S.MERGED, _S.NOTED): _C,
}

#: States that answer the reporter without a ticket, each only with its public sentence.
ANSWERED = frozenset({_S.PRAISE, _S.DIALOGUE, _S.DISMISSED})

NEEDS: Mapping[ObservationStatus, frozenset[Need]] = {
    _S.PRAISE: frozenset({Need.PUBLIC_SENTENCE}),
    _S.DIALOGUE: frozenset({Need.PUBLIC_SENTENCE}),
    _S.DISMISSED: frozenset({Need.PUBLIC_SENTENCE, Need.REASON}),
    _S.MERGED: frozenset({Need.INTO}),
}

_REVIEWER_OF_ROLE: Mapping[Role, Reviewer] = {
    Role.COORDINATOR: Reviewer.COORDINATOR,
    Role.LEADER: Reviewer.LEADER,
    Role.SECRETARY: Reviewer.LEADER,
}


def capacities(role: Role, *, is_own: bool) -> tuple[Reviewer, ...]:
    """In what capacities a role may move a point; whoever wrote it is its reporter, leaders too."""
    own = (Reviewer.REPORTER,) if is_own else ()
    reviewer = _REVIEWER_OF_ROLE.get(role)
    return own if reviewer is None else (*own, reviewer)


def allowed(from_: ObservationStatus, *reviewers: Reviewer) -> tuple[ObservationStatus, ...]:
    """The states that any of `reviewers` may take an observation to, in the order of the table."""
    return tuple(
        to for (source, to), who in TABLE.items() if source is from_ and not who.isdisjoint(reviewers)
    )


def require(from_: ObservationStatus, to: ObservationStatus, *reviewers: Reviewer) -> None:
    """Raise `NotAllowed`, with the allowed states, unless the table has this arrow for one of them."""
    choices = allowed(from_, *reviewers)
    if to not in choices:
        raise NotAllowed(from_, to, choices)


def needs(to: ObservationStatus) -> frozenset[Need]:
    """What an act that takes an observation to `to` must carry."""
    return NEEDS.get(to, frozenset())


def is_answered(status: ObservationStatus, *, has_sentence: bool = True) -> bool:
    """Whether the state itself answers the reporter; a ticket's state answers for `ticket`."""
    return status in ANSWERED and has_sentence


def needs_public_sentence(status: ObservationStatus) -> bool:
    """Whether an observation in this state must have a public sentence of its own."""
    return status in ANSWERED


def awaits_review(status: ObservationStatus, *, was_reviewed: bool) -> bool:
    """Whether a reviewer still has to read its words: all noted ones, and tickets opened before review."""
    return status is _S.NOTED or (status is _S.TICKET and not was_reviewed)


def counts(status: ObservationStatus) -> bool:
    """Whether it is one of the walk's points; a withdrawn one is only a gap in the numbers."""
    return status is not _S.WITHDRAWN
