"""How old what waits is: the columns of the page that shows at a glance what is late, and with whom."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class Age(StrEnum):
    """Days since the point was noted, or a promise whose day has passed."""

    FRESH = "0-10"
    REMINDED = "11-20"
    CLOSING = "21-30"
    OVER = "31-"
    PROMISE = "promise"


#: The first and the last day of each band; None: no last one.
BANDS: Mapping[Age, tuple[int, int | None]] = {
    Age.FRESH: (0, 10),
    Age.REMINDED: (11, 20),
    Age.CLOSING: (21, 30),
    Age.OVER: (31, None),
}


def age_of(began_on: date, today: date) -> Age:
    """The band of something that waits since the local day `began_on`; what lies ahead is fresh."""
    days = (today - began_on).days
    return next(age for age, (_, last) in BANDS.items() if last is None or days <= last)


def began_between(age: Age, today: date) -> tuple[date | None, date | None]:
    """The earliest and the latest day on which what is in this band now began; None: no bound."""
    first, last = BANDS[age]
    earliest = today - timedelta(days=last) if last is not None else None
    return earliest, (today - timedelta(days=first) if first else None)
