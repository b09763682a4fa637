"""When a phone's act happened: the server's time rules, the phone's is a witness."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.clock import to_ms
from fieldapp.domain.phone_clock import ClockFlag, PhoneClock

NOW = datetime(2026, 9, 24, 16, 30, tzinfo=UTC)
JOINED = NOW - timedelta(hours=2)
MINUTE = timedelta(minutes=1)
HOUR_MS = 3_600_000.0
YEAR = timedelta(days=365)
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

#: What the phone's clock says now, when it says the act was, how long its page runs → when it was, flag.
CASES = {
    "right clock": (NOW, NOW - 5 * MINUTE, HOUR_MS, NOW - 5 * MINUTE, "ok"),
    "a minute slow": (NOW - MINUTE, NOW - 6 * MINUTE, HOUR_MS, NOW - 6 * MINUTE, "ok"),
    "a minute fast": (NOW + MINUTE, NOW + MINUTE, HOUR_MS, NOW, "ok"),
    "right clock, page reopened since": (NOW, NOW - 90 * MINUTE, 5000, NOW - 90 * MINUTE, "ok"),
    "ten minutes slow": (NOW - 10 * MINUTE, NOW - 15 * MINUTE, HOUR_MS, NOW - 5 * MINUTE, "corrected"),
    "six years slow": (NOW - 6 * YEAR, NOW - 6 * YEAR - MINUTE, HOUR_MS, NOW - MINUTE, "corrected"),
    "nine years fast": (NOW + 9 * YEAR, NOW + 9 * YEAR - MINUTE, HOUR_MS, NOW - MINUTE, "corrected"),
    "slow, and the page reopened since": (NOW - 6 * YEAR, NOW - 6 * YEAR - MINUTE, 5000, NOW, "suspect"),
    "jumped back since the act": (NOW - 10 * MINUTE, NOW - 5 * MINUTE, HOUR_MS, NOW, "suspect"),
    "set right since the act": (NOW, NOW - 6 * YEAR, HOUR_MS, NOW, "suspect"),
    "set right since, from ahead": (NOW, NOW + 9 * YEAR, HOUR_MS, NOW, "suspect"),
    "before the phone joined": (NOW, JOINED - 3 * MINUTE, HOUR_MS, NOW, "suspect"),
    "a page that ran for ages": (LAST, FIRST, 1e300, NOW, "suspect"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_act_gets_its_time_and_what_is_known_of_it(case: str) -> None:
    client_now, client_at, mono_ms, at, flag = CASES[case]
    found = PhoneClock(to_ms(client_now), mono_ms, NOW).observed(to_ms(client_at), JOINED)
    assert (found.at, found.flag) == (at, ClockFlag(flag))


@given(
    now_ms=st.integers(0, 253_402_300_799_000),
    at_ms=st.integers(0, 253_402_300_799_000),
    mono_ms=st.floats(0, allow_infinity=False),
)
def test_no_act_is_later_than_its_receipt_nor_long_before_the_phone_joined(
    now_ms: int, at_ms: int, mono_ms: float
) -> None:
    found = PhoneClock(now_ms, mono_ms, NOW).observed(at_ms, JOINED)
    assert JOINED - timedelta(minutes=2) <= found.at <= NOW


@given(back=st.timedeltas(timedelta(0), timedelta(hours=1)), skew=st.timedeltas(-9 * YEAR, 9 * YEAR))
def test_however_wrong_the_clock_the_order_of_one_pages_acts_is_kept(
    back: timedelta, skew: timedelta
) -> None:
    clock = PhoneClock(to_ms(NOW + skew), HOUR_MS, NOW)
    first = clock.observed(to_ms(NOW + skew - back), JOINED)
    second = clock.observed(to_ms(NOW + skew - back / 2), JOINED)
    assert first.at <= second.at
