"""The answer within thirty days: reminders at 10 and 20, escalation at 30, moved once by at most 60."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from fieldapp.domain.errors import DomainError

ANSWER_DAYS = 30
REMINDER_DAYS = (10, 20)
EXTENSION_MAX_DAYS = 60


class Step(StrEnum):
    """How far the clock has come for a point that has no answer."""

    WAITING = "waiting"
    FIRST_REMINDER = "first_reminder"
    SECOND_REMINDER = "second_reminder"
    ESCALATED = "escalated"


class CannotExtend(DomainError):
    """The clock may not be moved to that day: `extended-before`, `too-far` or `not-later`."""

    code = "cannot-extend"


@dataclass(frozen=True)
class AnswerClock:
    """Runs from the local day on which the point was noted until there is an answer.

    *Utreds, besked senast …* sets `extended_to` once; afterwards nobody is reminded before that day.
    """

    starts_on: date
    extended_to: date | None = None

    @property
    def promised_on(self) -> date:
        """The thirtieth day, which the reporter was promised."""
        return self.starts_on + timedelta(days=ANSWER_DAYS)

    @property
    def answer_by(self) -> date:
        """The last day for an answer."""
        return self.extended_to or self.promised_on

    @property
    def latest_extension(self) -> date:
        """The last day that the clock can be moved to."""
        return self.promised_on + timedelta(days=EXTENSION_MAX_DAYS)

    @property
    def days_in_all(self) -> int:
        """How many days the clock runs: 30, or more when it was moved."""
        return (self.answer_by - self.starts_on).days

    def day(self, today: date) -> int:
        """The day that the clock shows: "dag 12 av 30"."""
        return max(0, (today - self.starts_on).days)

    def reminders(self) -> tuple[tuple[Step, date], ...]:
        """The steps with their days; none once the clock was moved: silence is agreed until that day."""
        first, second = (self.starts_on + timedelta(days=days) for days in REMINDER_DAYS)
        steps = ((Step.FIRST_REMINDER, first), (Step.SECOND_REMINDER, second))
        return () if self.extended_to else steps

    def step(self, today: date) -> Step:
        """The step that is reached on the local day `today`; what is reached and not yet done is owed."""
        if today >= self.answer_by:
            return Step.ESCALATED
        reached = [step for step, day in self.reminders() if today >= day]
        return reached[-1] if reached else Step.WAITING

    def is_late(self, today: date) -> bool:
        """Whether the last day has passed: only then is the point red."""
        return today > self.answer_by

    def extend(self, to: date) -> "AnswerClock":
        """The clock moved to `to`; raises `CannotExtend`."""
        if self.extended_to is not None:
            raise CannotExtend("extended-before")
        if to <= self.promised_on:
            raise CannotExtend("not-later")
        if to > self.latest_extension:
            raise CannotExtend("too-far", latest=self.latest_extension)
        return replace(self, extended_to=to)
