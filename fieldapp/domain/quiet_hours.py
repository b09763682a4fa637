"""When mails to people leave: 7 to 18 on Swedish working days; what is dangerous leaves at once."""

from datetime import UTC, date, datetime, time, timedelta

from fieldapp.domain.clock import STOCKHOLM, local
from fieldapp.domain.working_days import is_working_day, next_working_day

OPENS, CLOSES = time(7), time(18)


def is_open(now: datetime) -> bool:
    """Whether people are written to at this UTC moment."""
    here = local(now)
    return is_working_day(here.date()) and OPENS <= here.time() < CLOSES


def leaves_at(now: datetime, *, is_akut: bool = False) -> datetime:
    """The UTC moment at which a mail written now leaves: now, or when the next working day begins."""
    if is_akut or is_open(now):
        return now
    here = local(now)
    is_before = is_working_day(here.date()) and here.time() < OPENS
    day = here.date() if is_before else next_working_day(here.date())
    return datetime.combine(day, OPENS, STOCKHOLM).astimezone(UTC)


def week_of(day: date) -> str:
    """The week as people write it in a calendar: 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def begins_week(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
