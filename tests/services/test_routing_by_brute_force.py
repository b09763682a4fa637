"""The quick answer and the slow one are the same: 5,000 points over 200 areas with 120 rules."""

import pytest

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.routing import Reason
from fieldapp.services.routing import Town
from tests.support import generated_town, town_tables
from tests.support.world import World

#: The reference measures on a flat map of the whole town: that much of a distance is its own error.
_FLAT = 0.02


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_point_gets_the_owner_that_asking_every_area_and_rule_finds(world: World) -> None:
    made = generated_town.make(seed=417)
    now = world.tools.clock.now()
    town_tables.store(made, now)
    town = Town()
    proposals = [town.propose(question) for question in town_tables.questions(made, now)]
    found = [one.owner.code if one.owner else None for one in proposals]
    expected = generated_town.owners_by_brute_force(made)
    wrong = [number for number, pair in enumerate(zip(found, expected, strict=True)) if pair[0] != pair[1]]
    assert wrong == []
    # The comparison says something: rules, ground and the last resort all decide some of the points.
    codes = {one.because["code"] for one in proposals}
    assert codes == set(Reason) - {Reason.NOBODY}
    borders = generated_town.borders_m(made)
    for point, proposal, border_m in zip(made.points, proposals, borders, strict=True):
        if abs(border_m - point.accuracy_m) <= _FLAT * point.accuracy_m:
            continue
        what = load_defaults().find(point.category, point.subcategory)
        is_near = point.at is None or border_m < point.accuracy_m
        assert proposal.near_border is (is_near and town.book.depends_on_place(what))
