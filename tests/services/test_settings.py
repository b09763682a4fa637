"""The municipality's own words, owners, areas and rules: who may change them, and what is refused."""

from dataclasses import replace

import pytest

from fieldapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fieldapp.domain.ids import new_id
from fieldapp.services import area_settings, defaults, imports, owner_settings, rule_tester, settings
from fieldapp.services.area_settings import AreaFacts
from fieldapp.services.owner_settings import OwnerFacts, RuleFacts
from fieldapp.services.settings import Names, TownFacts
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Owner
from tests.services.test_imports import TUNNEL, geojson
from tests.support.world import World

TOWN = TownFacts("Exempelkommun", "fraga@demo.invalid", "08-000 00 00", "08-000 00 09", 30)
LAMPS = OwnerFacts("ljus", "BE", "Belysning", "Ljusdrift AB", "ljus@demo.invalid", is_default=True)
WORDS = {"sv": "Ljus", "fi": "Valot", "en": "Lights"}


def test_the_municipality_says_its_name_contacts_and_promise(world: World) -> None:
    settings.change_town(world.actor(world.adam), replace(TOWN, answer_days=20))
    assert (the_municipality().name, the_municipality().answer_days) == ("Exempelkommun", 20)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"duty_phone": "ring mig"}, "duty_phone"),
        ({"answer_days": 0}, "answer_days"),
    ],
)
def test_what_cannot_be_is_refused_by_name(world: World, change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        settings.change_town(world.actor(world.adam), replace(TOWN, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_coordinator_reads_and_changes_nothing(world: World, tools: Toolbox) -> None:
    ann = world.actor(world.ann)
    assert settings.overview(ann).owner_count == 2
    for act in (
        lambda: settings.change_town(ann, TOWN),
        lambda: owner_settings.save_owner(ann, None, LAMPS),
        lambda: owner_settings.save_rule(tools, ann, None, RuleFacts(world.streets, "BEL")),
        lambda: settings.change_category(ann, "BEL", Names(WORDS, True), WORDS),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_category_is_renamed_in_three_languages_and_turned_off(world: World) -> None:
    defaults.fill()
    adam = world.actor(world.adam)
    settings.change_category(adam, "BEL", Names(WORDS, False), WORDS)
    found = settings.category(adam, "BEL").category
    assert (found.sv, found.fi, found.short_en, found.enabled) == ("Ljus", "Valot", "Lights", False)


def test_a_name_is_needed_in_every_language(world: World) -> None:
    defaults.fill()
    with pytest.raises(Invalid) as refused:
        settings.change_category(world.actor(world.adam), "BEL", Names({**WORDS, "fi": " "}, True), WORDS)
    assert refused.value.field == "fi"


def test_what_is_good_and_what_feels_unsafe_cannot_be_turned_off(world: World) -> None:
    defaults.fill()
    adam = world.actor(world.adam)
    settings.change_category(adam, "POS", Names(WORDS, False), WORDS)
    assert settings.category(adam, "POS").category.enabled


def test_subcategories_of_another_category_are_left_alone(world: World) -> None:
    defaults.fill()
    adam = world.actor(world.adam)
    settings.change_subcategories(adam, "BEL", {"BEL1": Names(WORDS, False), "KLO1": Names(WORDS, False)})
    assert not settings.category(adam, "BEL").subcategories[0].enabled
    assert settings.category(adam, "KLO").subcategories[0].enabled


def test_an_owner_is_added_changed_and_only_one_of_a_class_is_the_usual_one(world: World) -> None:
    adam = world.actor(world.adam)
    first = owner_settings.save_owner(adam, None, LAMPS)
    second = owner_settings.save_owner(adam, None, replace(LAMPS, code="ljus-2", name="Andra"))
    owner_settings.save_owner(adam, second, replace(LAMPS, code="other", name="Nya namnet"))
    rows = {row.id: row for row in owner_settings.all_owners(adam)}
    assert not rows[first].is_default
    assert (rows[second].code, rows[second].name, rows[second].is_default) == ("ljus-2", "Nya namnet", True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "gata-park"}, "code"),
        ({"code": "Åh nej"}, "code"),
        ({"class_code": "ZZ"}, "class_code"),
        ({"email": ""}, "email"),
        ({"receives": "pigeon"}, "receives"),
    ],
)
def test_an_owner_that_cannot_be_reached_is_refused(
    world: World, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        owner_settings.save_owner(world.actor(world.adam), None, replace(LAMPS, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_rules_are_asked_in_their_order_and_can_be_moved(world: World, tools: Toolbox) -> None:
    adam = world.actor(world.adam)
    ids = [
        owner_settings.save_rule(tools, adam, None, RuleFacts(world.streets, code)) for code in ("BEL", "KLO")
    ]
    owner_settings.move_rule(adam, ids[1], -1)
    owner_settings.move_rule(adam, ids[1], -1)
    assert [(rule.id, rule.rank) for rule in owner_settings.all_rules(adam)] == [(ids[1], 10), (ids[0], 20)]
    owner_settings.remove_rule(adam, ids[1])
    assert [rule.id for rule in owner_settings.all_rules(adam)] == [ids[0]]


@pytest.mark.parametrize(
    "facts",
    [
        {"category": None},
        {"category": "ZZZ"},
        {"category": "BEL", "subcategory": "KLO1"},
        {"category": "BEL", "urgency": "now"},
    ],
)
def test_a_rule_that_nobody_can_follow_is_refused(
    world: World, tools: Toolbox, facts: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        owner_settings.save_rule(tools, world.actor(world.adam), None, RuleFacts(world.streets, **facts))  # type: ignore[arg-type]


def test_a_rule_needs_an_owner_that_exists(world: World, tools: Toolbox) -> None:
    with pytest.raises(NotFound):
        owner_settings.save_rule(tools, world.actor(world.adam), None, RuleFacts(new_id(), "BEL"))


def test_an_area_is_drawn_changed_and_kept_while_a_rule_names_it(world: World, tools: Toolbox) -> None:
    adam = world.actor(world.adam)
    imports.import_areas(geojson(TUNNEL))
    area_id = owner_settings.all_areas(adam)[0].id
    assert area_settings.drawing(area_settings.row(adam, area_id).area, "Karta").startswith("<svg")
    area_settings.save(adam, area_id, AreaFacts("Tunneln", "tunnel", world.housing, 3))
    rule = owner_settings.save_rule(tools, adam, None, RuleFacts(world.streets, area_id=area_id))
    with pytest.raises(Conflict):
        area_settings.remove(adam, area_id)
    owner_settings.remove_rule(adam, rule)
    area_settings.remove(adam, area_id)
    assert list(owner_settings.all_areas(adam)) == []


def test_the_rules_can_be_tried_on_a_place(world: World, tools: Toolbox) -> None:
    adam, ann = world.actor(world.adam), world.actor(world.ann)
    imports.import_areas(geojson(TUNNEL))
    area = owner_settings.all_areas(adam)[0]
    owner_settings.save_rule(tools, adam, None, RuleFacts(world.housing, "BEL", area_id=area.id))
    inside = rule_tester.who_answers(tools, ann, "BEL", None, 59.5028, 17.7431).proposal
    assert inside.owner is not None
    assert (inside.owner.code, inside.because["code"]) == ("bostad", "rule_in_area")
    outside = rule_tester.who_answers(tools, ann, "GAT", None, 59.6, 17.9).proposal
    assert outside.owner is not None
    assert outside.owner.code == "gata-park"
    assert by_key(Owner, world.housing) is not None


def test_a_place_that_is_none_is_refused(world: World, tools: Toolbox) -> None:
    with pytest.raises(Invalid):
        rule_tester.who_answers(tools, world.actor(world.ann), "BEL", None, 0, 0)
