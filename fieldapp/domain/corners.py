"""The corners of an area as lines of text: one corner a line, a blank line before the next ring."""

import json
import re
from typing import Any

from fieldapp.domain.errors import Invalid

Ring = tuple[tuple[float, float], ...]
"""Corners, latitude before longitude in degrees; the last one is joined to the first."""

CORNERS_MAX = 15_000
#: A centimetre on the ground.
_DECIMALS = 7
_CORNER = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)[\s;,]+(-?\d{1,3}(?:[.,]\d+)?)")


def in_lines(geometry: dict[str, Any]) -> str:
    """A polygon or multi-polygon in GeoJSON as lines; its holes are rings like any other."""
    return "\n\n".join(
        "\n".join(f"{_plain(lat)}, {_plain(lon)}" for lat, lon in ring) for ring in _rings(geometry)
    )


def read_lines(text: str) -> tuple[Ring, ...]:
    """The rings that somebody wrote; raises `Invalid("corners")` with the line that is wrong."""
    rings: list[list[tuple[float, float]]] = [[]]
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            rings[-1].append(_corner(line.strip(), number))
        elif rings[-1]:
            rings.append([])
    found = tuple(_open(ring) for ring in rings if ring)
    if not found:
        raise Invalid("corners", "empty")
    if sum(map(len, found)) > CORNERS_MAX:
        raise Invalid("corners", "too-many-corners", most=CORNERS_MAX)
    return found


def is_geojson(text: str) -> bool:
    return text.lstrip().startswith("{")


def read_geojson(text: str) -> dict[str, Any]:
    """The one geometry of a pasted GeoJSON text, whatever it is wrapped in; raises `Invalid("corners")`."""
    try:
        found = json.loads(text)
        while isinstance(found, dict) and found.get("type") in ("FeatureCollection", "Feature"):
            found = found["geometry"] if found["type"] == "Feature" else _only(found["features"])
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise Invalid("corners", "not-geojson") from error
    if not isinstance(found, dict):
        raise Invalid("corners", "not-geojson")
    return found


def _only(features: list[Any]) -> Any:
    if len(features) != 1:
        raise ValueError("one area at a time")
    return features[0]


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [_open([(y, x) for x, y, *_ in ring]) for part in parts for ring in part]


def _open(ring: list[tuple[float, float]]) -> Ring:
    return tuple(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)


def _plain(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _corner(line: str, number: int) -> tuple[float, float]:
    found = _CORNER.fullmatch(line)
    if found is None:
        raise Invalid("corners", "not-a-corner", row=number)
    lat, lon = (float(one.replace(",", ".")) for one in found.groups())
    # Sweden and Finland: their longitudes are never latitudes of theirs.
    if 10 <= lat <= 32 and 54 <= lon <= 71:
        raise Invalid("corners", "longitude-first", row=number)
    if abs(lat) > 90 or abs(lon) > 180:
        raise Invalid("corners", "not-a-corner", row=number)
    return lat, lon
