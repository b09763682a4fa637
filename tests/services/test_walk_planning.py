"""Planning a walk: its number, its stops in order, its codes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import phones, walk_planning, walk_sheet
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.walk_planning import StopInUse, WalkFacts
from fieldapp.store import walks
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.walks import Walk, stops_of
from tests.services.desk_story import DeskStory
from tests.support.world import World

STARTS = datetime(2026, 10, 15, 16, tzinfo=UTC)
FACTS = WalkFacts("Örbyhus", "Trygghetsvandring Örbyhus", STARTS, STARTS + timedelta(hours=2))


def test_a_walk_gets_the_years_next_number_and_the_letters_of_its_place(world: World, tools: Toolbox) -> None:
    first = walk_planning.plan(tools, world.actor(world.ann), FACTS)
    again = walk_planning.plan(tools, world.actor(world.ann), replace(FACTS, place="Bro"))
    assert [by_key(Walk, id_).number for id_ in (first, again)] == ["ORB-2026-4", "BRO-2026-5"]  # type: ignore[union-attr]


def test_the_year_of_the_number_is_the_year_on_the_wall(world: World, tools: Toolbox) -> None:
    new_years_eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    facts = replace(FACTS, starts_at=new_years_eve, ends_at=new_years_eve + timedelta(hours=1))
    walk = by_key(Walk, walk_planning.plan(tools, world.actor(world.ann), facts))
    assert walk is not None
    assert walk.number == "ORB-2027-1"


def test_a_new_walk_has_a_code_of_each_kind_and_none_of_them_opens_yet(world: World, tools: Toolbox) -> None:
    walk_id = walk_planning.plan(tools, world.actor(world.ann), FACTS)
    codes = walks.codes_of(walk_id)
    assert {code.kind for code in codes} == {"link", "spoken", "leader"}
    assert [phones.open_code(tools, code.code) for code in codes] == [None, None, None]


def test_publishing_opens_the_posters_link_alone(world: World, tools: Toolbox) -> None:
    ann = world.actor(world.ann)
    walk_id = walk_planning.plan(tools, ann, FACTS)
    walk_planning.publish(tools, ann, walk_id)
    open_kinds = [code.kind for code in walks.codes_of(walk_id) if phones.open_code(tools, code.code)]
    assert open_kinds == ["link"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"place": "123"}, "area"),
        ({"title": " "}, "title"),
        ({"ends_at": STARTS - timedelta(hours=1)}, "ends"),
        ({"theme": "x" * 201}, "theme"),
    ],
)
def test_facts_that_cannot_be_are_refused_by_name(
    world: World, tools: Toolbox, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        walk_planning.plan(tools, world.actor(world.ann), replace(FACTS, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_leader_cannot_plan(world: World, tools: Toolbox) -> None:
    with pytest.raises(Forbidden):
        walk_planning.plan(tools, world.actor(world.lena), FACTS)


def test_stops_are_added_moved_renamed_and_keep_a_gapless_order(world: World, tools: Toolbox) -> None:
    ann = world.actor(world.ann)
    walk_id = walk_planning.plan(tools, ann, FACTS)
    ids = [walk_planning.add_stop(ann, walk_id, name, 59.5, 17.7) for name in "ABC"]
    walk_planning.move_stop(ann, walk_id, ids[2], -1)
    walk_planning.move_stop(ann, walk_id, ids[0], -1)
    walk_planning.change_stop(ann, walk_id, ids[1], " B  två ", 59.51, 17.71)
    assert [(stop.order, stop.name) for stop in stops_of(walk_id)] == [(1, "A"), (2, "C"), (3, "B två")]
    walk_planning.remove_stop(ann, walk_id, ids[2])
    walk_planning.turn_route(ann, walk_id)
    assert [(stop.order, stop.name) for stop in stops_of(walk_id)] == [(1, "B två"), (2, "A")]


def test_every_change_of_stops_reaches_the_phones(world: World) -> None:
    walk = by_key(Walk, world.walk_id)
    assert walk is not None
    before = walk.rev
    walk_planning.move_stop(world.actor(world.ann), world.walk_id, world.stop_ids()[0], 1)
    changed = by_key(Walk, world.walk_id)
    assert changed is not None
    assert changed.rev > before


def test_a_stop_at_which_something_was_noted_stays(world: World) -> None:
    DeskStory(world)
    with pytest.raises(StopInUse):
        walk_planning.remove_stop(world.actor(world.ann), world.walk_id, world.stop_ids()[2])
    assert len(world.stop_ids()) == 3


def test_a_stop_of_another_walk_does_not_exist(world: World) -> None:
    foreign = world.stop_ids(world.other_walk_id)[0]
    with pytest.raises(NotFound):
        walk_planning.remove_stop(world.actor(world.ann), world.walk_id, foreign)


def test_the_route_of_a_cancelled_walk_is_history(world: World) -> None:
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.state = WalkStatus.CANCELLED
    with pytest.raises(Conflict):
        walk_planning.turn_route(world.actor(world.ann), world.walk_id)


def test_a_new_code_takes_the_place_of_the_old_and_phones_inside_stay(world: World, tools: Toolbox) -> None:
    browser, phone = world.phone("BRUNNA")
    walk_planning.new_code(tools, world.actor(world.lena), world.walk_id, "spoken")
    assert phones.open_code(tools, "BRUNNA") is None
    codes = walk_sheet.show(tools, world.actor(world.ann), world.walk_id, "", "sv").codes
    spoken = next(code for code in codes if code.kind == "spoken")
    assert phones.open_code(tools, spoken.code) is not None
    hello = browser.get("/sync/hello", headers={"X-Fieldapp": "1"}).json
    assert hello is not None
    assert hello["actor"]["id"] == str(phone.id)


def test_a_closed_code_lets_nobody_in_and_is_not_shown(world: World, tools: Toolbox) -> None:
    walk_planning.revoke_code(tools, world.actor(world.ann), world.walk_id, "spoken")
    assert phones.open_code(tools, "BRUNNA") is None
    shown = walk_sheet.show(tools, world.actor(world.ann), world.walk_id, "", "sv").codes
    assert [code.kind for code in shown] == ["link", "leader"]


def test_an_admin_reads_a_walk_without_its_codes(world: World, tools: Toolbox) -> None:
    sheet = walk_sheet.show(tools, world.actor(world.adam), world.walk_id, "", "sv")
    assert sheet.codes == ()
    assert sheet.steps == ()


def test_the_page_says_at_which_stop_it_gets_dark(world: World, tools: Toolbox) -> None:
    ann = world.actor(world.ann)
    walk_id = walk_planning.plan(
        tools, ann, replace(FACTS, starts_at=STARTS, ends_at=STARTS + timedelta(hours=2))
    )
    for step in range(6):
        walk_planning.add_stop(ann, walk_id, f"Stopp {step}", 59.5 + step * 0.003, 17.75)
    sheet = walk_sheet.show(tools, ann, walk_id, "", "sv")
    assert sheet.light.dark == "18.23"
    assert sheet.dark_stop == 2
    assert 1600 < sheet.length_m < 1700
