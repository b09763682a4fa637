"""F36: a phone's queue as a file, taken over HTTP, at the desk and at the command line: whole, twice, cut."""

import io
import zipfile
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from waitress.wasyncore import close_all
from werkzeug.test import TestResponse

from fieldapp.commands.web_server import BODY_MAX_BYTES, web_server
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.operations import Operation
from fieldapp.store.participants import Participant
from fieldapp.store.tickets import events_of
from fieldapp.web import session
from tests.crash.server.queue_files import (
    ALL,
    NOTHING,
    PICTURE,
    packed,
    queue_of,
    there,
    two_points,
)
from tests.services.capture.test_tickets import send_ticket
from tests.support.sync import Phone, manifest
from tests.support.world import World
from tests.web.desk_browser import DeskBrowser, at_desk


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.in_walk(world)


def send(phone: Phone, data: bytes, **more: Any) -> TestResponse:
    return phone.request("POST", "/sync/rescue", data=data, content_type="application/zip", **more)


def hand_in(desk: DeskBrowser, world: World, data: bytes) -> TestResponse:
    """The file in the form of the walk's page."""
    fields = {"file": (io.BytesIO(data), "fieldapp.zip")}
    return desk.post(f"/walks/{world.walk_id}/rescue", fields, content_type="multipart/form-data")


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_f36_a_phone_sends_its_file_twice_and_all_is_there_once(phone: Phone, how: int) -> None:
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos, how)
    for result in ("applied", "duplicate"):
        found = send(phone, data).get_json()
        assert found["is_whole"] is True and found["refused"] == []
        assert found["acts"] == {"count": 3, "results": {result: 3}}
        assert found["photos"] == {"count": 2, "results": {"stored": 2}}
        assert there() == ALL


def waiting_on(phone: Phone) -> int:
    """How much the server believes to wait on the phone."""
    db.session.rollback()
    db.session.expire_all()
    assert phone.actor.id is not None
    row = by_key(Participant, phone.actor.id)
    assert row is not None
    return row.waiting_count


def test_f36_what_the_phone_had_sent_before_its_file_is_not_doubled(phone: Phone) -> None:
    ops, photos = two_points(phone)
    phone.send(ops[0])
    first = ops[0]["photos"][0]["id"]
    assert phone.put(first, photos[first], end=1000).get_json() == {"offset": 1000}
    assert send(phone, packed(queue_of(phone, ops), photos)).get_json()["is_whole"] is True
    assert there() == ALL
    again = [phone.do(op)["result"] for op in ops]
    assert again == ["duplicate"] * 3


def test_f36_a_photo_that_came_before_and_is_not_packed_is_not_said_to_lie_on_the_phone(phone: Phone) -> None:
    ops, photos = two_points(phone)
    phone.send(ops[0])
    first = ops[0]["photos"][0]["id"]
    packed_now = {photo_id: data for photo_id, data in photos.items() if photo_id != first}
    data = packed(queue_of(phone, ops), packed_now)
    assert send(phone, data).get_json()["photos"]["results"] == {"stored": 1}
    assert waiting_on(phone) == 1
    assert phone.put(first, photos[first]).status_code == 200
    assert send(phone, data).get_json()["photos"]["results"] == {"stored": 2}
    assert waiting_on(phone) == 0


def test_f36_photos_of_a_file_count_as_much_of_the_day_as_those_sent_one_by_one(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldapp.services.capture.allowance.KIB_A_DAY_MAX", len(PICTURE) // 1024 + 1)
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    for _ in range(2):
        found = send(phone, data).get_json()
        assert (found["is_whole"], found["photos"]["results"]) == (True, {"stored": 1, "too-much-today": 1})


def test_f36_a_file_cut_anywhere_gives_what_came_before_the_cut_and_the_whole_one_the_rest(
    phone: Phone,
) -> None:
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    second = data.rindex(b"PK\x03\x04")
    answer = send(phone, data[:100])
    assert (answer.status_code, answer.get_json()["code"]) == (422, "cut-short")
    assert there() == NOTHING
    for cut, stored in ((second - 500, 0), (second + 200, 1)):
        found = send(phone, data[:cut]).get_json()
        assert (found["is_whole"], found["code"]) == (False, "cut-short")
        assert found["photos"]["results"].get("stored", 0) == stored
        assert there() == {**ALL, "photos": stored}
    assert send(phone, data).get_json()["is_whole"] is True
    assert there() == ALL


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_f36_a_damaged_photo_is_never_stored_and_the_next_file_mends_it(phone: Phone, how: int) -> None:
    ops, photos = two_points(phone)
    good = packed(queue_of(phone, ops), photos, how)
    spoilt = bytearray(good)
    middle = (good.index(b"PK\x03\x04", 4) + good.rindex(b"PK\x03\x04")) // 2
    spoilt[middle : middle + 40] = bytes(40)
    found = send(phone, bytes(spoilt)).get_json()
    assert found["photos"]["results"].get("stored", 0) <= 1
    assert there()["photos"] <= 1
    assert send(phone, good).get_json()["photos"]["results"] == {"stored": 2}
    assert there() == ALL


#: A file that no phone saves → status and code; nothing of it is kept.
WRONG: dict[str, tuple[bytes, int, str]] = {
    "no zip": (b"hello", 422, "not-a-queue"),
    "nothing": (b"", 411, "length-missing"),
    "no queue": (packed({}, {}), 422, "not-a-queue"),
    "no json": (packed(b"{", {}), 422, "not-a-queue"),
    "a bomb": (packed(b" " * 20_000_000, {}, zipfile.ZIP_DEFLATED), 422, "too-dense"),
    "too large": (packed(b" " * (16 * 1024 * 1024 + 1), {}), 422, "too-large"),
}


@pytest.mark.parametrize("case", WRONG)
def test_f36_what_is_no_queue_is_refused_before_anything_is_taken(phone: Phone, case: str) -> None:
    data, status, code = WRONG[case]
    answer = send(phone, data)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert there() == NOTHING


def test_f36_other_names_and_photos_that_nobody_announced_are_not_taken(phone: Phone) -> None:
    ops, photos = two_points(phone)
    odd = {**photos, "../../etc/passwd": b"x"}
    found = send(phone, packed(queue_of(phone, ops), odd)).get_json()
    assert (found["is_whole"], found["code"]) == (False, "unknown-name")
    assert there() == ALL
    nobodys = {"0192f3c4-0000-7000-8000-000000000000": PICTURE}
    found = send(phone, packed(queue_of(phone, ops), nobodys)).get_json()
    assert found["photos"]["results"] == {"not-announced": 1, "stored": 2}


def test_f36_anothers_file_and_another_protocol_are_turned_away(world: World, phone: Phone) -> None:
    other = Phone.in_walk(world)
    ops, photos = two_points(other)
    answer = send(phone, packed(queue_of(other, ops), photos))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "other-actor")
    answer = send(other, packed(queue_of(other, ops, proto=9), photos))
    assert (answer.status_code, answer.get_json()["code"]) == (426, "update-needed")
    assert there() == NOTHING


def test_f36_the_desk_reads_in_a_file_that_counts_as_the_phones_and_says_who_brought_it(
    world: World, phone: Phone
) -> None:
    desk = at_desk(world, world.ann)
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    with unit_of_work():
        row = by_key(Participant, phone.actor.id) if phone.actor.id else None
        assert row is not None
        row.revoked_at, row.waiting_count = world.tools.clock.now(), 5
    page = hand_in(desk, world, data)
    assert page.status_code == 200
    assert "3 av 3 punkter och ändringar är här." in page.text
    assert "2 av 2 bilder i filen är här." in page.text
    assert there() == ALL
    db.session.expire_all()
    point = by_key(Observation, UUID(ops[0]["entity_id"]))
    brought = {row.brought_by_id for row in db.session.query(Operation)}
    assert point is not None and point.participant_id == phone.actor.id
    assert brought == {world.ann}
    row = by_key(Participant, phone.actor.id) if phone.actor.id else None
    assert row is not None and row.waiting_count == 0
    assert "3 fanns redan" in hand_in(desk, world, data).text
    assert there() == ALL


def test_f36_the_history_of_a_ticket_says_who_brought_the_crews_file(world: World, phone: Phone) -> None:
    crew = Phone.of_staff(world, world.cem)
    ticket = send_ticket(world, phone.note(), world.streets)
    op = crew.op("ticket.note", {"text": "Stolpen är beställd"}, ticket)
    desk = at_desk(world, world.ann)
    assert hand_in(desk, world, packed(queue_of(crew, [op]), {})).status_code == 200
    db.session.rollback()
    told = {(event.kind, event.actor_id) for event in events_of(ticket)}
    assert {("note", world.cem), ("brought", world.ann)} <= told
    page = desk.get(f"/tickets/{ticket}").text
    assert "Inläst från en fil" in page


def test_f36_the_desk_is_told_that_a_crews_file_belongs_to_no_walk(world: World, phone: Phone) -> None:
    desk, crew = at_desk(world, world.ann), Phone.of_staff(world, world.cem)
    elsewhere = Phone.in_walk(world, "KUNGSA")
    ticket = send_ticket(world, elsewhere.note(), world.streets)
    op = crew.op("ticket.note", {"text": "Stolpen är beställd"}, ticket)
    words = "Ärendena i den kan höra till andra vandringar än den här."
    assert words in hand_in(desk, world, packed(queue_of(crew, [op]), {})).text
    ops, photos = two_points(phone)
    assert words not in hand_in(desk, world, packed(queue_of(phone, ops), photos)).text


def test_f36_where_no_picture_can_be_decoded_the_file_is_read_in_again_once_that_is_mended(
    world: World, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at_desk(world, world.ann)
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    broken = tmp_path / "broken" / "PIL"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('libjpeg is missing')\n")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(broken.parent))
        page = hand_in(desk, world, data)
        assert page.status_code == 503
        assert "3 av 3 punkter och ändringar är här. 0 av 2 bilder i filen är här." in page.text
        assert "Läs in samma fil igen när det är lagat: inget blir dubbelt." in page.text
        # As a phone that sends one by one is told to wait, and not that its picture is bad.
        waits = phone.put(ops[0]["photos"][0]["id"], PICTURE)
        assert (waits.status_code, waits.get_json()["code"]) == (503, "decoder-broken")
    assert hand_in(desk, world, data).status_code == 200
    assert there() == ALL


def test_f36_the_desk_is_told_what_is_wrong_in_words(world: World, phone: Phone) -> None:
    desk = at_desk(world, world.ann)
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    assert "Det här är ingen fil från en telefon" in hand_in(desk, world, b"hello").text
    cut = hand_in(desk, world, data[: data.rindex(b"PK\x03\x04") + 200])
    assert "avbruten eller skadad" in cut.text and "1 av 2 bilder" in cut.text
    stranger = Phone.in_walk(world, "KUNGSA")
    elsewhere = hand_in(desk, world, packed(queue_of(stranger, []), {}))
    assert (elsewhere.status_code, "annan vandring" in elsewhere.text) == (422, True)


def test_f36_nobody_but_a_coordinator_reads_in_what_others_did(world: World, phone: Phone) -> None:
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    for person in (world.lena, world.adam, world.cem, world.paul):
        assert hand_in(at_desk(world, person), world, data).status_code == 403
    assert there() == NOTHING


def test_f36_the_command_takes_a_file_twice_and_tells_what_came(
    app: Flask, phone: Phone, tmp_path: Path
) -> None:
    ops, photos = two_points(phone)
    data = packed(queue_of(phone, ops), photos)
    whole, cut = tmp_path / "queue.zip", tmp_path / "cut.zip"
    whole.write_bytes(data)
    cut.write_bytes(data[: data.rindex(b"PK\x03\x04") + 200])
    db.session.rollback()
    run = app.test_cli_runner()
    found = run.invoke(args=["fieldapp", "rescue", "import", str(cut)])
    assert found.exit_code == 1 and "stopped: cut-short" in found.output
    for _ in range(2):
        found = run.invoke(args=["fieldapp", "rescue", "import", str(whole)])
        assert found.exit_code == 0, found.output
        assert "act 3 of 3" in found.output and "photo 2 of 2" in found.output
        assert "3 of 3 acts are here (3 were already)" in found.output
        assert there() == ALL
    found = run.invoke(args=["fieldapp", "rescue", "import", __file__])
    assert found.exit_code == 1 and "nothing was taken" in found.output


def test_f36_an_act_that_is_wrong_keeps_none_of_the_others_out(phone: Phone) -> None:
    poison = phone.point(category="XXX", photos=[manifest(PICTURE)])
    ops, photos = two_points(phone)
    photos[poison["photos"][0]["id"]] = PICTURE
    found = send(phone, packed(queue_of(phone, [poison, *ops]), photos)).get_json()
    assert found["acts"]["results"] == {"rejected": 1, "applied": 3}
    assert found["photos"]["results"] == {"stored": 2, "send-op-first": 1}
    assert [one["id"] for one in found["refused"]] == [poison["id"]]
    assert there() == ALL


def test_f36_the_server_takes_a_file_of_many_photos_and_no_other_body_of_that_size(
    app: Flask, phone: Phone
) -> None:
    server = web_server(app, "127.0.0.1", 0, behind_proxy=False)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    body = bytes(BODY_MAX_BYTES + 1)
    cookie = f"{session.PHONE}={phone.browser.held(session.PHONE)}"
    headers = {"X-Fieldapp": "1", "Content-Type": "application/zip", "Sec-Fetch-Site": "same-origin"}
    db.session.rollback()

    def status(path: str, **more: str) -> int:
        connection = HTTPConnection("127.0.0.1", server.effective_port, timeout=30)
        connection.putrequest("POST", path)
        for name, value in {**headers, **more, "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders()
        with suppress(OSError):
            connection.send(body)
        found = connection.getresponse().status
        connection.close()
        return found

    try:
        assert status("/sync/rescue", Cookie=cookie) == 422, "read, and no queue"
        assert status("/sync/rescue") == 413, "a stranger's"
        assert status("/sync/ops", Cookie=cookie) == 413
    finally:
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join(10)
        server.task_dispatcher.shutdown()
