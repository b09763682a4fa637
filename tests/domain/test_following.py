"""How long an address lives, when its news is told, and how little of it is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.domain.following import is_over, masked, may_be_told

ASKED = datetime(2026, 10, 6, 18, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("after", "is_confirmed", "may_read", "is_gone"),
    [
        (WEEK - timedelta(seconds=1), False, True, False),
        (WEEK, False, True, True),
        (50 * WEEK, True, True, False),
        (timedelta(0), True, False, True),
        (timedelta(0), False, False, True),
    ],
)
def test_an_address_lives_a_week_unconfirmed_and_then_as_long_as_its_phone_reads(
    after: timedelta, is_confirmed: bool, may_read: bool, is_gone: bool
) -> None:
    confirmed = ASKED if is_confirmed else None
    assert is_over(ASKED, confirmed, phone_may_read=may_read, now=ASKED + after) is is_gone


def test_news_waits_an_hour_for_what_belongs_with_it() -> None:
    assert not may_be_told(ASKED, ASKED + timedelta(minutes=59, seconds=59))
    assert may_be_told(ASKED, ASKED + timedelta(hours=1))


@pytest.mark.parametrize(
    ("email", "shown"), [("karin@exempel.se", "k…@exempel.se"), ("å@b.fi", "å…@b.fi"), ("@x.se", "…@x.se")]
)
def test_an_address_is_shown_by_its_first_letter_and_its_host(email: str, shown: str) -> None:
    assert masked(email) == shown
