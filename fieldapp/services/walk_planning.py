"""Planning a walk: its facts and number, its stops in order, and the codes that let phones in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldapp.domain import access, ids
from fieldapp.domain.actors import Actor
from fieldapp.domain.clock import local
from fieldapp.domain.errors import Conflict, Invalid, NotFound
from fieldapp.domain.geo import Point
from fieldapp.domain.numbers import WalkNumber, prefix_of
from fieldapp.domain.text import limited, one_line
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import plans, walks
from fieldapp.store.db import unit_of_work
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import JoinCode, Stop, Walk

STOPS_MAX = 40
CODE_KINDS = ("link", "spoken", "leader")
_SPOKEN_LENGTH = 6
_LINK_LENGTH = 12
_NAME_MAX = 160


class StopInUse(Conflict):
    """Somebody has noted or rated something at this stop: it can be renamed, not removed."""

    code = "stop-in-use"


@dataclass(frozen=True)
class WalkFacts:
    """What a coordinator writes down about a walk; moments are UTC."""

    place: str
    title: str
    starts_at: datetime
    ends_at: datetime
    theme: str = ""
    gathering: str = ""
    is_step_free: bool = False
    releases_all: bool = False
    register_number: str = ""
    leader_role: str = ""
    follows_id: UUID | None = None


def plan(tools: Toolbox, actor: Actor, facts: WalkFacts) -> UUID:
    """A new walk with the year's next number and a code of each kind; raises `Invalid`."""
    access.require(actor, "walk.plan")
    _check(facts)
    year = local(facts.starts_at).year
    prefix = prefix_of(facts.place)
    with unit_of_work() as session:
        number = WalkNumber(prefix, year, plans.last_sequence(year) + 1)
        walk = Walk(id=ids.new_id(), number=str(number), kind=_kind(facts), rev=next_rev())
        _write(walk, facts)
        session.add(walk)
        session.flush()
        for kind in CODE_KINDS:
            session.add(_code(tools, walk.id, kind))
        return walk.id


def change(actor: Actor, walk_id: UUID, facts: WalkFacts) -> None:
    """New facts for a walk; its number stays."""
    access.require(actor, "walk.plan")
    _check(facts)
    if facts.follows_id == walk_id:
        raise Invalid("follows", "follows-itself")
    with unit_of_work():
        walk = _walk(actor, walk_id)
        _write(walk, facts)
        walk.rev = next_rev()


def publish(tools: Toolbox, actor: Actor, walk_id: UUID) -> None:
    """Open the poster's link: from now on it lets phones in. Twice is harmless."""
    access.require(actor, "walk.plan")
    with unit_of_work():
        walk = _walk(actor, walk_id)
        walk.published_at = walk.published_at or tools.clock.now()
        walk.rev = next_rev()


def add_stop(actor: Actor, walk_id: UUID, name: str, lat: float, lon: float) -> UUID:
    """A stop at the end of the route; degrees, WGS 84."""
    place, plain = Point(lat, lon), _stop_name(name)

    def add(walk: Walk, stops: list[Stop]) -> None:
        if len(stops) >= STOPS_MAX:
            raise Invalid("name", "too-many-stops", most=STOPS_MAX)
        stops.append(
            Stop(id=stop_id, walk_id=walk.id, name=plain, lat=place.lat, lon=place.lon, order=len(stops) + 1)
        )

    stop_id = ids.new_id()
    _with_stops(actor, walk_id, add)
    return stop_id


def change_stop(actor: Actor, walk_id: UUID, stop_id: UUID, name: str, lat: float, lon: float) -> None:
    place, plain = Point(lat, lon), _stop_name(name)

    def rename(_walk: Walk, stops: list[Stop]) -> None:
        stop = stops[_index(stops, stop_id)]
        stop.name, stop.lat, stop.lon = plain, place.lat, place.lon

    _with_stops(actor, walk_id, rename)


def move_stop(actor: Actor, walk_id: UUID, stop_id: UUID, by: int) -> None:
    """One step earlier (-1) or later (1) on the route; at its ends nothing happens."""

    def move(_walk: Walk, stops: list[Stop]) -> None:
        here = _index(stops, stop_id)
        there = min(max(here + by, 0), len(stops) - 1)
        stops.insert(there, stops.pop(here))

    _with_stops(actor, walk_id, move)


def turn_route(actor: Actor, walk_id: UUID) -> None:
    """Walk the route the other way round."""

    def turn(walk: Walk, stops: list[Stop]) -> None:
        stops.reverse()
        walk.route = list(reversed(walk.route))

    _with_stops(actor, walk_id, turn)


def remove_stop(actor: Actor, walk_id: UUID, stop_id: UUID) -> None:
    """Take a stop off the route; raises `StopInUse` when something was noted there."""

    def remove(_walk: Walk, stops: list[Stop]) -> None:
        here = _index(stops, stop_id)
        if plans.stop_is_used(stop_id):
            raise StopInUse
        plans.delete_stop(stops.pop(here))

    _with_stops(actor, walk_id, remove)


def new_code(tools: Toolbox, actor: Actor, walk_id: UUID, kind: str) -> None:
    """Another code of this kind; the old ones let nobody in any more, and phones inside stay."""
    access.require(actor, "walk.codes")
    with unit_of_work() as session:
        walk = _walk(actor, walk_id)
        if kind not in CODE_KINDS:
            raise Invalid("kind")
        _revoke(tools, walk.id, kind)
        session.add(_code(tools, walk.id, kind))


def revoke_code(tools: Toolbox, actor: Actor, walk_id: UUID, kind: str) -> None:
    """Let nobody in by this kind of code until a new one is made."""
    access.require(actor, "walk.codes")
    with unit_of_work():
        _revoke(tools, _walk(actor, walk_id).id, kind)


def _check(facts: WalkFacts) -> None:
    prefix_of(facts.place)
    for field in ("place", "title"):
        if not one_line(getattr(facts, field)):
            raise Invalid(field, "empty")
    if facts.ends_at <= facts.starts_at:
        raise Invalid("ends", "ends-before-start")


def _write(walk: Walk, facts: WalkFacts) -> None:
    walk.place = limited(one_line(facts.place), 80, "place")
    walk.title = limited(one_line(facts.title), 160, "title")
    walk.theme = limited(one_line(facts.theme), 200, "theme")
    walk.gathering = limited(one_line(facts.gathering), 160, "gathering")
    walk.register_number = limited(one_line(facts.register_number), 40, "register_number")
    walk.leader_role = limited(one_line(facts.leader_role), 120, "leader_role")
    walk.starts_at, walk.ends_at = facts.starts_at, facts.ends_at
    walk.is_step_free, walk.releases_all = facts.is_step_free, facts.releases_all
    walk.follows_id = facts.follows_id


def _kind(facts: WalkFacts) -> str:
    return "follow_up" if facts.follows_id is not None else "walk"


def _walk(actor: Actor, walk_id: UUID) -> Walk:
    walk = walks.find_for(actor, walk_id)
    if walk is None:
        raise NotFound("walk")
    return walk


def _with_stops(actor: Actor, walk_id: UUID, change_them: Callable[[Walk, list[Stop]], None]) -> None:
    """Change the list of stops and number it anew; a sealed walk's route is history."""
    access.require(actor, "walk.plan")
    with unit_of_work() as session:
        walk = _walk(actor, walk_id)
        if walk.state in (WalkStatus.SEALED, WalkStatus.FOLLOWED_UP, WalkStatus.CANCELLED):
            raise Conflict("walk-is-over")
        stops = list(walks.stops_of(walk_id))
        change_them(walk, stops)
        for order, stop in enumerate(stops, start=1):
            stop.order = order
            session.add(stop)
        walk.rev = next_rev()


def _index(stops: Sequence[Stop], stop_id: UUID) -> int:
    found = next((place for place, stop in enumerate(stops) if stop.id == stop_id), None)
    if found is None:
        raise NotFound("stop")
    return found


def _stop_name(name: str) -> str:
    plain = one_line(name)
    if not plain:
        raise Invalid("name", "empty")
    return limited(plain, _NAME_MAX, "name")


def _code(tools: Toolbox, walk_id: UUID, kind: str) -> JoinCode:
    length = _SPOKEN_LENGTH if kind == "spoken" else _LINK_LENGTH
    code = ids.new_code(length)
    while walks.code_for_joining(code) is not None:
        code = ids.new_code(length)
    return JoinCode(walk_id=walk_id, code=code, kind=kind, created_at=tools.clock.now())


def _revoke(tools: Toolbox, walk_id: UUID, kind: str) -> None:
    for found in walks.codes_of(walk_id):
        if found.kind == kind and found.revoked_at is None:
            found.revoked_at = tools.clock.now()
