"""The Swedish working day, by the calendar that the holidays library keeps."""

from datetime import date, timedelta
from functools import cache

_FRIDAY = 4


@cache
def days_off(year: int) -> frozenset[date]:
    """Public holidays of a year, and the eves on which in practice nobody works.

    The eves are Midsummer Eve, Christmas Eve and New Year's Eve.
    """
    # Imported late: the library loads every country, which start-up need not wait for.
    from holidays.countries.sweden import Sweden

    return frozenset(Sweden(years=year, categories=("public", "de_facto")))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and neither a holiday nor one of the three eves."""
    return day.weekday() <= _FRIDAY and day not in days_off(day.year)


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    following = day + timedelta(days=1)
    while not is_working_day(following):
        following += timedelta(days=1)
    return following


def add_working_days(day: date, count: int) -> date:
    """The day on which `count` working days after `day` have passed; `day` itself does not count."""
    for _ in range(count):
        day = next_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day))
