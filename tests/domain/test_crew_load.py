"""Work by whom and how long: every age at its edges, and what nobody has on top."""

from datetime import date, timedelta

import pytest

from fieldapp.domain.crew_load import AGES, Work, age_of, loads
from fieldapp.domain.ids import new_id

TODAY = date(2026, 11, 23)
BIL_1, BIL_2, GONE = new_id(), new_id(), new_id()


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, "week"),
        (0, "week"),
        (7, "week"),
        (8, "fortnight"),
        (14, "fortnight"),
        (15, "month"),
        (30, "month"),
        (31, "older"),
        (4000, "older"),
    ],
)
def test_every_age_begins_and_ends_on_its_day(days: int, age: str) -> None:
    assert age_of(TODAY - timedelta(days=days), TODAY) == age


def test_the_ages_follow_each_other_without_a_hole() -> None:
    for one, following in zip(AGES, AGES[1:], strict=False):
        assert one.to_days is not None
        assert following.from_days == one.to_days + 1


def work(who: object, days: int, due: int | None = None) -> Work:
    due_on = TODAY + timedelta(days=due) if due is not None else None
    return Work(who, TODAY - timedelta(days=days), due_on)  # type: ignore[arg-type]


def test_what_nobody_has_stands_on_top_and_every_ticket_is_counted_once() -> None:
    everything = [work(BIL_2, 3), work(BIL_2, 40, -1), work(None, 9, 0), work(GONE, 20, -5)]

    found = loads(everything, [BIL_1, BIL_2], TODAY)

    assert [row.who for row in found] == [None, BIL_1, BIL_2]
    assert [row.total for row in found] == [2, 0, 2]
    assert [row.late for row in found] == [1, 0, 1]
    assert found[0].counts == {"week": 0, "fortnight": 1, "month": 1, "older": 0}
