"""A promise is kept up to its last day, missed from the next, and never unmade by another."""

from datetime import date

import pytest

from fieldapp.domain.promises import Promise, Promises, Standing, count, first_promise

WEEK_41 = date(2026, 10, 11)


@pytest.mark.parametrize(
    ("done_on", "today", "stands"),
    [
        (None, date(2026, 10, 11), Standing.WAITING),
        (None, date(2026, 10, 12), Standing.MISSED),
        (date(2026, 9, 30), date(2026, 9, 30), Standing.KEPT),
        (date(2026, 10, 11), date(2027, 1, 1), Standing.KEPT),
        (date(2026, 10, 12), date(2026, 10, 12), Standing.MISSED),
        (date(2026, 10, 12), date(2026, 10, 10), Standing.MISSED),
    ],
)
def test_a_promise_at_its_edges(done_on: date | None, today: date, stands: Standing) -> None:
    assert Promise(WEEK_41, done_on).on(today) is stands


@pytest.mark.parametrize(
    ("last_days", "counts"),
    [
        ([], None),
        ([None], None),
        ([WEEK_41], WEEK_41),
        ([WEEK_41, date(2026, 12, 31)], WEEK_41),
        ([date(2026, 12, 31), WEEK_41], date(2026, 12, 31)),
        ([None, WEEK_41], WEEK_41),
    ],
)
def test_the_first_promise_with_a_last_day_counts(last_days: list[date | None], counts: date | None) -> None:
    found = first_promise(last_days, None)
    assert (found.last_day if found else None) == counts


def test_promises_are_counted_as_they_stand_today() -> None:
    some = [Promise(WEEK_41, WEEK_41), Promise(WEEK_41), Promise(date(2026, 10, 30)), Promise(WEEK_41)]
    assert count(some, date(2026, 10, 20)) == Promises(kept=1, missed=2, waiting=1)
    assert count(some, date(2026, 10, 20)).total == 4
    assert count([], WEEK_41) == Promises()
