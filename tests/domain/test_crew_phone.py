"""How long an enrolled phone is let in: fourteen days from its last use, never more than ninety in all."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.domain.crew_phone import PhoneStanding, PhoneTimes, by_name, is_let_in, lets_in_until, standing

P = PhoneStanding
NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def day(count: float) -> datetime:
    return NOW + timedelta(days=count)


def enrolled(seen: datetime, days_ago: float = 1, revoked: datetime | None = None) -> PhoneTimes:
    return PhoneTimes(day(-days_ago), seen, day(90 - days_ago), revoked)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param(PhoneTimes(), P.CODE_OVER, id="nothing has happened"),
        pytest.param(PhoneTimes(code_expires_at=NOW + MOMENT), P.CODE_SHOWN, id="the code can be read"),
        pytest.param(PhoneTimes(code_expires_at=NOW), P.CODE_OVER, id="the code came too late"),
        pytest.param(enrolled(NOW), P.IN, id="in use"),
        pytest.param(enrolled(day(-14) + MOMENT, 20), P.IN, id="a moment before two weeks without use"),
        pytest.param(enrolled(day(-14), 20), P.OVER, id="two weeks without use"),
        pytest.param(enrolled(NOW, 76 - 0.01), P.IN, id="just over two weeks left of ninety days"),
        pytest.param(enrolled(NOW, 76), P.ENDING, id="two weeks left of ninety days"),
        pytest.param(enrolled(day(-0.1), 90 - 0.01), P.ENDING, id="the last hours, used all the time"),
        pytest.param(enrolled(NOW, 90), P.OVER, id="ninety days, used all the time"),
        pytest.param(enrolled(NOW, 1, NOW), P.REVOKED, id="let out"),
    ],
)
def test_where_a_phone_stands(times: PhoneTimes, expected: PhoneStanding) -> None:
    assert standing(times, NOW) is expected
    assert is_let_in(times, NOW) is (expected in (P.IN, P.ENDING))


def test_each_use_moves_the_nearer_bound_and_never_the_farther() -> None:
    assert lets_in_until(enrolled(NOW)) == day(14)
    assert lets_in_until(enrolled(day(5))) == day(19)
    assert lets_in_until(enrolled(day(80))) == day(89)
    assert lets_in_until(enrolled(NOW, revoked=NOW)) is None


def test_vans_stand_in_the_order_of_their_numbers() -> None:
    names = ["Bil 10", "Lag 1", "bil 2", "Bil", "Bil 1", "7:an", "Bil ²"]
    assert sorted(names, key=by_name) == ["7:an", "Bil", "Bil 1", "bil 2", "Bil 10", "Bil ²", "Lag 1"]
