"""The way round, worked out on the phone: every place once, and no turn that makes it shorter."""

import itertools
import math
import random
from typing import Any

from fieldapp.places.distances import length_m
from tests.browser.conftest import OpenDesk
from tests.browser.test_crew_words import run
from tests.support.browser import on_sqlite_only
from tests.support.world import BRUNNA

pytestmark = on_sqlite_only
Place = tuple[float, float]
ROUTE = "(m, cases) => cases.map(({ start, places }) => m.route(start, places))"


def near(count: int, seed: int) -> list[Place]:
    """Places within some kilometres of Brunna."""
    chance = random.Random(seed)  # noqa: S311
    return [
        (BRUNNA[0] + chance.uniform(-0.02, 0.02), BRUNNA[1] + chance.uniform(-0.04, 0.04))
        for _ in range(count)
    ]


def given(start: Place | None, places: list[Place]) -> dict[str, Any]:
    def told(place: Place) -> dict[str, float]:
        return {"lat": place[0], "lon": place[1]}

    return {"start": told(start) if start else None, "places": [told(one) for one in places]}


def length(start: Place | None, places: list[Place], order: list[int]) -> float:
    way = [places[at] for at in order]
    return length_m([start, *way] if start else way)


def greedy(start: Place | None, places: list[Place]) -> list[int]:
    left = list(range(len(places)))
    order = [] if start or not left else [left.pop(0)]
    while left:
        here = places[order[-1]] if order else start
        assert here is not None
        order.append(min(left, key=lambda at: length_m([here, places[at]])))
        left.remove(order[-1])
    return order


def turned(order: list[int], first: int) -> list[list[int]]:
    """Every way that turning one piece round gives."""
    spans = itertools.combinations(range(first, len(order)), 2)
    return [order[:a] + order[a : b + 1][::-1] + order[b + 1 :] for a, b in spans]


def test_every_place_is_visited_once_and_no_turn_makes_the_way_shorter(open_desk: OpenDesk) -> None:
    cases = [
        (BRUNNA if seed % 2 else None, near(count, seed)) for seed, count in enumerate((2, 7, 12, 25, 40))
    ]
    cases += [(None, []), (BRUNNA, []), (None, near(1, 99)), (BRUNNA, [BRUNNA] * 3)]

    found = run(open_desk(None, "/crew"), ROUTE, "crew/route.js", [given(*case) for case in cases])

    for (start, places), way in zip(cases, found, strict=True):
        order = way["order"]
        assert sorted(order) == list(range(len(places)))
        assert start is not None or order[:1] == [0][: len(places)], "it begins at the first place"
        metres = length(start, places, order)
        assert math.isclose(way["metres"], metres, rel_tol=0.01, abs_tol=0.5)
        assert metres <= length(start, places, greedy(start, places)) * 1.001
        others = turned(order, 0 if start else 1)
        assert all(metres <= length(start, places, other) * 1.001 + 0.5 for other in others)


def test_few_places_are_visited_almost_as_well_as_can_be(open_desk: OpenDesk) -> None:
    cases = [(BRUNNA, near(6, seed)) for seed in range(12)]
    row = [(BRUNNA[0] + step / 1000, BRUNNA[1]) for step in (4, 1, 3, 5, 2)]
    found = run(
        open_desk(None, "/crew"),
        ROUTE,
        "crew/route.js",
        [given(*case) for case in [*cases, (BRUNNA, row)]],
    )

    assert found[-1]["order"] == [1, 4, 2, 0, 3], "a straight road is driven straight"
    for (start, places), way in zip(cases, found, strict=False):
        best = min(length(start, places, list(one)) for one in itertools.permutations(range(6)))
        assert length(start, places, way["order"]) <= best * 1.25
