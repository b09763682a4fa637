"""Positions on the ground: what is a possible one, how good it is, and when two points may be the same."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldapp.domain.errors import Invalid

GOOD_M = 15.0
FAIR_M = 100.0
USELESS_M = 1000.0
DUPLICATE_DISTANCE_M = 30.0
DUPLICATE_DAYS = 14
#: One degree of latitude, in metres, close enough for boxes and never for distances.
_DEGREE_M = 111_320.0


class PositionSource(StrEnum):
    """Where a position comes from."""

    GPS = "gps"
    EXIF = "exif"
    PIN = "pin"
    STOP = "stop"


class Accuracy(StrEnum):
    """What a person is told about a position: good, fair, only approximate, or none."""

    GOOD = "good"
    FAIR = "fair"
    APPROXIMATE = "approximate"
    NONE = "none"


@dataclass(frozen=True)
class Point:
    """A place in WGS 84 degrees, latitude before longitude; raises `Invalid` where there is none."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise Invalid("position", "not-a-place")
        if abs(self.lat) > 90 or abs(self.lon) > 180:
            raise Invalid("position", "not-a-place")
        # Phones without a fix, and empty fields, say (0, 0): a place in the Gulf of Guinea.
        if self.lat == 0 and self.lon == 0:
            raise Invalid("position", "not-a-place")


@dataclass(frozen=True)
class Position(Point):
    """A place with the radius in metres within which it holds; a pin or a stop is set by a person."""

    accuracy_m: float
    source: PositionSource

    def __post_init__(self) -> None:
        super().__post_init__()
        if not math.isfinite(self.accuracy_m) or self.accuracy_m < 0:
            raise Invalid("position.accuracy_m", "not-a-distance")

    @property
    def accuracy(self) -> Accuracy:
        return accuracy_of(self.accuracy_m)


@dataclass(frozen=True)
class BoundingBox:
    """The area between two latitudes and two longitudes, its edges included."""

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        if self.south > self.north or self.west > self.east:
            raise Invalid("box", "not-an-area")

    def __contains__(self, place: Point) -> bool:
        return self.south <= place.lat <= self.north and self.west <= place.lon <= self.east


def accuracy_of(accuracy_m: float) -> Accuracy:
    """Good to 15 m, fair to 100 m, approximate below 1000 m, none from there on."""
    if accuracy_m <= GOOD_M:
        return Accuracy.GOOD
    if accuracy_m <= FAIR_M:
        return Accuracy.FAIR
    return Accuracy.APPROXIMATE if accuracy_m < USELESS_M else Accuracy.NONE


def place_or_none(lat: float | None, lon: float | None) -> Point | None:
    """The place, or None where the numbers are missing or mean none: a photo's EXIF may say anything."""
    if lat is None or lon is None:
        return None
    try:
        return Point(lat, lon)
    except Invalid:
        return None


def box_around(place: Point, radius_m: float) -> BoundingBox:
    """A box that holds every place within `radius_m`: what a query asks for before distances are measured."""
    up = radius_m / _DEGREE_M * 1.01
    across = up / max(math.cos(math.radians(min(abs(place.lat) + up, 89.9))), 0.001)
    return BoundingBox(place.lat - up, place.lon - across, place.lat + up, place.lon + across)


def may_be_same(
    category: str, other_category: str, distance_m: float, noted_on: date, other_noted_on: date
) -> bool:
    """Whether two points are proposed as one: same category, within 30 m and 14 days."""
    return (
        category == other_category
        and distance_m <= DUPLICATE_DISTANCE_M
        and abs((noted_on - other_noted_on).days) <= DUPLICATE_DAYS
    )
