"""Distances on the ground, by geopy."""

from geopy.distance import geodesic


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two positions (WGS 84, degrees)."""
    return float(geodesic((lat, lon), (other_lat, other_lon)).meters)


def length_m(line: list[tuple[float, float]]) -> float:
    """Metres along a line of (lat, lon)."""
    return sum(distance_m(*here, *there) for here, there in zip(line, line[1:], strict=False))


def moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    """The position so many metres north and east of another (negative: south and west)."""
    place = geodesic(meters=abs(north_m)).destination((lat, lon), 0 if north_m >= 0 else 180)
    place = geodesic(meters=abs(east_m)).destination(place, 90 if east_m >= 0 else 270)
    return float(place.latitude), float(place.longitude)
