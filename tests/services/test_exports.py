"""Owners and areas as files: taken back in, nothing changes, and a part of a file changes that part alone."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from fieldapp.domain.absences import Absence
from fieldapp.services import exports, imports, owner_absences, owner_settings
from fieldapp.services.imports import Imported
from fieldapp.services.owner_settings import OwnerFacts
from fieldapp.store import owners
from fieldapp.store.db import db
from fieldapp.store.owners import Area, Owner, OwnerAbsence
from tests.services.test_imports import RING, TUNNEL, geojson
from tests.support.world import World

ROADS = OwnerFacts(
    code="vagar",
    class_code="TV",
    name="Vägar; “stora”, och små",
    company="=Väg AB",
    email="vagar@demo.invalid",
    phone="+46 8 123",
    language="fi",
    receives="own_system",
    own_system="https://vagar.invalid/felanmalan",
    head_name="@Chefen",
    head_email="chef@demo.invalid",
    is_external=True,
    is_default=True,
)
SUMMER = Absence(date(2026, 7, 6), date(2026, 8, 2), "eva@demo.invalid", "Eva Ek")


def rows(kind: type[Any]) -> list[dict[str, Any]]:
    found = db.session.scalars(
        select(kind).order_by(kind.id).execution_options(populate_existing=True)
    ).unique()
    columns = [column.key for column in kind.__table__.columns]
    kept = [{name: getattr(row, name) for name in columns} for row in found]
    db.session.rollback()
    return kept


def test_owners_taken_out_and_in_again_are_the_same(world: World) -> None:
    adam = world.actor(world.adam)
    roads = owner_settings.save_owner(adam, None, ROADS)
    owner_absences.add(adam, roads, SUMMER)
    before = rows(Owner), rows(OwnerAbsence)
    file = exports.owners_csv()
    assert imports.import_owners(file) == Imported(same=3)
    assert (rows(Owner), rows(OwnerAbsence)) == before
    for cell in (b"'=V\xc3\xa4g AB", b"'+46 8 123", b"'@Chefen"):
        assert cell in file


def test_columns_that_a_file_lacks_stay_as_they_are(world: World) -> None:
    adam = world.actor(world.adam)
    roads = owner_settings.save_owner(adam, None, ROADS)
    owner_absences.add(adam, roads, SUMMER)
    assert imports.import_owners(b"code,class,name\nvagar,TV,Nya namnet\n") == Imported(changed=1)
    found = owner_settings.facts_of_owner(owner_settings.owner(adam, roads))
    assert found == OwnerFacts(**{**ROADS.__dict__, "name": "Nya namnet"})
    assert len(owner_absences.of_owner(adam, roads)) == 1
    db.session.rollback()
    assert imports.import_owners(b"code,class,name,absences\nvagar,TV,Nya namnet,\n") == Imported(changed=1)
    assert list(owner_absences.of_owner(adam, roads)) == []


def test_areas_taken_out_and_in_again_are_the_same_to_the_last_decimal(world: World) -> None:
    precise = [[one[0] + 1 / 3e6, one[1]] for one in RING[:-1]]
    imports.import_areas(geojson(TUNNEL, ring=[*precise, precise[0]]))
    imports.import_areas(geojson({"name": "Brunna", "kind": "district", "rank": 900}))
    before = rows(Area)
    assert imports.import_areas(exports.areas_geojson()) == Imported(same=2)
    assert rows(Area) == before


def test_an_exported_area_is_known_by_its_id_when_it_got_another_name(world: World) -> None:
    imports.import_areas(geojson(TUNNEL))
    exported = json.loads(exports.areas_geojson())
    exported["features"][0]["properties"]["name"] = "Gamla tunneln"
    assert imports.import_areas(json.dumps(exported).encode()) == Imported(changed=1)
    assert [one.name for one in owners.all_areas()] == ["Gamla tunneln"]


def test_yards_that_are_all_called_alike_are_numbered_and_known_again(world: World) -> None:
    yards = json.loads(geojson({"name": "Bostadsbolaget", "owner": "bostad"}))
    yards["features"] *= 3
    content = json.dumps(yards).encode()
    assert imports.import_areas(content) == Imported(added=3)
    assert {one.name for one in owners.all_areas()} == {
        "Bostadsbolaget",
        "Bostadsbolaget 2",
        "Bostadsbolaget 3",
    }
    db.session.rollback()
    assert imports.import_areas(content) == Imported(same=3)


def test_the_commands_write_what_the_others_read(app: Flask, world: World, tmp_path: Path) -> None:
    imports.import_areas(geojson(TUNNEL))
    runner = app.test_cli_runner()
    for name, kind, count in (("owners.csv", "owners", 2), ("areas.geojson", "areas", 1)):
        file = str(tmp_path / name)
        assert runner.invoke(args=["fieldapp", kind, "export", file]).exit_code == 0
        told = runner.invoke(args=["fieldapp", kind, "import", file]).output
        assert told == f"0 new, 0 changed, {count} as before\n"
