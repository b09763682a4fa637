"""What needs each role of the desk now: their list in order of need, the walks ahead, the promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.figures import Figures
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.places.distances import length_m
from fieldapp.services import needs, standings, unsent
from fieldapp.services.evening_light import Light, light_of
from fieldapp.services.needs import Need
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.unsent import Unsent
from fieldapp.store import observations, tickets, walks
from fieldapp.store import standings as standing_rows
from fieldapp.store.municipality import Municipality, the_municipality
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Stop, Walk

#: What reviewing one point takes: photo, words, owner, next.
REVIEW_S = 40
PROMISES_COUNT = 6
ROWS_COUNT = 30
WALKS_COUNT = 30
TOLD_COUNT = 30
_DRAFTED = frozenset({WalkStatus.REVIEW, WalkStatus.SENT})
_AHEAD = frozenset({WalkStatus.PLANNED, WalkStatus.OPEN, WalkStatus.CLOSING})


@dataclass(frozen=True)
class Numbers:
    """The four numbers at the top."""

    late: int = 0
    to_review: int = 0
    reopened: int = 0
    drafts: int = 0

    @property
    def review_minutes(self) -> int:
        return max(1, round(self.to_review * REVIEW_S / 60))


@dataclass(frozen=True)
class WalkAhead:
    """A walk that has not ended, with what is ready and what is not."""

    walk: Walk
    light: Light
    stop_count: int
    length_m: float
    left_since_last: int | None
    is_published: bool


@dataclass(frozen=True)
class WalkSoFar:
    """A walk that has points: its figures and its part of the promise."""

    walk: Walk
    figures: Figures
    kept_count: int
    to_review: int


@dataclass(frozen=True)
class Home:
    """One page for every role; what a role may not see is empty."""

    answer_days: int
    numbers: Numbers = Numbers()
    rows: tuple[Need, ...] = ()
    row_count: int = 0
    ahead: tuple[WalkAhead, ...] = ()
    past: tuple[WalkSoFar, ...] = ()
    drafts: tuple[Walk, ...] = ()
    told: Sequence[Ticket] = ()
    unsent: Sequence[tuple[Walk, Unsent]] = ()

    @property
    def last(self) -> WalkSoFar | None:
        """The latest walk that is over."""
        return next((past for past in self.past if past.walk.state not in _AHEAD), None)


def home(tools: Toolbox, actor: Actor) -> Home:
    """The page *Att göra* for whoever opens it, in a bounded number of queries."""
    access.require(actor, "desk.home")
    town = the_municipality()
    listed = walks.list_for(actor, _AHEAD | _DRAFTED, limit=WALKS_COUNT)
    ahead = _ahead(tools, listed, town)
    if actor.role is Role.COORDINATOR:
        drafts = tuple(walk for walk in listed if walk.state in _DRAFTED and walk.last_point_number)
        return _coordinators(tools, actor, town, ahead, drafts)
    if actor.role is Role.PARTNER:
        return Home(town.answer_days, told=tickets.list_for(actor, limit=TOLD_COUNT))
    past = _past(town) if access.may(actor, "insights.read") else ()
    return Home(town.answer_days, ahead=ahead, past=past)


def to_review_count() -> int:
    """Points that nobody has reviewed yet."""
    return observations.count_awaiting_review()


def _coordinators(
    tools: Toolbox,
    actor: Actor,
    town: Municipality,
    ahead: tuple[WalkAhead, ...],
    drafts: tuple[Walk, ...],
) -> Home:
    found = needs.of(tools, actor)
    numbers = Numbers(
        late=needs.late_count(actor, local_day(tools.clock.now())),
        to_review=to_review_count(),
        reopened=sum(need.kind is needs.Kind.REOPENED for need in found),
        drafts=len(drafts),
    )
    return Home(
        answer_days=town.answer_days,
        numbers=numbers,
        rows=found[:ROWS_COUNT],
        row_count=len(found),
        ahead=ahead,
        past=_past(town),
        drafts=drafts,
        unsent=unsent.of_closed_walks(tools),
    )


def _ahead(tools: Toolbox, listed: Sequence[Walk], town: Municipality) -> tuple[WalkAhead, ...]:
    since = tools.clock.now() - timedelta(days=1)
    coming = [
        walk
        for walk in reversed(listed)
        if walk.state in _AHEAD and (walk.ends_at >= since or walk.state is not WalkStatus.PLANNED)
    ]
    stops = standing_rows.stops_of_walks([walk.id for walk in coming])
    followed = [walk.follows_id for walk in coming if walk.follows_id is not None]
    earlier = standings.of_walks(followed, town.answer_days)
    return tuple(_one_ahead(walk, stops[walk.id], town, earlier) for walk in coming)


def _one_ahead(
    walk: Walk, stops: list[Stop], town: Municipality, earlier: dict[UUID, standings.WalkFigures]
) -> WalkAhead:
    left = None
    if walk.follows_id is not None:
        figures = earlier[walk.follows_id].figures
        left = figures.total - figures.good - figures.done
    return WalkAhead(
        walk=walk,
        light=light_of(walk, stops, town),
        stop_count=len(stops),
        length_m=route_length_m(walk, stops),
        left_since_last=left,
        is_published=walk.published_at is not None,
    )


def _past(town: Municipality) -> tuple[WalkSoFar, ...]:
    latest = standing_rows.walks_with_points(PROMISES_COUNT)
    points = standings.points_of([walk.id for walk in latest])
    found = standings.figures_of(points.values(), town.answer_days)
    waiting: dict[UUID, int] = {}
    for point in points.values():
        is_new = point.standing.observation is ObservationStatus.NOTED
        waiting[point.walk_id] = waiting.get(point.walk_id, 0) + is_new
    nothing = standings.WalkFigures()
    return tuple(
        WalkSoFar(
            walk=walk,
            figures=found.get(walk.id, nothing).figures,
            kept_count=found.get(walk.id, nothing).kept_count,
            to_review=waiting.get(walk.id, 0),
        )
        for walk in latest
    )


def route_length_m(walk: Walk, stops: Sequence[Stop]) -> float:
    """Metres along the drawn route, else from stop to stop."""
    line = [(place[0], place[1]) for place in walk.route] or [(stop.lat, stop.lon) for stop in stops]
    return length_m(line)
