"""Sunset and dark at 59.48 N 17.75 E, as the almanac has them."""

from datetime import date, datetime, timedelta

import pytest

from fieldapp.domain.clock import STOCKHOLM
from fieldapp.domain.sun import evening

UPPLANDS_BRO = (59.48, 17.75)


@pytest.mark.parametrize(
    ("day", "sunset", "dark"),
    [
        (date(2025, 10, 9), "17:59", "18:40"),
        (date(2026, 3, 12), "17:43", "18:24"),
        (date(2026, 9, 24), "18:44", "19:24"),
        (date(2026, 11, 19), "15:15", "16:04"),
        (date(2026, 11, 22), "15:09", None),
    ],
)
def test_the_evening_is_the_almanacs_within_two_minutes(day: date, sunset: str, dark: str | None) -> None:
    found = evening(*UPPLANDS_BRO, day)
    for moment, expected in ((found.sunset_at, sunset), (found.dark_at, dark)):
        if expected is not None:
            assert moment is not None
            hour, minute = map(int, expected.split(":"))
            wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)
            assert abs(moment - wall) <= timedelta(minutes=2)


def test_a_midsummer_night_in_the_north_has_no_sunset_and_no_dark() -> None:
    assert evening(68.0, 20.0, date(2026, 6, 21)).sunset_at is None


def test_midsummer_in_uppland_has_a_sunset_and_a_late_dusk() -> None:
    found = evening(*UPPLANDS_BRO, date(2026, 6, 21))
    assert found.sunset_at is not None
    assert found.dark_at is not None
    assert found.sunset_at < found.dark_at


def test_the_same_day_south_of_the_equator_ends_earlier_in_june_than_in_december() -> None:
    june, december = (evening(-33.9, 18.4, date(2026, month, 21)).sunset_at for month in (6, 12))
    assert june is not None
    assert december is not None
    assert june.time() < december.time()
