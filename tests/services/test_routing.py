"""Who must answer, as the municipality's own owners, areas and rules say."""

from typing import Any

import pytest

from fieldapp.domain.urgency import Urgency
from fieldapp.services import routing
from fieldapp.services.routing import Question, Town
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.owners import Area, Owner, RoutingRule
from tests.services.points import METRE, accept, add_area, add_point, add_rule, let_go, ticket_of
from tests.support.world import BRUNNA, World


def ask(
    world: World,
    category: str = "BEL",
    subcategory: str | None = "BEL1",
    at: tuple[float, float] = BRUNNA,
    **given: Any,
) -> Question:
    return Question(category, subcategory, world.tools.clock.now(), *at, **given)


def test_without_ground_and_rules_the_usual_owner_of_its_class_answers(world: World) -> None:
    light = world.add_owner("belysning", "BE", "Belysning")
    found = Town().propose(ask(world))
    assert found.owner is not None and found.owner.id == light
    assert found.because["code"] == "usual_owner"
    assert found.because["values"] == {"category": "BEL1", "owner_class": "BE"}


def test_what_nobody_owns_is_said_to_be_nobodys(world: World) -> None:
    found = Town().propose(ask(world, "KOL", "KOL2"))
    assert found.owner is None
    assert found.because["code"] == "nobody"


def test_the_ground_wins_over_the_usual_owner_and_names_its_area(world: World) -> None:
    world.add_owner("belysning", "BE", "Belysning")
    add_area(world, world.housing, name="Hagnäs gård")
    found = Town().propose(ask(world))
    assert found.owner is not None and found.owner.id == world.housing
    assert found.because["code"] == "ground"
    assert found.because["values"]["area_name"] == "Hagnäs gård"
    assert found.because["border_m"] == pytest.approx(100, abs=2)


def test_a_rule_wins_over_the_ground_and_its_use_is_counted(world: World) -> None:
    area = add_area(world, world.housing)
    rule_id = add_rule(world, world.streets, category_code="BEL", area_id=area, urgency="planeras")
    found = Town().propose(ask(world))
    assert found.owner is not None and found.owner.id == world.streets
    assert found.because["code"] == "rule_in_area"
    assert found.urgency is Urgency.PLANERAS
    point = add_point(world)
    accept(world, point)
    from fieldapp.services.review.whole_walk import send

    send(world.tools, world.actor(world.ann), world.walk_id)
    assert ticket_of(point).rule_id == rule_id
    rule = by_key(RoutingRule, rule_id)
    assert rule is not None and rule.used_count == 1


def test_an_owner_that_is_gone_is_asked_nothing(world: World) -> None:
    add_area(world, world.housing)
    with unit_of_work():
        owner = by_key(Owner, world.housing)
        assert owner is not None
        owner.is_active = False
    found = Town().propose(ask(world))
    assert found.owner is None


def test_a_district_owns_nothing_and_its_border_is_nobodys_worry(world: World) -> None:
    add_area(world, world.housing, kind="district")
    found = Town().propose(ask(world, accuracy_m=500.0))
    assert found.because["code"] in ("nobody", "usual_owner")
    assert not found.near_border


@pytest.mark.parametrize(("accuracy_m", "near"), [(20.0, False), (99.0, False), (101.0, True), (None, False)])
def test_a_border_within_the_position_s_accuracy_asks_a_person_to_look(
    world: World, accuracy_m: float | None, near: bool
) -> None:
    add_area(world, world.housing)
    assert Town().propose(ask(world, accuracy_m=accuracy_m)).near_border is near


def test_the_index_is_built_again_when_an_area_is_added_changed_or_taken_away(world: World) -> None:
    def owner_code() -> str:
        let_go()
        owner = Town().propose(ask(world)).owner
        return owner.code if owner else ""

    assert owner_code() == ""
    area_id = add_area(world, world.housing)
    assert owner_code() == "bostad"
    with unit_of_work():
        area = by_key(Area, area_id)
        assert area is not None
        moved = [[[x + 1, y] for x, y in area.geometry["coordinates"][0]]]
        area.geometry = {"type": "Polygon", "coordinates": moved}
    assert owner_code() == ""
    nearer = add_area(world, world.housing)
    assert owner_code() == "bostad"
    with unit_of_work() as work:
        work.delete(by_key(Area, nearer))
    assert owner_code() == ""


def test_the_index_is_kept_while_no_area_changes(world: World) -> None:
    add_area(world, world.housing)
    assert Town()._index is Town()._index


def test_a_tunnel_shortens_the_limit_and_says_why(world: World) -> None:
    plain = Town().propose(ask(world))
    add_area(world, world.streets, kind="tunnel", rank=1, name="Tunneln")
    tunnel = Town().propose(ask(world))
    assert tunnel.due.on < plain.due.on
    assert (plain.due_because, tunnel.due_because) == ("usual", "tunnel")


def test_a_reviewer_s_other_urgency_brings_its_own_limit(world: World) -> None:
    found = Town().propose(ask(world, chosen=Urgency.PLANERAS))
    assert found.due_because == "urgency"
    assert (found.due.on - world.tools.clock.now().date()).days == 60


def test_pruning_in_spring_waits_for_its_season(world: World) -> None:
    world.tools.clock.pass_time(days=-170)  # type: ignore[attr-defined]
    found = Town().propose(ask(world, "VAX", "VAX1"))
    assert found.due.waits_for is not None
    assert found.due_because == f"season:{found.due.waits_for}"
    assert str(found.due.opens_on) == "2026-11-01"


def test_what_is_outside_every_area_is_left_to_the_usual_owner(world: World) -> None:
    add_area(world, world.housing)
    far = (BRUNNA[0] + 150 * METRE, BRUNNA[1])
    assert Town().propose(ask(world, at=far)).owner is None
    assert routing.Town().propose(ask(world)).owner is not None
