"""Draws the ground of a map in calm greys: land use, water, buildings and streets."""

from collections.abc import Iterable, Iterator

from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry
from shapely.ops import unary_union

from fieldapp.maps import svg
from fieldapp.maps.basemap import Feature, Ground

_GREEN = "park garden grass wood forest meadow nature_reserve national_park recreation_ground village_green"
PARK = frozenset(f"{_GREEN} cemetery grassland scrub golf_course allotments protected_area".split())
_PLAY = frozenset({"pitch", "playground"})
_INSTITUTION = frozenset({"school", "kindergarten", "university", "college", "hospital", "platform"})
_ROAD_M = {"highway": 16.0, "major_road": 11.0, "minor_road": 7.5}
_NARROW = frozenset({"service", "driveway", "alley"})
_EDGE, _RAIL = "#a5aebd", "#8a93a5"


def draw(ground: Ground, metres_per_unit: float) -> str:
    """The whole ground, from the earth up."""
    return "".join(
        [
            _areas(ground["natural"] + ground["landuse"], PARK, "#e6ece6"),
            _areas(ground["landuse"], _INSTITUTION, "#eff0f4"),
            _areas(ground["landuse"], _PLAY, "#dfe7df"),
            _water(ground["water"]),
            _outlines([f.geometry for f in ground["buildings"]], fill="#e0e3e9"),
            _streets(ground["roads"], metres_per_unit),
        ]
    )


def street_lines(roads: Iterable[Feature]) -> list[Feature]:
    """The roads that have a surface to walk or drive on, broad ones first."""
    order = {"highway": 0, "major_road": 1, "minor_road": 2, "path": 3}
    return sorted((f for f in roads if f.kind in order), key=lambda f: order[f.kind])


def _areas(features: list[Feature], kinds: frozenset[str], fill: str) -> str:
    return _outlines([f.geometry for f in features if f.kind in kinds], fill=fill)


def _water(features: list[Feature]) -> str:
    areas = [f.geometry for f in features if "Polygon" in f.geometry.geom_type]
    streams = _lines([f.geometry for f in features if "Line" in f.geometry.geom_type])
    return _outlines(areas, fill="#d7e3ec") + _stroke(streams, stroke="#d7e3ec", stroke_width=3)


def _streets(features: list[Feature], metres_per_unit: float) -> str:
    rails = _lines([f.geometry for f in features if f.kind == "rail"])
    paths = _lines([f.geometry for f in features if f.kind == "path"])
    widths: dict[float, str] = {}
    for feature in features:
        if feature.kind in _ROAD_M:
            width = _width(feature, metres_per_unit)
            widths[width] = widths.get(width, "") + _lines([feature.geometry])
    roads = sorted(widths.items())
    return (
        _stroke(rails, stroke=_RAIL, stroke_width=1.2, stroke_dasharray="6 3")
        + _stroke(paths, stroke=_EDGE, stroke_width=1.1, stroke_dasharray="0.1 3.2", stroke_linecap="round")
        + "".join(_stroke(drawn, stroke=_EDGE, stroke_width=width + 1.8) for width, drawn in roads)
        + "".join(_stroke(drawn, stroke="#ffffff", stroke_width=width) for width, drawn in roads)
    )


def _width(feature: Feature, metres_per_unit: float) -> float:
    metres = _ROAD_M[feature.kind] * (0.55 if feature.detail in _NARROW else 1.0)
    return round(max(2.0, min(22.0, metres / metres_per_unit)), 1)


def _outlines(geometries: list[BaseGeometry], *, fill: str) -> str:
    """Tiles overlap: joined first, or the even-odd rule would leave their seams unfilled."""
    rings = "".join(
        svg.path(_pairs(ring)[:-1], closed=True)
        for polygon in polygons(unary_union(geometries))
        for ring in (polygon.exterior, *polygon.interiors)
    )
    return svg.element("path", d=rings, fill=fill, fill_rule="evenodd") if rings else ""


def _lines(geometries: list[BaseGeometry]) -> str:
    return "".join(svg.path(_pairs(line)) for geometry in geometries for line in lines(geometry))


def _stroke(lines: str, *, stroke_linejoin: str = "round", **look: svg.Attribute) -> str:
    if not lines:
        return ""
    attributes: dict[str, svg.Attribute] = {"d": lines, "fill": "none", "stroke_linejoin": stroke_linejoin}
    return svg.element("path", None, **attributes, **look)


def _pairs(line: LineString) -> list[tuple[float, float]]:
    return [(x, y) for x, y, *_ in line.coords]


def polygons(geometry: BaseGeometry) -> Iterator[Polygon]:
    """The polygons inside a geometry, however nested."""
    return (part for part in _parts(geometry) if isinstance(part, Polygon))


def lines(geometry: BaseGeometry) -> Iterator[LineString]:
    """The lines inside a geometry, however nested."""
    return (part for part in _parts(geometry) if isinstance(part, LineString))


def _parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    if isinstance(geometry, BaseMultipartGeometry):
        for part in geometry.geoms:
            yield from _parts(part)
    elif not geometry.is_empty:
        yield geometry
