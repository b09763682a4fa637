"""Photos of an act: announced by their manifest, replaced by a painted-over one, taken away."""

from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.commands import PhotoIn
from fieldapp.domain.errors import DomainError, Forbidden, Invalid, NotFound
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.text import one_line
from fieldapp.services.capture.act import Act, Outcome, Result
from fieldapp.services.ticketing import phone as ticketing
from fieldapp.store import photos as stored
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket

PER_THING_MAX_COUNT = 12
#: Until the walk is sent its reporter may still take a photo back or paint it over.
_REPORTERS_OWN = frozenset({ObservationStatus.NOTED, ObservationStatus.REVIEWED})
Subject = Observation | Ticket


def announce(act: Act, *, observation_id: UUID | None = None, ticket_id: UUID | None = None) -> None:
    """Store the manifests of the act's photos: their bytes may come. A photo id belongs to one act."""
    for manifest in act.op.photos:
        if by_key(Photo, manifest.id) is not None:
            raise DomainError("photo-id-reuse", field="photos")
        db.session.add(_expected(act, manifest, observation_id, ticket_id))
        db.session.flush()


def _expected(act: Act, manifest: PhotoIn, observation_id: UUID | None, ticket_id: UUID | None) -> Photo:
    return Photo(
        id=manifest.id,
        operation_id=act.op.id,
        observation_id=observation_id,
        ticket_id=ticket_id,
        sender_id=act.actor_id,
        role=manifest.role,
        state=PhotoState.EXPECTED,
        upload_sha256=manifest.sha256,
        upload_bytes=manifest.bytes,
        upload_type=one_line(manifest.type),
        announced_at=act.now,
    )


def add(act: Act) -> Outcome:
    """More photos of a point or a ticket; they never conflict with anything."""
    if not act.op.photos:
        raise Invalid("photos", "missing")
    subject = _subject(act)
    if isinstance(subject, Observation) and subject.state is ObservationStatus.WITHDRAWN:
        raise DomainError("withdrawn", field="entity_id")
    if len(_live(subject)) + len(act.op.photos) > PER_THING_MAX_COUNT:
        raise Invalid("photos", "too-many-photos", max=PER_THING_MAX_COUNT)
    _announce_for(act, subject)
    return _changed(subject)


def replace(act: Act) -> Outcome:
    """One photo instead of another, of the same point or ticket."""
    if len(act.op.photos) != 1:
        raise Invalid("photos", "exactly-one")
    subject = _subject(act)
    photo = _photo(act, subject)
    if _is_settled(subject, photo):
        return Outcome(subject.rev, Result.CONFLICT, code="already-sent", field="payload.photo")
    take_away(photo)
    _announce_for(act, subject)
    return _changed(subject, photo.id)


def remove(act: Act) -> Outcome:
    """Take a photo away; once more changes nothing."""
    subject = _subject(act)
    photo = _photo(act, subject)
    if photo.state is PhotoState.REMOVED:
        return Outcome(subject.rev)
    if _is_settled(subject, photo):
        return Outcome(subject.rev, Result.CONFLICT, code="already-sent", field="payload.photo")
    take_away(photo)
    return _changed(subject, photo.id)


def take_away(photo: Photo) -> None:
    """Nobody sees it from now on. Once this is committed `redaction` destroys the bytes; until then the
    row keeps their keys, so that a kill in between forgets nothing."""
    photo.state = PhotoState.REMOVED
    photo.alt_text = ""


def take_away_all(point: Observation) -> tuple[UUID, ...]:
    """Every photo of a point that its reporter took back; returns which."""
    found = stored.live_of_observations([point.id])
    for photo in found:
        take_away(photo)
    return tuple(photo.id for photo in found)


def _subject(act: Act) -> Subject:
    """The thing whose photos they are: a point for phones in a walk, a ticket for crews."""
    if access.may(act.actor, "ticket.work"):
        return ticketing.ticket_for_photos(act.actor, act.op.entity_id, act.op.base_rev)
    point = act.observation(act.op.entity_id)
    if not (act.is_own(point) or access.leads(act.actor)):
        raise Forbidden
    return point


def _photo(act: Act, subject: Subject) -> Photo:
    found = by_key(Photo, act.payload.photo)
    if found is None or subject.id not in (found.observation_id, found.ticket_id):
        raise NotFound(field="payload.photo")
    if found.sender_id != act.actor.id and not access.leads(act.actor):
        raise Forbidden
    return found


def _is_settled(subject: Subject, photo: Photo) -> bool:
    """Somebody has decided on the point, perhaps by this photo. One that never came may go all the same: the
    phone that takes it back has thrown its bytes away, and it would be awaited in vain."""
    if photo.state is not PhotoState.STORED:
        return False
    return isinstance(subject, Observation) and subject.state not in _REPORTERS_OWN


def _live(subject: Subject) -> list[Photo]:
    if isinstance(subject, Observation):
        return list(stored.live_of_observations([subject.id]))
    return list(stored.live_of_tickets([subject.id]))


def _announce_for(act: Act, subject: Subject) -> None:
    if isinstance(subject, Observation):
        announce(act, observation_id=subject.id)
    else:
        announce(act, ticket_id=subject.id)


def _changed(subject: Subject, *taken_away: UUID) -> Outcome:
    db.session.flush()
    subject.rev = next_rev()
    return Outcome(subject.rev, taken_away=taken_away)
