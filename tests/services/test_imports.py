"""A municipality's own files: all of one or nothing, twice is harmless, every fault is named with its row."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from fieldapp.services import imports
from fieldapp.services.imports import Imported, Refused
from fieldapp.store import categories, owners
from fieldapp.store.owner_tables import every_owner
from tests.support.world import World

RING = [[17.742, 59.502], [17.744, 59.502], [17.744, 59.504], [17.742, 59.504], [17.742, 59.502]]
TUNNEL = {"name": "Tunneln", "owner": "gata-park", "kind": "tunnel", "rank": 1}
OWNERS = (
    "code,class,name,email,receives,external,default\n"
    "gata-park,GP,Gata och park,gp@demo.invalid,crew,nej,ja\n"
    "elnat,EL,Elnätsbolaget,el@demo.invalid,link,ja,ja\n"
)


def geojson(properties: dict[str, Any], ring: Any = None, kind: str = "Polygon") -> bytes:
    geometry = {"type": kind, "coordinates": [ring or RING]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def refused(take: Any, content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as error:
        take(content)
    return [(fault.row, fault.code) for fault in error.value.faults]


def test_owners_are_added_and_known_again_by_their_code(world: World) -> None:
    assert imports.import_owners(OWNERS.encode()) == Imported(added=1, changed=1)
    assert imports.import_owners(OWNERS.encode()) == Imported(same=2)
    found = {one.code: one for one in every_owner()}
    assert (found["elnat"].is_external, found["elnat"].class_code) == (True, "EL")
    assert found["bostad"].name == "Bostadsbolaget"


def test_a_table_from_a_spreadsheet_with_semicolons_and_a_mark_is_read(world: World) -> None:
    content = "\ufeff" + OWNERS.replace(",", ";")
    assert imports.import_owners(content.encode()).added == 1


def test_every_fault_is_named_with_its_row_and_nothing_is_taken(world: World) -> None:
    content = OWNERS + "Å,GP,X,x@demo.invalid,link,nej,nej\nx-y,ZZ,X,x@demo.invalid,link,nej,nej\n"
    content += "x-z,GP,X,,link,kanske,nej\n"
    assert refused(imports.import_owners, content.encode()) == [
        (3, "not-a-code"),
        (4, "unknown"),
        (5, "not-yes-or-no"),
    ]
    assert "elnat" not in {one.code for one in every_owner()}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "columns-missing"),
        (b"code,class\n", "columns-missing"),
        (b"code,class,name\n", "nothing-in-it"),
        (b"code,class,name\n\xff\xfe", "not-utf-8"),
        (b"code,class,name," + b"x" * 200_000 + b"\n", "not-a-table"),
        (b"x" * (imports.FILE_MAX_BYTES + 1), "file-too-large"),
    ],
)
def test_a_file_that_is_no_table_is_said_to_be_none(app: Flask, content: bytes, code: str) -> None:
    assert refused(imports.import_owners, content) == [(0, code)]


def test_areas_are_added_and_known_again_by_their_name(world: World) -> None:
    assert imports.import_areas(geojson(TUNNEL)) == Imported(added=1)
    assert imports.import_areas(geojson({**TUNNEL, "rank": 5})) == Imported(changed=1)
    area = owners.all_areas()[0]
    assert (area.name, area.kind, area.rank, area.owner_id) == ("Tunneln", "tunnel", 5, world.streets)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (geojson({**TUNNEL, "owner": "nobody"}), "unknown-owner"),
        (geojson({**TUNNEL, "name": ""}), "empty"),
        (geojson({**TUNNEL, "kind": "moon"}), "unknown-kind"),
        (geojson({**TUNNEL, "rank": "first"}), "not-a-rank"),
        (geojson(TUNNEL, kind="LineString"), "not-a-polygon"),
        (geojson(TUNNEL, kind="polygon"), "not-a-polygon"),
        (
            geojson(TUNNEL, ring=[["18", "59"], ["19", "59"], ["19", "60"], ["18", "59"]]),
            "not-a-polygon",
        ),
        (geojson(TUNNEL, ring=[[10**400, 59], [18, 59], [18, 60], [10**400, 59]]), "not-a-polygon"),
        (geojson(TUNNEL, ring=[[math.inf, 59], [18, 59], [18, 60], [math.inf, 59]]), "not-a-polygon"),
        (
            geojson(
                TUNNEL, ring=[[660000, 6600000], [660001, 6600000], [660001, 6600001], [660000, 6600000]]
            ),
            "not-degrees",
        ),
    ],
)
def test_an_area_that_cannot_be_is_refused(world: World, content: bytes, code: str) -> None:
    assert refused(imports.import_areas, content) == [(1, code)]
    assert list(owners.all_areas()) == []


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"no", b'{"features": [1]}', b'{"features": []}', b"[" * 9999]
)
def test_what_is_no_collection_of_areas_is_refused(world: World, content: bytes) -> None:
    assert refused(imports.import_areas, content)[0][0] == 0


def test_categories_get_the_municipalitys_names_and_twice_is_harmless(app: Flask) -> None:
    heading = b"code,sv,fi,en,short_sv,enabled\n"
    content = heading + b"BEL,Ljus,Valot,Lights,Ljus,ja\nBEL1,Lampa,Lamppu,Lamp,,nej\n"
    assert imports.import_categories(content) == imports.import_categories(content) == Imported(changed=2)
    named = {one.code: one for one in categories.all_categories()}
    assert (named["BEL"].sv, named["BEL"].short_sv, named["BEL"].short_fi) == ("Ljus", "Ljus", "Valaistus")
    assert len(named) == 14
    subs = {one.code: one.enabled for one in categories.all_subcategories()}
    assert subs["BEL1"] is False


def test_a_category_of_ones_own_invention_is_refused(app: Flask) -> None:
    content = b"code,sv,fi,en\nDOG,Hundar,Koirat,Dogs\n"
    assert refused(imports.import_categories, content) == [(1, "unknown-code")]


def test_the_command_says_what_it_did_and_what_is_wrong(app: Flask, world: World, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    good, bad = tmp_path / "owners.csv", tmp_path / "areas.geojson"
    good.write_text(OWNERS, encoding="utf-8")
    bad.write_bytes(geojson({**TUNNEL, "owner": "nobody"}))
    assert runner.invoke(args=["fieldapp", "owners", "import", str(good)]).output == "1 new, 1 changed\n"
    failed = runner.invoke(args=["fieldapp", "areas", "import", str(bad)])
    assert failed.exit_code == 1
    assert "areas.geojson, row 1: no owner has the code 'nobody'; import owners first" in failed.output
