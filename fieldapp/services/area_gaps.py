"""Ground that nobody owns in the register: places where points were noted and no area holds them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.places.areas import AreaIndex, PlacedArea
from fieldapp.store import ground, owners
from fieldapp.store.owners import Area

POINTS_MAX = 3000
GAPS_MAX = 40
DISTRICT = "district"
#: Points nearer to each other than about a hundred metres are told as one place.
_CELL_DEGREES = 0.0009


@dataclass(frozen=True)
class Gap:
    """A place of about a hundred metres across without an owner, and how many points were noted there."""

    lat: float
    lon: float
    place: str
    point_count: int


@dataclass(frozen=True)
class Gaps:
    """The places with the most points first; `places` ends after forty, the counts do not."""

    places: tuple[Gap, ...]
    point_count: int
    asked_count: int


def all_gaps(actor: Actor, areas: Sequence[Area] | None = None) -> Gaps:
    """Where the newest 3,000 points lie on nobody's ground: they went to the usual owner of their kind.

    Says where and how many, never what was noted; sensitive points are left out.
    """
    access.require(actor, "settings.read")
    index = AreaIndex(owned_ground(owners.all_areas() if areas is None else areas))
    noted = ground.noted_places(POINTS_MAX)
    outside = [one for one in noted if not index.holding(one[0], one[1])]
    places = _together(outside)
    return Gaps(tuple(places[:GAPS_MAX]), len(outside), len(noted))


def owned_ground(areas: Iterable[Area]) -> list[PlacedArea]:
    """The areas that somebody answers for."""
    return [
        PlacedArea(str(area.id), area.rank, area.geometry)
        for area in areas
        if area.kind != DISTRICT and area.owner is not None and area.owner.is_active
    ]


def _together(noted: Iterable[tuple[float, float, str]]) -> list[Gap]:
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for lat, lon, place in noted:
        across = _CELL_DEGREES / max(0.1, cos(radians(lat)))
        cells.setdefault((round(lat / _CELL_DEGREES), round(lon / across)), []).append((lat, lon, place))
    return sorted((_gap(some) for some in cells.values()), key=lambda gap: (-gap.point_count, gap.place))


def _gap(some: list[tuple[float, float, str]]) -> Gap:
    called = Counter(place for _, _, place in some if place).most_common(1)
    lat, lon = sum(one[0] for one in some) / len(some), sum(one[1] for one in some) / len(some)
    return Gap(round(lat, 6), round(lon, 6), called[0][0] if called else "", len(some))
