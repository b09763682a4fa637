"""Areas that are drawn or written: their shapes, where they meet, and the ground that is nobody's."""

from dataclasses import replace

import pytest

from fieldapp.domain.corners import in_lines
from fieldapp.domain.errors import Forbidden, Invalid
from fieldapp.places.area_shapes import from_rings
from fieldapp.services import area_gaps, area_settings, imports
from fieldapp.services.area_settings import AreaFacts
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Area
from tests.services.points import add_point
from tests.services.test_imports import RING, TUNNEL, geojson
from tests.support.world import World

YARD = "59.50, 17.70\n59.50, 17.80\n59.60, 17.80\n59.60, 17.70"
POND = "59.54, 17.74\n59.54, 17.76\n59.56, 17.75"
ISLET = "59.545, 17.749\n59.545, 17.751\n59.547, 17.75"
BESIDE = "59.50, 17.90\n59.50, 17.95\n59.55, 17.90"


def rings(*blocks: str) -> list[list[tuple[float, float]]]:
    pairs = [[line.split(", ") for line in block.splitlines()] for block in blocks]
    return [[(float(lat), float(lon)) for lat, lon in block] for block in pairs]


@pytest.mark.parametrize(
    ("blocks", "kind", "rings_of_parts"),
    [
        ((YARD,), "Polygon", [1]),
        ((POND, YARD), "Polygon", [2]),
        ((YARD, POND, ISLET), "MultiPolygon", [2, 1]),
        ((YARD, BESIDE), "MultiPolygon", [1, 1]),
    ],
)
def test_a_ring_inside_another_is_a_hole_and_one_in_the_hole_is_ground(
    blocks: tuple[str, ...], kind: str, rings_of_parts: list[int]
) -> None:
    found = from_rings(rings(*blocks))
    parts = found["coordinates"] if kind == "MultiPolygon" else [found["coordinates"]]
    assert (found["type"], [len(part) for part in parts]) == (kind, rings_of_parts)


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        (("59.5, 17.7\n59.6, 17.7",), "too-few-corners"),
        (("59.5, 17.7\n59.6, 17.8\n59.5, 17.8\n59.6, 17.7",), "crosses-itself"),
        ((YARD, "59.55, 17.75\n59.55, 17.85\n59.57, 17.85"), "surfaces-cross"),
        ((YARD, YARD), "surfaces-cross"),
    ],
)
def test_rings_that_cannot_be_ground_are_refused(blocks: tuple[str, ...], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        from_rings(rings(*blocks))


def test_an_area_is_drawn_by_an_administrator_and_named_once(world: World) -> None:
    facts = AreaFacts("Gården", owner_id=world.housing, rank=10, corners=f"{YARD}\n\n{POND}")
    with pytest.raises(Forbidden):
        area_settings.save(world.actor(world.ann), None, facts)
    adam = world.actor(world.adam)
    area_id = area_settings.save(adam, None, facts)
    found = by_key(Area, area_id)
    assert found is not None
    assert (len(found.geometry["coordinates"]), found.version) == (2, 1)
    with pytest.raises(Invalid, match="area-name-taken"):
        area_settings.save(adam, None, facts)
    with pytest.raises(Invalid, match="empty"):
        area_settings.save(adam, None, replace(facts, name="Ny", corners=""))


def test_corners_that_nobody_touched_keep_every_decimal(world: World) -> None:
    precise = [[one[0] + 1 / 3e6, one[1]] for one in RING[:-1]]
    imports.import_areas(geojson(TUNNEL, ring=[*precise, precise[0]]))
    adam = world.actor(world.adam)
    [row], _gaps = area_settings.all_rows(adam)
    before = row.area.geometry
    shown = in_lines(before)
    facts = AreaFacts("Tunneln", "tunnel", world.streets, 2, corners=shown.replace("\n", "\r\n") + "\r\n")
    area_settings.save(adam, row.area.id, facts)
    found = by_key(Area, row.area.id)
    assert found is not None
    assert (found.geometry, found.rank) == (before, 2)


def test_areas_that_meet_are_told_in_the_order_in_which_they_win(world: World) -> None:
    adam = world.actor(world.adam)
    for name, kind, rank, corners in (
        ("Gården", "owner", 20, YARD),
        ("Dammen", "owner", 5, POND),
        ("Grannen", "owner", 1, "59.50, 17.80\n59.50, 17.90\n59.60, 17.80"),
        ("Stadsdelen", "district", 900, YARD),
    ):
        area_settings.save(adam, None, AreaFacts(name, kind, world.housing, rank, corners))
    found, _gaps = area_settings.all_rows(adam)
    told = {row.area.name: (row.over, row.under) for row in found}
    assert told == {
        "Grannen": ((), ()),
        "Dammen": (("Gården",), ()),
        "Gården": ((), ("Dammen",)),
        "Stadsdelen": ((), ()),
    }


def test_places_where_points_lie_on_nobodys_ground_are_counted_by_place(world: World) -> None:
    adam = world.actor(world.adam)
    placed = {
        (59.5501, 17.7301): "Gården",
        (59.4001, 17.5001): "Torget",
        (59.4002, 17.5002): "Torget",
        (59.3001, 17.5001): "",
    }
    for lat, lon in placed:
        noted = add_point(world)
        with unit_of_work():
            point = by_key(Observation, noted.id)
            assert point is not None
            point.lat, point.lon, point.place = lat, lon, placed[(lat, lon)]
            point.is_sensitive = lat < 59.35
    assert area_gaps.all_gaps(adam).point_count == 3
    area_settings.save(adam, None, AreaFacts("Gården", "owner", world.housing, 10, YARD))
    area_settings.save(
        adam, None, AreaFacts("Allt", "district", None, 900, "59.0, 17.0\n59.0, 18.0\n60.0, 17.5")
    )
    gaps = area_gaps.all_gaps(adam)
    assert (gaps.point_count, gaps.asked_count) == (2, 3)
    [torget] = gaps.places
    assert (torget.place, torget.point_count) == ("Torget", 2)


def test_without_any_area_every_category_has_its_usual_owner(world: World) -> None:
    usual = {
        one.category: one.owner.code if one.owner else ""
        for one in area_settings.usual_owners(world.tools, world.actor(world.ann))
    }
    assert usual["GAT"] == "gata-park"
    assert usual["BEL"] == ""
