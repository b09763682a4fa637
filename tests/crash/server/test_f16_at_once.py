"""F4 and F16 over HTTP: five requests at one moment with one id, or with one photo's last range."""

import json
from http.client import HTTPConnection
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask

from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.web import session
from tests.crash.server.queue_files import PICTURE, there
from tests.services.capture.test_idempotency import serving
from tests.support.sync import Phone, digest, manifest
from tests.support.world import World

Answer = tuple[int, dict[str, Any]]


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.in_walk(world)


def at_once(
    address: str, phone: Phone, method: str, path: str, bodies: list[bytes], headers: dict[str, str]
) -> list[Answer]:
    """Each body over a connection of its own, all at the same moment: status and answer of each."""
    start, answers = Barrier(len(bodies)), [(0, dict[str, Any]())] * len(bodies)
    cookie = f"{session.PHONE}={phone.browser.held(session.PHONE)}"
    sent = {"X-Fieldapp": "1", "Cookie": cookie, "Sec-Fetch-Site": "same-origin", **headers}

    def send(number: int, body: bytes) -> None:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
        start.wait(10)
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        answers[number] = (answer.status, json.load(answer))
        connection.close()

    threads = [Thread(target=send, args=(number, body)) for number, body in enumerate(bodies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def send_acts(address: str, phone: Phone, bodies: list[bytes]) -> list[dict[str, Any]]:
    found = at_once(address, phone, "POST", "/sync/ops", bodies, {"Content-Type": "application/json"})
    assert {status for status, _ in found} == {200}
    return [result for _, answer in found for result in answer["results"]]


def test_f16_one_act_five_times_at_once_is_one_row_and_five_equal_answers(
    app: Flask, world: World, phone: Phone
) -> None:
    body = json.dumps(phone.batch(phone.point(text="Släckt"))).encode()
    db.session.rollback()
    with serving(app) as address:
        results = send_acts(address, phone, [body] * 5)
    assert sorted(one.pop("result") for one in results) == ["applied"] + ["duplicate"] * 4
    assert all(one == results[0] for one in results)
    assert there() == {"points": 1, "acts": 1, "photos": 0}


def test_f16_one_id_with_five_bodies_at_once_is_the_one_that_came_first(
    app: Flask, world: World, phone: Phone
) -> None:
    op = phone.point()
    words = [f"Ord {number}" for number in range(5)]
    bodies = [
        json.dumps(phone.batch({**op, "payload": {**op["payload"], "text": one}})).encode() for one in words
    ]
    db.session.rollback()
    with serving(app) as address:
        results = send_acts(address, phone, bodies)
    assert (
        sorted((one["result"], one["code"]) for one in results if one["result"] != "applied")
        == [("rejected", "id-reuse")] * 4
    )
    first = [one["result"] for one in results].index("applied")
    assert there() == {"points": 1, "acts": 1, "photos": 0}
    row = by_key(Observation, UUID(op["entity_id"]))
    assert row is not None and row.text == words[first]


def test_f04_an_answer_that_was_lost_is_given_again(app: Flask, world: World, phone: Phone) -> None:
    body = json.dumps(phone.batch(phone.point(), phone.point())).encode()
    db.session.rollback()
    with serving(app) as address:
        place = urlsplit(address)
        connection = HTTPConnection(place.netloc, timeout=30)
        cookie = f"{session.PHONE}={phone.browser.held(session.PHONE)}"
        headers = {"X-Fieldapp": "1", "Cookie": cookie, "Content-Type": "application/json"}
        connection.request("POST", "/sync/ops", body, {**headers, "Sec-Fetch-Site": "same-origin"})
        connection.getresponse().close()  # committed, and nobody reads the answer
        connection.close()
        results = send_acts(address, phone, [body])
    assert [one["result"] for one in results] == ["duplicate", "duplicate"]
    assert there() == {"points": 2, "acts": 2, "photos": 0}


def test_f16_the_last_range_five_times_at_once_is_one_photo_and_five_receipts(
    app: Flask, world: World, phone: Phone
) -> None:
    announced = manifest(PICTURE)
    phone.do(phone.point(photos=[announced]))
    half = len(PICTURE) // 2
    assert phone.put(announced["id"], PICTURE, end=half).get_json() == {"offset": half}
    last, total = PICTURE[half:], len(PICTURE)
    headers = {
        "Content-Range": f"bytes {half}-{total - 1}/{total}",
        "Repr-Digest": digest(PICTURE),
        "X-Fieldapp-Actor": str(phone.actor.id),
    }
    path = f"/sync/photos/{announced['id']}"
    db.session.rollback()
    with serving(app) as address:
        answers = at_once(address, phone, "PUT", path, [last] * 5, headers)
        # Whoever was told to come back soon does.
        again = [one for one in answers if one[0] == 503]
        answers = [one for one in answers if one[0] != 503]
        for _ in again:
            answers += at_once(address, phone, "PUT", path, [last], headers)
    done = {"offset": total, "done": True, "sha256": announced["sha256"]}
    assert answers == [(200, done)] * 5
    row = by_key(Photo, UUID(announced["id"]))
    assert row is not None and row.state is PhotoState.STORED
    assert there()["photos"] == 1
