"""What an owner is to be asked today about one ticket: again, above its head, or nothing."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fieldapp.domain.answer_clock import AnswerClock
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.domain.urgency import Urgency

#: Between two questions about the same ticket an owner has at least so many days.
LEAST_APART_DAYS = 5
#: Nobody is gone above before having been asked so often.
ASKED_FIRST = 2
#: What was lifted to the head and is silent still is asked about again, gathered, at this distance.
AGAIN_AFTER_DAYS = 30
#: A promise whose day has passed is asked about at once, then at this distance …
PROMISE_AGAIN_DAYS = 10
#: … and lifted to the head so long after its day.
PROMISE_ESCALATED_DAYS = 20
#: When the coordinator has asked by hand, the row comes back after so many days of silence.
BY_HAND_LASTS_DAYS = 10

#: The owner has it and can answer it.
WITH_OWNER = frozenset({S.SENT, S.ACCEPTED, S.INVESTIGATING, S.IN_PROGRESS, S.HANDED_OVER})
#: Only the coordinator can take these further; nobody else is asked meanwhile.
WITH_COORDINATOR = frozenset({S.NEW, S.BOUNCED, S.REOPENED, S.CONTESTED})
#: States that keep what was answered before them: work goes on under a promise.
KEEPS_ANSWER = frozenset({S.ACCEPTED, S.IN_PROGRESS})


class Ask(StrEnum):
    """Why an owner hears of a ticket today."""

    REMINDER = "reminder"
    ESCALATION = "escalation"
    PROMISE = "promise"


@dataclass(frozen=True)
class Asked:
    """What the clocks know of a ticket. Days are local.

    `has_answer` says that a public answer stands; `last_on` is when the owner was last asked in any way,
    None for never; `count` how often; `due_on` the limit or the end of what was promised. Whoever has no
    address is not reminded: its point goes to the head on its last day all the same. Police and rescue
    service are `is_informed_only`: they owe nothing, and nothing of theirs is late.
    """

    state: S
    clock: AnswerClock
    has_answer: bool = False
    count: int = 0
    last_on: date | None = None
    escalated_on: date | None = None
    due_on: date | None = None
    has_address: bool = True
    is_informed_only: bool = False


def owes_answer(state: S, *, has_answer: bool, is_informed_only: bool = False) -> bool:
    """Whether the reporter waits: an answer given before counts only while work goes on under it."""
    if is_informed_only and state not in WITH_COORDINATOR:
        return False
    if state in WITH_OWNER | WITH_COORDINATOR:
        return not (has_answer and state in KEEPS_ANSWER)
    return False


def holds_promise(state: S, *, has_answer: bool) -> bool:
    """Whether a day was promised that can pass."""
    return state is S.PLANNED or (has_answer and state in KEEPS_ANSWER)


def is_waited_for(asked: Asked) -> bool:
    """`owes_answer` of a ticket that is known; whoever is only informed owes none."""
    return owes_answer(asked.state, has_answer=asked.has_answer, is_informed_only=asked.is_informed_only)


def is_silent(asked: Asked, today: date) -> bool:
    """Whether the answer is late: the red of every page."""
    return is_waited_for(asked) and asked.clock.is_late(today)


def has_broken_promise(asked: Asked, today: date) -> bool:
    """Whether what was promised has not been done in time."""
    promised = holds_promise(asked.state, has_answer=asked.has_answer)
    return not asked.is_informed_only and promised and asked.due_on is not None and today > asked.due_on


def owed(asked: Asked, today: date) -> Ask | None:
    """What the owner is to be asked on the local day `today`; the same question is owed until it is asked."""
    if asked.state in WITH_COORDINATOR:
        return None
    if has_broken_promise(asked, today):
        return _about_promise(asked, today)
    if is_waited_for(asked):
        return _about_answer(asked, today)
    return None


def _about_answer(asked: Asked, today: date) -> Ask | None:
    last = asked.last_on
    if last is not None and (today - last).days < LEAST_APART_DAYS:
        return None
    if today >= asked.clock.answer_by:
        return _after_last_day(asked, today)
    if not asked.has_address:
        return None
    # A step that was reached before the owner was asked at all has been taken by asking.
    is_reached = any(last < day <= today for _, day in asked.clock.reminders()) if last else True
    return Ask.REMINDER if is_reached else None


def _after_last_day(asked: Asked, today: date) -> Ask | None:
    if asked.escalated_on is not None:
        since = max(asked.escalated_on, asked.last_on or asked.escalated_on)
        is_long = today >= since + timedelta(days=AGAIN_AFTER_DAYS)
        return Ask.REMINDER if is_long and asked.has_address else None
    was_agreed = asked.clock.extended_to is not None
    by_hand = asked.state is S.HANDED_OVER or not asked.has_address
    return Ask.ESCALATION if was_agreed or by_hand or asked.count >= ASKED_FIRST else Ask.REMINDER


def _about_promise(asked: Asked, today: date) -> Ask | None:
    due_on, last = asked.due_on, asked.last_on
    if due_on is None:
        return None
    is_long = today > due_on + timedelta(days=PROMISE_ESCALATED_DAYS)
    if not asked.has_address:
        return Ask.ESCALATION if is_long and asked.escalated_on is None else None
    if last is None or last <= due_on:
        return Ask.PROMISE
    distance = AGAIN_AFTER_DAYS if asked.escalated_on else PROMISE_AGAIN_DAYS
    if today < last + timedelta(days=distance):
        return None
    return Ask.ESCALATION if is_long and asked.escalated_on is None else Ask.PROMISE


class Call(StrEnum):
    """Why the coordinator has to take a silent or late ticket in hand."""

    UNANSWERED = "unanswered"
    LATE = "late"
    BY_HAND = "by_hand"


def call(asked: Asked, urgency: str, by_hand_on: date | None, today: date) -> Call | None:
    """What only the coordinator can do now, on top of what the clocks have done by themselves.

    What is dangerous comes at once when its limit has passed; all else after the owner was asked in vain.
    """
    if asked.state in WITH_COORDINATOR:
        return None
    if by_hand_on is not None and today < by_hand_on + timedelta(days=BY_HAND_LASTS_DAYS):
        return None
    if is_silent(asked, today) and not _is_asked_now(asked, today):
        return Call.UNANSWERED
    if _is_called_late(asked, urgency, today):
        return Call.LATE
    if asked.state is S.HANDED_OVER and owed(asked, today) is not None:
        return Call.BY_HAND
    return None


def _is_asked_now(asked: Asked, today: date) -> bool:
    """Sent late: the owner was asked a few days ago, and nobody has been gone above yet."""
    if asked.escalated_on is not None or asked.last_on is None:
        return False
    return (today - asked.last_on).days < LEAST_APART_DAYS


def _is_called_late(asked: Asked, urgency: str, today: date) -> bool:
    is_live = asked.state in WITH_OWNER or holds_promise(asked.state, has_answer=asked.has_answer)
    if asked.due_on is None or not is_live or asked.is_informed_only:
        return False
    patience = 0 if urgency == Urgency.AKUT else PROMISE_ESCALATED_DAYS
    return today > asked.due_on + timedelta(days=patience)
