"""Points and outlines in picture units: the picture is 100 wide and 75 high, y grows downwards."""

from collections.abc import Iterable, Sequence
from math import cos, pi, radians, sin

from fieldapp.photos.scenes.chance import Dice

Point = tuple[float, float]
Outline = list[Point]


def between(first: Point, second: Point, share: float) -> Point:
    """The point ``share`` of the way from first to second."""
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share


def turned(points: Iterable[Point], about: Point, degrees: float) -> Outline:
    """The points turned clockwise about a point."""
    across, down = about
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return [
        (across + (x - across) * c - (y - down) * s, down + (x - across) * s + (y - down) * c)
        for x, y in points
    ]


def moved(points: Iterable[Point], right: float, down: float) -> Outline:
    """The points moved."""
    return [(x + right, y + down) for x, y in points]


def oval(middle: Point, wide: float, high: float, corners: int = 40) -> Outline:
    """An ellipse with half axes ``wide`` and ``high``."""
    steps = (2 * pi * number / corners for number in range(corners))
    return [(middle[0] + wide * cos(step), middle[1] + high * sin(step)) for step in steps]


def arc(middle: Point, wide: float, high: float, start: float, stop: float, steps: int = 20) -> Outline:
    """A part of an ellipse, degrees clockwise from the right."""
    angles = (radians(start + (stop - start) * number / steps) for number in range(steps + 1))
    return [(middle[0] + wide * cos(angle), middle[1] + high * sin(angle)) for angle in angles]


def box(left: float, top: float, right: float, bottom: float, round_by: float = 0) -> Outline:
    """A rectangle, with rounded corners if asked for."""
    if not round_by:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    r = min(round_by, abs(right - left) / 2, abs(bottom - top) / 2)
    return [
        *arc((right - r, top + r), r, r, -90, 0, 6),
        *arc((right - r, bottom - r), r, r, 0, 90, 6),
        *arc((left + r, bottom - r), r, r, 90, 180, 6),
        *arc((left + r, top + r), r, r, 180, 270, 6),
    ]


def smooth(points: Sequence[Point], steps: int = 10) -> Outline:
    """A soft curve through the points (Catmull and Rom's)."""
    ends = [points[0], *points, points[-1]]
    curve: Outline = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        curve.extend(_bend(a, b, c, d, step / steps) for step in range(steps))
    return [*curve, points[-1]]


def _bend(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def one(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3
        )

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def ragged(dice: Dice, middle: Point, wide: float, high: float, rough: float = 0.2) -> Outline:
    """A closed, soft but uneven outline, such as a hole or a pool of water."""
    corners = [
        between(middle, point, 1 + dice.around(0, rough)) for point in oval(middle, wide, high, corners=13)
    ]
    return smooth([*corners, corners[0]], steps=6)
