"""What an owner is offered to promise, day by day through a turn of the year."""

from datetime import date

import pytest

from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.promise_times import (
    WEEKS_AHEAD,
    budget_years,
    mondays,
    times_of_year,
    usual_week,
    week_code,
)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 9, 25), "2026-W39", "2027-W25"),
        (date(2026, 12, 31), "2026-W53", "2027-W39"),
        (date(2027, 1, 1), "2026-W53", "2027-W39"),
        (date(2027, 1, 4), "2027-W01", "2027-W40"),
        (date(2028, 2, 29), "2028-W09", "2028-W48"),
    ],
)
def test_weeks_begin_with_this_one_and_know_years_of_fifty_three(today: date, first: str, last: str) -> None:
    found = mondays(today)
    assert (week_code(found[0]), week_code(found[-1]), len(found)) == (first, last, WEEKS_AHEAD)
    assert all(day.weekday() == 0 for day in found)
    assert all(PlannedFor.parse(week_code(day)).day == day for day in found)


@pytest.mark.parametrize(
    ("due_on", "week"),
    [
        (date(2026, 10, 8), "2026-W41"),
        (date(2026, 9, 25), "2026-W39"),
        (date(2026, 9, 24), "2026-W41"),
        (None, "2026-W41"),
        (date(2029, 1, 1), "2027-W25"),
    ],
)
def test_the_week_of_the_limit_is_proposed_unless_it_has_passed(due_on: date | None, week: str) -> None:
    assert usual_week(date(2026, 9, 25), due_on) == week


@pytest.mark.parametrize(
    ("today", "times"),
    [
        (date(2026, 9, 25), "2026-autumn 2027-winter 2027-spring 2027-summer 2027-autumn"),
        (date(2026, 12, 1), "2027-winter 2027-spring 2027-summer 2027-autumn 2028-winter"),
        (date(2027, 2, 28), "2027-winter 2027-spring 2027-summer 2027-autumn 2028-winter"),
        (date(2027, 3, 1), "2027-spring 2027-summer 2027-autumn 2028-winter 2028-spring"),
    ],
)
def test_times_of_the_year_begin_with_the_one_that_is_not_over(today: date, times: str) -> None:
    assert times_of_year(today) == times.split()
    for code in times_of_year(today):
        window = PlannedFor.parse(code).window(today, {})
        assert window is not None and window.closes_on >= today


def test_a_project_goes_into_a_budget_that_is_not_made() -> None:
    assert budget_years(date(2026, 12, 31)) == [2027, 2028, 2029, 2030]
