"""Photos as acts: announced, added, replaced, taken away."""

from uuid import UUID

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services.capture.photos import PER_THING_MAX_COUNT
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo, PhotoState
from tests.support.sync import Phone, manifest
from tests.support.world import World


def state(photo_id: str) -> PhotoState:
    db.session.rollback()
    db.session.expire_all()
    found = by_key(Photo, UUID(photo_id))
    assert found is not None
    return found.state


def is_sent(point: UUID, has_come: str | None = None) -> None:
    """The coordinator made a ticket of the point; that photo had come by then."""
    with unit_of_work():
        row = by_key(Observation, point)
        assert row is not None
        row.state = ObservationStatus.TICKET
        photo = by_key(Photo, UUID(has_come)) if has_come else None
        if photo is not None:
            photo.state = PhotoState.STORED


def test_what_an_act_announces_is_asked_for(phone: Phone) -> None:
    photos = [manifest(b"one"), manifest(b"two", role="detail")]
    answer = phone.post("/sync/ops", phone.batch(phone.point(photos=photos))).get_json()
    assert sorted(answer["need"]) == sorted(photo["id"] for photo in photos)
    seen = phone.reads(answer["results"][0]["entity"])
    assert seen is not None
    assert [(one["state"], one["role"], one["bytes"]) for one in seen["photos"]] == [
        ("expected", "before", 3),
        ("expected", "detail", 3),
    ]


def test_photos_are_added_replaced_and_taken_away(phone: Phone) -> None:
    point = phone.note()
    first, painted = manifest(b"first"), manifest(b"painted")
    assert phone.do(phone.op("photo.add", {}, point, photos=[first]))["result"] == "applied"
    replace = phone.op("photo.replace", {"photo": first["id"]}, point, photos=[painted])
    assert phone.do(replace)["result"] == "applied"
    assert (state(first["id"]), state(painted["id"])) == (PhotoState.REMOVED, PhotoState.EXPECTED)
    for _ in range(2):
        assert phone.do(phone.op("photo.remove", {"photo": painted["id"]}, point))["result"] == "applied"
    seen = phone.reads(point)
    assert seen is not None and seen["photos"] == []


def test_a_photo_that_was_taken_away_is_let_go_by_the_phone_that_still_sends_it(phone: Phone) -> None:
    point, photo = phone.note(), manifest(b"first")
    phone.do(phone.op("photo.add", {}, point, photos=[photo]))
    phone.put(photo["id"], b"first", end=2)
    phone.do(phone.op("photo.remove", {"photo": photo["id"]}, point))
    answer = phone.put(photo["id"], b"first", start=2).get_json()
    assert answer == {"offset": 5, "done": True, "sha256": photo["sha256"]}
    assert state(photo["id"]) is PhotoState.REMOVED


def test_what_does_not_fit_is_refused_by_name(world: World, phone: Phone) -> None:
    point, photo = phone.note(), manifest(b"first")
    phone.do(phone.op("photo.add", {}, point, photos=[photo]))
    other_point = phone.note()
    twelve = [manifest(bytes([number])) for number in range(PER_THING_MAX_COUNT)]
    refused = [
        (phone.op("photo.add", {}, point), "missing", "photos"),
        (phone.op("photo.add", {}, other_point, photos=[photo]), "photo-id-reuse", "photos"),
        (phone.op("photo.add", {}, point, photos=twelve[:6]), "invalid-field", "photos"),
        (phone.op("photo.replace", {"photo": photo["id"]}, point), "exactly-one", "photos"),
        (phone.op("photo.remove", {"photo": photo["id"]}, other_point), "not-found", "payload.photo"),
        (phone.op("observation.edit", {}, point, photos=[photo]), "no-photos-here", "photos"),
        (
            phone.op("photo.add", {}, point, photos=[{**photo, "sha256": "ab"}]),
            "invalid-field",
            "photos[0].sha256",
        ),
        (
            phone.op("photo.add", {}, point, photos=[{**photo, "bytes": 25 * 1024 * 1024 + 1}]),
            "invalid-field",
            "photos[0].bytes",
        ),
    ]
    for op, code, field in refused:
        result = phone.do(op)
        assert (result["result"], result["code"], result["field"]) == ("rejected", code, field)
    for start in (0, 4, 8):
        last = phone.do(phone.op("photo.add", {}, point, photos=twelve[start : start + 4]))
    assert (last["result"], last["code"]) == ("rejected", "too-many-photos")


def test_once_a_point_is_sent_its_photos_stay_and_more_may_come(phone: Phone) -> None:
    photo = manifest(b"first")
    point = phone.note(photos=[photo])
    is_sent(point, has_come=photo["id"])
    for op in (
        phone.op("photo.remove", {"photo": photo["id"]}, point),
        phone.op("photo.replace", {"photo": photo["id"]}, point, photos=[manifest(b"painted")]),
    ):
        result = phone.do(op)
        assert (result["result"], result["code"]) == ("conflict", "already-sent")
    assert phone.do(phone.op("photo.add", {}, point, photos=[manifest(b"more")]))["result"] == "applied"
    assert state(photo["id"]) is PhotoState.STORED


def test_a_photo_that_never_came_is_awaited_no_longer_once_its_phone_took_it_back(phone: Phone) -> None:
    """Nobody saw it, and the phone has not kept it: what was painted over comes in its place."""
    first, second, painted = (manifest(word) for word in (b"first", b"second", b"painted"))
    point = phone.note(photos=[first, second])
    is_sent(point)
    assert phone.do(phone.op("photo.remove", {"photo": first["id"]}, point))["result"] == "applied"
    replace = phone.op("photo.replace", {"photo": second["id"]}, point, photos=[painted])
    assert phone.do(replace)["result"] == "applied"
    seen = phone.reads(point)
    assert seen is not None
    assert [(one["id"], one["state"]) for one in seen["photos"]] == [(painted["id"], "expected")]


def test_a_refused_act_leaves_no_photo_behind(phone: Phone) -> None:
    photo = manifest(b"first")
    answer = phone.post("/sync/ops", phone.batch(phone.point(category="XXX", photos=[photo]))).get_json()
    assert (answer["results"][0]["result"], answer["need"]) == ("rejected", [])
    assert phone.put(photo["id"], b"first").status_code == 404
    # The phone mends the act under a new id; the photo keeps its own.
    assert phone.do(phone.point(photos=[photo]))["result"] == "applied"
