"""Which way a walk may go, and who may take it there."""

from collections.abc import Mapping
from enum import StrEnum

from fieldapp.domain.ticket_status import NotAllowed, Party


class WalkStatus(StrEnum):
    """Where a walk stands in its cycle."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSING = "closing"
    REVIEW = "review"
    SENT = "sent"
    SEALED = "sealed"
    FOLLOWED_UP = "followed_up"
    CANCELLED = "cancelled"


W = WalkStatus
_RUN = frozenset({Party.COORDINATOR, Party.LEADER})
_C = frozenset({Party.COORDINATOR})

#: (from, to): who. The server opens and closes a walk whose times have passed; the rest is an act.
TABLE: Mapping[tuple[WalkStatus, WalkStatus], frozenset[Party]] = {
    (W.PLANNED, W.OPEN): _RUN | {Party.SERVER},
    (W.PLANNED, W.CANCELLED): _RUN,
    (W.OPEN, W.CLOSING): _RUN | {Party.SERVER},
    (W.OPEN, W.CANCELLED): _RUN,
    (W.CLOSING, W.REVIEW): _RUN | {Party.SERVER},
    (W.REVIEW, W.SENT): _C,
    (W.SENT, W.SEALED): _C,
    (W.SEALED, W.FOLLOWED_UP): _C | {Party.SERVER},
}

#: After these the walk no longer takes points in time: they are accepted and marked late.
CLOSED = frozenset({W.REVIEW, W.SENT, W.SEALED, W.FOLLOWED_UP, W.CANCELLED})


def allowed(from_: WalkStatus, party: Party) -> tuple[WalkStatus, ...]:
    """The states that `party` may take a walk to."""
    return tuple(to for (source, to), who in TABLE.items() if source is from_ and party in who)


def require(from_: WalkStatus, to: WalkStatus, party: Party) -> None:
    """Raise `NotAllowed`, with the allowed states, unless the table has this arrow for this party."""
    choices = allowed(from_, party)
    if to not in choices:
        raise NotAllowed(from_, to, choices)


def is_closed(status: WalkStatus) -> bool:
    """Whether the walk is over for its phones: ratings are severed, what still arrives is late."""
    return status in CLOSED
