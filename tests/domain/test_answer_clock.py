"""The answer within thirty days: 10, 20, 30, and one extension."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.answer_clock import AnswerClock, CannotExtend, Step
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Invalid
from fieldapp.domain.planned_for import PlannedFor, PlannedKind
from fieldapp.domain.seasons import Window

WALK = date(2026, 9, 24)
CLOCK = AnswerClock(WALK)


@pytest.mark.parametrize(
    ("day", "step", "is_late"),
    [
        (0, Step.WAITING, False),
        (9, Step.WAITING, False),
        (10, Step.FIRST_REMINDER, False),
        (19, Step.FIRST_REMINDER, False),
        (20, Step.SECOND_REMINDER, False),
        (29, Step.SECOND_REMINDER, False),
        (30, Step.ESCALATED, False),
        (31, Step.ESCALATED, True),
        (300, Step.ESCALATED, True),
    ],
)
def test_reminders_come_at_10_and_20_escalation_at_30_and_red_after_it(
    day: int, step: Step, is_late: bool
) -> None:
    today = WALK + timedelta(days=day)
    assert CLOCK.step(today) is step
    assert CLOCK.is_late(today) is is_late
    assert CLOCK.day(today) == day


def test_the_promise_of_a_walk_on_24_september_is_24_october() -> None:
    assert CLOCK.answer_by == date(2026, 10, 24)
    assert AnswerClock(date(2024, 1, 30)).answer_by == date(2024, 2, 29)
    assert CLOCK.days_in_all == 30
    assert CLOCK.day(WALK - timedelta(days=1)) == 0


def test_utreds_moves_the_clock_once_and_nobody_is_reminded_before_the_new_day() -> None:
    moved = CLOCK.extend(date(2026, 12, 1))
    assert moved.answer_by == date(2026, 12, 1)
    assert moved.promised_on == date(2026, 10, 24)
    assert moved.step(date(2026, 11, 30)) is Step.WAITING
    assert moved.step(date(2026, 12, 1)) is Step.ESCALATED
    assert moved.days_in_all == 68
    with pytest.raises(CannotExtend, match="extended-before"):
        moved.extend(date(2026, 12, 2))


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(-30, 200))
def test_the_clock_moves_by_one_to_sixty_days(start: date, days: int) -> None:
    clock = AnswerClock(start)
    to = clock.promised_on + timedelta(days=days)
    if 1 <= days <= 60:
        assert clock.extend(to).answer_by == to <= clock.latest_extension
    else:
        with pytest.raises(CannotExtend, match="too-far" if days > 60 else "not-later"):
            clock.extend(to)


@pytest.mark.parametrize(
    ("text", "kind", "window"),
    [
        ("2026-10-06", PlannedKind.DATE, ("2026-10-06", "2026-10-06")),
        ("2026-W41", PlannedKind.WEEK, ("2026-10-05", "2026-10-11")),
        ("2026-W53", PlannedKind.WEEK, ("2026-12-28", "2027-01-03")),
        ("2027-spring", PlannedKind.QUARTER, ("2027-03-01", "2027-05-31")),
        ("2027-autumn", PlannedKind.QUARTER, ("2027-09-01", "2027-11-30")),
        ("2028-winter", PlannedKind.QUARTER, ("2027-12-01", "2028-02-29")),
        ("pruning", PlannedKind.SEASON, ("2026-11-01", "2027-03-31")),
    ],
)
def test_a_plan_names_the_days_that_it_promises(
    text: str, kind: PlannedKind, window: tuple[str, str]
) -> None:
    planned = PlannedFor.parse(text)
    opens, closes = map(date.fromisoformat, window)
    assert (planned.kind, str(planned)) == (kind, text)
    assert planned.window(WALK, dict(load_defaults().seasons)) == Window(opens, closes)


def test_running_upkeep_promises_no_day() -> None:
    planned = PlannedFor.parse("running")
    assert planned.kind is PlannedKind.RUNNING
    assert planned.window(WALK, {}) is None
    assert PlannedFor.parse("no_such_season").window(WALK, {}) is None


@pytest.mark.parametrize(
    "text", ["", "soon!", "2026-02-30", "2027-W53", "2026-W00", "2026-easter", "41", "2026-10"]
)
def test_a_plan_that_names_no_time_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        PlannedFor.parse(text)
    assert (refused.value.field, refused.value.code) == ("planned_for", "not-a-time")
