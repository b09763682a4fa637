"""A generated municipality of 200 areas and 120 rules, and who answers its points, judged without any index.

All corners lie on a grid whose steps are powers of two of a degree, so that whole numbers decide exactly
what lies on a border. The reference below shares no line with the code that it judges.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, pi, radians, sin
from random import Random
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from shapely.geometry import shape

from fieldapp.domain.categories import Defaults, load_defaults

LON0, LAT0 = 17.5, 59.5
#: Steps of the grid in a degree of longitude and of latitude: each is about 0.85 m here.
LON_STEPS, LAT_STEPS = 65_536, 131_072
SIZE = 8192
_TILES = 11
Ring = list[tuple[int, int]]
Whole = npt.NDArray[np.int64]


@dataclass
class MadeArea:
    """`parts` are polygons, each an outer ring and its holes, in steps of the grid."""

    id: UUID
    rank: int
    kind: str
    owner: str | None
    parts: list[list[Ring]]

    def geometry(self) -> dict[str, Any]:
        parts = [[[_degrees(x, y) for x, y in (*ring, ring[0])] for ring in part] for part in self.parts]
        if len(parts) == 1:
            return {"type": "Polygon", "coordinates": parts[0]}
        return {"type": "MultiPolygon", "coordinates": parts}

    def rings(self) -> Iterator[Ring]:
        for part in self.parts:
            yield from part


@dataclass
class MadeRule:
    id: UUID
    rank: int
    owner: str
    category: str | None
    subcategory: str | None
    area: UUID | None
    is_outside: bool


@dataclass
class MadePoint:
    """`at` is a place on the grid, None where the phone knew none."""

    category: str
    subcategory: str | None
    at: tuple[int, int] | None
    accuracy_m: float

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude."""
        if self.at is None:
            return None
        lon, lat = _degrees(*self.at)
        return lat, lon


@dataclass
class GeneratedTown:
    """`owners` are codes with their classes; the first of a class is its usual one."""

    owners: dict[str, str]
    gone: frozenset[str]
    default: str
    areas: list[MadeArea] = field(default_factory=list)
    rules: list[MadeRule] = field(default_factory=list)
    points: list[MadePoint] = field(default_factory=list)


def make(seed: int, area_count: int = 200, point_count: int = 5000) -> GeneratedTown:
    """The same town for the same seed."""
    chance = Random(seed)
    defaults = load_defaults()
    classes = [code for code in defaults.owner_classes if code != "PL"]
    owners = {f"{code.lower().replace('_', '-')}-{n}": code for n in range(2) for code in classes}
    gone = frozenset(chance.sample(sorted(owners), 3))
    town = GeneratedTown(owners, gone, default=sorted(set(owners) - gone)[0])
    town.areas = [
        MadeArea(
            UUID(int=chance.getrandbits(128)),
            chance.randrange(1, 60),
            chance.choices(("owner", "district", "tunnel", "bridge"), (14, 2, 1, 1))[0],
            chance.choice(sorted(owners)) if chance.random() < 0.8 else None,
            parts,
        )
        for parts in _surfaces(chance, area_count)
    ]
    for area in town.areas:
        area.owner = None if area.kind == "district" else area.owner
    town.rules = [_rule(chance, town, defaults, rank) for rank in range(120)]
    town.points = [_point(chance, town, defaults) for _ in range(point_count)]
    return town


def _surfaces(chance: Random, count: int) -> list[list[list[Ring]]]:
    """Neighbours that share their borders, surfaces with holes, in several parts, and above one another."""
    found = list(_tiles(chance))
    while len(found) < count:
        parts = [[_star(chance)] for _ in range(chance.choice((1, 1, 2, 3)))]
        if chance.random() < 0.5:
            outer = parts[0][0]
            x, y = (sum(corner[axis] for corner in outer) // len(outer) // 2 * 2 for axis in (0, 1))
            parts[0].append([(x - 60, y - 60), (x + 60, y - 60), (x + 60, y + 60), (x - 60, y + 60)])
        area = MadeArea(UUID(int=0), 1, "owner", None, parts)
        if shape(area.geometry()).is_valid:
            found.append(parts)
    return found[:count]


def _tiles(chance: Random) -> Iterator[list[list[Ring]]]:
    step = SIZE // (_TILES + 1)
    corner = {
        (column, row): (
            column * step + chance.randrange(-100, 100) * 2,
            row * step + chance.randrange(-100, 100) * 2,
        )
        for column in range(_TILES + 1)
        for row in range(_TILES + 1)
    }
    for column in range(_TILES):
        for row in range(_TILES):
            around = ((0, 0), (1, 0), (1, 1), (0, 1))
            yield [[[corner[column + right, row + up] for right, up in around]]]


def _star(chance: Random) -> Ring:
    x, y = (chance.randrange(SIZE // 2) * 2 for _ in range(2))
    count = chance.randrange(8, 60)
    found = []
    for corner in range(count):
        angle, reach = 2 * pi * corner / count, chance.randrange(150, 600)
        found.append((x + round(reach * cos(angle) / 2) * 2, y + round(reach * sin(angle) / 2) * 2))
    return found


def _rule(chance: Random, town: GeneratedTown, defaults: Defaults, rank: int) -> MadeRule:
    subcategory = chance.choice([None, *defaults.subcategories])
    category = defaults.subcategories[subcategory].category if subcategory else None
    area = chance.choice(town.areas).id if chance.random() < 0.8 else None
    if category is None and (area is not None or chance.random() < 0.7):
        category = chance.choice(sorted(defaults.categories))
    return MadeRule(
        UUID(int=chance.getrandbits(128)),
        rank // 2 + 1,
        chance.choice(sorted(town.owners)),
        category,
        subcategory,
        area,
        is_outside=area is None and chance.random() < 0.5,
    )


def _point(chance: Random, town: GeneratedTown, defaults: Defaults) -> MadePoint:
    subcategory = chance.choice([None, *defaults.subcategories])
    category = (
        defaults.subcategories[subcategory].category
        if subcategory
        else chance.choice(sorted(defaults.categories))
    )
    ring = chance.choice(list(chance.choice(town.areas).rings()))
    corner = chance.randrange(len(ring))
    (x, y), (x1, y1) = ring[corner - 1], ring[corner]
    at = chance.choices(
        (
            (chance.randrange(SIZE), chance.randrange(SIZE)),
            (x, y),
            ((x + x1) // 2, (y + y1) // 2),
            (x + chance.randrange(-9, 10), y + chance.randrange(-9, 10)),
            None,
        ),
        (50, 15, 15, 15, 5),
    )[0]
    return MadePoint(category, subcategory, at, chance.choice((3.0, 6.0, 12.0, 40.0)))


def owners_by_brute_force(town: GeneratedTown) -> list[str | None]:
    """Who must answer each point: every area and every rule asked in turn, each time anew."""
    held = _held(town)
    return [_owner(town, point, held[number]) for number, point in enumerate(town.points)]


def borders_m(town: GeneratedTown) -> list[float]:
    """Metres from each point to the nearest border; infinite where the place is unknown."""
    x, y = _places(town.points)
    nearest = np.full(len(town.points), np.inf)
    for area in town.areas:
        if area.kind == "district":
            continue
        for ring in area.rings():
            for start, end in _sides(ring):
                nearest = np.minimum(nearest, _distance_m(x, y, start, end))
    return [float(one) if point.at else np.inf for one, point in zip(nearest, town.points, strict=True)]


def _owner(town: GeneratedTown, point: MadePoint, held: Sequence[MadeArea]) -> str | None:
    usual = {kind: code for code, kind in reversed(town.owners.items()) if code.endswith("-0")}
    here = {area.id for area in held}
    for rule in sorted(town.rules, key=lambda one: (one.rank, one.id.hex)):
        if rule.owner in town.gone or rule.category not in (None, point.category):
            continue
        if rule.subcategory not in (None, point.subcategory) or (rule.area and rule.area not in here):
            continue
        if rule.is_outside and (here or point.at is None):
            continue
        return rule.owner
    what = load_defaults().find(point.category, point.subcategory)
    for area in held:
        is_praise = what.category == "POS"
        if area.owner is None or area.owner in town.gone or not (what.owner_by_area or is_praise):
            continue
        if is_praise or town.owners[area.owner] in {what.owner, *what.owner_by_area}:
            return area.owner
        break
    found = usual.get(what.owner or "")
    return town.default if found is None or found in town.gone else found


def _held(town: GeneratedTown) -> list[list[MadeArea]]:
    x, y = _places(town.points)
    found: list[list[MadeArea]] = [[] for _ in town.points]
    for area in sorted(town.areas, key=lambda one: (one.rank, str(one.id))):
        if area.kind == "district":
            continue
        for number in np.flatnonzero(_holds(area, x, y)):
            if town.points[number].at is not None:
                found[number].append(area)
    return found


def _holds(area: MadeArea, x: Whole, y: Whole) -> npt.NDArray[np.bool_]:
    """By counting how often a ray to the east crosses the rings; what lies on a side is held."""
    odd = np.zeros(len(x), dtype=bool)
    on = np.zeros(len(x), dtype=bool)
    for ring in area.rings():
        for (x0, y0), (x1, y1) in _sides(ring):
            turn = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
            in_box = (np.minimum(x0, x1) <= x) & (x <= np.maximum(x0, x1))
            in_box &= (np.minimum(y0, y1) <= y) & (y <= np.maximum(y0, y1))
            on |= (turn == 0) & in_box
            rises = (y0 <= y) & (y < y1) & (turn > 0)
            falls = (y1 <= y) & (y < y0) & (turn < 0)
            odd ^= rises | falls
    return odd | on


def _distance_m(x: Whole, y: Whole, start: tuple[int, int], end: tuple[int, int]) -> npt.NDArray[np.float64]:
    east, north = 111_195 * cos(radians(LAT0)) / LON_STEPS, 111_195 / LAT_STEPS
    ax, ay = (x - start[0]) * east, (y - start[1]) * north
    bx, by = (end[0] - start[0]) * east, (end[1] - start[1]) * north
    along = np.clip((ax * bx + ay * by) / (bx * bx + by * by), 0, 1)
    found: npt.NDArray[np.float64] = np.hypot(ax - along * bx, ay - along * by)
    return found


def _sides(ring: Ring) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _places(points: Sequence[MadePoint]) -> tuple[Whole, Whole]:
    at = np.array([point.at or (-(10**6), -(10**6)) for point in points], dtype=np.int64)
    return at[:, 0], at[:, 1]


def _degrees(x: int, y: int) -> tuple[float, float]:
    return LON0 + x / LON_STEPS, LAT0 + y / LAT_STEPS
