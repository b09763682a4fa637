"""One walk as its page shows it: facts, stops with metres, light, codes, phones, figures, next steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fieldapp.domain import access, lifetimes, numbers
from fieldapp.domain.actors import Actor
from fieldapp.domain.clock import local
from fieldapp.domain.errors import NotFound
from fieldapp.domain.figures import Figures
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.maps import print_map
from fieldapp.maps.print_map import MapStop
from fieldapp.places.distances import distance_m
from fieldapp.services import standings, walk_running
from fieldapp.services.desk import route_length_m
from fieldapp.services.evening_light import Light, light_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import participants, photos, walks
from fieldapp.store import standings as rows
from fieldapp.store.db import by_key
from fieldapp.store.municipality import the_municipality
from fieldapp.store.walks import JoinCode, Stop, Walk

MAP_SIZE = (540.0, 420.0)
#: Walking speed with stops, metres a minute: 1.8 km take about an hour and forty minutes.
_PACE_M_PER_MINUTE = 18.0


@dataclass(frozen=True)
class StopRow:
    """A stop and the metres walked when one gets there."""

    stop: Stop
    from_start_m: float


@dataclass(frozen=True)
class Code:
    """A code that people may see; `is_open` says whether it lets phones in now."""

    kind: str
    code: str
    is_open: bool


@dataclass(frozen=True)
class WalkRow:
    """A line of the list of walks."""

    walk: Walk
    stop_count: int
    figures: Figures


@dataclass(frozen=True)
class Unfinished:
    """A point whose photos have not all come: `came` of `count` are here."""

    number: str
    came: int
    count: int


@dataclass(frozen=True)
class WalkSheet:
    walk: Walk
    stops: tuple[StopRow, ...]
    length_m: float
    light: Light
    dark_stop: int | None
    codes: tuple[Code, ...]
    phone_count: int
    figures: Figures
    steps: tuple[WalkStatus, ...]
    follows: Walk | None
    map_svg: str
    unfinished: tuple[Unfinished, ...]

    @property
    def minutes(self) -> int:
        """About how long the route takes, to the nearest five minutes."""
        return round(self.length_m / _PACE_M_PER_MINUTE / 5) * 5


def overview(actor: Actor) -> list[WalkRow]:
    """Every walk that exists for the actor, newest first."""
    access.require(actor, "walk.read")
    found = walks.list_for(actor)
    ids = [walk.id for walk in found]
    counts, figures = rows.stop_counts(ids), standings.of_walks(ids, the_municipality().answer_days)
    return [WalkRow(walk, counts.get(walk.id, 0), figures[walk.id].figures) for walk in found]


def show(tools: Toolbox, actor: Actor, walk_id: UUID, map_words: str, language: str) -> WalkSheet:
    """The walk's page; `map_words` tell what the map shows to those who do not see it."""
    access.require(actor, "walk.read")
    walk = find(actor, walk_id)
    town = the_municipality()
    stops = walks.stops_of(walk_id)
    light = light_of(walk, stops, town)
    placed = _placed(stops)
    return WalkSheet(
        walk=walk,
        stops=placed,
        length_m=route_length_m(walk, stops),
        light=light,
        dark_stop=_dark_stop(walk, placed, light),
        codes=_codes(tools, actor, walk),
        phone_count=participants.phone_count(walk_id),
        figures=standings.of_walks([walk_id], town.answer_days)[walk_id].figures,
        steps=walk_running.steps(actor, walk),
        follows=by_key(Walk, walk.follows_id) if walk.follows_id is not None else None,
        map_svg=_map(tools, walk, stops, map_words, language),
        unfinished=tuple(
            Unfinished(numbers.short(number), count - missing, count)
            for number, missing, count in photos.awaited_in(walk_id)
        ),
    )


def find(actor: Actor, walk_id: UUID) -> Walk:
    """The walk, if it exists for the actor."""
    walk = walks.find_for(actor, walk_id)
    if walk is None:
        raise NotFound("walk")
    return walk


def earlier_walks(actor: Actor, walk_id: UUID | None = None) -> list[Walk]:
    """Walks that a new one can follow up."""
    return [walk for walk in walks.list_for(actor) if walk.id != walk_id and walk.last_point_number]


def invitation(actor: Actor | None, walk_id: UUID) -> tuple[Walk, str]:
    """A walk for people's calendars and the code of its open link ("" while there is none).

    Before it is published only those of the desk get it.
    """
    walk = by_key(Walk, walk_id)
    is_desk = actor is not None and walks.find_for(actor, walk_id) is not None
    if walk is None or not (is_desk or walk.published_at is not None):
        raise NotFound("walk")
    if walk.published_at is None:
        return walk, ""
    live = (code.code for code in walks.codes_of(walk_id) if code.kind == "link" and code.revoked_at is None)
    return walk, next(live, "")


def _placed(stops: Sequence[Stop]) -> tuple[StopRow, ...]:
    found: list[StopRow] = []
    walked, before = 0.0, None
    for stop in stops:
        if before is not None:
            walked += distance_m(before.lat, before.lon, stop.lat, stop.lon)
        found.append(StopRow(stop, walked))
        before = stop
    return tuple(found)


def _dark_stop(walk: Walk, stops: Sequence[StopRow], light: Light) -> int | None:
    """The stop nearest to which it gets dark, when that is on the way."""
    if not light.dark or len(stops) < 2:
        return None
    hour, minute = map(int, light.dark.split("."))
    dark_at = local(walk.starts_at).replace(hour=hour, minute=minute)
    walked = (dark_at - local(walk.starts_at)) / timedelta(minutes=1) * _PACE_M_PER_MINUTE
    if not 0 < walked < stops[-1].from_start_m + _PACE_M_PER_MINUTE * 10:
        return None
    return min(stops, key=lambda row: abs(row.from_start_m - walked)).stop.order


def _codes(tools: Toolbox, actor: Actor, walk: Walk) -> tuple[Code, ...]:
    if not access.may(actor, "walk.codes"):
        return ()
    live: dict[str, JoinCode] = {
        code.kind: code for code in walks.codes_of(walk.id) if code.revoked_at is None
    }
    now = tools.clock.now()
    return tuple(
        Code(
            kind,
            live[kind].code,
            lifetimes.code_is_open(kind, walk.starts_at, walk.closed_at, walk.published_at, now),
        )
        for kind in ("spoken", "link", "leader")
        if kind in live
    )


def _map(tools: Toolbox, walk: Walk, stops: Sequence[Stop], words: str, language: str) -> str:
    if not stops:
        return ""
    line = [(place[0], place[1]) for place in walk.route] or [(stop.lat, stop.lon) for stop in stops]
    marks = [MapStop(str(stop.order), stop.lat, stop.lon) for stop in stops]
    return print_map.draw_map(marks, line, [], tools.basemap, MAP_SIZE, language, label=words)
