"""The times that an owner can promise: the weeks ahead, this work's season, the next times of the year."""

from datetime import date, timedelta

from fieldapp.domain.planned_for import QUARTERS

WEEKS_AHEAD = 40
TIMES_AHEAD = 5
YEARS_AHEAD = 4
#: What is offered where the limit has passed or there is none.
_USUAL = timedelta(weeks=2)


def week_code(day: date) -> str:
    """The week of a local day as `PlannedFor` reads it: "2026-W41"."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def mondays(today: date) -> list[date]:
    """Of this week and those that follow."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=number) for number in range(WEEKS_AHEAD)]


def usual_week(today: date, due_on: date | None) -> str:
    """The week of the limit, or a fortnight from now where that has passed, among those that are offered."""
    found = due_on if due_on is not None and due_on >= today else today + _USUAL
    return week_code(min(found, mondays(today)[-1]))


def times_of_year(today: date) -> list[str]:
    """The rest of this time of the year and the next ones; winter is named by the year it ends in."""
    found = []
    for ahead in range(0, 3 * TIMES_AHEAD, 3):
        month = (today.month - 1 + ahead) % 12 + 1
        year = today.year + (today.month - 1 + ahead) // 12
        name = next(name for name, (first, last) in QUARTERS.items() if _is_in(month, first, last))
        found.append(f"{year + 1 if month == 12 else year}-{name}")
    return found


def budget_years(today: date) -> list[int]:
    """The years whose budget is not made yet."""
    return [today.year + ahead for ahead in range(1, YEARS_AHEAD + 1)]


def _is_in(month: int, first: int, last: int) -> bool:
    return first <= month <= last if first <= last else month >= first or month <= last
