"""Settings over HTTP: an administrator changes, a coordinator reads, nobody else comes in."""

from io import BytesIO
from uuid import UUID

import pytest

from fieldapp.services import defaults, owner_settings
from fieldapp.services.owner_settings import RuleFacts
from fieldapp.store import owners
from fieldapp.store.db import db
from fieldapp.store.municipality import the_municipality
from tests.services.test_imports import TUNNEL, geojson
from tests.support.world import World

TOWN = {
    "name": "Nya kommunen",
    "contact_email": "a@demo.invalid",
    "contact_phone": "",
    "duty_phone": "08-000",
    "answer_days": "30",
}
OWNER = {
    "code": "ljus",
    "name": "Belysning",
    "class_code": "BE",
    "email": "l@demo.invalid",
    "language": "sv",
    "receives": "link",
    "is_active": "y",
}


def test_the_municipality_is_changed_by_an_administrator_alone(world: World) -> None:
    assert world.staff(world.ann).post("/settings/municipality", TOWN).status_code == 403
    assert world.staff(world.adam).post("/settings/municipality", TOWN).status_code == 303
    assert the_municipality().name == "Nya kommunen"


def test_a_refusal_is_said_at_its_field(world: World) -> None:
    answer = world.staff(world.adam).post("/settings/municipality", {**TOWN, "contact_email": "x"})
    assert answer.status_code == 422
    assert "Det ser inte ut som en e-postadress." in answer.text


def test_a_category_and_its_subcategories_are_one_form(world: World) -> None:
    defaults.fill()
    adam = world.staff(world.adam)
    subs = ("BEL1", "BEL2", "BEL3", "BEL4", "BEL5", "BEL6")
    form = {"sv": "Ljus", "fi": "Valot", "en": "Lights", "enabled": "on"}
    form |= {f"short_{lang}": "Ljus" for lang in ("sv", "fi", "en")}
    form |= {f"{sub}-{lang}": f"{sub} {lang}" for sub in subs for lang in ("sv", "fi", "en")}
    assert adam.post("/settings/categories/BEL", form).status_code == 303
    assert ">Ljus · Valot · Lights<" in adam.get("/settings/categories").text
    wrong = adam.post("/settings/categories/BEL", {**form, "BEL1-fi": ""})
    assert wrong.status_code == 422
    assert 'id="BEL1-fi-error"' in wrong.text


def test_an_owner_is_added_and_a_taken_name_is_refused(world: World) -> None:
    adam = world.staff(world.adam)
    assert adam.post("/settings/owners/new", OWNER).status_code == 303
    again = adam.post("/settings/owners/new", OWNER)
    assert "Det korta namnet används redan." in again.text
    assert "Belysning" in adam.get("/settings/owners").text


def test_areas_come_from_a_file_and_its_faults_are_told_by_row(world: World) -> None:
    adam = world.staff(world.adam)

    def send(content: bytes) -> object:
        data = {"file": (BytesIO(content), "areas.geojson")}
        return adam.post("/settings/areas", data, content_type="multipart/form-data")

    bad = send(geojson({**TUNNEL, "owner": "nobody"}))
    assert "Rad 1: owner: Ingen ansvarig har det korta namnet nobody." in bad.text  # type: ignore[attr-defined]
    assert send(geojson(TUNNEL)).status_code == 303  # type: ignore[attr-defined]
    path = f"/settings/areas/{owners.all_areas()[0].id}"
    db.session.rollback()
    page = adam.get(path).text
    assert "Karta över området" in page
    form = {"name": "Tunneln", "kind": "tunnel", "owner": str(world.housing), "rank": "7"}
    assert adam.post(path, form).status_code == 303
    assert world.staff(world.ann).post(path, form).status_code == 403


def test_a_large_file_of_areas_is_taken_where_other_forms_are_refused(world: World) -> None:
    adam = world.staff(world.adam)
    padding = b" " * 400_000
    data = {"file": (BytesIO(geojson(TUNNEL) + padding), "areas.geojson")}
    assert adam.post("/settings/areas", data, content_type="multipart/form-data").status_code == 303
    assert adam.post("/settings/municipality", {**TOWN, "name": "x" * 400_000}).status_code == 413


def _rule_ids() -> list[UUID]:
    found = [rule.id for rule in owners.all_rules()]
    # A reader that stays open would hold up the next writer.
    db.session.rollback()
    return found


def test_rules_are_added_moved_and_removed(world: World) -> None:
    defaults.fill()
    adam = world.staff(world.adam)
    for what in ("BEL", "KLO1"):
        form = {"what": what, "area": "", "owner": str(world.streets), "urgency": ""}
        assert adam.post("/settings/rules/new", form).status_code == 303
    first, second = _rule_ids()
    adam.post(f"/settings/rules/{second}/move", {"by": "up"})
    assert _rule_ids() == [second, first]
    adam.post(f"/settings/rules/{second}/remove")
    assert _rule_ids() == [first]
    everything = {"what": "", "area": "", "owner": str(world.streets), "urgency": ""}
    assert "Välj vad regeln gäller, eller var." in adam.post("/settings/rules/new", everything).text


def test_the_rules_are_tried_on_a_place_and_say_why(world: World) -> None:
    defaults.fill()
    owner_settings.save_rule(world.tools, world.actor(world.adam), None, RuleFacts(world.housing, "BEL"))
    ann = world.staff(world.ann)
    page = ann.get("/settings/who-answers?what=BEL&lat=59,5&lon=17.7").text
    assert "Bostadsbolaget" in page
    assert "Regeln ”Belysning, överallt” gäller. Bostadsbolaget får punkten." in page
    assert ann.get("/settings/who-answers?what=BEL&lat=0&lon=0").status_code == 422
    assert ann.get("/settings/who-answers?what=moon&lat=59&lon=17").status_code == 422


@pytest.mark.parametrize(
    "path", ["", "municipality", "categories", "owners", "areas", "rules", "who-answers"]
)
def test_a_coordinator_reads_everything_without_a_button_to_save(world: World, path: str) -> None:
    page = world.staff(world.ann).get(f"/settings/{path}")
    assert page.status_code == 200
    assert "Spara" not in page.text
    assert world.staff(world.paul).get(f"/settings/{path}").status_code == 403


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_page_can_be_read_in_the_other_languages(world: World, language: str) -> None:
    defaults.fill()
    adam = world.staff(world.adam)
    for path in ("", "categories", "categories/KLO", "owners/new", "rules/new", "areas", "who-answers"):
        assert adam.get(f"/settings/{path}?lang={language}").status_code == 200
