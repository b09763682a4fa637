"""Finds free places for small labels around what they name, without covering one another."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_DIRECTIONS = [math.radians(angle) for angle in (-45, -135, 45, 135, -90, 90, 0, 180, -68, -112, 68, 112)]
_RINGS = (0, 5, 12, 20, 30, 42, 56, 72, 92, 116, 144)
_GAP = 1.5
_ROUTE_COST, _ANCHOR_COST = 9.0, 14.0


@dataclass(frozen=True)
class Box:
    """An upright rectangle of the picture, by its middle."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two come closer than a hair's breadth."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width + 2 * _GAP
            and abs(self.y - other.y) * 2 < self.height + other.height + 2 * _GAP
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the box."""
        return abs(self.x - x) * 2 <= self.width and abs(self.y - y) * 2 <= self.height


@dataclass
class Sheet:
    """What is taken already, and what had better be left visible."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    route: Sequence[tuple[float, float]] = ()
    anchors: Sequence[tuple[float, float]] = ()

    def is_free(self, box: Box) -> bool:
        """Inside the picture and clear of all that is placed."""
        inside = (
            box.width / 2 + 2 <= box.x <= self.width - box.width / 2 - 2
            and box.height / 2 + 2 <= box.y <= self.height - box.height / 2 - 2
        )
        return inside and not any(box.overlaps(other) for other in self.taken)

    def place_exactly(self, x: float, y: float, width: float, height: float, distance: float) -> Box | None:
        """On the spot when that is free, else as near as possible."""
        box = Box(x, y, width, height)
        if self.is_free(box):
            self.taken.append(box)
            return box
        return self.place_beside(x, y, width, height, distance)

    def place_beside(self, x: float, y: float, width: float, height: float, distance: float) -> Box | None:
        """Beside the spot, `distance` units of air at least; none when the whole picture is full."""
        best = self._best_near(x, y, width, height, distance) or self._any_free(x, y, width, height)
        if best is not None:
            self.taken.append(best)
        return best

    def _best_near(self, x: float, y: float, width: float, height: float, distance: float) -> Box | None:
        found: list[tuple[float, int, Box]] = []
        for ring in _RINGS:
            if found and ring > min(found)[0]:
                break
            for turn, angle in enumerate(_DIRECTIONS):
                box = _beside(x, y, width, height, distance + ring, angle)
                if self.is_free(box):
                    found.append((ring + self._cost(box, x, y), turn + len(found) * 100, box))
        return min(found)[2] if found else None

    def _cost(self, box: Box, x: float, y: float) -> float:
        hidden = any(box.holds(ax, ay) for ax, ay in self.anchors if (ax, ay) != (x, y))
        crossed = any(box.holds(rx, ry) for rx, ry in self.route)
        return _ANCHOR_COST * hidden + _ROUTE_COST * crossed

    def _any_free(self, x: float, y: float, width: float, height: float) -> Box | None:
        rows = range(int(self.height // (height + 3)))
        columns = range(int(self.width // (width + 3)))
        cells = (
            Box((column + 0.5) * (width + 3), (row + 0.5) * (height + 3), width, height)
            for row in rows
            for column in columns
        )
        free = (box for box in cells if self.is_free(box))
        return min(free, key=lambda box: (box.x - x) ** 2 + (box.y - y) ** 2, default=None)


def samples(line: Sequence[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    """Points along a line, at most `step` apart."""
    return [point for start, end in zip(line, line[1:], strict=False) for point in _between(start, end, step)]


def _between(
    start: tuple[float, float], end: tuple[float, float], step: float
) -> Iterable[tuple[float, float]]:
    parts = min(200, max(1, math.ceil(math.dist(start, end) / step)))
    for part in range(parts + 1):
        share = part / parts
        yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _beside(x: float, y: float, width: float, height: float, distance: float, angle: float) -> Box:
    """The box touches a circle of radius `distance` around the spot, in the given direction."""
    cos, sin = math.cos(angle), math.sin(angle)
    reach = min(
        (width / 2) / abs(cos) if abs(cos) > 1e-9 else math.inf,
        (height / 2) / abs(sin) if abs(sin) > 1e-9 else math.inf,
    )
    return Box(x + cos * (distance + reach), y + sin * (distance + reach), width, height)
