"""Shapes of areas as people draw them: rings made into a surface, and which surfaces meet."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from shapely import STRtree
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from fieldapp.domain.errors import Invalid
from fieldapp.places.areas import PlacedArea, parse

_CORNERS_MIN = 3
_SLIVER_M2 = 4.0
_DEGREE_M = 111_195.0


@dataclass(frozen=True)
class Overlap:
    """Two areas by their keys that share ground: the upper is asked first."""

    upper: str
    lower: str


def from_rings(rings: Sequence[Sequence[tuple[float, float]]]) -> dict[str, Any]:
    """GeoJSON of rings of corners (latitude first): a ring inside another is its hole, one inside that again
    land. Raises `Invalid("corners")` for a ring that is none, or rings that cross."""
    found = sorted((_ring(ring) for ring in rings), key=lambda one: -one.area)
    shells: dict[int, list[Polygon]] = {}
    for place, one in enumerate(found):
        around = [other for other in range(place) if _is_inside(found[other], one)]
        if len(around) % 2:
            shells[around[-1]].append(one)
        else:
            shells[place] = []
    parts = [
        Polygon(found[place].exterior, [hole.exterior for hole in holes]) for place, holes in shells.items()
    ]
    whole = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    if not whole.is_valid:
        raise Invalid("corners", "surfaces-cross")
    # As the database gives it back: lists, no tuples.
    geometry: dict[str, Any] = json.loads(json.dumps(mapping(whole)))
    return geometry


def overlaps(areas: Iterable[PlacedArea]) -> Iterator[Overlap]:
    """Every pair of areas that share ground: more than the slivers that maps of neighbours leave."""
    ranked = sorted(areas, key=lambda area: (area.rank, area.key))
    shapes = [parse(area.geometry) for area in ranked]
    tree = STRtree(shapes)
    for upper, shape in enumerate(shapes):
        for lower in sorted(int(i) for i in tree.query(shape, predicate="intersects") if i > upper):
            if _square_m(shape.intersection(shapes[lower])) >= _SLIVER_M2:
                yield Overlap(ranked[upper].key, ranked[lower].key)


def _square_m(shape: BaseGeometry) -> float:
    """Near enough for a sliver: a degree of longitude is shortened to the shape's latitude."""
    return 0.0 if shape.is_empty else float(shape.area * _DEGREE_M**2 * cos(radians(shape.centroid.y)))


def _ring(corners: Sequence[tuple[float, float]]) -> Polygon:
    if len(set(corners)) < _CORNERS_MIN:
        raise Invalid("corners", "too-few-corners")
    found = Polygon([(lon, lat) for lat, lon in corners])
    if not found.is_valid:
        raise Invalid("corners", "crosses-itself")
    return found


def _is_inside(outer: Polygon, inner: Polygon) -> bool:
    if outer.contains(inner):
        return True
    if outer.overlaps(inner) or outer.equals(inner):
        raise Invalid("corners", "surfaces-cross")
    return False
