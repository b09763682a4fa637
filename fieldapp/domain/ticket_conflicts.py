"""What becomes of a crew's act that met something else on its way: one table, the first row decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fieldapp.domain.ticket_status import Party, TicketStatus, allowed


class Fate(StrEnum):
    """What the server does with the act. Its photos are kept with every one of them."""

    APPLIED = "applied"
    #: It takes effect, although something happened that the phone had not read.
    MERGED = "merged"
    #: *Åtgärdad, granska*: the ticket becomes contested, and the coordinator decides.
    REVIEW = "review"
    #: The state stays; the act is a line of the history, with its words and its photos.
    KEPT = "kept"


@dataclass(frozen=True)
class Meeting:
    """An act against the ticket that takes it. `now` is where that ticket stands.

    `is_changed`: somebody else did anything but a note since the phone read it; `is_stepped`: they took it
    to another state, or nobody can tell what the phone had read. `follows`: the act was done on a ticket
    that has been merged into this one.
    """

    wanted: TicketStatus
    now: TicketStatus
    is_theirs: bool = True
    was_reopened: bool = False
    is_changed: bool = False
    is_stepped: bool = False
    follows: bool = False

    @property
    def is_moved_on(self) -> bool:
        """Whether the state may be another than the one that the crew saw."""
        return self.is_stepped or self.follows

    @property
    def has_arrow(self) -> bool:
        return self.wanted in allowed(self.now, Party.OWNER)

    @property
    def goes_further(self) -> bool:
        """Closed by the crew is more than in progress, that is more than planned, that is more than sent."""
        return self.wanted in RANK and self.now in RANK and RANK[self.wanted] > RANK[self.now]


class Row(NamedTuple):
    """One situation in words, when it holds, what follows, and the code that both sides read in words."""

    situation: str
    holds: Callable[[Meeting], bool]
    fate: Fate
    code: str = ""


class Decision(NamedTuple):
    """The fate of an act, with its code: rebased, merged-ticket, contested, already-done or overtaken."""

    fate: Fate
    code: str


S = TicketStatus

#: Who has come further wins where two set the state; what is not here only people can weigh.
RANK: Mapping[TicketStatus, int] = {
    S.NEW: 0,
    S.SENT: 0,
    S.REOPENED: 0,
    S.ACCEPTED: 1,
    S.INVESTIGATING: 2,
    S.PLANNED: 3,
    S.IN_PROGRESS: 4,
    S.DONE: 5,
}
_FIXED = frozenset({S.DONE, S.CONFIRMED})
#: The coordinator, or the owner's reader, has given an answer that ends the work.
_SETTLED = _FIXED | {S.DECLINED, S.NEEDS_PROJECT}
#: Says whose it is or that it is not done: it has no place in the order of work.
_OBJECTIONS = frozenset({S.BOUNCED, S.DECLINED, S.NEEDS_PROJECT})

TABLE: tuple[Row, ...] = (
    Row(
        "two close the same ticket: the first closes, the second is further evidence",
        lambda m: m.wanted is S.DONE and m.now in _FIXED,
        Fate.KEPT,
        "already-done",
    ),
    Row(
        "the coordinator has to look at it already",
        lambda m: m.now is S.CONTESTED,
        Fate.KEPT,
        "contested",
    ),
    Row(
        "it was answered for good, and the crew had not come so far",
        lambda m: m.wanted is not S.DONE and m.now in _SETTLED and (m.is_moved_on or not m.is_theirs),
        Fate.KEPT,
        "overtaken",
    ),
    Row(
        "the coordinator gave it to somebody else",
        lambda m: not m.is_theirs,
        Fate.REVIEW,
        "contested",
    ),
    Row(
        "the coordinator opened it again, or withdrew it and opened it again",
        lambda m: m.was_reopened,
        Fate.REVIEW,
        "contested",
    ),
    Row(
        "nothing happened but notes",
        lambda m: not m.is_changed and not m.is_moved_on,
        Fate.APPLIED,
    ),
    Row(
        "something else was changed: title, urgency, description, a photo, a reminder",
        lambda m: not m.is_moved_on,
        Fate.MERGED,
        "rebased",
    ),
    Row(
        "it was merged, and the other ticket can take the act",
        lambda m: m.follows and m.goes_further and m.has_arrow,
        Fate.MERGED,
        "merged-ticket",
    ),
    Row(
        "both set the state, and the crew has come further",
        lambda m: m.goes_further and m.has_arrow,
        Fate.MERGED,
        "rebased",
    ),
    Row(
        "the work is done, and the coordinator had withdrawn it or sent it elsewhere",
        lambda m: m.wanted is S.DONE,
        Fate.REVIEW,
        "contested",
    ),
    Row(
        "the crew says that it is not theirs or not to be done, and somebody went on with it",
        lambda m: m.wanted in _OBJECTIONS,
        Fate.REVIEW,
        "contested",
    ),
    Row(
        "both set the state, and the other has come as far: the coordinator's word and date stand",
        lambda m: True,
        Fate.KEPT,
        "overtaken",
    ),
)

#: What a crew may ask for at all, from any state: anything else was wrong when it was done.
ASKABLE = frozenset(to for state in S for to in allowed(state, Party.OWNER))


def row_of(meeting: Meeting) -> Row:
    """The row of the table that decides."""
    return next(row for row in TABLE if row.holds(meeting))


def decide(meeting: Meeting) -> Decision:
    """What becomes of the act; applied and merged ones still have to pass the table of states."""
    row = row_of(meeting)
    return Decision(row.fate, row.code)
