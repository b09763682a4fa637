"""What a reviewer sees: walks that wait, one point beside its proposals, and what will be sent to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fieldapp.domain import observation_status
from fieldapp.domain.actors import Actor
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import NotFound
from fieldapp.domain.numbers import PointNumber, WalkNumber, short
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.public_draft import suggest_public
from fieldapp.domain.sentences import FromTemplate, Template
from fieldapp.domain.text import Flag, flags
from fieldapp.services import addressing, near
from fieldapp.services.review import outcomes
from fieldapp.services.review.outcomes import Becomes
from fieldapp.services.routing import Proposal, Town
from fieldapp.services.ticketing.opening import question_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, photos, walks
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.ticket_lists import walks as walks_by_ids
from fieldapp.store.walks import Stop, Walk

#: What one point takes an attentive reader, photo and all.
_SECONDS_A_POINT = 40


@dataclass(frozen=True)
class WalkWaiting:
    """A walk with points: how many nobody has read, how many are read and not yet sent, all."""

    walk: Walk
    waiting_count: int
    ready_count: int
    point_count: int


@dataclass(frozen=True)
class Box:
    """One square of the progress row."""

    number: str
    state: ObservationStatus
    is_reviewed: bool
    is_here: bool


@dataclass(frozen=True)
class TwinShown:
    """A point that may be the same, as the card under the photo tells it."""

    observation: Observation
    number: str
    distance_m: float
    minutes_earlier: int
    stop: Stop | None
    photo: Photo | None


@dataclass(frozen=True)
class Undo:
    """The decision that *Ångra* takes back."""

    id: UUID
    version: int
    number: str


@dataclass(frozen=True)
class PointShown:
    """One point with everything that its reviewer needs, and where in the walk it stands.

    `beside` are who else it can be near a border; `asset_kind` is what bears a number here, "" for nothing.
    """

    walk: Walk
    point: Observation
    number: str
    stop: Stop | None
    place: str
    photos: list[Photo]
    awaited_photo_count: int
    flags: tuple[Flag, ...]
    draft: str
    proposal: Proposal
    beside: list[Owner]
    asset_kind: str
    owner: Owner | None
    becomes: Becomes
    sentences: list[FromTemplate]
    dismissals: list[Template]
    twin: TwinShown | None
    merged_into: Observation | None
    agree_count: int
    boxes: list[Box]
    index: int
    waiting_count: int
    previous: str
    following: str
    undo: Undo | None
    stops: list[Stop]
    owners: list[Owner]
    can_decide: bool
    can_take_back: bool

    @property
    def minutes_left(self) -> int:
        return max(1, round(self.waiting_count * _SECONDS_A_POINT / 60))


def overview(actor: Actor) -> list[WalkWaiting]:
    """Walks with points, those that wait for a reviewer first."""
    counts = observations.review_counts()
    found = [WalkWaiting(walk, *counts[walk.id]) for walk in walks.list_for(actor) if walk.id in counts]
    return sorted(found, key=lambda one: (one.waiting_count == 0, one.ready_count == 0))


def walk_of(actor: Actor, walk_id: UUID) -> Walk:
    """The walk; raises `NotFound`."""
    walk = walks.find_for(actor, walk_id)
    if walk is None:
        raise NotFound("walk")
    return walk


def require_point(actor: Actor, walk_id: UUID, point_id: UUID) -> None:
    """Raises `NotFound` unless the point exists for the actor and is this walk's."""
    point = observations.find_for(actor, point_id)
    if point is None or point.walk_id != walk_id:
        raise NotFound("point")


def show(tools: Toolbox, actor: Actor, walk_id: UUID, number: int | None = None) -> PointShown | None:
    """The walk's point with that number, else the first that waits; None where nothing waits.

    Raises `NotFound` for a walk or a number that is not there.
    """
    walk = walk_of(actor, walk_id)
    points = [one for one in observations.of_walk(walk.id) if observation_status.counts(one.state)]
    point = _asked(points, number)
    return _shown(walk, point, points) if point is not None else None


def is_waiting(point: Observation) -> bool:
    """Whether a reviewer still has to read it."""
    return observation_status.awaits_review(point.state, was_reviewed=point.reviewed_at is not None)


def _asked(points: Sequence[Observation], number: int | None) -> Observation | None:
    if number is None:
        return next((point for point in points if is_waiting(point)), None)
    found = next((point for point in points if point.number == number), None)
    if found is None:
        raise NotFound("point")
    return found


def _shown(walk: Walk, point: Observation, points: Sequence[Observation]) -> PointShown:
    town = Town()
    proposal = town.propose(question_of(point))
    owner = (town.owner(point.owner_hint) if point.owner_hint else None) or proposal.owner
    stops = list(walks.stops_of(walk.id))
    stop = next((one for one in stops if one.id == point.stop_id), None)
    twin = _nearest_twin(point)
    pictures = list(photos.live_of_observations([point.id, *([twin.id] if twin else [])]))
    own = [photo for photo in pictures if photo.observation_id == point.id]
    at = points.index(point)
    becomes = Becomes(point.outcome) if point.outcome else outcomes.usual(point.category, owner)
    address = point.place or addressing.known(point.lat, point.lon)
    return PointShown(
        walk=walk,
        point=point,
        number=str(PointNumber(WalkNumber.parse(walk.number), point.number)),
        stop=stop,
        place=addressing.place_words(address, stop.name if stop else None),
        photos=[photo for photo in own if photo.large_key is not None],
        awaited_photo_count=sum(photo.state is PhotoState.EXPECTED for photo in own),
        flags=flags(point.text),
        draft=_draft(point),
        proposal=proposal,
        beside=town.beside(question_of(point)) if proposal.near_border else [],
        asset_kind=load_defaults().find(point.category, point.subcategory).asset,
        owner=owner,
        becomes=becomes,
        sentences=outcomes.choices(becomes, point, proposal),
        dismissals=outcomes.dismissals(point),
        twin=_twin_shown(twin, point, walk, stops, pictures),
        merged_into=by_key(Observation, point.merged_into_id) if point.merged_into_id else None,
        agree_count=observations.agree_counts([point.id]).get(point.id, 0),
        boxes=[Box(short(one.number), one.state, not is_waiting(one), one.id == point.id) for one in points],
        index=at + 1,
        waiting_count=sum(is_waiting(one) for one in points),
        previous=short(points[at - 1].number) if at else "",
        following=_following(points, at),
        undo=_undo(points, point),
        stops=stops,
        owners=town.owners,
        can_decide=point.state in (ObservationStatus.NOTED, ObservationStatus.REVIEWED) or is_waiting(point),
        can_take_back=_can_take_back(point),
    )


def _draft(point: Observation) -> str:
    """What the reviewer wrote, else the reporter's words without the persons in them."""
    if point.public_text or point.reviewed_at is not None:
        return point.public_text
    return suggest_public(point.text, point.lang)


def _following(points: Sequence[Observation], at: int) -> str:
    """The next point that waits: after this one, else from the start."""
    waiting = [one for one in (*points[at + 1 :], *points[:at]) if is_waiting(one)]
    return short(waiting[0].number) if waiting else ""


def _can_take_back(point: Observation) -> bool:
    reviewer = observation_status.Reviewer.COORDINATOR
    return ObservationStatus.NOTED in observation_status.allowed(point.state, reviewer)


def _undo(points: Sequence[Observation], here: Observation) -> Undo | None:
    decided = [one for one in points if _can_take_back(one) and one.reviewed_at is not None]
    latest = max(decided, key=lambda one: (one.reviewed_at, one.rev), default=None)
    found = here if here in decided else latest
    return Undo(found.id, found.version, short(found.number)) if found is not None else None


def _nearest_twin(point: Observation) -> Observation | None:
    if point.state is not ObservationStatus.NOTED:
        return None
    found = near.twins_of(point)
    return found[0].observation if found else None


def _twin_shown(
    twin: Observation | None,
    point: Observation,
    walk: Walk,
    stops: Sequence[Stop],
    pictures: Sequence[Photo],
) -> TwinShown | None:
    if twin is None or None in (point.lat, point.lon, twin.lat, twin.lon):
        return None
    other_walk = None if twin.walk_id == walk.id else next(iter(walks_by_ids([twin.walk_id])), None)
    number = short(twin.number)
    return TwinShown(
        observation=twin,
        number=f"{other_walk.number}-{number}" if other_walk is not None else number,
        distance_m=near.metres_between(point, twin),
        minutes_earlier=round((point.observed_at - twin.observed_at).total_seconds() / 60),
        stop=next((stop for stop in stops if stop.id == twin.stop_id), None),
        photo=next((p for p in pictures if p.observation_id == twin.id and p.large_key), None),
    )
