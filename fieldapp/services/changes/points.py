"""Points as phones read them: own ones whole, others by number, category and stop until released."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fieldapp.domain import access, numbers, sentences
from fieldapp.domain.actors import Actor
from fieldapp.domain.clock import to_ms
from fieldapp.domain.figures import Figure
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services import told_points
from fieldapp.services.changes import said
from fieldapp.services.told_points import Picture, ToldPoint
from fieldapp.store import changes, observations, participants, photos
from fieldapp.store.observations import Observation
from fieldapp.store.participants import Participant
from fieldapp.store.photos import Photo, PhotoState


@dataclass(frozen=True)
class Around:
    """What a page of points needs beside the rows, read at once."""

    actor: Actor
    walk_number: str
    releases_all: bool
    muted: Collection[UUID]
    agree_counts: Mapping[UUID, int]
    agreed: Collection[UUID]
    photos: Mapping[UUID, list[Photo]]
    told: Mapping[UUID, ToldPoint]
    today: date


def assemble(
    actor: Actor, phone: Participant, rows: Sequence[Observation], today: date
) -> tuple[list[dict[str, Any]], list[UUID]]:
    """The points as data on the day `today`, by number, and the ids of those that the actor reads no more."""
    if not rows:
        return [], []
    around = _around(actor, phone, rows, today)
    ordered = sorted(rows, key=lambda row: row.number)
    gone = [row.id for row in ordered if _is_gone(row, around)]
    return [_as_data(row, around) for row in ordered if row.id not in set(gone)], gone


def _around(actor: Actor, phone: Participant, rows: Sequence[Observation], today: date) -> Around:
    ids = [row.id for row in rows]
    pictures: dict[UUID, list[Photo]] = {}
    for photo in photos.live_of_observations(ids):
        if photo.observation_id is not None:
            pictures.setdefault(photo.observation_id, []).append(photo)
    walk = phone.walk
    return Around(
        actor=actor,
        walk_number=walk.number,
        releases_all=walk.releases_all,
        muted=participants.muted_in(walk.id),
        agree_counts=observations.agree_counts(ids),
        agreed=changes.agreed_among(phone.id, ids),
        photos=pictures,
        told={one.id: one for one in told_points.told(rows, {walk.id: walk.number})},
        today=today,
    )


def _is_own(row: Observation, around: Around) -> bool:
    return row.participant_id == around.actor.id


def _is_gone(row: Observation, around: Around) -> bool:
    """Others' points that are withdrawn, sensitive, or noted by a muted phone."""
    if _is_own(row, around):
        return False
    if row.state is ObservationStatus.WITHDRAWN:
        return True
    if access.leads(around.actor):
        return False
    return row.is_sensitive or row.participant_id in around.muted


def _as_data(row: Observation, around: Around) -> dict[str, Any]:
    is_own = _is_own(row, around)
    is_whole = access.may_read_words(
        around.actor,
        is_own=is_own,
        is_released=row.released_at is not None or around.releases_all,
        is_sensitive=row.is_sensitive,
    )
    found = {**_limited(row, around), "mine": is_own, "full": is_whole}
    if is_whole:
        found |= _content(row, around, with_awaited=is_own or access.leads(around.actor))
    return found


def _limited(row: Observation, around: Around) -> dict[str, Any]:
    """What everybody in the walk reads of every point."""
    return {
        "id": row.id,
        "rev": row.rev,
        "number": row.number,
        "short": numbers.short(row.number),
        "label": f"{around.walk_number}-{numbers.short(row.number)}",
        "category": row.category,
        "stop": row.stop_id,
        "agree_count": around.agree_counts.get(row.id, 0),
        "agreed": row.id in around.agreed,
    }


def _content(row: Observation, around: Around, *, with_awaited: bool) -> dict[str, Any]:
    """Words, place, photos, state and answer."""
    pictures = [
        one for one in around.photos.get(row.id, []) if with_awaited or one.state is PhotoState.STORED
    ]
    return {
        "subcategory": row.subcategory,
        "text": row.text,
        "suggestion": row.suggestion,
        "asset": row.asset,
        "lang": row.lang,
        "severity": row.severity,
        "sensitive": row.is_sensitive,
        "for_other": row.for_other,
        "place": row.place,
        "position": position(row.lat, row.lon, row.accuracy_m, row.position_source),
        "stretch_to": position(row.stretch_lat, row.stretch_lon),
        "state": row.state.value,
        "released": row.released_at is not None or around.releases_all,
        "late": row.is_late,
        "clock": row.clock,
        "observed_at": to_ms(row.observed_at),
        "received_at": to_ms(row.received_at),
        "withdrawal_asked": row.withdrawal_asked_at is not None,
        "owner": row.owner_hint,
        "merged_into": row.merged_into_id,
        "photos": [photo(one) for one in pictures],
        **_answer(around.told[row.id], around.today),
    }


def position(
    lat: float | None, lon: float | None, accuracy_m: float | None = None, source: str | None = None
) -> dict[str, Any] | None:
    if lat is None or lon is None:
        return None
    found: dict[str, Any] = {"lat": lat, "lon": lon}
    return found if source is None else {**found, "accuracy_m": accuracy_m, "source": source}


def photo(row: Photo) -> dict[str, Any]:
    """A photo and where it stands: "1 av 2" is counted from the states."""
    return {
        "id": row.id,
        "role": row.role,
        "state": row.state.value,
        "refusal": row.refusal or None,
        "bytes": row.upload_bytes,
        "width": row.width,
        "height": row.height,
        "alt": row.alt_text,
    }


def _answer(told: ToldPoint, today: date) -> dict[str, Any]:
    """What became of it: the state after all merges, the sentence in force, before and after."""
    is_silent = told.figure is Figure.UNANSWERED and told.asked_count > 0 and told.sentence is None
    silence = None
    if is_silent and told.owner:
        silence = sentences.silence(
            told.owner, times_asked=told.asked_count, answer_by=told.answer_due_on, today=today
        )
    return {
        "figure": told.figure.value if told.figure else None,
        "answered": told.is_answered,
        "answer": said.in_all_languages(told.sentence or silence),
        "answered_by": told.answered_by,
        "answered_at": to_ms(told.answered_at) if told.answered_at else None,
        "answer_due_on": told.answer_due_on.isoformat() if told.answer_due_on else None,
        "same_as": told.same_as or None,
        "ticket": {"state": told.ticket.value, "owner": told.owner, "planned_for": told.planned_for}
        if told.ticket
        else None,
        "before": _picture(told.before),
        "after": _picture(told.after),
    }


def _picture(found: Picture | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"id": found.id, "width": found.width, "height": found.height, "alt": found.alt_text}
