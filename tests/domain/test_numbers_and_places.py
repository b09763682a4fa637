"""The numbers that stay, and positions that are possible."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.errors import Invalid
from fieldapp.domain.geo import (
    Accuracy,
    BoundingBox,
    Point,
    Position,
    PositionSource,
    accuracy_of,
    box_around,
    may_be_same,
    place_or_none,
)
from fieldapp.domain.numbers import PointNumber, WalkNumber, prefix_of, unbreakable

BRUNNA = WalkNumber("BRU", 2026, 2)
prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=4)
walk_numbers = st.builds(WalkNumber, prefixes, st.integers(1000, 9999), st.integers(1, 9999))


@given(walk_numbers, st.integers(1, 99_999))
def test_a_number_is_read_back_as_it_was_written_and_as_it_was_printed(walk: WalkNumber, number: int) -> None:
    point = walk.point(number)
    assert WalkNumber.parse(str(walk)) == walk
    assert PointNumber.parse(str(point)) == point
    assert PointNumber.parse(unbreakable(point)) == point


@pytest.mark.parametrize(
    ("number", "full", "short"), [(7, "BRU-2026-2-07", "07"), (112, "BRU-2026-2-112", "112")]
)
def test_a_points_number_has_two_digits_and_grows(number: int, full: str, short: str) -> None:
    assert str(BRUNNA.point(number)) == full
    assert BRUNNA.point(number).short == short


@pytest.mark.parametrize("text", ["bru-2026-2-07", " BRU–2026–2–07 ", "BRU\u20112026\u20112\u201107"])
def test_a_number_is_read_as_people_type_it(text: str) -> None:
    assert PointNumber.parse(text) == BRUNNA.point(7)


@pytest.mark.parametrize(
    "text", ["", "BRU", "BRU-2026", "BRU-2026-0", "B-2026-1", "BRU-26-1", "BRU-2026-02", "BRU-2026-2-07-1"]
)
def test_something_that_is_no_walks_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        WalkNumber.parse(text)


@pytest.mark.parametrize(
    "text", ["BRU-2026-2", "BRU-2026-2-0", "BRU-2026-2-00", "BRU-2026-2-7", "BRU-2026-2-007"]
)
def test_something_that_is_no_points_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        PointNumber.parse(text)


def test_points_sort_by_walk_and_then_by_number() -> None:
    assert sorted([BRUNNA.point(112), BRUNNA.point(7)]) == [BRUNNA.point(7), BRUNNA.point(112)]


@pytest.mark.parametrize(
    ("area", "prefix"), [("Brunna", "BRU"), ("Örbyhus", "ORB"), ("Kungsängen centrum", "KUN"), ("Bro", "BRO")]
)
def test_an_area_gives_three_letters(area: str, prefix: str) -> None:
    assert prefix_of(area) == prefix


@pytest.mark.parametrize("area", ["", "7", "Å", "東京"])
def test_an_area_without_letters_needs_a_prefix_from_a_person(area: str) -> None:
    with pytest.raises(Invalid):
        prefix_of(area)


@pytest.mark.parametrize(
    ("lat", "lon"), [(0, 0), (0.0, -0.0), (91, 0), (-90.1, 17), (59, 181), (math.nan, 17), (59, math.inf)]
)
def test_an_impossible_place_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(Invalid) as refused:
        Point(lat, lon)
    assert (refused.value.field, refused.value.code) == ("position", "not-a-place")
    assert place_or_none(lat, lon) is None


def test_places_on_the_equator_and_at_the_edges_are_possible() -> None:
    for lat, lon in [(0, 17), (59, 0), (90, 180), (-90, -180)]:
        assert place_or_none(lat, lon) == Point(lat, lon)
    assert place_or_none(None, 17) is None


@pytest.mark.parametrize("accuracy_m", [-1, math.nan, math.inf])
def test_an_accuracy_is_a_distance(accuracy_m: float) -> None:
    with pytest.raises(Invalid):
        Position(59.5, 17.7, accuracy_m, PositionSource.GPS)


@pytest.mark.parametrize(
    ("accuracy_m", "word"),
    [
        (0, Accuracy.GOOD),
        (15, Accuracy.GOOD),
        (15.1, Accuracy.FAIR),
        (100, Accuracy.FAIR),
        (100.1, Accuracy.APPROXIMATE),
        (999.9, Accuracy.APPROXIMATE),
        (1000, Accuracy.NONE),
    ],
)
def test_accuracy_has_four_words(accuracy_m: float, word: Accuracy) -> None:
    assert accuracy_of(accuracy_m) is word
    assert Position(59.5, 17.7, accuracy_m, PositionSource.GPS).accuracy is word


def test_a_box_holds_its_edges_and_not_more() -> None:
    box = BoundingBox(59.0, 17.0, 60.0, 18.0)
    assert Point(59.0, 18.0) in box
    assert Point(58.999, 17.5) not in box
    assert Point(59.5, 18.001) not in box
    with pytest.raises(Invalid):
        BoundingBox(60.0, 17.0, 59.0, 18.0)


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(1, 5000), st.floats(0, 2 * math.pi))
def test_a_box_around_a_place_holds_everything_within_its_radius(
    lat: float, lon: float, radius_m: float, bearing: float
) -> None:
    if lat == 0 and lon == 0:
        return
    box = box_around(Point(lat, lon), radius_m)
    # The destination on a sphere, at the radius and a bearing.
    angle = radius_m / 6_371_009
    start_lat, start_lon = math.radians(lat), math.radians(lon)
    end_lat = math.asin(
        math.sin(start_lat) * math.cos(angle) + math.cos(start_lat) * math.sin(angle) * math.cos(bearing)
    )
    end_lon = start_lon + math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(start_lat),
        math.cos(angle) - math.sin(start_lat) * math.sin(end_lat),
    )
    assert box.south <= math.degrees(end_lat) <= box.north
    assert box.west <= math.degrees(end_lon) <= box.east


@pytest.mark.parametrize(
    ("other", "distance_m", "days", "same"),
    [
        ("BEL", 30.0, 14, True),
        ("BEL", 30.1, 0, False),
        ("BEL", 0.0, 15, False),
        ("BEL", 0.0, -14, True),
        ("VAX", 0.0, 0, False),
    ],
)
def test_two_points_may_be_one_within_30_m_and_14_days_of_the_same_kind(
    other: str, distance_m: float, days: int, same: bool
) -> None:
    noted_on = date(2026, 9, 24)
    assert may_be_same("BEL", other, distance_m, noted_on, noted_on + timedelta(days=days)) is same
