"""A photo's whole way over HTTP: ranges in, decoded, kept, and shown to those who may see its point."""

import io
import random
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.photos import slots
from fieldapp.photos.slots import DecoderBusy
from fieldapp.services import photo_upload
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from tests.photos import pictures
from tests.services.capture.test_tickets import send_ticket
from tests.support.sync import RANGE, Phone, digest, manifest
from tests.support.world import World

JPEG = pictures.gossiping_jpeg()


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.in_walk(world)


@pytest.fixture(autouse=True)
def own_decoders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoders are counted over the whole machine: another run of the tests must not take ours."""
    monkeypatch.setattr(slots, "machine_folder", lambda: tmp_path)


def announced(phone: Phone, data: bytes, **payload: Any) -> tuple[UUID, str]:
    """A point with one photo that is still to come: the point's id and the photo's."""
    photo = manifest(data)
    return phone.note(photos=[photo], **payload), photo["id"]


def row_of(photo_id: str) -> Photo:
    db.session.rollback()
    db.session.expire_all()
    found = by_key(Photo, UUID(photo_id))
    assert found is not None
    return found


def many_ranges() -> bytes:
    """A photo of three ranges: noise does not shrink."""
    noise = Image.effect_noise((900, 700), 80)
    data = pictures.encoded(noise, quality=95)
    assert 2 * RANGE < len(data) < 3 * RANGE, len(data)
    return data


class TestTheWayIn:
    def test_a_photo_ends_upright_and_clean(self, phone: Phone) -> None:
        point, photo_id = announced(phone, JPEG)
        before = phone.reads(point)
        answer = phone.upload(photo_id, JPEG)
        stored = row_of(photo_id)
        assert answer.get_json() == {"offset": len(JPEG), "done": True, "sha256": stored.upload_sha256}
        for size, kind in (("large", "JPEG"), ("print", "JPEG"), ("small", "WEBP")):
            shown = phone.request("GET", f"/photos/{photo_id}/{size}")
            assert shown.status_code == 200
            assert pictures.SECRET not in shown.data
            picture = Image.open(io.BytesIO(shown.data))
            assert (picture.format, picture.size) == (kind, (80, 120)), "turned as its camera was held"
            assert not picture.getexif()
            # Red was top left before the turn to the right: now it is top right.
            pixel = picture.convert("RGB").getpixel((70, 10))
            assert pictures.is_near(pixel, pictures.RED, 30)
        after = phone.reads(point)
        assert before is not None and after is not None
        assert after["rev"] > before["rev"]
        assert [(one["state"], one["width"], one["height"]) for one in after["photos"]] == [
            ("stored", 80, 120)
        ]

    def test_nothing_of_the_upload_is_kept(self, world: World, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        phone.upload(photo_id, JPEG)
        assert list(world.tools.incoming.folder.iterdir()) == []
        assert not any(pictures.SECRET in file.read_bytes() for file in files_of(world))

    def test_a_complete_photo_again_gets_the_same_answer(self, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        done = phone.upload(photo_id, JPEG).get_json()
        for start in (0, len(JPEG) - 1):
            assert phone.put(photo_id, JPEG, start).get_json() == done

    def test_ranges_in_any_order_and_again_end_in_the_whole(self, phone: Phone) -> None:
        data = many_ranges()
        _, photo_id = announced(phone, data)
        ahead = phone.put(photo_id, data, RANGE)
        assert (ahead.status_code, ahead.get_json()["offset"]) == (416, 0)
        assert phone.put(photo_id, data, 0).get_json() == {"offset": RANGE}
        assert phone.put(photo_id, data, 0).get_json() == {"offset": RANGE}
        assert phone.put(photo_id, data, 100, 500).get_json() == {"offset": RANGE}
        ahead = phone.put(photo_id, data, 2 * RANGE)
        assert (ahead.status_code, ahead.get_json()["offset"]) == (416, RANGE)
        assert phone.put(photo_id, data, RANGE, RANGE + 1000).get_json() == {"offset": RANGE + 1000}
        assert phone.put(photo_id, data, RANGE + 1000).get_json() == {"offset": 2 * RANGE + 1000}
        assert phone.put(photo_id, data, 2 * RANGE + 1000).get_json()["done"]

    def test_a_flipped_byte_throws_all_away_and_the_next_try_is_whole(self, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        flipped = bytearray(JPEG)
        flipped[random.Random(7).randrange(len(JPEG))] ^= 1  # noqa: S311
        answer = phone.put(photo_id, JPEG, body=bytes(flipped))
        assert (answer.status_code, answer.get_json()["offset"]) == (416, 0)
        assert answer.get_json()["code"] == "hash-mismatch"
        assert row_of(photo_id).state is PhotoState.EXPECTED
        assert phone.upload(photo_id, JPEG).get_json()["done"]

    def test_more_than_was_announced_is_refused(self, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        for more in ({"total": len(JPEG) + 1}, {"total": len(JPEG) - 1}):
            answer = phone.put(photo_id, JPEG, **more)
            assert (answer.status_code, answer.get_json()["code"]) == (409, "unlike-size")
        beyond = phone.put(photo_id, JPEG + b"x", total=len(JPEG), digest=digest(JPEG))
        assert (beyond.status_code, beyond.get_json()["code"]) == (400, "bad-range")

    def test_a_photo_that_nobody_or_another_announced_is_unknown(self, world: World, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        stranger = Phone.in_walk(world)
        for who, which in ((phone, new_id()), (stranger, photo_id)):
            answer = who.put(which, JPEG)
            assert (answer.status_code, answer.get_json()["code"]) == (404, "send-op-first")

    def test_what_is_no_photo_is_refused_for_good_and_the_point_stays(
        self, world: World, phone: Phone
    ) -> None:
        point, photo_id = announced(phone, b"%PDF-1.7 not a photo")
        before = phone.reads(point)
        for _ in range(2):
            answer = phone.upload(photo_id, b"%PDF-1.7 not a photo")
            assert (answer.status_code, answer.get_json()["code"]) == (422, "not-a-photo")
        after = phone.reads(point)
        assert before is not None and after is not None
        assert after["rev"] > before["rev"]
        assert [(one["state"], one["refusal"]) for one in after["photos"]] == [("refused", "not-a-photo")]
        assert list(world.tools.incoming.folder.iterdir()) == []
        assert phone.request("GET", f"/photos/{photo_id}/large").status_code == 404
        receipts = phone.post("/sync/receipts", {"ops": [], "photos": [photo_id]}).get_json()
        assert receipts["photos"] == [], "nobody awaits it"

    def test_a_busy_decoder_says_when_to_come_back_and_keeps_the_bytes(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, photo_id = announced(phone, JPEG)

        def busy(*_args: Any, **_more: Any) -> None:
            raise DecoderBusy(3)

        with monkeypatch.context() as patch:
            patch.setattr(slots, "slot", busy)
            answer = phone.upload(photo_id, JPEG)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
        assert phone.put(photo_id, JPEG, len(JPEG) - 10).get_json()["done"]

    def test_a_full_disk_loses_nothing(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        _, photo_id = announced(phone, JPEG)

        def full(*_args: Any) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("fieldapp.photos.durable.write_all", full)
            answer = phone.put(photo_id, JPEG)
        assert (answer.status_code, answer.get_json()["code"]) == (507, "storage-full")
        assert phone.upload(photo_id, JPEG).get_json()["done"]

    def test_the_file_comes_before_the_row(self, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
        """Killed between vault and row, the upload is still there and the next try ends it."""
        point, photo_id = announced(phone, JPEG)

        def killed(*_args: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(photo_upload, "_store", killed)
            with pytest.raises(KeyboardInterrupt):
                phone.upload(photo_id, JPEG)
        db.session.rollback()
        assert row_of(photo_id).state is PhotoState.EXPECTED
        assert phone.put(photo_id, JPEG).get_json()["done"]
        seen = phone.reads(point)
        assert seen is not None and seen["photos"][0]["state"] == "stored"

    def test_a_file_that_the_vault_lost_is_asked_for_again(self, world: World, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        phone.upload(photo_id, JPEG)
        key = row_of(photo_id).large_key or ""
        world.tools.vault.destroy(key)
        receipts = phone.post("/sync/receipts", {"ops": [], "photos": [photo_id]}).get_json()
        assert receipts["photos"] == [photo_id]
        assert phone.upload(photo_id, JPEG).get_json()["done"]
        assert world.tools.vault.has(key)


def files_of(world: World) -> list[Any]:
    return [path for path in world.tools.data_dir.rglob("*") if path.is_file()]


class TestWhoSees:
    def status(self, who: Phone, photo_id: str) -> int:
        return who.request("GET", f"/photos/{photo_id}/small").status_code

    def test_a_photo_follows_its_points_words(self, world: World, phone: Phone) -> None:
        other, linked = Phone.in_walk(world), Phone.in_walk(world, "BRUNNALINK")
        leader, elsewhere = Phone.in_walk(world, "BRUNNALEAD"), Phone.in_walk(world, "KUNGSALEAD")
        point, photo_id = announced(phone, JPEG)
        phone.upload(photo_id, JPEG)
        everybody = (phone, leader, other, linked, elsewhere)
        assert [self.status(who, photo_id) for who in everybody] == [200, 200, 404, 404, 404]
        leader.do(leader.op("observation.release", {}, point))
        assert [self.status(who, photo_id) for who in everybody] == [200, 200, 200, 404, 404]
        phone.do(phone.op("observation.edit", {"sensitive": True}, point))
        assert [self.status(who, photo_id) for who in everybody] == [200, 200, 404, 404, 404]
        phone.do(phone.op("observation.withdraw", {}, point))
        assert [self.status(who, photo_id) for who in everybody] == [404] * 5

    def test_staff_sees_it_by_scope(self, world: World, phone: Phone) -> None:
        point, photo_id = announced(phone, JPEG)
        phone.upload(photo_id, JPEG)
        people = (world.ann, world.lena, world.adam, world.cem, world.dora, world.paul, world.bea)
        staff = [Phone.of_staff(world, person) for person in people]
        assert [self.status(who, photo_id) for who in staff] == [200, 200, 403, 404, 404, 404, 403]
        send_ticket(world, point, world.streets)
        assert [self.status(who, photo_id) for who in staff] == [200, 200, 403, 200, 404, 404, 403]

    def test_a_strangers_browser_is_asked_to_sign_in(self, world: World, phone: Phone) -> None:
        from tests.support.visitor import Visitor

        _, photo_id = announced(phone, JPEG)
        answer = Visitor(world.app).request("GET", f"/photos/{photo_id}/small")
        assert answer.status_code == 303

    def test_the_reporter_sees_what_was_done_once_it_is_done(self, world: World, phone: Phone) -> None:
        crew, other = Phone.of_staff(world, world.cem), Phone.in_walk(world)
        ticket = send_ticket(world, phone.note(), world.streets)
        after = manifest(JPEG, role="after")
        crew.do(crew.op("photo.add", {}, ticket, photos=[after]))
        assert crew.upload(after["id"], JPEG).get_json()["done"]
        assert [self.status(who, after["id"]) for who in (crew, phone, other)] == [200, 404, 404]
        with unit_of_work():
            row = by_key(Ticket, ticket)
            assert row is not None
            row.state, row.answer = TicketStatus.DONE, {"text": "Lagad.", "lang": "sv"}
            row.answered_at, row.rev = world.tools.clock.now(), next_rev()
        assert [self.status(who, after["id"]) for who in (crew, phone, other)] == [200, 200, 404]
        (seen,) = phone.changes()["observations"]
        assert seen["after"]["id"] == after["id"]
        (listed,) = crew.changes()["tickets"]
        assert [(one["id"], one["role"]) for one in listed["photos"]] == [(after["id"], "after")]

    def test_a_picture_can_do_nothing_and_stays_with_its_reader(self, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        phone.upload(photo_id, JPEG)
        answer = phone.request("GET", f"/photos/{photo_id}/large")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable"
        assert answer.headers["Content-Disposition"] == f"inline; filename={photo_id}-large.jpg"
        small = phone.request("GET", f"/photos/{photo_id}/small")
        assert (small.mimetype, small.data[:4]) == ("image/webp", b"RIFF")

    def test_another_site_does_not_show_it(self, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        phone.upload(photo_id, JPEG)
        answer = phone.request("GET", f"/photos/{photo_id}/large", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403

    def test_sizes_that_do_not_exist_and_photos_that_have_not_come_are_missing(self, phone: Phone) -> None:
        _, photo_id = announced(phone, JPEG)
        for path in (f"/photos/{photo_id}/large", f"/photos/{photo_id}/original", "/photos/../../etc/small"):
            assert phone.request("GET", path).status_code == 404
