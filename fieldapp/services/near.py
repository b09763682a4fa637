"""Near duplicates: points of one kind, at most 30 m and 14 days apart, that may be the same thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fieldapp.domain import geo
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.places.distances import distance_m
from fieldapp.store import observations
from fieldapp.store.observations import Observation

_NOT_AGAIN = frozenset({ObservationStatus.WITHDRAWN, ObservationStatus.MERGED, ObservationStatus.DISMISSED})


@dataclass(frozen=True)
class Twin:
    """A point that may be the same, and how far away it was noted, in metres."""

    observation: Observation
    distance_m: float


def twins_of(point: Observation) -> list[Twin]:
    """Points that may be the same as `point`, the nearest first; none where it has no position."""
    place = geo.place_or_none(point.lat, point.lon)
    if place is None:
        return []
    # One day more than the rule's: it counts local days, the query moments.
    reach = timedelta(days=geo.DUPLICATE_DAYS + 1)
    box = geo.box_around(place, geo.DUPLICATE_DISTANCE_M)
    candidates = observations.near(point.category, box, point.observed_at - reach, point.observed_at + reach)
    return sorted(_twins(point, place, candidates, {point.id}), key=lambda twin: twin.distance_m)


def metres_between(one: Observation, other: Observation) -> float:
    """Metres between two points that have positions."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        raise ValueError("both points need a position")
    return distance_m(one.lat, one.lon, other.lat, other.lon)


def _twins(
    point: Observation, place: geo.Point, candidates: Sequence[Observation], but: set[UUID]
) -> list[Twin]:
    noted_on = local_day(point.observed_at)
    found = []
    for other in candidates:
        if other.id in but or other.state in _NOT_AGAIN or other.lat is None or other.lon is None:
            continue
        metres = distance_m(place.lat, place.lon, other.lat, other.lon)
        if geo.may_be_same(point.category, other.category, metres, noted_on, local_day(other.observed_at)):
            found.append(Twin(other, metres))
    return found
