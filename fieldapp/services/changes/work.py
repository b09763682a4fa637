"""Tickets as crews read them: where, what, until when, how it looked, and which steps they may take."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldapp.domain import numbers, observation_status, ticket_status
from fieldapp.domain.actors import Actor
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.ticket_status import Party
from fieldapp.services.changes import said
from fieldapp.services.changes.points import position
from fieldapp.store import changes, crew_phones, people, photos
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.tickets import Ticket


def assemble(rows: Sequence[Ticket], actor: Actor) -> list[dict[str, Any]]:
    """The tickets as data for one of the owner's people, in the order of their numbers."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    points: dict[UUID, list[Observation]] = {}
    for point in changes.points_of_tickets(ids):
        if point.ticket_id is not None and point.state is not ObservationStatus.WITHDRAWN:
            points.setdefault(point.ticket_id, []).append(point)
    known = {point.id: point for found in points.values() for point in found}
    pictures = _by_ticket(known, ids)
    ordered = sorted(rows, key=lambda row: row.number)
    names = _names({row.assigned_to_id for row in rows if row.assigned_to_id})
    return [
        {
            **_as_data(row, points.get(row.id, []), pictures.get(row.id, []), known),
            "assigned_to": names.get(row.assigned_to_id, "") if row.assigned_to_id else "",
            "is_mine": row.assigned_to_id is not None and row.assigned_to_id == actor.id,
        }
        for row in ordered
    ]


def _names(hand_ids: set[UUID]) -> dict[UUID, str]:
    """Of phones and people that work was given to."""
    return {**people.names_of(hand_ids), **crew_phones.names_of(hand_ids)} if hand_ids else {}


def _by_ticket(points: Mapping[UUID, Observation], ticket_ids: Sequence[UUID]) -> dict[UUID, list[Photo]]:
    """Photos that have come: those of a ticket's points first, then its own."""
    found: dict[UUID, list[Photo]] = {}
    for photo in photos.live_of_observations(list(points)):
        point = points.get(photo.observation_id) if photo.observation_id else None
        if point is not None and point.ticket_id is not None:
            found.setdefault(point.ticket_id, []).append(photo)
    for photo in photos.live_of_tickets(ticket_ids):
        if photo.ticket_id is not None:
            found.setdefault(photo.ticket_id, []).append(photo)
    return {one: [photo for photo in of if photo.state is PhotoState.STORED] for one, of in found.items()}


def _as_data(
    row: Ticket, points: Sequence[Observation], pictures: Sequence[Photo], known: Mapping[UUID, Observation]
) -> dict[str, Any]:
    allowed = ticket_status.allowed(row.state, Party.OWNER)
    return {
        "id": row.id,
        "rev": row.rev,
        "version": row.version,
        "number": row.number,
        "state": row.state.value,
        "title": row.title,
        "category": row.category,
        "subcategory": row.subcategory,
        "place": row.place,
        "asset": row.asset,
        "lat": row.lat,
        "lon": row.lon,
        "position": position(row.lat, row.lon),
        "urgency": row.urgency,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "answer_due_on": row.answer_due_on.isoformat() if row.answer_due_on else None,
        "planned_for": row.planned_for,
        "needed": row.needed,
        "hazard": row.hazard,
        "two_people": row.two_people,
        "owner": row.owner.name if row.owner else "",
        "allowed": [to.value for to in allowed],
        "needs": {to.value: sorted(need.value for need in ticket_status.needs(to)) for to in allowed},
        "answer": said.stored(row.answer),
        "no_photo_reason": row.no_photo_reason,
        "points": [{"id": one.id, "short": numbers.short(one.number)} for one in points],
        "said": [words for one in points if (words := _words(one))["text"]],
        "photos": [_photo(one, known) for one in pictures],
    }


def _words(point: Observation) -> dict[str, Any]:
    """The reviewed words; those of a ticket that was opened before review are marked."""
    is_unread = observation_status.awaits_review(point.state, was_reviewed=point.reviewed_at is not None)
    return {
        "number": numbers.short(point.number),
        "text": point.text if is_unread else point.public_text,
        "lang": point.lang if is_unread else point.public_lang,
        "unreviewed": is_unread,
    }


def _photo(row: Photo, points: Mapping[UUID, Observation]) -> dict[str, Any]:
    point = points.get(row.observation_id) if row.observation_id else None
    return {
        "id": row.id,
        "role": row.role,
        "at": _iso(point.observed_at if point else row.announced_at),
        "alt": row.alt_text,
        "width": row.width,
        "height": row.height,
    }


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
