"""What must hold when the network is whole again: each act once, each photo with its hash, no queue left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store.db import db
from fieldapp.store.observations import Agreement, Observation
from fieldapp.store.operations import Operation
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.ratings import Rating
from tests.soak.house import House
from tests.soak.phone import Noted, Phone, is_done


@dataclass
class Found:
    """Words for each fault, and how much there was of what could have been lost."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    points: int = 0
    photos: int = 0
    acts: int = 0


class Books:
    """The server's rows, read once."""

    def __init__(self, house: House) -> None:
        with house.app.app_context():
            self.points = {str(one.id): one for one in db.session.scalars(select(Observation))}
            self.photos = list(db.session.scalars(select(Photo)))
            self.operations = {str(one) for one in db.session.scalars(select(Operation.id))}
            self.agreed = {(str(a.observation_id), str(a.participant_id)) for a in _all(Agreement)}
            self.rated = {(str(r.participant_id), str(r.stop_id), r.light): r.value for r in _all(Rating)}
            keys = {photo.id: photo.large_key for photo in self.photos if photo.large_key}
            vault = house.world.tools.vault
            self.without_file = {str(one) for one, key in keys.items() if not vault.path(key).is_file()}
            db.session.expunge_all()
            db.session.remove()
        self.photos_of: dict[str, list[Photo]] = {}
        for photo in self.photos:
            self.photos_of.setdefault(str(photo.observation_id), []).append(photo)


def _all(kind: type[Any]) -> list[Any]:
    return list(db.session.scalars(select(kind)))


def check(house: House, phones: Sequence[Phone]) -> Found:
    books, found = Books(house), Found()
    for phone in phones:
        acts = phone.acts()
        found.acts += len(acts)
        _check_acts(phone, acts, books, found)
        _check_points(phone, acts, books, found)
        _check_small(phone, books, found)
        _check_invalid(phone, acts, books, found)
        found.lost += phone.ledger.faults
    live = [photo for photo in books.photos if photo.state is not PhotoState.REMOVED]
    twice = Counter(photo.upload_sha256 for photo in live)
    found.doubled += [f"photo {sha256} {count} times" for sha256, count in twice.items() if count > 1]
    found.lost += [f"photo {one} has no file" for one in books.without_file]
    found.photos = len(books.photos)
    return found


def _check_acts(phone: Phone, acts: list[dict[str, Any]], books: Books, found: Found) -> None:
    """What the phone calls sent is on the server, each photo with the hash that the phone made of it."""
    photos = {str(photo.id): photo for photo in books.photos}
    for act in acts:
        if act["state"] != "sent":
            continue
        if act["id"] not in books.operations:
            found.lost.append(f"act {act['body']['kind']} {act['id']} is sent and not there")
        hashes = {one["id"]: one["sha256"] for one in act["body"]["photos"]}
        for photo in act["photos"]:
            if photo["state"] != "done":
                continue
            row = photos.get(photo["id"])
            if row is None or row.upload_sha256 != hashes[photo["id"]] or row.state is PhotoState.EXPECTED:
                found.lost.append(f"photo {photo['id']} is sent and not there with its hash")


def _check_points(phone: Phone, acts: list[dict[str, Any]], books: Books, found: Found) -> None:
    ledger = phone.ledger.points
    waiting = {str(act["entity"]) for act in acts if not is_done(act)}
    for entity, noted in ledger.items():
        row = books.points.get(entity)
        if noted.is_gone:
            if row is not None and row.state is not ObservationStatus.WITHDRAWN:
                found.doubled.append(f"point {entity} was taken back before it left, and is there")
            continue
        found.points += 1
        if row is None and entity in waiting:
            continue
        if row is None:
            found.lost.append(f"point {entity} of phone {phone.number} is not there")
            continue
        # What still waits on the phone is not lost: it counts as a queue that did not drain.
        if entity not in waiting:
            found.lost += _faults_of(entity, noted, row, books)
    known = set(ledger) | {str(act["entity"]) for act in acts}
    found.doubled += [
        f"point {entity} of phone {phone.number} is one that it never saved"
        for entity, row in books.points.items()
        if row.participant_id == UUID(phone.actor) and entity not in known
    ]


def _faults_of(entity: str, noted: Noted, row: Observation, books: Books) -> list[str]:
    if noted.is_withdrawn:
        return [] if row.state is ObservationStatus.WITHDRAWN else [f"point {entity} was taken back"]
    faults = []
    if row.state is ObservationStatus.WITHDRAWN:
        faults.append(f"point {entity} is withdrawn by nobody")
    if noted.text and row.text != noted.text:
        faults.append(f"point {entity} has not its words {noted.text!r} but {row.text!r}")
    stored = [one.upload_sha256 for one in books.photos_of.get(entity, []) if one.state is PhotoState.STORED]
    if noted.sha256 and noted.sha256 not in stored:
        faults.append(f"point {entity} has not its photo {noted.sha256}: {stored}")
    return faults


def _check_small(phone: Phone, books: Books, found: Found) -> None:
    """Agreements and felt safety, as they were left last."""
    found.lost += [
        f"agreement of phone {phone.number} with {one}"
        for one in phone.ledger.agreed
        if (one, phone.actor) not in books.agreed
    ]
    found.lost += [
        f"rating {stop} {light} of phone {phone.number} is not {value}"
        for (stop, light), value in phone.ledger.rated.items()
        if books.rated.get((phone.actor, stop, light)) != value
    ]


def _check_invalid(phone: Phone, acts: list[dict[str, Any]], books: Books, found: Found) -> None:
    """Refused acts are still on the phone, with their words and bytes."""
    by_id = {act["id"]: act for act in acts}
    for one, what in phone.ledger.invalid.items():
        act = by_id.get(one)
        is_kept = (
            act is not None and act["state"] == "attention" and act["body"]["payload"]["text"] == what["text"]
        )
        if not is_kept or phone.hash_of(what["photo"]) != what["sha256"]:
            found.lost.append(f"invalid act {one} is not on phone {phone.number} whole: {act}")
        if act is not None and act["entity"] in books.points:
            found.doubled.append(f"invalid act {one} became a point")
