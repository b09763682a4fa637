"""Areas as an administrator keeps them: drawn or written, ranked, and told where they meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fieldapp.domain import access, corners, ids
from fieldapp.domain.actors import Actor
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Conflict, Invalid, NotFound
from fieldapp.domain.text import limited, one_line
from fieldapp.maps.area_map import draw_area
from fieldapp.places.area_shapes import from_rings, overlaps
from fieldapp.places.areas import PlacedArea, checked, parse
from fieldapp.services.area_gaps import DISTRICT, Gaps, all_gaps
from fieldapp.services.routing import Question, Town
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import owner_tables, owners
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.owners import Area, Owner

NAMES_MAX = 4
KINDS = ("owner", "district", "tunnel", "bridge", "station")


@dataclass(frozen=True)
class AreaFacts:
    """`corners` are lines or GeoJSON; None leaves a known area's shape as it is."""

    name: str
    kind: str = "owner"
    owner_id: UUID | None = None
    rank: int = 100
    corners: str | None = None


@dataclass(frozen=True)
class AreaRow:
    """An area, with the names of those that it wins over and of those that win over it, the first four."""

    area: Area
    over: tuple[str, ...]
    under: tuple[str, ...]


@dataclass(frozen=True)
class Usual:
    """Who gets what the ground does not decide: a category, and its usual owner where there is one."""

    category: str
    owner: Owner | None
    owner_class: str


def all_rows(actor: Actor) -> tuple[list[AreaRow], Gaps]:
    """By rank, with where they meet, and the ground that is nobody's."""
    access.require(actor, "settings.read")
    areas = owners.all_areas()
    over, under = _meetings(areas)
    rows = [AreaRow(one, _in_short(over.get(one.id)), _in_short(under.get(one.id))) for one in areas]
    return rows, all_gaps(actor, areas)


def row(actor: Actor, area_id: UUID) -> AreaRow:
    """One area, with where it meets others."""
    access.require(actor, "settings.read")
    areas = owners.all_areas()
    over, under = _meetings(areas)
    found = next((one for one in areas if one.id == area_id), None)
    if found is None:
        raise NotFound("area")
    return AreaRow(found, _in_short(over.get(area_id)), _in_short(under.get(area_id)))


def drawing(area: Area, label: str) -> str:
    """A small SVG of the area, for those who have no other map."""
    return draw_area(parse(area.geometry), label=label)


def usual_owners(tools: Toolbox, actor: Actor) -> list[Usual]:
    """For each category who gets its points without any area, so that nobody has to begin with a map."""
    access.require(actor, "settings.read")
    town, now, defaults = Town(), tools.clock.now(), load_defaults()
    return [
        Usual(code, town.propose(Question(code, None, now)).owner, defaults.usual(code).owner or "")
        for code in defaults.categories
    ]


def save(actor: Actor, area_id: UUID | None, facts: AreaFacts) -> UUID:
    """Write an area, a new one without an id; raises `Invalid` naming the field."""
    access.require(actor, "settings.change")
    name = limited(one_line(facts.name), 120, "name")
    if not name or facts.kind not in KINDS:
        raise Invalid("name" if not name else "kind", "empty")
    with unit_of_work() as session:
        known = _found(area_id) if area_id is not None else None
        if owner_tables.area_is_called(name, area_id):
            raise Invalid("name", "area-name-taken")
        if facts.owner_id is not None and by_key(Owner, facts.owner_id) is None:
            raise NotFound("owner")
        geometry = _shape(facts.corners, known)
        area = known or Area(id=ids.new_id())
        area.name, area.kind, area.rank = name, facts.kind, max(1, min(facts.rank, 9999))
        area.owner_id = facts.owner_id if facts.kind != DISTRICT else None
        if known is None or geometry != known.geometry:
            area.geometry = geometry
        session.add(area)
        return area.id


def remove(actor: Actor, area_id: UUID) -> None:
    """Take an area away; raises `Conflict` while a rule still names it."""
    access.require(actor, "settings.change")
    with unit_of_work() as session:
        found = _found(area_id)
        if owner_tables.area_has_rules(area_id):
            raise Conflict("area-in-use")
        session.delete(found)


def _in_short(names: list[str] | None) -> tuple[str, ...]:
    """Not the whole town where one area lies below it."""
    found = names or []
    return (*found[:NAMES_MAX], "…") if len(found) > NAMES_MAX else tuple(found)


def _found(area_id: UUID) -> Area:
    found = by_key(Area, area_id)
    if found is None:
        raise NotFound("area")
    return found


def _shape(text: str | None, known: Area | None) -> dict[str, Any]:
    """The geometry of these corners; what was not touched keeps every decimal that it came with."""
    written = "\n".join((text or "").strip().splitlines())
    if known is not None and (text is None or written == corners.in_lines(known.geometry)):
        return known.geometry
    if corners.is_geojson(written):
        geometry = corners.read_geojson(written)
        try:
            lines = corners.in_lines(_checked(geometry))
        except Invalid as error:
            raise Invalid("corners", error.code, **_but_field(error)) from error
        corners.read_lines(lines)
        return geometry
    return from_rings(corners.read_lines(written))


def _checked(geometry: dict[str, Any]) -> dict[str, Any]:
    checked(geometry)
    return geometry


def _but_field(error: Invalid) -> dict[str, Any]:
    return {key: value for key, value in error.values.items() if key != "field"}


def _meetings(areas: Sequence[Area]) -> tuple[dict[UUID, list[str]], dict[UUID, list[str]]]:
    """Names of the areas below and above each; districts own nothing and are left out."""
    names = {str(one.id): one for one in areas if one.kind != DISTRICT}
    over: dict[UUID, list[str]] = {}
    under: dict[UUID, list[str]] = {}
    for pair in overlaps(PlacedArea(key, one.rank, one.geometry) for key, one in names.items()):
        upper, lower = names[pair.upper], names[pair.lower]
        over.setdefault(upper.id, []).append(lower.name)
        under.setdefault(lower.id, []).append(upper.name)
    return over, under
