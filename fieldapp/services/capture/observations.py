"""Points: noted, edited, withdrawn, agreed with."""

from typing import Any
from uuid import UUID

from fieldapp.domain import access, observation_status, urgency
from fieldapp.domain.errors import DomainError, Forbidden
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.services.capture import fields, photos
from fieldapp.services.capture.act import Act, Outcome, Result
from fieldapp.services.ticketing import opening
from fieldapp.store import observations, operations
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Agreement, Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Stop

#: Once a point has left review, the reporter's own words may still grow; what was decided on stays.
STILL_OPEN = frozenset({"text", "suggestion", "lang", "sensitive", "for_other", "asset"})
#: More than anybody notes on one walk: whoever sends more is no walker and could fill the disk.
POINTS_PER_PHONE_MAX = 400
_UNDER_REVIEW = frozenset({ObservationStatus.NOTED, ObservationStatus.REVIEWED})


def create(act: Act) -> Outcome:
    """Note a point; the server gives it its number, and a deleted stop does not stop it."""
    payload = act.payload
    walk = act.walk(payload.walk)
    if by_key(Observation, act.op.entity_id) is not None:
        raise DomainError("entity-exists", field="entity_id")
    if observations.count_of_phone(act.actor_id) >= POINTS_PER_PHONE_MAX:
        raise DomainError("too-many-points", field="payload")
    chosen = fields.category_columns(payload.category, payload.subcategory)
    stop = _stop(payload.stop, walk.id)
    walk.last_point_number += 1
    point = Observation(
        id=act.op.entity_id,
        walk_id=walk.id,
        number=walk.last_point_number,
        participant_id=act.actor_id,
        state=ObservationStatus.NOTED,
        card_id=None if payload.for_other else act.phone.card_id,
        stop_id=stop.id if stop else None,
        place=stop.name if stop else "",
        released_at=act.now if walk.releases_all else None,
        observed_at=act.observed.at,
        clock=act.observed.flag.value,
        received_at=act.now,
        is_late=act.is_late(walk),
        field_revs={},
        **chosen,
        **fields.columns_of(fields.given(payload)),
    )
    db.session.add(point)
    db.session.flush()
    photos.announce(act, observation_id=point.id)
    if payload.severity is not None and urgency.sends_at_once(urgency.Urgency(payload.severity)):
        opening.open_at_once(act.tools, point)
    point.rev = next_rev()
    return Outcome(point.rev)


def edit(act: Act) -> Outcome:
    """Change fields of a point; a field that somebody else changed unseen is not overwritten."""
    point = act.observation(act.op.entity_id)
    if not (act.is_own(point) or access.leads(act.actor)):
        raise Forbidden
    if point.state is ObservationStatus.WITHDRAWN:
        raise DomainError("withdrawn", field="entity_id")
    given = fields.given(act.payload)
    columns = _changed(point, _edited_columns(point, given) | _card_columns(act, point, given))
    if point.state not in _UNDER_REVIEW and not set(given) <= STILL_OPEN:
        return Outcome(point.rev, Result.CONFLICT, code="reviewed", field=_first(set(given) - STILL_OPEN))
    own_revs = operations.revs_of(act.actor_id, point.id)
    unseen = fields.unseen(point.field_revs, act.op.base_rev, own_revs)
    if met := unseen & set(columns):
        return Outcome(point.rev, Result.CONFLICT, code="changed-meanwhile", field=_first(met))
    is_merged = bool(unseen) or point.state is not ObservationStatus.NOTED
    if columns:
        _write(point, columns)
    if _is_akut_now(point, columns):
        opening.open_at_once(act.tools, point)
        point.rev = next_rev()
    return Outcome(point.rev, Result.MERGED if is_merged else Result.APPLIED)


def withdraw(act: Act) -> Outcome:
    """Take an own point back while nobody has reviewed it; later this is a request to the reviewer."""
    point = act.observation(act.op.entity_id)
    if not act.is_own(point):
        raise Forbidden
    if point.state is ObservationStatus.WITHDRAWN:
        return Outcome(point.rev)
    choices = observation_status.allowed(point.state, Reviewer.REPORTER)
    taken_away: tuple[UUID, ...] = ()
    if ObservationStatus.WITHDRAWN in choices:
        point.state = ObservationStatus.WITHDRAWN
        taken_away = photos.take_away_all(point)
    elif point.withdrawal_asked_at is None:
        point.withdrawal_asked_at = act.now
    touch(point)
    asked = point.state is not ObservationStatus.WITHDRAWN
    return Outcome(point.rev, code="withdrawal-asked" if asked else "", taken_away=taken_away)


def agree(act: Act) -> Outcome:
    """ "Jag håller med", on or off; a point's own reporter agrees with it already."""
    point = act.observation(act.op.entity_id)
    if act.is_own(point):
        raise DomainError("own-point", field="entity_id")
    found = db.session.get(Agreement, (point.id, act.actor_id))
    if act.payload.on and found is None:
        db.session.add(Agreement(observation_id=point.id, participant_id=act.actor_id))
    elif not act.payload.on and found is not None:
        db.session.delete(found)
    else:
        return Outcome(point.rev)
    db.session.flush()
    point.rev = next_rev()
    return Outcome(point.rev)


def touch(point: Observation) -> None:
    """A change that reviewers and phones must see."""
    point.version += 1
    db.session.flush()
    point.rev = next_rev()


def _is_akut_now(point: Observation, columns: dict[str, Any]) -> bool:
    """Most people choose how urgent it is after the point was sent: it goes out then, before review."""
    severity = columns.get("severity")
    if severity is None or point.state is not ObservationStatus.NOTED:
        return False
    return urgency.sends_at_once(urgency.Urgency(severity))


def _stop(stop_id: UUID | None, walk_id: UUID) -> Stop | None:
    found = by_key(Stop, stop_id) if stop_id else None
    return found if found is not None and found.walk_id == walk_id else None


def _edited_columns(point: Observation, given: dict[str, Any]) -> dict[str, Any]:
    columns = fields.columns_of(given)
    if "category" in given or "subcategory" in given:
        category = given.get("category", point.category)
        kept = point.subcategory if category == point.category else None
        columns |= fields.category_columns(category, given.get("subcategory", kept))
    if "stop" in given:
        columns |= _stop_columns(point, given["stop"])
    return columns


def _stop_columns(point: Observation, stop_id: UUID | None) -> dict[str, Any]:
    """The stop, and the words for the place as long as they are only the old stop's name."""
    old, new = _stop(point.stop_id, point.walk_id), _stop(stop_id, point.walk_id)
    columns: dict[str, Any] = {"stop_id": new.id if new else None}
    if point.place == (old.name if old else ""):
        columns["place"] = new.name if new else ""
    return columns


def _card_columns(act: Act, point: Observation, given: dict[str, Any]) -> dict[str, Any]:
    """The phone's own card follows what is the holder's own, and only that."""
    own = act.phone.card_id if act.is_own(point) else None
    if own is None or "for_other" not in given:
        return {}
    if given["for_other"]:
        return {"card_id": None} if point.card_id == own else {}
    return {"card_id": point.card_id or own}


def _changed(point: Observation, columns: dict[str, Any]) -> dict[str, Any]:
    """Those that are not so already."""
    return {name: value for name, value in columns.items() if getattr(point, name) != value}


def _write(point: Observation, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(point, name, value)
    if "asset" in columns and point.ticket_id is not None:
        _number_ticket(point.ticket_id, columns["asset"])
    touch(point)
    point.field_revs = {**point.field_revs, **dict.fromkeys(columns, point.rev)}


def _number_ticket(ticket_id: UUID, asset: str) -> None:
    """A danger becomes a ticket at once: the number on the post is written after that."""
    ticket = by_key(Ticket, ticket_id)
    if ticket is not None and not ticket.asset:
        ticket.asset, ticket.rev = asset, next_rev()


def _first(names: set[str]) -> str:
    return f"payload.{min(names)}"
