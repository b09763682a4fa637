"""Which way a ticket may go, who may take it there and what each step must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.actors import Role
from fieldapp.domain.errors import DomainError


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    SENT = "sent"
    BOUNCED = "bounced"
    ACCEPTED = "accepted"
    INVESTIGATING = "investigating"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    HANDED_OVER = "handed_over"
    NEEDS_PROJECT = "needs_project"
    DONE = "done"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REOPENED = "reopened"
    MERGED = "merged"
    CONTESTED = "contested"


class Party(StrEnum):
    """In what capacity somebody moves a ticket; one person may have more than one."""

    COORDINATOR = "C"
    OWNER = "O"
    OWNER_BY_LINK = "O by link"
    LEADER = "L"
    VERDICT = "V"
    SERVER = "S"


class Need(StrEnum):
    """What an act must carry before its arrow may be taken."""

    PUBLIC_SENTENCE = "public_sentence"
    REASON = "reason"
    PLANNED_FOR = "planned_for"
    ANSWER_BY = "answer_by"
    PHOTO_OR_REASON = "photo_or_reason"
    INTO = "into"


class Verdict(StrEnum):
    """What a follow-up walk finds at an earlier point."""

    FIXED = "fixed"
    PARTLY = "partly"
    NOT_FIXED = "not_fixed"
    WORSE = "worse"


@dataclass(frozen=True)
class Row:
    """One line of the table: from any of `sources` to any of `targets`, by any of `parties`."""

    sources: tuple[TicketStatus, ...]
    targets: tuple[TicketStatus, ...]
    parties: frozenset[Party]


class NotAllowed(DomainError):
    """The arrow is not in the table for this party; `allowed` lists those that are."""

    code = "not-allowed"

    def __init__(self, from_: StrEnum, to: StrEnum, allowed: tuple[StrEnum, ...]) -> None:
        self.from_ = from_
        self.to = to
        self.allowed = allowed
        super().__init__(from_=str(from_), to=str(to), allowed=[str(status) for status in allowed])


class Incomplete(DomainError):
    """The arrow exists, but the act does not say what it must; `missing` lists what."""

    code = "incomplete"

    def __init__(self, missing: tuple[Need, ...]) -> None:
        self.missing = missing
        super().__init__(missing=[str(need) for need in missing])


S = TicketStatus
_C = frozenset({Party.COORDINATOR})
_C_L = _C | {Party.LEADER}
_C_O = _C | {Party.OWNER, Party.OWNER_BY_LINK}
_C_LINK = _C | {Party.OWNER_BY_LINK}
_C_V = _C | {Party.VERDICT}
_SERVER = frozenset({Party.SERVER})

#: States in which two offline acts can still meet. A new ticket counts: it may be done on the spot.
LIVE = tuple(status for status in S if status not in (S.MERGED, S.CONTESTED))

TABLE: tuple[Row, ...] = (
    Row((S.NEW,), (S.DECLINED, S.NEEDS_PROJECT, S.MERGED, S.PLANNED), _C),
    # Sent by the leader is *Vår*: the owner stands there and takes it. Done is "fixed on the spot".
    Row((S.NEW,), (S.SENT, S.DONE), _C_L),
    Row(
        (S.SENT,),
        (S.ACCEPTED, S.INVESTIGATING, S.PLANNED, S.IN_PROGRESS)
        + (S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED),
        _C_O,
    ),
    Row((S.BOUNCED,), (S.SENT, S.DECLINED, S.NEEDS_PROJECT), _C),
    Row(
        (S.ACCEPTED,),
        (S.INVESTIGATING, S.PLANNED, S.IN_PROGRESS, S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED),
        _C_O,
    ),
    Row(
        (S.INVESTIGATING,),
        (S.PLANNED, S.IN_PROGRESS, S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED),
        _C_O,
    ),
    # Planned to planned is a new date, or what remains after a part is done.
    Row(
        (S.PLANNED,),
        (S.PLANNED, S.IN_PROGRESS, S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED),
        _C_O,
    ),
    Row((S.IN_PROGRESS,), (S.DONE, S.PLANNED, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED), _C_O),
    Row((S.SENT, S.ACCEPTED, S.INVESTIGATING, S.REOPENED), (S.HANDED_OVER,), _C),
    Row(
        (S.HANDED_OVER,),
        (S.ACCEPTED, S.PLANNED, S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED),
        _C_LINK,
    ),
    Row((S.NEEDS_PROJECT,), (S.PLANNED, S.DECLINED, S.REOPENED), _C_O),
    Row((S.DONE,), (S.CONFIRMED, S.REOPENED), _C_V),
    Row((S.CONFIRMED,), (S.REOPENED,), _C_V),
    Row((S.DECLINED,), (S.REOPENED,), _C),
    Row(
        (S.REOPENED,),
        (S.SENT, S.ACCEPTED, S.INVESTIGATING, S.PLANNED, S.IN_PROGRESS)
        + (S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED),
        _C_O,
    ),
    Row(
        (S.SENT, S.BOUNCED, S.ACCEPTED, S.INVESTIGATING, S.PLANNED, S.HANDED_OVER, S.REOPENED),
        (S.MERGED,),
        _C,
    ),
    Row((S.MERGED,), (S.NEW,), _C),
    Row(LIVE, (S.CONTESTED,), _SERVER),
    Row((S.CONTESTED,), (S.ACCEPTED, S.PLANNED, S.DONE), _C),
)

#: States that answer the reporter, each only together with its public sentence.
ANSWERED = frozenset({S.PLANNED, S.DONE, S.CONFIRMED, S.DECLINED, S.NEEDS_PROJECT})
#: States in which nobody owes the ticket any more work.
CLOSED = frozenset({S.CONFIRMED, S.DECLINED, S.MERGED})

NEEDS: Mapping[TicketStatus, frozenset[Need]] = {
    S.PLANNED: frozenset({Need.PUBLIC_SENTENCE, Need.PLANNED_FOR}),
    S.DONE: frozenset({Need.PUBLIC_SENTENCE, Need.PHOTO_OR_REASON}),
    S.DECLINED: frozenset({Need.PUBLIC_SENTENCE, Need.REASON}),
    S.NEEDS_PROJECT: frozenset({Need.PUBLIC_SENTENCE}),
    S.INVESTIGATING: frozenset({Need.ANSWER_BY}),
    S.MERGED: frozenset({Need.INTO}),
}

#: What a verdict does to a ticket; where a pair is missing the verdict is kept and the state stays.
VERDICTS: Mapping[tuple[TicketStatus, Verdict], TicketStatus] = {
    (S.DONE, Verdict.FIXED): S.CONFIRMED,
    (S.DONE, Verdict.PARTLY): S.REOPENED,
    (S.DONE, Verdict.NOT_FIXED): S.REOPENED,
    (S.DONE, Verdict.WORSE): S.REOPENED,
    (S.CONFIRMED, Verdict.PARTLY): S.REOPENED,
    (S.CONFIRMED, Verdict.NOT_FIXED): S.REOPENED,
    (S.CONFIRMED, Verdict.WORSE): S.REOPENED,
}

_PARTY_OF_ROLE: Mapping[Role, Party] = {
    Role.COORDINATOR: Party.COORDINATOR,
    Role.CREW: Party.OWNER,
    Role.SUPERVISOR: Party.OWNER,
    Role.READER: Party.OWNER_BY_LINK,
    Role.LEADER: Party.LEADER,
    Role.SECRETARY: Party.LEADER,
}


def party_of(role: Role) -> Party | None:
    """The capacity in which a role moves tickets, or None where it moves none."""
    return _PARTY_OF_ROLE.get(role)


def allowed(from_: TicketStatus, party: Party) -> tuple[TicketStatus, ...]:
    """The states that `party` may take a ticket to, in the order of the table."""
    rows = (row for row in TABLE if from_ in row.sources and party in row.parties)
    return tuple(dict.fromkeys(target for row in rows for target in row.targets))


def require(from_: TicketStatus, to: TicketStatus, party: Party) -> None:
    """Raise `NotAllowed`, with the allowed states, unless the table has this arrow for this party."""
    choices = allowed(from_, party)
    if to not in choices:
        raise NotAllowed(from_, to, choices)


def needs(to: TicketStatus) -> frozenset[Need]:
    """What an act that takes a ticket to `to` must carry."""
    return NEEDS.get(to, frozenset())


def require_needs(to: TicketStatus, given: frozenset[Need]) -> None:
    """Raise `Incomplete` naming what the act does not say, in the order of `Need`."""
    missing = tuple(need for need in Need if need in needs(to) - given)
    if missing:
        raise Incomplete(missing)


def is_answered(status: TicketStatus, *, has_sentence: bool = True) -> bool:
    """Whether the reporter has an answer: a state that is one, and the sentence that says it."""
    return status in ANSWERED and has_sentence


def needs_public_sentence(status: TicketStatus) -> bool:
    """Whether a ticket in this state must have a public sentence; confirmed keeps the one of done."""
    return status in ANSWERED


def must_be_confirmed(status: TicketStatus, *, nothing_found: bool) -> bool:
    """Whether the coordinator has to look: "hittar inget fel" closes nothing by itself."""
    return status is S.DONE and nothing_found


def after_verdict(status: TicketStatus, verdict: Verdict) -> TicketStatus | None:
    """Where a follow-up walk's verdict takes the ticket; None where it only enters the history."""
    return VERDICTS.get((status, verdict))
