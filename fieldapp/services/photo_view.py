"""Who sees which picture: whoever may read the words of its point, or work on its ticket."""

from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import NotFound
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services import photo_files, told_points
from fieldapp.services.photo_files import PhotoFile
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, participants, photos, tickets, walks
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from fieldapp.store.participants import Participant
from fieldapp.store.photos import Photo


def open_for(tools: Toolbox, actor: Actor, photo_id: UUID, size: str) -> PhotoFile:
    """The picture in `large`, `print` or `small`; raises `NotFound` where there is none for this actor."""
    photo = photos.find(photo_id)
    if photo is None or not _sees(actor, photo):
        raise NotFound("photo")
    return photo_files.open_photo(tools, photo_id, size)


def _sees(actor: Actor, photo: Photo) -> bool:
    if actor.is_phone:
        return _phone_sees(actor, photo)
    point = by_key(Observation, photo.observation_id) if photo.observation_id else None
    if point is not None and _staff_reads(actor, point):
        return True
    ticket_id = photo.ticket_id or (point.ticket_id if point is not None else None)
    return ticket_id is not None and tickets.find_for(actor, ticket_id) is not None


def _staff_reads(actor: Actor, point: Observation) -> bool:
    if observations.find_for(actor, point.id) is not None:
        return True
    # Leaders of the staff read every walk's protocol, in which nothing sensitive is shown.
    is_leader = actor.role is Role.LEADER and walks.find_for(actor, point.walk_id) is not None
    return is_leader and not point.is_sensitive


def _phone_sees(actor: Actor, photo: Photo) -> bool:
    phone = by_key(Participant, actor.id) if actor.id else None
    if phone is None:
        return False
    if photo.observation_id is not None:
        point = observations.find_for(actor, photo.observation_id)
        return point is not None and _reads(actor, phone, point, participants.muted_in(phone.walk_id))
    return photo.role == "after" and photo.id in _shown_afterwards(actor, phone)


def _shown_afterwards(actor: Actor, phone: Participant) -> set[UUID]:
    """The after-photos that the phone's list of points shows."""
    muted = participants.muted_in(phone.walk_id)
    rows = [row for row in observations.of_walk(phone.walk_id) if _reads(actor, phone, row, muted)]
    told = told_points.told(rows, {phone.walk_id: phone.walk.number})
    return {one.after.id for one in told if one.after is not None}


def _reads(actor: Actor, phone: Participant, point: Observation, muted: set[UUID]) -> bool:
    is_own = point.participant_id == phone.id
    if is_own or access.leads(actor):
        return is_own or point.state is not ObservationStatus.WITHDRAWN
    if not phone.sees_all or point.state is ObservationStatus.WITHDRAWN or point.participant_id in muted:
        return False
    is_released = point.released_at is not None or phone.walk.releases_all
    return access.may_read_words(
        actor, is_own=False, is_released=is_released, is_sensitive=point.is_sensitive
    )
