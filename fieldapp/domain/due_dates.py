"""When a point must be done: hours, working days, days and answer days, which stand still out of season."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fieldapp.domain.clock import STOCKHOLM, local
from fieldapp.domain.seasons import Season
from fieldapp.domain.urgency import DueKind, DueRule
from fieldapp.domain.working_days import is_working_day


@dataclass(frozen=True)
class Due:
    """A limit in time: `on` is the local day that people read, `at` the UTC moment after which it is late.

    `waits_for` is the code of the season that moved it, `opens_on` the first day that work is possible.
    """

    on: date
    at: datetime
    waits_for: str | None = None
    opens_on: date | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether the limit has passed at the UTC moment `now`."""
        return now > self.at


def local_day(moment: datetime) -> date:
    """The day that people in the municipality write for a UTC moment."""
    return local(moment).date()


def end_of_day(day: date) -> datetime:
    """The UTC moment at which the local day ends; 23, 24 or 25 hours after it began."""
    return datetime.combine(day + timedelta(days=1), time.min, STOCKHOLM).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The UTC moment at which the local day begins."""
    return datetime.combine(day, time.min, STOCKHOLM).astimezone(UTC)


def due(rule: DueRule, noted_at: datetime, season: Season | None = None) -> Due:
    """When something noted at the UTC moment `noted_at` must be done.

    Hours are exact. Days begin to count on the day after; while the season is closed they stand
    still. Hours and answers know no season: danger is secured and people are answered all year.
    """
    if rule.kind is DueKind.HOURS:
        at = noted_at + timedelta(hours=rule.count)
        return Due(local_day(at), at)
    noted_on = local_day(noted_at)
    if rule.kind is DueKind.ANSWER_DAYS or season is None:
        on = _count_days(rule, noted_on)
        return Due(on, end_of_day(on))
    return _due_in_season(rule, noted_on, season)


def applies(season: Season | None, *, is_sheltered: bool = False, is_worse: bool = False) -> Season | None:
    """The season that locks this point: none indoors or in a tunnel, none where it is dangerous."""
    return None if is_sheltered or is_worse else season


def _counts(rule: DueRule, day: date) -> bool:
    return rule.kind is not DueKind.WORKING_DAYS or is_working_day(day)


def _count_days(rule: DueRule, day: date) -> date:
    left = rule.count
    while left:
        day += timedelta(days=1)
        left -= _counts(rule, day)
    return day


def _due_in_season(rule: DueRule, noted_on: date, season: Season) -> Due:
    left, day, opens_on = rule.count, noted_on, None
    while left:
        day += timedelta(days=1)
        possible = season.next_open_day(day)
        if possible != day:
            # A window's first day is the first on which the work can begin, so it counts.
            day, opens_on = possible, possible
        left -= _counts(rule, day)
    return Due(day, end_of_day(day), season.code if opens_on else None, opens_on)
