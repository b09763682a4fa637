"""Working days, seasons and limits at the edges of the Swedish calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import applies, due, end_of_day, local_day, start_of_day
from fieldapp.domain.languages import Words
from fieldapp.domain.seasons import MonthDay, Season, Window
from fieldapp.domain.urgency import DueKind, DueRule, Urgency, effective, limit, rank, sends_at_once
from fieldapp.domain.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

SEASONS = load_defaults().seasons
PRUNING, ASPHALT, FROST = SEASONS["pruning"], SEASONS["asphalt"], SEASONS["frost"]
days = st.dates(date(2020, 1, 1), date(2050, 12, 31))
moments = st.integers(1_577_836_800, 2_556_057_600).map(lambda second: datetime.fromtimestamp(second, UTC))
rules = st.builds(DueRule, st.sampled_from(DueKind), st.integers(1, 120))


def season(opens: str, closes: str) -> Season:
    return Season("x", Words("x", "x", "x"), MonthDay.parse(opens), MonthDay.parse(closes))


def noted(text: str) -> datetime:
    """A UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",  # New Year's Day
        "2026-01-06",  # Epiphany
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2026-05-01",  # May Day
        "2026-05-14",  # Ascension Day
        "2025-06-06",  # National Day, a Friday
        "2026-06-19",  # Midsummer Eve
        "2026-12-24",  # Christmas Eve
        "2026-12-25",
        "2026-12-31",  # New Year's Eve
        "2026-09-26",  # a Saturday
        "2026-09-27",  # a Sunday
    ],
)
def test_nobody_works_on_holidays_eves_and_weekends(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-04-02", "2026-05-15", "2026-06-18", "2026-12-23", "2024-02-29", "2026-10-30"]
)
def test_maundy_thursday_squeeze_days_and_leap_day_are_working_days(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-09-24", 3, "2026-09-29"),  # a walk on a Thursday: Friday, Monday, Tuesday
        ("2026-09-24", 10, "2026-10-08"),
        ("2026-04-01", 2, "2026-04-07"),  # over Easter
        ("2026-06-18", 1, "2026-06-22"),  # over Midsummer
        ("2026-12-23", 3, "2026-12-30"),  # between Christmas and New Year
        ("2026-12-30", 1, "2027-01-04"),  # over New Year
        ("2024-02-28", 2, "2024-03-01"),  # over the leap day
        ("2026-09-26", 1, "2026-09-28"),  # from a Saturday
    ],
)
def test_working_days_are_counted_from_the_day_after(start: str, count: int, end: str) -> None:
    assert add_working_days(date.fromisoformat(start), count) == date.fromisoformat(end)


@given(days, st.integers(1, 60))
def test_counting_working_days_there_and_back_gives_the_same_number(day: date, count: int) -> None:
    end = add_working_days(day, count)
    assert is_working_day(end)
    assert working_days_between(day, end) == count
    assert add_working_days(day, 1) == next_working_day(day)


@pytest.mark.parametrize(
    ("rule", "noted_at", "on", "at"),
    [
        # Hours are exact, over the hour that is lost in March and the one that is won in October.
        ("24 hours", "2026-03-28T18:00", "2026-03-29", "2026-03-29T18:00"),
        ("24 hours", "2026-10-24T18:00", "2026-10-25", "2026-10-25T18:00"),
        ("2 hours", "2026-10-25T00:30", "2026-10-25", "2026-10-25T02:30"),
        # 23.30 UTC in summer is already the next day in Sweden.
        ("1 days", "2026-07-01T23:30", "2026-07-03", "2026-07-03T22:00"),
        ("1 days", "2026-07-01T21:30", "2026-07-02", "2026-07-02T22:00"),
        # The day that ends with the change of the clock ends an hour sooner or later in UTC.
        ("1 days", "2026-03-28T12:00", "2026-03-29", "2026-03-29T22:00"),
        ("1 days", "2026-10-24T12:00", "2026-10-25", "2026-10-25T23:00"),
        ("10 working_days", "2026-09-24T16:05", "2026-10-08", "2026-10-08T22:00"),
        ("90 days", "2026-09-24T16:05", "2026-12-23", "2026-12-23T23:00"),
        ("30 answer_days", "2026-09-24T16:05", "2026-10-24", "2026-10-24T22:00"),
        ("30 answer_days", "2024-01-30T12:00", "2024-02-29", "2024-02-29T23:00"),
    ],
)
def test_a_limit_ends_with_its_local_day_and_hours_to_the_minute(
    rule: str, noted_at: str, on: str, at: str
) -> None:
    limit_ = due(DueRule.parse(rule), noted(noted_at))
    assert limit_.on == date.fromisoformat(on)
    assert limit_.at == noted(at)
    assert not limit_.is_late(limit_.at)
    assert limit_.is_late(limit_.at + timedelta(seconds=1))


def test_a_local_day_has_23_24_or_25_hours() -> None:
    lengths = [
        (end_of_day(day) - start_of_day(day)) // timedelta(hours=1)
        for day in (date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25))
    ]
    assert lengths == [23, 24, 25]


@given(rules, moments)
def test_a_limit_lies_after_the_point_and_ends_on_the_day_that_it_names(rule: DueRule, at: datetime) -> None:
    limit_ = due(rule, at)
    assert limit_.at > at
    ends = limit_.at if rule.kind is DueKind.HOURS else limit_.at - timedelta(seconds=1)
    assert local_day(ends) == limit_.on


@pytest.mark.parametrize(
    ("which", "day", "window"),
    [
        (PRUNING, "2026-12-31", ("2026-11-01", "2027-03-31")),
        (PRUNING, "2027-01-01", ("2026-11-01", "2027-03-31")),
        (PRUNING, "2027-03-31", ("2026-11-01", "2027-03-31")),
        (PRUNING, "2027-04-01", ("2027-11-01", "2028-03-31")),
        (PRUNING, "2026-10-31", ("2026-11-01", "2027-03-31")),
        (ASPHALT, "2026-01-01", ("2026-04-15", "2026-11-15")),
        (ASPHALT, "2026-11-16", ("2027-04-15", "2027-11-15")),
    ],
)
def test_the_window_of_a_season_is_the_one_that_is_open_or_the_next(
    which: Season, day: str, window: tuple[str, str]
) -> None:
    opens, closes = map(date.fromisoformat, window)
    assert which.window(date.fromisoformat(day)) == Window(opens, closes)


def test_the_next_window_never_holds_the_day_itself() -> None:
    assert PRUNING.next_window(date(2027, 1, 1)).opens_on == date(2027, 11, 1)
    assert PRUNING.next_window(date(2027, 6, 1)).opens_on == date(2027, 11, 1)


def test_a_season_may_end_on_the_last_of_february() -> None:
    winter = season("12-01", "02-29")
    assert winter.is_open(date(2027, 2, 28))
    assert not winter.is_open(date(2027, 3, 1))
    assert winter.is_open(date(2028, 2, 29))


@pytest.mark.parametrize("text", ["13-01", "02-30", "00-10", "04-31"])
def test_a_day_that_no_year_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such day"):
        MonthDay.parse(text)


@given(st.sampled_from([PRUNING, ASPHALT, FROST]), days)
def test_the_next_open_day_is_open_and_nothing_before_it_is(which: Season, day: date) -> None:
    opening = which.next_open_day(day)
    assert opening >= day
    assert which.is_open(opening)
    assert which.is_open(day) == (opening == day)
    if opening > day:
        assert not which.is_open(opening - timedelta(days=1))


@pytest.mark.parametrize(
    ("rule", "which", "noted_at", "on", "waits"),
    [
        ("90 days", PRUNING, "2026-09-24T16:05", "2027-01-29", True),  # 90 days from 1 November
        ("90 days", PRUNING, "2026-11-10T16:05", "2027-02-08", False),  # all within the season
        ("90 days", PRUNING, "2027-03-20T16:05", "2028-01-18", True),  # 11 days now, 79 next winter
        ("5 working_days", FROST, "2026-12-10T12:00", "2027-03-19", True),
        ("5 working_days", ASPHALT, "2026-11-12T12:00", "2027-04-20", True),  # Friday 13th, then April
        ("30 answer_days", PRUNING, "2027-04-01T12:00", "2027-05-01", False),
        ("24 hours", FROST, "2026-12-10T12:00", "2026-12-11", False),
    ],
)
def test_days_stand_still_while_the_season_is_closed(
    rule: str, which: Season, noted_at: str, on: str, waits: bool
) -> None:
    limit_ = due(DueRule.parse(rule), noted(noted_at), which)
    assert limit_.on == date.fromisoformat(on)
    assert (limit_.waits_for, limit_.opens_on is not None) == (which.code if waits else None, waits)


@given(rules, moments, st.sampled_from([PRUNING, ASPHALT, FROST]))
def test_a_season_only_ever_gives_more_time_and_ends_on_a_day_of_work(
    rule: DueRule, at: datetime, which: Season
) -> None:
    limit_ = due(rule, at, which)
    assert limit_.at >= due(rule, at).at
    if rule.kind in (DueKind.DAYS, DueKind.WORKING_DAYS):
        assert which.is_open(limit_.on)


def test_tunnels_rooms_and_dangers_wait_for_no_season() -> None:
    assert applies(FROST) is FROST
    assert applies(FROST, is_sheltered=True) is None
    assert applies(FROST, is_worse=True) is None
    assert applies(None) is None


def test_akut_follows_what_the_recorder_chose_never_the_category() -> None:
    assert sends_at_once(Urgency.AKUT)
    assert not sends_at_once(None)
    assert not sends_at_once(Urgency.SNART)


def test_the_recorders_choice_comes_before_the_rule_and_the_rule_before_the_category() -> None:
    assert effective(Urgency.AKUT, Urgency.PLANERAS, Urgency.SNART) is Urgency.AKUT
    assert effective(None, Urgency.PLANERAS, Urgency.SNART) is Urgency.PLANERAS
    assert effective(None, None, Urgency.SNART) is Urgency.SNART
    assert effective(None, None, None) is Urgency.UTREDS
    assert sorted(Urgency, key=rank) == [Urgency.AKUT, Urgency.SNART, Urgency.PLANERAS, Urgency.UTREDS]


LAMP = {"usual": DueRule.parse("10 working_days"), "worse": DueRule.parse("3 working_days")}


@pytest.mark.parametrize(
    ("urgency", "facts", "expected"),
    [
        (Urgency.SNART, LAMP, "10 working_days"),
        (Urgency.SNART, {**LAMP, "is_worse": True}, "3 working_days"),
        (Urgency.SNART, {**LAMP, "by_rule": DueRule.parse("2 days")}, "2 days"),
        (Urgency.AKUT, {**LAMP, "is_chosen": True}, "24 hours"),
        (Urgency.AKUT, {"usual": DueRule.parse("2 hours"), "is_chosen": True}, "2 hours"),
        (Urgency.AKUT, {"usual": DueRule.parse("24 hours")}, "24 hours"),
        (Urgency.SNART, {}, "10 working_days"),
        (Urgency.PLANERAS, {"is_worse": True}, "60 days"),
        (Urgency.UTREDS, {}, "30 answer_days"),
    ],
)
def test_the_limit_follows_the_most_exact_thing_that_is_known(
    urgency: Urgency, facts: dict[str, object], expected: str
) -> None:
    assert str(limit(urgency, **facts)) == expected  # type: ignore[arg-type]


@given(rules)
def test_a_limit_is_read_back_as_it_was_written(rule: DueRule) -> None:
    assert DueRule.parse(str(rule)) == rule


@pytest.mark.parametrize("text", ["", "0 days", "3", "3 weeks", "-1 days", "3 days "])
def test_something_that_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        DueRule.parse(text)
