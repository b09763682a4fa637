"""The public page of a walk: what was reviewed, with its answers; persons and the sensitive nowhere.

It is never live: the page begins when the walk's points are reviewed and sent, a point that comes later
stands here once it has been reviewed, a photo once a person of the municipality has looked at it. Answers
and promises are public when they are given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from fieldapp.documents.felt_safety import LEAST_ANSWERS
from fieldapp.documents.protocol_data import Section
from fieldapp.domain import promises
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.figures import Figure, Figures
from fieldapp.domain.numbers import WalkNumber
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.promises import Promise, Promises, Standing
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.maps.print_map import MapStop, draw_map
from fieldapp.services import photo_files, public_promises, told_points
from fieldapp.services.photo_files import PhotoFile
from fieldapp.services.told_points import ToldPoint
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, point_answers, ratings, walks
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from fieldapp.store.walks import Walk

_SHOWN = frozenset({WalkStatus.SENT, WalkStatus.SEALED, WalkStatus.FOLLOWED_UP})
_REVIEWED = frozenset({O.REVIEWED, O.TICKET, O.PRAISE, O.DIALOGUE, O.DISMISSED, O.MERGED})
_PROJECT = frozenset({TicketStatus.NEEDS_PROJECT})
_NO = frozenset({TicketStatus.DECLINED})
#: Steps of the scale at which people feel safe: very and quite.
_SAFE = (1, 2)
_ROUNDED_TO = 5
_MAP_SIZE = (720.0, 400.0)


@dataclass(frozen=True)
class Feeling:
    """How many feel safe here, of how many answers; both rounded to five, so that nobody can be read out."""

    light: str
    safe_about: int
    answers_about: int


@dataclass(frozen=True)
class FeltSafety:
    """One stop with enough answers by day, in the dark, or both."""

    order: int
    stop: str
    feelings: tuple[Feeling, ...]


@dataclass(frozen=True)
class SinceLast:
    """The walk that this one follows: how many of its points are done, and those that show it."""

    number: str
    done_count: int
    total: int
    points: tuple[ToldPoint, ...]


@dataclass(frozen=True)
class PublicWalk:
    """`points` are those with an entry of their own; `figures` count all that the page knows of.

    `promises` are counted once a ticket, as they stand on `today`; `promise_of` has them by ticket.
    """

    number: str
    title: str
    place: str
    municipality_is_demo: bool
    starts_at: datetime
    resident_count: int
    organisations: tuple[str, ...]
    official_count: int
    stop_names: tuple[str, ...]
    figures: Figures
    points: tuple[ToldPoint, ...]
    felt_safety: tuple[FeltSafety, ...]
    reviewed_on: date | None
    answers_due_on: date | None
    since_last: SinceLast | None
    promises: Promises
    promise_of: Mapping[UUID, Promise]
    today: date

    def promise(self, point: ToldPoint) -> Promise | None:
        """What its entry says of a promise: kept, or missed; of one that waits the state says it."""
        found = self.promise_of.get(point.ticket_id) if point.ticket_id is not None else None
        return found if found is not None and found.on(self.today) is not Standing.WAITING else None

    def section(self, section: Section) -> tuple[ToldPoint, ...]:
        """The points of one section of the protocol, those with an answer first."""
        found = [point for point in self.points if section_of(point) is section]
        return tuple(sorted(found, key=lambda point: _ORDER.index(point.figure or Figure.UNANSWERED)))


_ORDER = list(Figure)


def section_of(point: ToldPoint) -> Section:
    """Where the protocol has the point."""
    if point.figure is Figure.GOOD or point.observation is O.PRAISE:
        return Section.GOOD
    if point.observation is O.DIALOGUE:
        return Section.DIALOGUE
    if point.observation is O.DISMISSED or point.ticket in _NO:
        return Section.DECLINED
    return Section.PROJECT if point.ticket in _PROJECT else Section.SIMPLE


def show(tools: Toolbox, number: str) -> PublicWalk:
    """The page of a walk; raises `NotFound` until its points have been reviewed and sent."""
    walk = _published(number)
    rows = _public_points(walk)
    points = _told(walk, rows)
    today = local_day(tools.clock.now())
    promised = public_promises.of_tickets({one.ticket_id for one in points if one.ticket_id is not None})
    return PublicWalk(
        number=walk.number,
        title=walk.title,
        place=walk.place,
        municipality_is_demo=tools.is_demo,
        starts_at=walk.starts_at,
        resident_count=walk.resident_count,
        organisations=tuple(str(one.get("name", "")) for one in walk.organisations),
        official_count=sum(int(one.get("count") or 0) for one in walk.organisations),
        stop_names=tuple(stop.name for stop in walks.stops_of(walk.id)),
        figures=_figures(points),
        points=_entries(points),
        felt_safety=_felt_safety(walk),
        reviewed_on=_latest_review(rows),
        answers_due_on=_answers_due_on(points),
        since_last=_since_last(walk),
        promises=promises.count(promised.values(), today),
        promise_of=promised,
        today=today,
    )


def photo(tools: Toolbox, number: str, photo_id: UUID, size: str) -> PhotoFile:
    """A picture that the page shows, and no other; raises `NotFound`."""
    walk = _published(number)
    shown = {one for point in _told(walk, _public_points(walk)) for one in point.picture_ids}
    if photo_id not in shown:
        raise NotFound("photo")
    return photo_files.open_photo(tools, photo_id, size)


def map_of(tools: Toolbox, number: str, language: str, label: str) -> str:
    """The walk's route and stops as SVG: places, and no points."""
    walk = _published(number)
    stops = [MapStop(str(stop.order), stop.lat, stop.lon) for stop in walks.stops_of(walk.id)]
    route = [(lat, lon) for lat, lon, *_ in walk.route] or [(stop.lat, stop.lon) for stop in stops]
    return draw_map(stops, route, [], tools.basemap, _MAP_SIZE, language, label=label)


def _since_last(walk: Walk) -> SinceLast | None:
    """None where no walk came before, or its own page is not open."""
    before = by_key(Walk, walk.follows_id) if walk.follows_id is not None else None
    if before is None or not _is_open(before):
        return None
    points = _told(before, _public_points(before))
    figures = _figures(points)
    shown = [point for point in _entries(points) if point.figure is Figure.DONE]
    return SinceLast(before.number, figures.done, figures.total - figures.good, tuple(shown))


def _is_open(walk: Walk) -> bool:
    return walk.state in _SHOWN and walk.published_at is not None


def _published(number: str) -> Walk:
    try:
        walk = walks.by_number(str(WalkNumber.parse(number)))
    except Invalid as error:
        raise NotFound("walk") from error
    if walk is None or not _is_open(walk):
        raise NotFound("walk")
    return walk


def _public_points(walk: Walk) -> list[Observation]:
    """Reviewed, not sensitive, and not following a point that is either."""
    return [point for point in observations.of_walk(walk.id) if _is_public(point)]


def _is_public(point: Observation) -> bool:
    return point.reviewed_at is not None and not point.is_sensitive and point.state in _REVIEWED


def _told(walk: Walk, rows: Sequence[Observation]) -> list[ToldPoint]:
    points = told_points.told(
        rows,
        {walk.id: walk.number},
        # What was dismissed is told as a number with its reason: its words may be about a person.
        without_content={row.id for row in rows if row.state is O.DISMISSED},
    )
    by_id = {row.id: row for row in rows}
    return [
        _without_unread_photos(point, by_id[point.id]) for point in points if _follows_public(by_id[point.id])
    ]


def _follows_public(row: Observation) -> bool:
    """Whether what it was merged into, wherever that is, may be read by all as well."""
    seen = {row.id}
    while row.merged_into_id is not None and row.merged_into_id not in seen:
        seen.add(row.merged_into_id)
        followed = point_answers.observations([row.merged_into_id]).get(row.merged_into_id)
        if followed is None or not _is_public(followed):
            return False
        row = followed
    return True


def _without_unread_photos(point: ToldPoint, row: Observation) -> ToldPoint:
    """A photo that came after the review has been reviewed by nobody; nor has one of the work, until the
    municipality, or a follow-up walk, has confirmed that it is done."""
    if point.after is not None and point.ticket is not TicketStatus.CONFIRMED:
        point = replace(point, after=None)
    if point.before is None or row.reviewed_at is None:
        return point
    is_late = point.before.stored_at is None or point.before.stored_at > row.reviewed_at
    return replace(point, before=None) if is_late else point


def _entries(points: Sequence[ToldPoint]) -> tuple[ToldPoint, ...]:
    """Points with an entry of their own; one that was merged is named at the point it follows."""
    numbers = {point.number for point in points}
    also: dict[str, list[str]] = {}
    for point in points:
        also.setdefault(point.same_as, []).append(point.short)
    return tuple(
        replace(point, also=tuple(also.get(point.number, ())))
        for point in points
        if point.same_as not in numbers
    )


def _figures(points: Sequence[ToldPoint]) -> Figures:
    counted = [point.figure for point in points]
    return Figures(**{figure.value: counted.count(figure) for figure in Figure})


def _answers_due_on(points: Sequence[ToldPoint]) -> date | None:
    """The last day by which all answers were promised; None when there is nothing left to wait for."""
    due = [point.answer_due_on for point in points if not point.is_answered]
    return max((day for day in due if day is not None), default=None)


def _latest_review(rows: Sequence[Observation]) -> date | None:
    moments = [row.reviewed_at for row in rows if row.reviewed_at is not None]
    return local_day(max(moments)) if moments else None


def _felt_safety(walk: Walk) -> tuple[FeltSafety, ...]:
    counts = ratings.counts_of_walk(walk.id)
    found = []
    for stop in walks.stops_of(walk.id):
        feelings = (_feeling(light, stop.id, counts) for light in ("day", "dark"))
        enough = tuple(feeling for feeling in feelings if feeling is not None)
        if enough:
            found.append(FeltSafety(stop.order, stop.name, enough))
    return tuple(found)


def _feeling(light: str, stop_id: UUID, counts: dict[tuple[UUID, str, int], int]) -> Feeling | None:
    steps = {value: counts.get((stop_id, light, value), 0) for value in range(1, 6)}
    total = sum(steps.values())
    if total < LEAST_ANSWERS:
        return None
    about = _rounded(total)
    return Feeling(light, min(_rounded(sum(steps[value] for value in _SAFE)), about), about)


def _rounded(count: int) -> int:
    return (count + _ROUNDED_TO // 2) // _ROUNDED_TO * _ROUNDED_TO
