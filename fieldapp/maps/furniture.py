"""Draws what every map carries: scale bar, north arrow, grid and the source of the ground."""

import math

from fieldapp.maps import svg
from fieldapp.maps.placement import Box

INK = "#14213a"
ATTRIBUTION = "© OpenStreetMap"
_GRID = "#dfe3ea"


def round_metres(at_most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50 … metres that is not above the limit."""
    if at_most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(at_most))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= at_most * (1 + 1e-9))


def distance_words(metres: float) -> str:
    """200 m, 2 km: round values only, so no language writes them differently."""
    return f"{metres / 1000:.0f} km" if metres >= 1000 else f"{metres:g} m"


def boxes(size: tuple[float, float], attributed: bool) -> list[Box]:
    """The room that the furniture takes, for labels to stay away from."""
    width, height = size
    room = [Box(width - 28, 22, 40, 26), Box(width - 94, height - 18, 180, 26)]
    return [*room, Box(58, height - 12, 112, 20)] if attributed else room


def draw(size: tuple[float, float], metres_per_unit: float, *, attributed: bool) -> str:
    """North arrow top right, scale bar bottom right, source bottom left."""
    width, height = size
    return _north(width) + _scale(width, height, metres_per_unit) + (_source(height) if attributed else "")


def grid(size: tuple[float, float], metres_per_unit: float) -> str:
    """Squares of round metres where no ground is known."""
    step = round_metres(min(size) * 0.3 * metres_per_unit) / metres_per_unit
    columns = [step * index for index in range(1, math.ceil(size[0] / step))]
    rows = [step * index for index in range(1, math.ceil(size[1] / step))]
    lines = [svg.path([(x, 0), (x, size[1])]) for x in columns]
    lines += [svg.path([(0, y), (size[0], y)]) for y in rows]
    return svg.element("path", d="".join(lines) or "M0 0", stroke=_GRID, stroke_width=1, fill="none")


def _north(width: float) -> str:
    arrow = [(width - 18.5, 29.0), (width - 18.5, 14.0)]
    head = [(width - 23.5, 19.5), (width - 18.5, 13.5), (width - 13.5, 19.5)]
    return (
        svg.element("rect", x=width - 48, y=9, width=40, height=26, rx=4, fill="#ffffff", fill_opacity=0.9)
        + svg.text("N", width - 36, 27, font_size=15, font_weight=700, text_anchor="middle", fill=INK)
        + svg.element("path", d=svg.path(arrow) + svg.path(head), stroke=INK, stroke_width=1.8, fill="none")
    )


def _scale(width: float, height: float, metres_per_unit: float) -> str:
    metres = round_metres(120 * metres_per_unit)
    bar = metres / metres_per_unit
    right, base = width - 56.0, height - 13.0
    ticks = [(right - bar, base - 6), (right - bar, base), (right, base), (right, base - 6)]
    backing = svg.element(
        "rect",
        x=right - bar - 8,
        y=height - 31,
        width=bar + 58,
        height=26,
        rx=4,
        fill="#ffffff",
        fill_opacity=0.9,
    )
    return (
        backing
        + svg.element("path", d=svg.path(ticks), stroke=INK, stroke_width=1.4, fill="none")
        + svg.text(distance_words(metres), right + 7, height - 12, font_size=13, fill=INK)
    )


def _source(height: float) -> str:
    return svg.element(
        "rect", x=2, y=height - 22, width=112, height=20, rx=4, fill="#ffffff", fill_opacity=0.9
    ) + svg.text(ATTRIBUTION, 8, height - 8, font_size=11, fill="#3a4761")
