"""Fits a piece of the world into a picture: latitude and longitude to picture units in Web Mercator."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[float, float]
"""Latitude, longitude in degrees."""
Size = tuple[float, float]
"""Width, height in picture units."""

EQUATOR_M = 40_075_016.686
_MAX_LATITUDE = 85.0511


def is_place(lat: float | None, lon: float | None) -> bool:
    """Whether the pair can be drawn at all."""
    return (
        lat is not None
        and lon is not None
        and math.isfinite(lat)
        and math.isfinite(lon)
        and abs(lat) <= 90
        and abs(lon) <= 180
    )


def to_world(lat: float, lon: float) -> tuple[float, float]:
    """Web Mercator in the unit square: x eastwards, y southwards."""
    lat = max(-_MAX_LATITUDE, min(_MAX_LATITUDE, lat))
    return (lon + 180) / 360, (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def to_latitude(world_y: float) -> float:
    """The latitude of a row of the unit square."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * world_y))))


@dataclass(frozen=True)
class Frame:
    """A window on the unit square and the picture it fills; `scale` is picture units per world unit."""

    left: float
    top: float
    scale: float
    size: Size

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        x, y = to_world(lat, lon)
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    @property
    def metres_per_unit(self) -> float:
        """Metres on the ground per picture unit, at the picture's middle."""
        middle = to_latitude(self.top + self.size[1] / 2 / self.scale)
        return EQUATOR_M * math.cos(math.radians(middle)) / self.scale

    @property
    def world_box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom on the unit square."""
        return (
            self.left,
            self.top,
            self.left + self.size[0] / self.scale,
            self.top + self.size[1] / self.scale,
        )


def fit(places: Sequence[Place], size: Size, *, margin: float, minimum_m: float) -> Frame:
    """The largest scale at which all places lie inside the margin, and at least `minimum_m` is seen."""
    worlds = [to_world(lat, lon) for lat, lon in places] or [to_world(0.0, 0.0)]
    xs, ys = [x for x, _ in worlds], [y for _, y in worlds]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    metres_per_world = EQUATOR_M * math.cos(math.radians(to_latitude(middle_y)))
    least = minimum_m / metres_per_world
    inner_width, inner_height = max(size[0] - 2 * margin, 1.0), max(size[1] - 2 * margin, 1.0)
    scale = min(
        inner_width / max(max(xs) - min(xs), 1e-12),
        inner_height / max(max(ys) - min(ys), 1e-12),
        max(inner_width, inner_height) / least,
    )
    return Frame(middle_x - size[0] / 2 / scale, middle_y - size[1] / 2 / scale, scale, size)
