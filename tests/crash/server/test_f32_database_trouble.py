"""F32: a database that is read-only, full or locked loses nothing: who reads reads on, who writes waits."""

from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from fieldapp.services.toolbox import Toolbox
from tests.crash.server.database_trouble import PATIENCE_MS, Trouble
from tests.photos.pictures import corners, encoded
from tests.support.clock import HeldClock
from tests.support.sync import Phone, manifest
from tests.support.visitor import Visitor
from tests.support.world import World

JPEG = encoded(corners(640, 480))
DESK = ("/desk", "/walks", "/review", "/tickets", "/settings", "/account")
SHELLS = ("/walk", "/crew", "/", "/about/privacy", "/health/live")
READ_ONLY, FULL, LOCKED = "read_only", "full", "locked"


@pytest.fixture
def trouble(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Trouble:
    monkeypatch.setattr("fieldapp.store.engine.BUSY_MS", PATIENCE_MS)
    return Trouble(app, database_url)


def told_to_wait(answer: TestResponse, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("kind", [READ_ONLY, FULL])
def test_f32_who_reads_reads_on(world: World, trouble: Trouble, clock: HeldClock, kind: str) -> None:
    ann, phone = world.staff(world.ann), Phone.in_walk(world)
    point = phone.note()
    # Long enough for everybody to be marked as seen again, which cannot be written.
    clock.pass_time(minutes=30)
    with getattr(trouble, kind)():
        pages = {path: ann.get(path).status_code for path in (*DESK, *SHELLS)}
        assert {path: status for path, status in pages.items() if status >= 500} == {}
        assert phone.reads(point) is not None
        assert phone.request("GET", "/sync/hello").status_code == 200
        assert phone.post("/sync/receipts", {"ops": [], "photos": []}).status_code == 200


@pytest.mark.parametrize("kind", [READ_ONLY, LOCKED])
def test_f32_what_a_phone_sends_waits_and_is_then_stored_once(
    world: World, trouble: Trouble, kind: str
) -> None:
    phone, photo = Phone.in_walk(world), manifest(JPEG)
    first, second = phone.point(photos=[photo]), phone.point()
    assert phone.do(first)["result"] == "applied"
    with getattr(trouble, kind)():
        for _ in range(2):
            told_to_wait(phone.post("/sync/ops", phone.batch(second)), 503)
            told_to_wait(phone.upload(photo["id"], JPEG), 503)
    assert phone.do(second)["result"] == "applied"
    assert phone.do(second)["result"] == "duplicate"
    assert phone.upload(photo["id"], JPEG).get_json()["done"]
    points = {one["id"]: one for one in phone.changes()["observations"]}
    assert set(points) == {first["entity_id"], second["entity_id"]}
    assert [one["state"] for one in points[first["entity_id"]]["photos"]] == ["stored"]


def test_f32_a_full_database_takes_what_still_fits_and_loses_nothing_of_the_rest(
    world: World, trouble: Trouble
) -> None:
    phone = Phone.in_walk(world)
    points = [phone.point(text="x" * 1900) for _ in range(12)]
    batches = [phone.batch(one) for one in points]
    with trouble.full():
        answers = [phone.post("/sync/ops", one) for one in batches]
    refused = [one for one in answers if one.status_code != 200]
    assert refused
    for answer in refused:
        told_to_wait(answer, 507)
        assert answer.get_json()["code"] == "storage-full"
    for one in batches:
        assert phone.post("/sync/ops", one).status_code == 200
    found = phone.changes()["observations"]
    assert sorted(one["id"] for one in found) == sorted(one["entity_id"] for one in points)
    assert sorted(one["number"] for one in found) == list(range(1, 13))


@pytest.mark.parametrize("kind", [READ_ONLY, LOCKED])
def test_f32_a_form_is_answered_in_words_and_not_with_a_fault(
    world: World, trouble: Trouble, kind: str
) -> None:
    browser = Visitor(world.app)
    fields = {"csrf_token": browser.form_token()}
    with getattr(trouble, kind)():
        joined = browser.request("POST", "/j/BRUNNA", data=fields)
        told_to_wait(joined, 503)
        assert "Inget är förlorat" in joined.text


def test_f32_pages_of_a_locked_database_say_when_to_come_back(world: World, trouble: Trouble) -> None:
    ann, phone = world.staff(world.ann), Phone.in_walk(world)
    with trouble.locked():
        for path in ("/desk", "/walks", "/account"):
            answer = ann.get(path)
            told_to_wait(answer, 503)
            assert "Inget är förlorat" in answer.text
        for path in ("/sync/changes", "/sync/hello"):
            told_to_wait(phone.request("GET", path), 503)
        assert ann.get("/health/live").status_code == 200
        assert ann.get("/health/ready").status_code == 503
        told = world.app.test_cli_runner().invoke(args=["fieldapp", "doctor"])
        assert told.exit_code == 1
        assert "DatabaseUnavailable" in told.output
    assert ann.get("/desk").status_code == 200


@pytest.mark.parametrize("kind", [READ_ONLY, LOCKED])
def test_f32_a_photo_stays_in_hand_while_its_row_cannot_be_written(
    world: World, trouble: Trouble, tools: Toolbox, kind: str
) -> None:
    """What came before the trouble need not come again."""
    phone, data = Phone.in_walk(world), JPEG + bytes(300 * 1024)
    photo = manifest(data)
    phone.note(photos=[photo])
    assert phone.put(photo["id"], data).status_code == 200
    with getattr(trouble, kind)():
        told_to_wait(phone.put(photo["id"], data, 256 * 1024), 503)
    assert tools.incoming.offset(UUID(photo["id"])) >= 256 * 1024
    assert phone.put(photo["id"], data, 256 * 1024).get_json()["done"]
