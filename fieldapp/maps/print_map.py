"""Draws the maps that people print: a walk with stops and points, and one place with its accuracy."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldapp.maps import furniture, ground, names, svg
from fieldapp.maps.basemap import BasemapError, Ground, read_ground
from fieldapp.maps.furniture import INK
from fieldapp.maps.placement import Box, Sheet, samples
from fieldapp.maps.projection import Frame, Place, Size, fit, is_place

_log = logging.getLogger(__name__)
_MARGIN, _LEAST_M = 46.0, 160.0
_STOP_RADIUS, _LABEL_HEIGHT = 12.5, 21.0
_FAR_M = 1500.0
_FONT = "'Noto Sans', system-ui, sans-serif"


@dataclass(frozen=True)
class MapStop:
    """A stop of the route, drawn as a round number."""

    label: str
    lat: float
    lon: float


@dataclass(frozen=True)
class MapPoint:
    """A point of the walk, drawn as a square number beside its place."""

    label: str
    lat: float
    lon: float


@dataclass(frozen=True)
class _Drawn:
    label: str
    x: float
    y: float
    box: Box


def draw_map(
    stops: Sequence[MapStop],
    route: Sequence[Place],
    points: Sequence[MapPoint],
    basemap: Path | None,
    size: Size,
    language: str,
    *,
    label: str = "",
) -> str:
    """An SVG of the walk; the same input gives the same bytes.

    `route` is latitude before longitude; `size` is in picture units (about 780 × 460 for A4). A basemap
    that cannot be read is logged and the grid drawn instead. `label` names the drawing for those who do
    not see it; without one it is hidden from them, and what embeds it must say what it shows.
    """
    stops = [stop for stop in stops if is_place(stop.lat, stop.lon)]
    route = [place for place in route if is_place(*place)]
    far = set(points_off_map(stops, route, points))
    points = [point for point in points if point.label not in far and is_place(point.lat, point.lon)]
    places = [(s.lat, s.lon) for s in stops] + list(route) + [(p.lat, p.lon) for p in points]
    frame = fit(places, size, margin=_MARGIN, minimum_m=_LEAST_M)
    earth = _ground(basemap, frame)
    line = [frame.xy(*place) for place in route]
    anchors = [frame.xy(p.lat, p.lon) for p in points]
    sheet = Sheet(*size, furniture.boxes(size, earth is not None), samples(line, 6), anchors)
    round_, square = _place_stops(sheet, stops, frame), _place_points(sheet, points, frame)
    body = [
        _below(earth, frame),
        _route(line),
        names.write(earth, size, [*sheet.taken, *_dots(square)], line, language) if earth else "",
        furniture.draw(size, frame.metres_per_unit, attributed=earth is not None),
        _leaders(round_, square),
        "".join(_square(drawn) for drawn in square),
        "".join(_round(drawn) for drawn in round_),
    ]
    return _picture(size, "".join(body), label)


def points_off_map(
    stops: Sequence[MapStop], route: Sequence[Place], points: Sequence[MapPoint]
) -> tuple[str, ...]:
    """Labels of points so far from the walk (1.5 km) that showing them would shrink everything else."""
    walk = [(s.lat, s.lon) for s in stops if is_place(s.lat, s.lon)] + [p for p in route if is_place(*p)]
    if not walk:
        return ()
    tight = fit(walk, (1000.0, 1000.0), margin=0, minimum_m=1.0)
    xs, ys = zip(*(tight.xy(*place) for place in walk), strict=True)
    reach = _FAR_M / tight.metres_per_unit

    def is_far(point: MapPoint) -> bool:
        x, y = tight.xy(point.lat, point.lon)
        return not (min(xs) - reach <= x <= max(xs) + reach and min(ys) - reach <= y <= max(ys) + reach)

    return tuple(p.label for p in points if not is_place(p.lat, p.lon) or is_far(p))


def draw_place_map(
    lat: float,
    lon: float,
    accuracy_m: float | None,
    basemap: Path | None,
    *,
    size: Size = (320.0, 200.0),
    language: str = "sv",
    label: str = "",
) -> str:
    """A small SVG around one place, with a pin and the ring inside which the place truly lies."""
    if not is_place(lat, lon):
        raise ValueError("a place needs a latitude and a longitude")
    ring_m = min(max(accuracy_m or 0.0, 0.0), 20_000.0)
    frame = fit([(lat, lon)], size, margin=20, minimum_m=max(160.0, ring_m * 2.6 * max(size) / min(size)))
    earth = _ground(basemap, frame)
    x, y = frame.xy(lat, lon)
    radius = ring_m / frame.metres_per_unit
    around = max(30.0, 2 * radius if radius < min(size) * 0.35 else 0.0)
    taken = [*furniture.boxes(size, earth is not None), Box(x, y, around, max(60.0, around))]
    ring = svg.element(
        "circle", cx=x, cy=y, r=radius, fill="#0a5f7c", fill_opacity=0.12, stroke="#0a5f7c", stroke_width=1.5
    )
    body = [
        _below(earth, frame),
        names.write(earth, size, taken, (), language) if earth else "",
        ring if radius > 4 else "",
        furniture.draw(size, frame.metres_per_unit, attributed=earth is not None),
        _pin(x, y),
    ]
    return _picture(size, "".join(body), label)


def _ground(basemap: Path | None, frame: Frame) -> Ground | None:
    """What the archive has here; none without an archive, when it cannot be read or ends elsewhere."""
    if basemap is None:
        return None
    try:
        found = read_ground(basemap, frame)
    except BasemapError as fault:
        _log.warning("the map is drawn without ground: %s", fault)
        return None
    return None if found.is_empty else found


def _below(earth: Ground | None, frame: Frame) -> str:
    if earth is None:
        return furniture.grid(frame.size, frame.metres_per_unit)
    return ground.draw(earth, frame.metres_per_unit)


def _place_stops(sheet: Sheet, stops: Sequence[MapStop], frame: Frame) -> list[_Drawn]:
    side = _STOP_RADIUS * 2
    spots = [(stop.label, *frame.xy(stop.lat, stop.lon)) for stop in stops]
    found = [
        (label, x, y, sheet.place_exactly(x, y, side + max(0, len(label) - 2) * 7, side, 10))
        for label, x, y in spots
    ]
    return [_Drawn(label, x, y, box) for label, x, y, box in found if box is not None]


def _place_points(sheet: Sheet, points: Sequence[MapPoint], frame: Frame) -> list[_Drawn]:
    spots = [(point.label, *frame.xy(point.lat, point.lon)) for point in points]
    found = [
        (label, x, y, sheet.place_beside(x, y, len(label) * 8.2 + 9, _LABEL_HEIGHT, 6))
        for label, x, y in spots
    ]
    return [_Drawn(label, x, y, box) for label, x, y, box in found if box is not None]


def _dots(square: Sequence[_Drawn]) -> list[Box]:
    return [Box(drawn.x, drawn.y, 8, 8) for drawn in square]


def _route(line: list[tuple[float, float]]) -> str:
    if len(line) < 2:
        return ""
    d = svg.path(line)
    halo = svg.element("path", d=d, fill="none", stroke="#ffffff", stroke_width=6.5, stroke_linejoin="round")
    dashes = svg.element(
        "path",
        d=d,
        fill="none",
        stroke=INK,
        stroke_width=3.4,
        stroke_dasharray="11 6",
        stroke_linejoin="round",
    )
    return halo + dashes


def _leaders(round_: Sequence[_Drawn], square: Sequence[_Drawn]) -> str:
    moved = [drawn for drawn in round_ if (drawn.x, drawn.y) != (drawn.box.x, drawn.box.y)]
    lines = "".join(svg.path([(d.x, d.y), (d.box.x, d.box.y)]) for d in [*moved, *square])
    dots = "".join(svg.element("circle", cx=d.x, cy=d.y, r=2.8, fill=INK) for d in [*moved, *square])
    if not lines:
        return ""
    halo = svg.element("path", d=lines, fill="none", stroke="#ffffff", stroke_width=3.4)
    return (
        halo
        + svg.element("path", d=lines, fill="none", stroke=INK, stroke_width=1.1)
        + svg.element("g", dots, stroke="#ffffff", stroke_width=1.2)
    )


def _square(drawn: _Drawn) -> str:
    box = drawn.box
    frame = svg.element(
        "rect",
        x=box.x - box.width / 2,
        y=box.y - box.height / 2,
        width=box.width,
        height=box.height,
        rx=3.5,
        fill="#ffffff",
        stroke=INK,
        stroke_width=1.6,
    )
    return frame + _number(drawn, INK, 12.5)


def _round(drawn: _Drawn) -> str:
    box = drawn.box
    shape = svg.element(
        "rect",
        x=box.x - box.width / 2,
        y=box.y - box.height / 2,
        width=box.width,
        height=box.height,
        rx=_STOP_RADIUS,
        fill=INK,
        stroke="#ffffff",
        stroke_width=2.2,
    )
    return shape + _number(drawn, "#ffffff", 14)


def _number(drawn: _Drawn, fill: str, size: float) -> str:
    return svg.text(
        drawn.label,
        drawn.box.x,
        drawn.box.y + size * 0.36,
        font_size=size,
        font_weight=700,
        text_anchor="middle",
        fill=fill,
    )


def _pin(x: float, y: float) -> str:
    sx, sy = svg.number(x), svg.number(y)
    d = f"M{sx} {sy}c-3 -7 -11 -11 -11 -20a11 11 0 0 1 22 0c0 9 -8 13 -11 20Z"
    return svg.element("path", d=d, fill=INK, stroke="#ffffff", stroke_width=2) + svg.element(
        "circle", cx=x, cy=y - 20, r=4, fill="#ffffff"
    )


def _picture(size: Size, body: str, label: str) -> str:
    width, height = size
    known: dict[str, svg.Attribute] = (
        {"role": "img", "aria_label": label} if label else {"aria_hidden": "true", "focusable": "false"}
    )
    paper = svg.element("rect", x=0, y=0, width=width, height=height, fill="#ffffff")
    edge = svg.element(
        "rect", x=0.5, y=0.5, width=width - 1, height=height - 1, fill="none", stroke=INK, stroke_width=1
    )
    box = f"0 0 {svg.number(width)} {svg.number(height)}"
    return svg.element(
        "svg",
        paper + body + edge,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=box,
        width=width,
        height=height,
        font_family=_FONT,
        **known,
    )
