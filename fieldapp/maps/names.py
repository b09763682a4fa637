"""Writes the names of streets, parks and quarters where they cover nothing else."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from shapely.affinity import rotate
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

from fieldapp.maps import svg
from fieldapp.maps.basemap import Ground
from fieldapp.maps.ground import PARK, lines, street_lines
from fieldapp.maps.placement import Box

STREET_SIZE, AREA_SIZE = 11.5, 12.5
_MAX_STREETS, _MAX_AREAS = 26, 8
_AREA_KINDS = PARK | {"school", "station", "neighbourhood", "suburb", "quarter", "library", "hospital"}
_WORD_SHARE = 0.57
_BEND = 3.5


@dataclass
class _Writer:
    width: float
    height: float
    obstacles: list[BaseGeometry]
    route: BaseGeometry | None
    written: list[str] = field(default_factory=list)

    def try_write(
        self, name: str, x: float, y: float, size: float, angle: float, **look: svg.Attribute
    ) -> bool:
        """Writes the name around its middle unless something is in the way."""
        half = len(name) * size * _WORD_SHARE / 2
        area = rotate(box(x - half, y - size * 0.6, x + half, y + size * 0.6), angle, origin=(x, y))
        if not box(4, 4, self.width - 4, self.height - 4).contains(area):
            return False
        if any(area.intersects(obstacle) for obstacle in self.obstacles):
            return False
        if self.route is not None and area.intersects(self.route):
            return False
        self.obstacles.append(area)
        turn: dict[str, svg.Attribute] = {}
        if abs(angle) > 0.05:
            turn["transform"] = f"rotate({svg.number(angle)} {svg.number(x)} {svg.number(y)})"
        self.written.append(svg.text(name, x, y + size * 0.36, font_size=size, **look, **turn))
        return True


def write(
    ground: Ground,
    size: tuple[float, float],
    taken: Sequence[Box],
    route: Sequence[tuple[float, float]],
    language: str,
) -> str:
    """All names that found a free place, areas before streets, broad streets before narrow."""
    writer = _Writer(
        size[0],
        size[1],
        [box(b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2) for b in taken],
        LineString(route).buffer(3) if len(route) > 1 else None,
    )
    _areas(writer, ground, language)
    _streets(writer, ground, language)
    halo: dict[str, svg.Attribute] = {
        "stroke": "#ffffff",
        "stroke_width": 3,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
    }
    return svg.element("g", "".join(writer.written), text_anchor="middle", fill="#3a4761", **halo)


def _areas(writer: _Writer, ground: Ground, language: str) -> None:
    named: dict[str, list[BaseGeometry]] = {}
    for feature in ground["landuse"] + ground["pois"] + ground["places"]:
        if feature.kind in _AREA_KINDS and feature.name(language):
            named.setdefault(feature.name(language), []).append(feature.geometry)
    by_size = sorted(named.items(), key=lambda item: (-max(g.area for g in item[1]), item[0]))
    for name, geometries in by_size:
        if len(writer.written) >= _MAX_AREAS:
            return
        spot = max(geometries, key=lambda g: g.area).representative_point()
        for shift in (0, -16, 16, -32, 32):
            if writer.try_write(name, spot.x, spot.y + shift, AREA_SIZE, 0, font_weight=600):
                break


def _streets(writer: _Writer, ground: Ground, language: str) -> None:
    named: dict[str, list[LineString]] = {}
    for feature in street_lines(ground["roads"]):
        if feature.name(language):
            named.setdefault(feature.name(language), []).extend(lines(feature.geometry))
    limit = len(writer.written) + _MAX_STREETS
    for name, pieces in named.items():
        if len(writer.written) >= limit:
            return
        _along(writer, name, _longest(pieces))


def _longest(pieces: list[LineString]) -> list[LineString]:
    """A street comes in pieces, twice where tiles overlap: joined again, the six longest."""
    joined = unary_union(pieces)
    merged = joined if isinstance(joined, LineString) else linemerge(list(lines(joined)))
    return sorted(lines(merged), key=lambda line: -line.length)[:6]


def _along(writer: _Writer, name: str, longest: list[LineString]) -> bool:
    """Lays the name on the first straight, free stretch, from the middle of the longest line outwards."""
    need = len(name) * STREET_SIZE * _WORD_SHARE
    for line in longest:
        room = line.length - need
        if room < -need * 0.25:
            return False
        for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.08, 0.92):
            start = max(0.0, room * share)
            stretch = _straight(line, start, min(line.length, start + need))
            if stretch is not None and writer.try_write(name, *stretch, font_weight=400):
                return True
    return False


def _straight(line: LineString, start: float, end: float) -> tuple[float, float, float, float] | None:
    """Middle, text size and angle in degrees of a stretch that hardly bends; upright for the reader."""
    stops = [line.interpolate(start + (end - start) * part / 6) for part in range(7)]
    first, last = stops[0], stops[-1]
    run = math.hypot(last.x - first.x, last.y - first.y)
    if run < (end - start) * 0.9 or run == 0:
        return None
    chord = LineString([first, last])
    if max(chord.distance(point) for point in stops) > _BEND:
        return None
    angle = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
    angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
    return (first.x + last.x) / 2, (first.y + last.y) / 2, STREET_SIZE, round(angle, 1)
