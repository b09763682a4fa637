"""When things happen in the demo: Thursday evenings, office hours after them, never later than yesterday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.clock import STOCKHOLM, local
from fieldapp.domain.planned_for import QUARTERS, PlannedFor
from fieldapp.domain.working_days import is_working_day, next_working_day
from fieldapp.services.demo.chance import Chance

_THURSDAY = 3
#: What is built needs time before it begins.
_LEAD = timedelta(days=60)


@dataclass(frozen=True)
class Days:
    """All moments are UTC and follow from `now`, the moment of loading."""

    now: datetime

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def thursday(self) -> date:
        """The story's latest evening: a Thursday, three to nine days ago."""
        latest = self.today - timedelta(days=3)
        return latest - timedelta(days=(latest.weekday() - _THURSDAY) % 7)

    def evening(self, weeks: int, starts: str) -> datetime:
        """When the walk `weeks` from the latest one begins, "17.30" local time."""
        hour, minute = map(int, starts.split("."))
        return _at(self.thursday + timedelta(weeks=weeks), time(hour, minute))

    def review(self, walked: date, order: int) -> datetime:
        """The morning after, three minutes a point."""
        return _at(self.office_day(walked, 1), time(8, 30)) + timedelta(minutes=3 * order)

    def sent(self, walked: date) -> datetime:
        return _at(self.office_day(walked, 1), time(11, 20))

    def answer(self, walked: date, days: int, key: str) -> datetime:
        """In office hours, `days` after the walk or on the next working day."""
        chance = Chance(f"answer/{key}")
        minute = chance.count(0, 210)
        return _at(self.office_day(walked, max(days, 1)), time(12, 30)) + timedelta(minutes=minute)

    def office_day(self, walked: date, days: int) -> date:
        """A working day as far as there is one before today."""
        day = walked + timedelta(days=days)
        working = day if is_working_day(day) else next_working_day(day)
        latest = max(self.today - timedelta(days=1), walked + timedelta(days=1))
        return min(working, latest)

    def promise(self, words: str) -> str:
        """A promise as data: "+4w" a week, "-9d" or "+40d" a day, "spring" the next one, else as it is."""
        if words.endswith("w"):
            year, week, _ = (self.today + timedelta(weeks=int(words[:-1]))).isocalendar()
            return f"{year}-W{week:02d}"
        if words.endswith("d"):
            day = self.today + timedelta(days=int(words[:-1]))
            return (day if is_working_day(day) else next_working_day(day)).isoformat()
        if words in QUARTERS:
            return self._next_quarter(words)
        return words

    def _next_quarter(self, name: str) -> str:
        for year in range(self.today.year, self.today.year + 3):
            window = PlannedFor.parse(f"{year}-{name}").window(self.today, dict(load_defaults().seasons))
            if window is not None and window.opens_on > self.today + _LEAD:
                return f"{year}-{name}"
        raise ValueError(name)


def week_of(moment: datetime) -> str:
    year, week, _ = local(moment).date().isocalendar()
    return f"{year}-W{week:02d}"


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, STOCKHOLM).astimezone(UTC)
