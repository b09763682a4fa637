"""The sync interface as phones meet it: who, how large, which protocol, what code."""

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from fieldapp.domain.clock import to_ms
from fieldapp.domain.ids import new_id
from fieldapp.store.db import db
from fieldapp.store.observations import of_walk
from fieldapp.web import session
from tests.services.capture.test_idempotency import serving
from tests.support.sync import Phone, digest, manifest
from tests.support.visitor import Visitor
from tests.support.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.in_walk(world)


def points(world: World) -> int:
    db.session.rollback()
    return len(of_walk(world.walk_id))


class TestHello:
    def test_a_stranger_is_told_the_time_and_nothing_else(self, world: World, visitor: Visitor) -> None:
        answer = visitor.request("GET", "/sync/hello", headers={"X-Fieldapp": "1"})
        found = answer.get_json()
        assert (found["actor"], found["walk"]) == (None, None)
        assert (found["proto_min"], found["proto_max"]) == (1, 1)
        assert found["server_now"] == to_ms(world.tools.clock.now())
        assert found["release"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_phone_is_told_who_it_is_and_its_walk(self, world: World, phone: Phone) -> None:
        found = phone.request("GET", "/sync/hello").get_json()
        assert found["actor"] == {"id": str(phone.actor.id), "kind": "participant"}
        walk = found["walk"]
        assert {"id", "code", "name", "state", "stops"} <= walk.keys()
        assert (walk["number"], walk["state"]) == ("BRU-2026-2", "open")
        assert [stop["order"] for stop in walk["stops"]] == [1, 2, 3]

    def test_an_old_phone_is_handed_its_cookie_again_and_a_young_one_never(
        self, world: World, phone: Phone
    ) -> None:
        """What is still on its way must not bring back a phone that was left meanwhile."""
        assert "Set-Cookie" not in phone.request("GET", "/sync/hello").headers
        world.tools.clock.pass_time(days=181)  # type: ignore[attr-defined]
        assert session.PHONE in phone.request("GET", "/sync/hello").headers["Set-Cookie"]

    def test_a_phone_and_a_person_in_one_browser_are_told_apart_by_the_app(self, world: World) -> None:
        browser, actor = world.phone()
        crew = world.staff(world.cem)
        browser.hold(session.STAFF, crew.held(session.STAFF))
        both = Phone(world, browser, actor)
        asked: list[tuple[str, dict[str, str], str]] = [
            ("/sync/hello", {}, "participant"),
            ("/sync/hello?app=crew", {}, "crew"),
            ("/sync/hello", {"X-Fieldapp-Actor": str(world.cem)}, "crew"),
            ("/sync/hello?app=crew", {"X-Fieldapp-Actor": str(actor.id)}, "participant"),
        ]
        for path, headers, kind in asked:
            assert both.request("GET", path, headers=headers).get_json()["actor"]["kind"] == kind
        assert both.do(both.point())["result"] == "applied"

    def test_a_coordinators_browser_shows_the_phone_that_it_also_is(self, world: World) -> None:
        browser, _ = world.phone()
        desk = world.staff(world.ann)
        browser.hold(session.STAFF, desk.held(session.STAFF))
        answer = browser.request("GET", "/sync/hello?app=crew", headers={"X-Fieldapp": "1"})
        assert answer.get_json()["actor"]["kind"] == "participant"


CALLS: dict[str, tuple[str, str]] = {
    "ops": ("POST", "/sync/ops"),
    "photo": ("PUT", "/sync/photos/01a20353-1573-7371-9790-04e4eeb5d8b9"),
    "receipts": ("POST", "/sync/receipts"),
    "changes": ("GET", "/sync/changes"),
}


def test_nobody_is_asked_to_sign_in(visitor: Visitor) -> None:
    for method, path in CALLS.values():
        body = {"data": b"{}", "content_type": "application/json"} if method == "POST" else {}
        answer = visitor.request(method, path, headers={"X-Fieldapp": "1"}, **body)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "sign-in")
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["X-Fieldapp"] == "1"


def test_people_of_the_desk_have_no_queue(world: World) -> None:
    for person in (world.ann, world.adam, world.paul, world.bea):
        desk = Phone.of_staff(world, person)
        assert desk.request("GET", "/sync/changes").status_code == 403
        assert desk.post("/sync/ops", desk.batch(desk.op("ticket.note", {"text": "?"}))).status_code == 403


def test_without_our_header_it_is_no_phone(phone: Phone) -> None:
    for method, path in [*CALLS.values(), ("GET", "/sync/hello")]:
        answer = phone.browser.request(method, path)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "header-missing")


def test_another_site_cannot_send_for_the_phone(phone: Phone) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    body = json.dumps(phone.batch(phone.point())).encode()
    answer = phone.request("POST", "/sync/ops", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "other-origin")


def test_anothers_queue_is_not_taken(world: World, phone: Phone) -> None:
    other = Phone.in_walk(world)
    answer = phone.post("/sync/ops", {**phone.batch(phone.point()), "actor": str(other.actor.id)})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "other-actor")
    put = phone.put(new_id(), b"x", headers={"X-Fieldapp-Actor": str(other.actor.id)})
    assert (put.status_code, put.get_json()["code"]) == (403, "other-actor")
    read = phone.request("GET", "/sync/changes", headers={"X-Fieldapp-Actor": str(other.actor.id)})
    assert (read.status_code, read.get_json()["code"]) == (403, "other-actor")
    assert points(world) == 0


def test_a_phone_that_was_put_out_is_nobody(world: World, phone: Phone) -> None:
    from fieldapp.store.db import by_key, unit_of_work
    from fieldapp.store.participants import Participant

    with unit_of_work():
        row = by_key(Participant, phone.actor.id) if phone.actor.id else None
        assert row is not None
        row.revoked_at = world.tools.clock.now()
    assert phone.post("/sync/ops", phone.batch(phone.point())).status_code == 401


Bad = Callable[[Phone], Any]
#: What a phone never sends → status, code, field.
WRONG: dict[str, tuple[Bad, int, str, str | None]] = {
    "no json": (lambda phone: b"{", 422, "not-json", "body"),
    "nothing": (lambda phone: b"", 411, "length-missing", None),
    "a list": (lambda phone: [], 422, "invalid-field", "body"),
    "no protocol": (lambda phone: {"ops": []}, 422, "invalid-field", "proto"),
    "an unknown key": (lambda phone: {**phone.batch(), "extra": 1}, 422, "invalid-field", "extra"),
    "no actor": (lambda phone: {**phone.batch(), "actor": None}, 422, "invalid-field", "actor"),
    "21 acts": (lambda phone: phone.batch(*[phone.point() for _ in range(21)]), 422, "invalid-field", "ops"),
    "a deep nest": (lambda phone: deep(phone), 422, "not-json", "body"),
    "too many": (lambda phone: json.dumps(phone.batch()).encode().ljust(65_537), 413, "too-large", None),
    "the next protocol": (lambda phone: {"proto": 2, "deeds": []}, 426, "update-needed", None),
    "an older protocol": (lambda phone: {**phone.batch(), "proto": 0}, 426, "update-needed", None),
}  # fmt: skip


def deep(phone: Phone) -> bytes:
    """An act that is a nest of lists."""
    return json.dumps(phone.batch("HERE")).encode().replace(b'"HERE"', b"[" * 30_000 + b"]" * 30_000)


def test_what_no_phone_sends_is_refused_whole(world: World, phone: Phone) -> None:
    for case, (make, status, code, field) in WRONG.items():
        answer = phone.post("/sync/ops", make(phone))
        found = answer.get_json()
        assert (answer.status_code, found["code"], found.get("field")) == (status, code, field), case
        if status == 426:
            assert (found["proto_min"], found["proto_max"]) == (1, 1)
    assert points(world) == 0


def test_the_largest_batch_is_taken(world: World, phone: Phone) -> None:
    ops = [phone.point(text="a" * 1500) for _ in range(20)]
    body = json.dumps(phone.batch(*ops)).encode().ljust(65_536)
    results = phone.post("/sync/ops", body).get_json()["results"]
    assert [one["result"] for one in results] == ["applied"] * 20


def test_only_json_is_read(phone: Phone) -> None:
    body = json.dumps(phone.batch(phone.point())).encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = phone.request("POST", "/sync/ops", data=body, content_type=kind)
        assert (answer.status_code, answer.get_json()["code"]) == (415, "not-json")


def test_a_body_of_unknown_length_is_refused(phone: Phone) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    answer = phone.request("POST", "/sync/ops", data=b"{}", content_type="application/json", headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (411, "length-missing")


def test_a_body_that_was_cut_short_is_worth_another_try(world: World, phone: Phone) -> None:
    body = json.dumps(phone.batch(phone.point())).encode()
    answer = phone.request(
        "POST",
        "/sync/ops",
        data=body,
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": str(len(body) + 10)},
    )
    assert (answer.status_code, answer.get_json()["code"]) == (408, "cut-short")
    assert points(world) == 0


def test_a_connection_that_is_cut_stores_nothing_and_blocks_nobody(
    app: Flask, world: World, phone: Phone
) -> None:
    body = json.dumps(phone.batch(phone.point())).encode()
    cookie = f"{session.PHONE}={phone.browser.held(session.PHONE)}"
    head = (
        "POST /sync/ops HTTP/1.1\r\nHost: localhost\r\nX-Fieldapp: 1\r\nContent-Type: application/json\r\n"
        f"Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    db.session.rollback()
    with serving(app) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 10) as link:
            link.sendall(head + body[: len(body) // 2])
        with socket.create_connection((host, int(port)), 10) as link:
            link.sendall(head + body)
            assert link.recv(4096).startswith(b"HTTP/1.1 200")
    assert points(world) == 1


class TestReceipts:
    def test_the_phone_learns_what_the_server_does_not_have(self, world: World, phone: Phone) -> None:
        photo = manifest(b"one")
        mine, refused, unknown = phone.point(photos=[photo]), phone.point(category="XXX"), phone.point()
        phone.send(mine, refused)
        others = Phone.in_walk(world).point()
        Phone.in_walk(world).do(others)
        asked = [op["id"] for op in (mine, refused, unknown, others)]
        stranger = str(new_id())
        answer = phone.post("/sync/receipts", {"ops": asked, "photos": [photo["id"], stranger]})
        assert answer.get_json() == {"ops": asked[1:], "photos": [photo["id"], stranger]}

    def test_more_than_two_thousand_ids_are_refused(self, phone: Phone) -> None:
        ids = [str(new_id()) for _ in range(2001)]
        answer = phone.post("/sync/receipts", {"ops": ids, "photos": []})
        assert answer.status_code == 422
        assert phone.post("/sync/receipts", {"ops": ids[:2000], "photos": []}).get_json()["ops"] == ids[:2000]


class TestRanges:
    """What the headers of one range must say."""

    HEADERS: tuple[tuple[dict[str, str], int, str], ...] = (
        ({"Content-Range": ""}, 400, "bad-range"),
        ({"Content-Range": "bytes 0-4/*"}, 400, "bad-range"),
        ({"Content-Range": "bytes 0-5/5"}, 400, "bad-range"),
        ({"Content-Range": "bytes 4-0/5"}, 400, "bad-range"),
        ({"Content-Range": "bytes 0-4/99999999999"}, 400, "bad-range"),
        ({"Content-Range": "bytes 0-4/6"}, 409, "unlike-size"),
        ({"Repr-Digest": ""}, 400, "bad-digest"),
        ({"Repr-Digest": "sha-256=:AAAA:"}, 400, "bad-digest"),
        ({"Repr-Digest": "sha-512=:" + "A" * 86 + "==:"}, 400, "bad-digest"),
        ({"Repr-Digest": digest(b"other")}, 409, "unlike-digest"),
        ({"X-Fieldapp-Actor": ""}, 403, "other-actor"),
    )

    def test_headers_that_do_not_fit_are_refused(self, phone: Phone) -> None:
        photo = manifest(b"whole")
        phone.note(photos=[photo])
        for headers, status, code in self.HEADERS:
            answer = phone.put(photo["id"], b"whole", headers=headers)
            assert (answer.status_code, answer.get_json()["code"]) == (status, code), headers
        assert phone.put(photo["id"], b"whole", end=2).get_json() == {"offset": 2}

    def test_other_digests_beside_ours_are_passed_over(self, phone: Phone) -> None:
        photo = manifest(b"whole")
        phone.note(photos=[photo])
        more = {"Repr-Digest": f"sha-512=:{'A' * 86}==:, {digest(b'whole')}"}
        assert phone.put(photo["id"], b"whole", end=2, headers=more).status_code == 200

    def test_a_range_is_at_most_256_kib(self, phone: Phone) -> None:
        data = bytes(256 * 1024 + 1)
        photo = manifest(data)
        phone.note(photos=[photo])
        answer = phone.put(photo["id"], data, end=len(data))
        assert (answer.status_code, answer.get_json()["code"]) == (413, "too-large")
