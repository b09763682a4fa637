"""Sunset and dark where and when a walk is: what was written down, else what the sun does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.domain import sun
from fieldapp.domain.clock import local
from fieldapp.store.municipality import Municipality
from fieldapp.store.walks import Stop, Walk


@dataclass(frozen=True)
class Light:
    """Local wall-clock times as "18.44"; empty where there is none that day."""

    sunset: str = ""
    dark: str = ""


def light_of(walk: Walk, stops: Sequence[Stop], town: Municipality) -> Light:
    """The evening of the walk's day at its first stop, or in the middle of the municipality."""
    if walk.sunset_on_wall or walk.dark_on_wall:
        return Light(_dotted(walk.sunset_on_wall), _dotted(walk.dark_on_wall))
    south, west, north, east = town.bounds
    lat, lon = (stops[0].lat, stops[0].lon) if stops else ((south + north) / 2, (west + east) / 2)
    found = sun.evening(lat, lon, local(walk.starts_at).date())
    return Light(_wall(found.sunset_at), _wall(found.dark_at))


def _wall(moment: datetime | None) -> str:
    return f"{local(moment + timedelta(seconds=30)):%H.%M}" if moment is not None else ""


def _dotted(words: str) -> str:
    return words.replace(":", ".")
