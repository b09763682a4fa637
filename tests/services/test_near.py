"""Two points may be the same: one kind, 30 metres, 14 days."""

from datetime import datetime
from typing import Any

import pytest

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services import near
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from tests.services.points import METRE, add_point, days_ago
from tests.support.world import BRUNNA, World


def other(world: World, metres: float, **given: Any) -> Observation:
    return add_point(world, lat=BRUNNA[0] + metres * METRE, **given)


@pytest.mark.parametrize(
    ("metres", "is_twin"), [(0, True), (12, True), (29, True), (31, False), (200, False)]
)
def test_a_twin_is_at_most_thirty_metres_away(world: World, metres: float, is_twin: bool) -> None:
    point = add_point(world)
    twin = other(world, metres)
    found = near.twins_of(point)
    assert [one.observation.id for one in found] == ([twin.id] if is_twin else [])
    if is_twin:
        assert found[0].distance_m == pytest.approx(metres, abs=0.2)


@pytest.mark.parametrize(("days", "is_twin"), [(0, True), (13, True), (14, True), (15, False), (60, False)])
def test_a_twin_was_noted_within_fourteen_days_before_or_after(
    world: World, days: int, is_twin: bool
) -> None:
    point = add_point(world)
    earlier = other(world, 5, observed_at=days_ago(world, days=days))
    found = near.twins_of(point)
    assert [one.observation.id for one in found] == ([earlier.id] if is_twin else [])
    assert [one.observation.id for one in near.twins_of(earlier)] == ([point.id] if is_twin else [])


def test_the_fourteen_days_are_counted_in_local_days(world: World) -> None:
    point = add_point(world)
    late_evening = datetime.fromisoformat("2026-09-09T22:30:00+00:00")  # 10 September in Brunna
    twin = other(world, 5, observed_at=late_evening)
    assert [one.observation.id for one in near.twins_of(point)] == [twin.id]


def test_another_kind_is_no_twin(world: World) -> None:
    point = add_point(world)
    other(world, 1, category="KLO", subcategory=None)
    assert near.twins_of(point) == []


@pytest.mark.parametrize("state", ["withdrawn", "merged", "dismissed"])
def test_what_is_out_of_play_is_no_twin(world: World, state: str) -> None:
    point, twin = add_point(world), other(world, 1)
    with unit_of_work():
        row = by_key(Observation, twin.id)
        assert row is not None
        row.state = ObservationStatus(state)
    assert near.twins_of(point) == []


def test_the_nearest_comes_first_and_other_walks_count(world: World) -> None:
    point = add_point(world)
    far = other(world, 20)
    close = other(world, 3, walk_id=world.other_walk_id)
    assert [one.observation.id for one in near.twins_of(point)] == [close.id, far.id]


def test_without_a_position_there_is_nothing_to_compare(world: World) -> None:
    other(world, 0)
    assert near.twins_of(add_point(world, lat=None, lon=None)) == []
