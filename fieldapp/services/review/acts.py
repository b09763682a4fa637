"""What a reviewer decides about a point: each act checks the version it was made on, and can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from fieldapp.domain import access, observation_status, sentences
from fieldapp.domain.actors import Actor
from fieldapp.domain.assets import asset_number
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Conflict, Invalid, NotFound
from fieldapp.domain.geo import Point, PositionSource
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.domain.sentences import Outcome
from fieldapp.domain.text import TEXT_MAX, keeps_words, limited
from fieldapp.domain.urgency import Urgency
from fieldapp.places.distances import moved
from fieldapp.services import addressing, library, telling
from fieldapp.services.review import outcomes
from fieldapp.services.review.outcomes import Becomes
from fieldapp.services.review.reading import is_waiting
from fieldapp.services.routing import Town
from fieldapp.services.ticketing import history
from fieldapp.services.ticketing.opening import question_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, photos, walks
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.versions import take_version

_ALT_MAX = 300
#: What a reviewer writes in when it is not the reporter's own words.
_DESK_LANGUAGE = "sv"
_C = Reviewer.COORDINATOR
_S = ObservationStatus
#: The radius that "somewhere at this stop" means.
_AT_STOP_M = 30.0


class Decision(StrEnum):
    """What the buttons of the bar do."""

    SAVE = "save"
    ACCEPT = "accept"
    PRAISE = "praise"
    DIALOGUE = "dialogue"
    SENSITIVE = "sensitive"
    DISMISS = "dismiss"
    MERGE = "merge"


@dataclass(frozen=True)
class Edits:
    """The fields of the screen; None leaves one as it was, "" for owner and urgency means as proposed."""

    public_text: str | None = None
    category: str | None = None
    subcategory: str | None = None
    owner: str | None = None
    urgency: str | None = None
    sentence: str = ""
    asset: str | None = None
    alt_texts: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What some decisions need: the template of a dismissal, the point to merge into."""

    dismissal: str = ""
    into: UUID | None = None


def decide(
    tools: Toolbox,
    actor: Actor,
    point_id: UUID,
    version: int,
    decision: Decision,
    edits: Edits | None = None,
    said: Said | None = None,
) -> Observation:
    """Keep the edits and take the decision, in one step.

    Raises `NotFound`, `NotAllowed`, `Invalid` naming the field, or `Conflict` when somebody else changed
    the point since `version`.
    """
    access.require(actor, "review.decide")
    with unit_of_work():
        point = _taken(actor, point_id, version)
        _edit(point, edits or Edits())
        _ACTS[decision](tools, actor, point, edits or Edits(), said or Said())
        _touch(point)
        return point


def take_back(tools: Toolbox, actor: Actor, point_id: UUID, version: int) -> Observation:
    """Reviewed, dismissed or merged back to noted; the words that were written stay."""
    access.require(actor, "review.decide")
    with unit_of_work():
        point = _taken(actor, point_id, version)
        observation_status.require(point.state, _S.NOTED, _C)
        if point.ticket_id is not None:
            _tell_ticket(tools, actor, point.ticket_id, "split", [point.number])
        point.state, point.outcome, point.reviewed_at = _S.NOTED, "", None
        point.merged_into_id, point.ticket_id = None, None
        point.answer, point.answered_at, point.reason = None, None, ""
        _touch(point)
        return point


def set_place(tools: Toolbox, actor: Actor, point_id: UUID, version: int, lat: float, lon: float) -> None:
    """Put the pin where a person says it is; raises `Invalid("position")`."""
    access.require(actor, "review.decide")
    place = Point(lat, lon)
    with unit_of_work():
        _put(_taken(actor, point_id, version), place, PositionSource.PIN, None)


def move_place(
    tools: Toolbox, actor: Actor, point_id: UUID, version: int, north_m: float, east_m: float
) -> None:
    """Move the pin a few metres; raises `Invalid` where there is none yet."""
    access.require(actor, "review.decide")
    with unit_of_work():
        point = _taken(actor, point_id, version)
        if point.lat is None or point.lon is None:
            raise Invalid("position", "not-a-place")
        _put(point, Point(*moved(point.lat, point.lon, north_m, east_m)), PositionSource.PIN, None)


def place_at_stop(tools: Toolbox, actor: Actor, point_id: UUID, version: int, stop_id: UUID) -> None:
    """The point was noted at this stop; raises `Invalid("stop")` for another walk's."""
    access.require(actor, "review.decide")
    with unit_of_work():
        point = _taken(actor, point_id, version)
        stop = next((one for one in walks.stops_of(point.walk_id) if one.id == stop_id), None)
        if stop is None:
            raise Invalid("stop", "unknown-stop")
        point.stop_id = stop.id
        _put(point, Point(stop.lat, stop.lon), PositionSource.STOP, _AT_STOP_M)


def _taken(actor: Actor, point_id: UUID, version: int) -> Observation:
    point = observations.find_for(actor, point_id)
    if point is None:
        raise NotFound("point")
    if point.version != version or not take_version(point, version):
        raise Conflict
    return point


def _touch(point: Observation) -> None:
    """Whoever follows the point hears of it: its reporter, and those whose points were merged into it."""
    point.rev = next_rev()
    for merged in observations.merged_into(point.id):
        merged.rev = next_rev()


def _put(point: Observation, place: Point, source: PositionSource, accuracy_m: float | None) -> None:
    point.lat, point.lon, point.accuracy_m = place.lat, place.lon, accuracy_m
    point.position_source = source.value
    point.place = addressing.known(place.lat, place.lon)
    _touch(point)


def _edit(point: Observation, edits: Edits) -> None:
    if edits.public_text is not None:
        point.public_text = limited(edits.public_text, TEXT_MAX, "public_text")
        point.public_lang = point.lang if keeps_words(point.public_text, point.text) else _DESK_LANGUAGE
    if edits.category is not None:
        _set_category(point, edits.category, edits.subcategory)
    if edits.owner is not None:
        point.owner_hint = _known_owner(edits.owner)
    if edits.asset is not None:
        point.asset = asset_number(edits.asset)
    if edits.urgency is not None:
        point.urgency = Urgency(edits.urgency).value if edits.urgency in set(Urgency) else None
    for photo in photos.live_of_observations([point.id]):
        if photo.id in edits.alt_texts:
            photo.alt_text = limited(edits.alt_texts[photo.id], _ALT_MAX, "alt_text")


def _set_category(point: Observation, category: str, subcategory: str | None) -> None:
    try:
        what = load_defaults().find(category, subcategory or None)
    except KeyError as error:
        raise Invalid("category", "unknown-category") from error
    if what.category != category:
        raise Invalid("category", "unknown-category")
    point.category, point.subcategory = category, subcategory or None


def _known_owner(code: str) -> str:
    if code and Town().owner(code) is None:
        raise Invalid("owner", "unknown-owner")
    return code


def _keep(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    """Only the edits."""


def _accept(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    if point.state is _S.TICKET and is_waiting(point):
        _accept_urgent(tools, actor, point)
        return
    town = Town()
    owner = town.owner(point.owner_hint) or town.propose(question_of(point)).owner
    _review(tools, point, outcomes.usual(point.category, owner), edits, town)


def _praise(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    _review(tools, point, Becomes.PRAISE, edits, Town())


def _dialogue(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    _review(tools, point, Becomes.DIALOGUE, edits, Town())


def _review(tools: Toolbox, point: Observation, becomes: Becomes, edits: Edits, town: Town) -> None:
    if point.state is not _S.REVIEWED:
        observation_status.require(point.state, _S.REVIEWED, _C)
    point.state, point.outcome, point.reviewed_at = _S.REVIEWED, becomes.value, tools.clock.now()
    point.answer = outcomes.sentence(becomes, edits.sentence, point, town.propose(question_of(point)))


def _accept_urgent(tools: Toolbox, actor: Actor, point: Observation) -> None:
    """An *akut* ticket went out before anybody read its words: now they are read."""
    point.reviewed_at = tools.clock.now()
    ticket = by_key(Ticket, point.ticket_id) if point.ticket_id else None
    if ticket is None:
        raise NotFound("ticket")
    what = load_defaults().find(point.category, point.subcategory)
    ticket.asset = ticket.asset or point.asset
    ticket.category, ticket.subcategory, ticket.title = point.category, point.subcategory, what.name.sv
    ticket.version += 1
    _tell_ticket(tools, actor, ticket.id, "reviewed", [point.number])


def _sensitive(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    point.is_sensitive = not point.is_sensitive


def _dismiss(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    """Put aside with a reason, and kept; its reporter reads why."""
    template = library.known().get(said.dismissal)
    if template is None or template.outcome is not Outcome.DISMISSED:
        raise Invalid("dismissal", "missing-value")
    if point.state is not _S.REVIEWED:
        observation_status.require(point.state, _S.REVIEWED, _C)
    observation_status.require(_S.REVIEWED, _S.DISMISSED, _C)
    now = tools.clock.now()
    point.state, point.outcome, point.reviewed_at = _S.DISMISSED, "", now
    point.answer = sentences.to_json(sentences.fill(template, {}))
    point.answered_at, point.reason = now, template.reason
    telling.points_answered(db.session(), [point], now)


def _merge(tools: Toolbox, actor: Actor, point: Observation, edits: Edits, said: Said) -> None:
    """The two are one thing: this point follows the other and gets its answer."""
    other = observations.find_for(actor, said.into) if said.into is not None else None
    open_ends = (_S.NOTED, _S.REVIEWED, _S.TICKET)
    if other is None or other.id == point.id or other.state not in open_ends:
        raise Invalid("into", "unknown-point")
    observation_status.require(point.state, _S.MERGED, _C)
    point.state, point.merged_into_id, point.outcome = _S.MERGED, other.id, ""
    point.ticket_id, point.reviewed_at = other.ticket_id, tools.clock.now()
    if other.ticket_id is not None:
        _tell_ticket(tools, actor, other.ticket_id, "gathered", [other.number, point.number])
        # It may have its answer already; where it has none, nothing is told.
        telling.points_answered(db.session(), [point], tools.clock.now())


def _tell_ticket(tools: Toolbox, actor: Actor, ticket_id: UUID, kind: str, numbers: list[int]) -> None:
    ticket = by_key(Ticket, ticket_id)
    if ticket is not None:
        history.touch(ticket)
        history.append(ticket, history.act_of(tools, actor), kind, details={"points": numbers})


_ACTS = {
    Decision.SAVE: _keep,
    Decision.ACCEPT: _accept,
    Decision.PRAISE: _praise,
    Decision.DIALOGUE: _dialogue,
    Decision.SENSITIVE: _sensitive,
    Decision.DISMISS: _dismiss,
    Decision.MERGE: _merge,
}
