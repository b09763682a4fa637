"""Who is asked when: the answer clock, promises, the coordinator's part, and quiet hours, at their edges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import quiet_hours
from fieldapp.domain.answer_clock import AnswerClock
from fieldapp.domain.asking import (
    WITH_COORDINATOR,
    Ask,
    Asked,
    Call,
    call,
    has_broken_promise,
    is_silent,
    owed,
    owes_answer,
)
from fieldapp.domain.clock import STOCKHOLM
from fieldapp.domain.lateness import Age, age_of, began_between
from fieldapp.domain.ticket_status import ANSWERED
from fieldapp.domain.ticket_status import TicketStatus as S

WALK = date(2026, 9, 24)
CLOCK = AnswerClock(WALK)


def on(day: int) -> date:
    return WALK + timedelta(days=day)


def sent(
    day: int = 3, *, count: int = 1, last: int | None = None, state: S = S.SENT, **more: object
) -> Asked:
    return Asked(state, CLOCK, count=count, last_on=on(day if last is None else last), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "day", "wanted"),
    [
        (sent(3), 9, None),
        (sent(3), 10, Ask.REMINDER),
        (sent(3), 13, Ask.REMINDER),  # nobody ran for three days: still one reminder
        (sent(3, count=2, last=10), 11, None),
        (sent(3, count=2, last=10), 19, None),
        (sent(3, count=2, last=10), 20, Ask.REMINDER),
        (sent(3, count=3, last=20), 29, None),
        (sent(3, count=3, last=20), 30, Ask.ESCALATION),
        (sent(3), 25, Ask.REMINDER),  # two steps reached while nothing ran are one question
        (sent(3, count=2, last=25), 29, None),
        (sent(3, count=2, last=25), 30, Ask.ESCALATION),
        # sent late: what was reached before it was sent has been taken by sending
        (sent(14), 19, None),
        (sent(14), 20, Ask.REMINDER),
        (sent(18), 20, None),  # not two days after the first mail
        (sent(18), 23, Ask.REMINDER),
        (sent(28), 30, None),
        (sent(28), 33, Ask.REMINDER),  # nobody is gone above before having been reminded once
        (sent(28, count=2, last=33), 37, None),
        (sent(28, count=2, last=33), 38, Ask.ESCALATION),
        # afterwards once a month
        (sent(3, count=4, last=30, escalated_on=on(30)), 59, None),
        (sent(3, count=4, last=30, escalated_on=on(30)), 60, Ask.REMINDER),
        # never asked, because there was no address: at once, when there is one
        (Asked(S.SENT, CLOCK), 4, Ask.REMINDER),
        (Asked(S.SENT, CLOCK, has_address=False), 29, None),
        (Asked(S.SENT, CLOCK, has_address=False), 30, Ask.ESCALATION),
        (Asked(S.SENT, CLOCK, has_address=False, escalated_on=on(30)), 90, None),
        # taken, under way, in another system
        (sent(3, state=S.ACCEPTED), 10, Ask.REMINDER),
        (sent(3, state=S.IN_PROGRESS), 10, Ask.REMINDER),
        (sent(3, state=S.IN_PROGRESS, has_answer=True), 25, None),
        (sent(3, state=S.HANDED_OVER), 10, Ask.REMINDER),
        (sent(3, state=S.HANDED_OVER), 30, Ask.ESCALATION),
    ],
)
def test_an_owner_is_asked_at_10_and_20_and_its_head_at_30(
    asked: Asked, day: int, wanted: Ask | None
) -> None:
    assert owed(asked, on(day)) is wanted


@pytest.mark.parametrize(
    ("day", "wanted"), [(31, None), (67, None), (68, Ask.ESCALATION), (75, Ask.ESCALATION)]
)
def test_nobody_is_asked_before_the_agreed_day_and_the_head_hears_on_it(day: int, wanted: Ask | None) -> None:
    moved = Asked(S.INVESTIGATING, CLOCK.extend(on(68)), count=1, last_on=on(3))
    assert owed(moved, on(day)) is wanted
    assert is_silent(moved, on(68)) is False
    assert is_silent(moved, on(69)) is True


PROMISED = on(40)


@pytest.mark.parametrize(
    ("last", "lifted", "day", "wanted"),
    [
        (3, None, 40, None),
        (3, None, 41, Ask.PROMISE),
        (3, None, 300, Ask.PROMISE),
        (41, None, 50, None),
        (41, None, 51, Ask.PROMISE),
        (51, None, 60, None),
        (51, None, 61, Ask.ESCALATION),
        (61, 61, 90, None),
        (61, 61, 91, Ask.PROMISE),
    ],
)
@pytest.mark.parametrize("state", [S.PLANNED, S.IN_PROGRESS])
def test_a_promise_whose_day_has_passed_is_asked_about_twice_and_then_lifted(
    state: S, last: int, lifted: int | None, day: int, wanted: Ask | None
) -> None:
    asked = Asked(
        state,
        CLOCK,
        has_answer=True,
        count=1,
        last_on=on(last),
        escalated_on=on(lifted) if lifted else None,
        due_on=PROMISED,
    )
    assert owed(asked, on(day)) is wanted
    assert has_broken_promise(asked, on(day)) is (day > 40)


def test_running_upkeep_has_no_day_that_can_pass() -> None:
    assert owed(Asked(S.PLANNED, CLOCK, has_answer=True, last_on=on(3)), on(900)) is None


@pytest.mark.parametrize("state", sorted(WITH_COORDINATOR | ANSWERED - {S.PLANNED} | {S.MERGED}))
def test_whoever_has_answered_or_waits_for_the_coordinator_is_left_alone(state: S) -> None:
    asked = Asked(state, CLOCK, has_answer=state in ANSWERED, last_on=on(3), due_on=on(5))
    assert all(owed(asked, on(day)) is None for day in range(0, 400, 7))


@pytest.mark.parametrize("state", list(S))
def test_a_point_waits_for_its_answer_in_every_state_but_those_that_are_one(state: S) -> None:
    assert owes_answer(state, has_answer=False) is (state not in ANSWERED | {S.MERGED})


@given(st.integers(0, 60), st.integers(30, 200), st.integers(1, 9))
def test_a_silent_owner_is_never_asked_twice_within_five_days_and_always_ends_at_its_head(
    sent_day: int, days: int, seed: int
) -> None:
    """Day by day, with days on which nothing runs."""
    asked, questions, lifted = Asked(S.SENT, CLOCK, count=1, last_on=on(sent_day)), [sent_day], None
    for day in range(sent_day, sent_day + 40 + days):
        if (day * seed) % 7 in (1, 2):
            continue
        wanted = owed(asked, on(day))
        if wanted is not None:
            questions.append(day)
            lifted = lifted or (day if wanted is Ask.ESCALATION else None)
            asked = Asked(
                S.SENT,
                CLOCK,
                count=asked.count + 1,
                last_on=on(day),
                escalated_on=on(lifted) if lifted else None,
            )
    assert lifted is not None and lifted <= max(40, sent_day + 15)
    assert all(later - earlier >= 5 for earlier, later in zip(questions, questions[1:], strict=False))


@pytest.mark.parametrize(
    ("asked", "urgency", "by_hand", "day", "wanted"),
    [
        (sent(3), "snart", None, 30, None),
        (sent(3, count=3, last=20), "snart", None, 31, Call.UNANSWERED),
        (sent(29), "snart", None, 31, None),  # asked two days ago, and not yet in vain
        (sent(29), "snart", None, 34, Call.UNANSWERED),
        (sent(3, count=4, last=30, escalated_on=on(30)), "snart", None, 31, Call.UNANSWERED),
        (sent(3, count=5, last=31, escalated_on=on(30)), "snart", 31, 40, None),  # rung: ten days' peace
        (sent(3, count=5, last=31, escalated_on=on(30)), "snart", 31, 41, Call.UNANSWERED),
        (sent(3, due_on=on(1)), "akut", None, 1, None),
        (sent(3, due_on=on(1)), "akut", None, 2, Call.LATE),
        (sent(3, due_on=on(1)), "snart", None, 9, None),
        (sent(3, due_on=on(1), state=S.ACCEPTED), "snart", None, 21, None),
        (sent(3, due_on=on(1), state=S.ACCEPTED), "snart", None, 22, Call.LATE),
        (sent(3, due_on=on(1), state=S.PLANNED, has_answer=True), "snart", None, 22, Call.LATE),
        (sent(3, state=S.HANDED_OVER), "snart", None, 9, None),
        (sent(3, state=S.HANDED_OVER), "snart", None, 10, Call.BY_HAND),
        (sent(3, state=S.HANDED_OVER, last=10, count=2), "snart", 10, 19, None),
        (sent(3, state=S.HANDED_OVER, last=10, count=2), "snart", 10, 20, Call.BY_HAND),
        (sent(3, state=S.DONE, has_answer=True, due_on=on(1)), "akut", None, 90, None),
    ],
)
def test_the_coordinator_is_called_for_what_the_clocks_cannot_do(
    asked: Asked, urgency: str, by_hand: int | None, day: int, wanted: Call | None
) -> None:
    assert call(asked, urgency, on(by_hand) if by_hand else None, on(day)) is wanted


@pytest.mark.parametrize(
    ("local", "leaves"),
    [
        ("2026-09-24 06:59", "2026-09-24 07:00"),
        ("2026-09-24 07:00", "2026-09-24 07:00"),
        ("2026-09-24 17:59", "2026-09-24 17:59"),
        ("2026-09-24 18:00", "2026-09-25 07:00"),
        ("2026-09-25 18:00", "2026-09-28 07:00"),  # Friday evening
        ("2026-09-26 12:00", "2026-09-28 07:00"),  # Saturday
        ("2026-04-02 18:30", "2026-04-07 07:00"),  # the evening before Good Friday
        ("2026-04-06 09:00", "2026-04-07 07:00"),  # Easter Monday
        ("2026-06-18 18:00", "2026-06-22 07:00"),  # the evening before Midsummer Eve
        ("2026-06-19 09:00", "2026-06-22 07:00"),  # Midsummer Eve
        ("2026-12-23 19:00", "2026-12-28 07:00"),
        ("2028-02-28 20:00", "2028-02-29 07:00"),  # a leap day is a day
        ("2028-02-29 12:00", "2028-02-29 12:00"),
        ("2026-03-28 12:00", "2026-03-30 07:00"),  # summer time begins in between
        ("2026-10-24 12:00", "2026-10-26 07:00"),  # and ends
    ],
)
def test_mails_leave_in_the_working_hours_of_swedish_days(local: str, leaves: str) -> None:
    now, wanted = (datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM) for text in (local, leaves))
    assert quiet_hours.leaves_at(now.astimezone(UTC)) == wanted.astimezone(UTC)
    assert quiet_hours.is_open(now.astimezone(UTC)) is (local == leaves)
    assert quiet_hours.leaves_at(now, is_akut=True) == now


def test_seven_in_the_morning_is_another_hour_of_utc_after_summer_time_began() -> None:
    assert quiet_hours.leaves_at(datetime(2026, 3, 27, 20, tzinfo=UTC)) == datetime(
        2026, 3, 30, 5, tzinfo=UTC
    )
    assert quiet_hours.leaves_at(datetime(2026, 10, 23, 20, tzinfo=UTC)) == datetime(
        2026, 10, 26, 6, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "week"), [("2026-12-31", "2026-W53"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01")]
)
def test_a_week_is_that_of_the_calendar_on_the_wall(day: str, week: str) -> None:
    assert quiet_hours.week_of(date.fromisoformat(day)) == week
    assert quiet_hours.begins_week(date(2027, 1, 3)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("day", "age"),
    [(-1, Age.FRESH), (0, Age.FRESH), (10, Age.FRESH), (11, Age.REMINDED), (20, Age.REMINDED)]
    + [(21, Age.CLOSING), (30, Age.CLOSING), (31, Age.OVER), (4000, Age.OVER)],
)
def test_each_age_has_its_band_and_each_band_its_days(day: int, age: Age) -> None:
    today = date(2028, 3, 1)
    began = today - timedelta(days=day)
    assert age_of(began, today) is age
    earliest, latest = began_between(age, today)
    assert (earliest is None or earliest <= began) and (latest is None or began <= latest)
