"""Ownership polygons in a search tree: which areas hold a point, and how near their borders are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from shapely import STRtree, make_valid
from shapely.errors import GEOSException
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from fieldapp.domain.errors import Invalid

_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class PlacedArea:
    """An area by its key, with the lower rank asked first; `geometry` is GeoJSON (longitude first)."""

    key: str
    rank: int
    geometry: dict[str, Any]


@dataclass(frozen=True)
class Hit:
    """An area that holds the point, and the metres to its nearest border."""

    key: str
    border_m: float


class AreaIndex:
    """Built once from all areas; asked for every point."""

    def __init__(self, areas: Iterable[PlacedArea]) -> None:
        self._areas: Sequence[PlacedArea] = sorted(areas, key=lambda area: (area.rank, area.key))
        self._shapes = [parse(area.geometry) for area in self._areas]
        self._tree = STRtree(self._shapes)

    def holding(self, lat: float, lon: float) -> list[Hit]:
        """The areas that hold the point, first by rank; on a shared border both do."""
        point = Point(lon, lat)
        found = sorted(self._tree.query(point, predicate="intersects"))
        return [Hit(self._areas[i].key, _border_m(self._shapes[i], point, lat)) for i in found]

    def nearest_border_m(self, lat: float, lon: float, within_m: float) -> float | None:
        """Metres to the nearest border of any area, or None beyond `within_m`."""
        point = Point(lon, lat)
        reach = within_m / (_METRES_PER_DEGREE * max(0.1, cos(radians(lat))))
        near = self._tree.query(point.buffer(reach))
        distances = [_border_m(self._shapes[i], point, lat) for i in near]
        nearest = min(distances, default=None)
        return nearest if nearest is not None and nearest <= within_m else None


def parse(geometry: dict[str, Any]) -> BaseGeometry:
    """A polygon or multi-polygon from GeoJSON; raises `Invalid("geometry")` for anything else."""
    try:
        found = shape(geometry)
    except (GEOSException, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise Invalid("geometry", "not-a-polygon") from error
    if found.geom_type not in ("Polygon", "MultiPolygon") or found.is_empty:
        raise Invalid("geometry", "not-a-polygon")
    return found if found.is_valid else make_valid(found)


def _border_m(area: BaseGeometry, point: Point, lat: float) -> float:
    """Metres to the border; degrees of longitude are shortened to this latitude first."""
    squeeze = cos(radians(lat))
    border = area.boundary
    nearest = border.interpolate(border.project(point))
    east = (nearest.x - point.x) * squeeze
    north = nearest.y - point.y
    return float((east**2 + north**2) ** 0.5 * _METRES_PER_DEGREE)
