"""A point with a photo on its way to the server, sent again as a phone would until it is there."""

import time
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.operations import Operation
from fieldapp.store.photos import Photo, PhotoState
from tests.support.answered import jpeg
from tests.support.sync import Phone, manifest

#: So small that a photo of a few hundred bytes comes in more than one range.
RANGE_BYTES = 400
_TRIES_MAX = 300


def small_jpeg(number: int) -> bytes:
    """A picture that no other number has."""
    return jpeg(f"#{number * 7919 % 0xFFFFFF:06x}", (64, 48))


class PointWithPhoto:
    """One act and its photo; sends what the phone still holds and forgets nothing before its receipt.

    With `has_photo=False` it is the act alone.
    """

    def __init__(self, phone: Phone, number: int, has_photo: bool = True) -> None:
        self.phone = phone
        self.bytes = small_jpeg(number)
        self.photo = manifest(self.bytes)
        self.has_photo = has_photo
        self.op = phone.point(photos=[self.photo] if has_photo else [])
        self.result: dict[str, Any] | None = None
        self.is_photo_sent = not has_photo
        self.range_bytes = RANGE_BYTES

    @property
    def is_sent(self) -> bool:
        return self.result is not None and self.is_photo_sent

    @property
    def photo_id(self) -> UUID:
        return UUID(self.photo["id"])

    @property
    def point_id(self) -> UUID:
        return UUID(self.op["entity_id"])

    def send(self) -> TestResponse:
        """Send once what is not receipted yet, until all is or the first refusal; the last answer."""
        if self.result is None:
            answer = self.phone.post("/sync/ops", self.phone.batch(self.op))
            if answer.status_code != 200:
                return answer
            (self.result,) = answer.get_json()["results"]
            if self.is_sent:
                return answer
        return self.send_photo()

    def send_photo(self, start: int = 0) -> TestResponse:
        """Range after range from `start`, from where the server asks for it; the last answer."""
        for _ in range(_TRIES_MAX):
            answer = self.phone.put(self.photo_id, self.bytes, start, start + self.range_bytes)
            said = answer.get_json()
            if answer.status_code == 503 and said["code"] == "decoder-busy":
                # Other tests of this machine decode too; a phone comes back a little later.
                time.sleep(0.1)
                continue
            if answer.status_code not in (200, 416):
                return answer
            start = int(said["offset"])
            if said.get("done"):
                assert said["sha256"] == self.photo["sha256"]
                self.is_photo_sent = True
                return answer
        raise AssertionError("the photo does not come to an end")


def fresh() -> None:
    """What is read next is what the database holds now."""
    db.session.rollback()
    db.session.expire_all()


def check_whole(sent: PointWithPhoto, vault: Any) -> None:
    """The act, its point and its photo are there once, and the photo's files with them."""
    fresh()
    assert db.session.query(Operation).filter_by(id=UUID(sent.op["id"])).count() == 1
    assert db.session.query(Observation).filter_by(id=sent.point_id).count() == 1
    photos = db.session.query(Photo).filter_by(observation_id=sent.point_id).all()
    assert [photo.id for photo in photos] == ([sent.photo_id] if sent.has_photo else [])
    for photo in photos:
        assert photo.state is PhotoState.STORED
        for key in (photo.large_key, photo.print_key, photo.small_key):
            assert key is not None and vault.is_intact(key)
    db.session.rollback()


def check_no_half_state(sent: PointWithPhoto, vault: Any) -> None:
    """Whatever broke off: act and point together or neither; a photo said to be stored has its files."""
    fresh()
    act_count = db.session.query(Operation).filter_by(id=UUID(sent.op["id"])).count()
    point_count = db.session.query(Observation).filter_by(id=sent.point_id).count()
    photos = db.session.query(Photo).filter_by(observation_id=sent.point_id).all()
    assert act_count == point_count <= 1
    assert len(photos) == (act_count if sent.has_photo else 0)
    for photo in photos:
        keys = [photo.large_key, photo.print_key, photo.small_key]
        if photo.state is PhotoState.STORED:
            assert all(key is not None and vault.is_intact(key) for key in keys)
        else:
            assert photo.state is PhotoState.EXPECTED
            assert keys == [None, None, None]
    db.session.rollback()
