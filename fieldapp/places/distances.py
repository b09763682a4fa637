"""Distances on the ground, by geopy."""

from geopy.distance import geodesic


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two positions (WGS 84, degrees)."""
    return float(geodesic((lat, lon), (other_lat, other_lon)).meters)


def length_m(line: list[tuple[float, float]]) -> float:
    """Metres along a line of (lat, lon)."""
    return sum(distance_m(*here, *there) for here, there in zip(line, line[1:], strict=False))
