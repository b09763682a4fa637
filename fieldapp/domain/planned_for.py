"""When something is planned for: a date, a week, a time of the year, a season or the running upkeep."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fieldapp.domain.errors import Invalid
from fieldapp.domain.seasons import Season, Window

RUNNING = "running"


class PlannedKind(StrEnum):
    DATE = "date"
    WEEK = "week"
    QUARTER = "quarter"
    SEASON = "season"
    RUNNING = "running"


#: First and last month of the four times of the year; winter is named by the year in which it ends.
QUARTERS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-(spring|summer|autumn|winter)")
_SEASON = re.compile(r"[a-z][a-z_]{1,18}")


@dataclass(frozen=True)
class PlannedFor:
    """One of "2026-10-06", "2026-W41", "2027-spring", "pruning" (a season's code) or "running"."""

    kind: PlannedKind
    code: str

    def __str__(self) -> str:
        return self.code

    @classmethod
    def parse(cls, text: str) -> "PlannedFor":
        """Read what `str` wrote; raises `Invalid` for the field planned_for."""
        try:
            return cls(_kind_of(text), text)
        except ValueError as error:
            raise Invalid("planned_for", "not-a-time") from error

    @property
    def day(self) -> date:
        """The date of a date, the Monday of a week."""
        return _monday(self.code) if self.kind is PlannedKind.WEEK else date.fromisoformat(self.code)

    @property
    def year(self) -> int:
        """The year of a date, a week or a time of the year."""
        return int(self.code[:4])

    @property
    def week(self) -> int:
        """The number of a week."""
        return int(self.code[-2:])

    @property
    def quarter(self) -> str:
        """ "spring", "summer", "autumn" or "winter"."""
        return self.code[5:]

    def window(self, today: date, seasons: dict[str, Season]) -> Window | None:
        """The days it is promised for, seen from `today`; None for running upkeep and unknown seasons."""
        if self.kind is PlannedKind.DATE:
            return Window(self.day, self.day)
        if self.kind is PlannedKind.WEEK:
            return Window(self.day, self.day + timedelta(days=6))
        if self.kind is PlannedKind.QUARTER:
            return _quarter(self.year, self.quarter)
        season = seasons.get(self.code)
        return season.window(today) if season else None


def _kind_of(text: str) -> PlannedKind:
    if text == RUNNING:
        return PlannedKind.RUNNING
    if _DATE.fullmatch(text):
        date.fromisoformat(text)
        return PlannedKind.DATE
    if _WEEK.fullmatch(text):
        _monday(text)
        return PlannedKind.WEEK
    if _QUARTER.fullmatch(text):
        return PlannedKind.QUARTER
    if _SEASON.fullmatch(text):
        return PlannedKind.SEASON
    raise ValueError(text)


def _monday(text: str) -> date:
    return date.fromisocalendar(int(text[:4]), int(text[-2:]), 1)


def _quarter(year: int, name: str) -> Window:
    first, last = QUARTERS[name]
    opens = date(year - 1 if last < first else year, first, 1)
    return Window(opens, date(year, last + 1, 1) - timedelta(days=1))
