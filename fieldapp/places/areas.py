"""Ownership polygons in search trees: which areas hold a point, and how near their borders are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import asinh, atan, cos, degrees, pi, radians, sin, sinh, tan
from typing import Any

import numpy as np
import shapely
from shapely import STRtree, make_valid
from shapely.errors import GEOSException
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from fieldapp.domain.errors import Invalid

_EARTH_M = 6_371_008.8
#: Borders are kept in pieces of so many vertices: a long one is then as quick to ask as a short one.
_PIECE = 16
_WAYS, _RINGS = 12, (1 / 3, 2 / 3, 1.0)
#: How many lists stand around each number of a geometry that can be an area.
_DEPTHS = {"Polygon": 3, "MultiPolygon": 4}
#: Beyond any coordinate, in metres as in degrees.
_MOST = 1e9
#: Just across a border, in metres.
_ACROSS_M = 0.5


@dataclass(frozen=True)
class PlacedArea:
    """An area by its key, with the lower rank asked first; `geometry` is GeoJSON (longitude first)."""

    key: str
    rank: int
    geometry: dict[str, Any]


class AreaIndex:
    """Built once from all areas; asked for every point.

    What holds a point is judged in degrees, as the areas were drawn. Borders are kept in Mercator's
    projection, in which the nearest is the nearest also on the ground, and metres only need the latitude.
    """

    def __init__(self, areas: Iterable[PlacedArea]) -> None:
        self._areas: Sequence[PlacedArea] = sorted(areas, key=lambda area: (area.rank, area.key))
        shapes = [parse(area.geometry) for area in self._areas]
        self._shapes = np.array(shapes, dtype=object)
        shapely.prepare(self._shapes)
        self._tree = STRtree(self._shapes)
        self._borders = STRtree([piece for one in shapes for piece in _pieces(one)])

    def holding(self, lat: float, lon: float) -> list[str]:
        """The areas that hold the point, first by rank; on a shared border both do."""
        point = Point(lon, lat)
        near = self._tree.query(point)
        if not len(near):
            return []
        held = near[shapely.intersects(self._shapes[near], point)]
        return [self._areas[i].key for i in sorted(held)]

    def nearest_border_m(self, lat: float, lon: float, within_m: float) -> float | None:
        """Metres to the nearest border of any area, or None beyond `within_m`."""
        size = _metre(lat)
        found, distances = self._borders.query_nearest(
            Point(*_mercator(lat, lon)),
            max_distance=within_m * size,
            return_distance=True,
            all_matches=False,
        )
        return float(distances[0]) / size if len(found) else None

    def around(self, lat: float, lon: float, within_m: float) -> list[list[str]]:
        """What holds other spots within `within_m`, each combination once, the nearest first.

        The spots lie on rings around the point and just across every border that is so near.
        """
        x, y = _mercator(lat, lon)
        size = _metre(lat)
        spots = [*self._across(x, y, within_m * size, size), *_rings(x, y, within_m * size)]
        found: dict[tuple[str, ...], None] = {}
        for spot in spots:
            found.setdefault(tuple(self.holding(*_degrees(*spot))))
        return [list(keys) for keys in found]

    def _across(self, x: float, y: float, reach: float, size: float) -> Iterator[tuple[float, float]]:
        here = Point(x, y)
        near = self._borders.geometries[self._borders.query(here, predicate="dwithin", distance=reach)]
        lines = shapely.shortest_line(here, near)
        for line in sorted(lines, key=lambda one: one.length):
            (x0, y0), (x1, y1) = line.coords
            if line.length:
                further = 1 + _ACROSS_M * size / line.length
                yield x0 + (x1 - x0) * further, y0 + (y1 - y0) * further


def checked(geometry: dict[str, Any]) -> BaseGeometry:
    """`parse` for what comes from outside: its letters and numbers too are as GeoJSON writes them."""
    depth = _DEPTHS.get(str(geometry.get("type")))
    if depth is None or not _are_numbers(geometry.get("coordinates"), depth):
        raise Invalid("geometry", "not-a-polygon")
    return parse(geometry)


def _are_numbers(found: Any, depth: int) -> bool:
    """Lists in lists, `depth` of them, around numbers that are finite."""
    if depth:
        return isinstance(found, list) and all(_are_numbers(one, depth - 1) for one in found)
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < _MOST


def parse(geometry: dict[str, Any]) -> BaseGeometry:
    """A polygon or multi-polygon from GeoJSON; raises `Invalid("geometry")` for anything else."""
    try:
        found = shape(geometry)
    except (GEOSException, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise Invalid("geometry", "not-a-polygon") from error
    if found.geom_type not in ("Polygon", "MultiPolygon") or found.is_empty:
        raise Invalid("geometry", "not-a-polygon")
    return found if found.is_valid else make_valid(found)


def _mercator(lat: float, lon: float) -> tuple[float, float]:
    return radians(lon), asinh(tan(radians(lat)))


def _degrees(x: float, y: float) -> tuple[float, float]:
    return degrees(atan(sinh(y))), degrees(x)


def _metre(lat: float) -> float:
    """How long a metre is in the projection, at this latitude."""
    return 1 / (_EARTH_M * cos(radians(lat)))


def _pieces(area: BaseGeometry) -> Iterator[BaseGeometry]:
    """The borders of an area, outer and of its holes, as short lines in the projection."""
    # What was mended can hold loose lines beside its polygons.
    parts = [part for part in shapely.get_parts(area) if part.geom_type.endswith("Polygon")]
    for line in shapely.get_parts(shapely.boundary(parts)):
        points = [_mercator(lat, lon) for lon, lat in shapely.get_coordinates(line)]
        for start in range(0, max(len(points) - 1, 1), _PIECE):
            yield shapely.LineString(points[start : start + _PIECE + 1])


def _rings(x: float, y: float, reach: float) -> Iterator[tuple[float, float]]:
    for ring in _RINGS:
        for way in range(_WAYS):
            angle = 2 * pi * way / _WAYS
            yield x + reach * ring * cos(angle), y + reach * ring * sin(angle)
