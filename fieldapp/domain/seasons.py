"""When a kind of work can be done at all: pruning outside nesting time, asphalt in the warm half-year."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from fieldapp.domain.languages import Words


@dataclass(frozen=True, order=True)
class MonthDay:
    """A day of every year; 29 February is the last of February in years that have none."""

    month: int
    day: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1 <= self.day <= calendar.monthrange(2024, self.month)[1]:
            raise ValueError(f"no such day of the year: {self.month}-{self.day}")

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        """From "11-01"; raises ValueError."""
        month, day = text.split("-")
        return cls(int(month), int(day))

    def in_year(self, year: int) -> date:
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


@dataclass(frozen=True)
class Window:
    """One stretch of days in which the work can be done; both days belong to it."""

    opens_on: date
    closes_on: date

    def __contains__(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True)
class Season:
    """A part of the year, from `opens` to `closes`, which may lie on the other side of New Year."""

    code: str
    name: Words
    opens: MonthDay
    closes: MonthDay
    why: str = ""

    def window(self, day: date) -> Window:
        """The window that `day` lies in, else the next one."""
        windows = (self._window_from(year) for year in range(day.year - 1, day.year + 2))
        return next(window for window in windows if day <= window.closes_on)

    def is_open(self, day: date) -> bool:
        return day in self.window(day)

    def next_open_day(self, day: date) -> date:
        """`day` itself where the season is open, else the first day of the next window."""
        return max(day, self.window(day).opens_on)

    def next_window(self, day: date) -> Window:
        """The window that opens after `day`."""
        return (
            self.window(self.window(day).closes_on + timedelta(days=1))
            if self.is_open(day)
            else self.window(day)
        )

    def _window_from(self, year: int) -> Window:
        wraps = self.closes < self.opens
        return Window(self.opens.in_year(year), self.closes.in_year(year + 1 if wraps else year))
