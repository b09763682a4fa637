"""F5: a body that is cut on its way, by FIN or RST, or that is not as long as announced, is never stored."""

import http.client
import json
import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from fieldapp.photos.scenes import draw
from fieldapp.store.db import db
from fieldapp.store.observations import of_walk
from fieldapp.store.operations import Operation
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.web import session
from tests.support.chaos_proxy import Asked, ChaosProxy, Harm, Kind
from tests.support.served import Served
from tests.support.sync import RANGE, Phone, digest, manifest
from tests.support.world import World

#: Where the connection ends: within the head, right after it, amid the body, before its last byte.
PLACES = ("amid the head", "after the head", "amid the body", "before the last byte")


class Wire:
    """One phone's requests over a real connection through the proxy."""

    def __init__(self, phone: Phone, server: Served, proxy: ChaosProxy) -> None:
        self.phone, self.server, self.proxy = phone, server, proxy
        self.data_dir = phone.world.tools.data_dir
        self.headers = {
            "X-Fieldapp": "1",
            "X-Fieldapp-Actor": str(phone.actor.id),
            "Sec-Fetch-Site": "same-origin",
            "Cookie": f"{session.PHONE}={phone.browser.held(session.PHONE)}",
        }

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=20)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def ops(self, body: bytes) -> tuple[int, Any]:
        return self.ask("POST", "/sync/ops", body, {"Content-Type": "application/json"})

    def range(self, photo: str, data: bytes, start: int, end: int) -> tuple[int, Any]:
        headers = {
            "Content-Range": f"bytes {start}-{end - 1}/{len(data)}",
            "Repr-Digest": digest(data),
            "Content-Type": "application/octet-stream",
        }
        return self.ask("PUT", f"/sync/photos/{photo}", data[start:end], headers)

    def raw(self, method: str, path: str, sent: bytes, headers: dict[str, str]) -> bytes:
        """A request as written here, straight to the server, which is then told that no more comes."""
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in {**self.headers, **headers}.items()]
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as one:
            one.sendall("\r\n".join([*lines, "", ""]).encode() + sent)
            one.shutdown(socket.SHUT_WR)
            found = b""
            while data := one.recv(65536):
                found += data
        return found

    def counted(self) -> tuple[int, int, int]:
        """Acts and points on the server, and the bytes of photos that are not whole."""
        self.server.get("/health/ready")
        db.session.rollback()
        acts = db.session.execute(select(func.count()).select_from(Operation)).scalar_one()
        points = len(of_walk(self.phone.world.walk_id))
        parts = sum(one.stat().st_size for one in (self.data_dir).rglob("*.part"))
        db.session.rollback()
        return acts, points, parts


@pytest.fixture
def wire(app: Flask, world: World, database_url: str) -> Iterator[Wire]:
    data_dir: Path = world.tools.data_dir
    server = Served(data_dir, DATABASE_URL=database_url)
    with ChaosProxy(server.port) as proxy:
        yield Wire(Phone.in_walk(world), server, proxy)
    server.stop()


def cut_at(place: str, reset: bool) -> Any:
    def plan(asked: Asked) -> Harm:
        after = {
            "amid the head": asked.head // 2,
            "after the head": asked.head,
            "amid the body": asked.head + asked.length // 2,
            "before the last byte": asked.head + asked.length - 1,
        }[place]
        return Harm(Kind.CUT_UP, after=after, reset=reset)

    return plan


def is_cut(act: Any) -> bool:
    try:
        act()
    except (OSError, http.client.HTTPException):
        return True
    return False


def photo_bytes() -> bytes:
    """Two ranges of a real picture."""
    out = BytesIO()
    draw("bushes", size=(2016, 1512)).save(out, "JPEG", quality=95)
    data = out.getvalue()
    assert len(data) > RANGE
    return data


def test_f05_an_act_that_was_cut_is_never_there_and_comes_whole_afterwards(wire: Wire) -> None:
    op = wire.phone.point(text="Trasig bänk vid lekplatsen, två brädor är av.")
    body = json.dumps(wire.phone.batch(op)).encode()
    before = wire.counted()
    for reset in (False, True):
        for place in PLACES:
            wire.proxy.plan = cut_at(place, reset)
            assert is_cut(lambda: wire.ops(body)), place
            assert wire.counted() == before, (place, reset)
    assert wire.proxy.counts["fin"] == wire.proxy.counts["rst"] == len(PLACES)
    wire.proxy.heal()
    status, answer = wire.ops(body)
    assert (status, answer["results"][0]["result"]) == (200, "applied")
    assert wire.counted() == (before[0] + 1, before[1] + 1, 0)


def test_f05_a_range_that_was_cut_leaves_no_byte_and_the_photo_arrives_with_its_hash(wire: Wire) -> None:
    data = photo_bytes()
    announced = manifest(data)
    wire.phone.do(wire.phone.point(photos=[announced]))
    photo = announced["id"]
    for start, end in ((0, RANGE), (RANGE, len(data))):
        stored = wire.counted()[2]
        for reset in (False, True):
            for place in PLACES:
                wire.proxy.plan = cut_at(place, reset)
                assert is_cut(lambda s=start, e=end: wire.range(photo, data, s, e)), place
                assert wire.counted()[2] == stored == start, (place, reset)
        wire.proxy.plan = lambda _asked: Harm()
        status, answer = wire.range(photo, data, start, end)
        assert (status, answer["offset"]) == (200, end)
    assert (answer["done"], answer["sha256"]) == (True, announced["sha256"])
    db.session.rollback()
    row = db.session.execute(select(Photo).where(Photo.id == UUID(photo))).scalar_one()
    assert (row.state, row.upload_sha256) == (PhotoState.STORED, announced["sha256"])


def test_f05_a_body_longer_than_announced_is_no_act_and_only_its_announced_range(wire: Wire) -> None:
    data = photo_bytes()
    announced = manifest(data)
    wire.phone.do(wire.phone.point(photos=[announced]))
    before = wire.counted()
    op = wire.phone.point(text="Ett ord för mycket.")
    body = json.dumps(wire.phone.batch(op)).encode()
    kind = {"Content-Type": "application/json"}
    # The announced part is half an act; what follows is no request.
    answer = wire.raw("POST", "/sync/ops", body, {**kind, "Content-Length": str(len(body) // 2)})
    assert answer.startswith(b"HTTP/1.1 422")
    headers = {"Content-Range": f"bytes 0-999/{len(data)}", "Repr-Digest": digest(data)}
    path = f"/sync/photos/{announced['id']}"
    # Length and range disagree: nothing is taken.
    answer = wire.raw("PUT", path, data[:1500], {**headers, "Content-Length": "1500"})
    assert answer.startswith(b"HTTP/1.1 400")
    assert wire.counted() == before
    # Length and range agree, and bytes come after them: those are no part of the photo.
    answer = wire.raw("PUT", path, data[:1500], {**headers, "Content-Length": "1000"})
    assert answer.startswith(b"HTTP/1.1 200")
    assert wire.counted() == (*before[:2], 1000)


def test_f05_a_head_without_its_body_is_nothing(wire: Wire) -> None:
    before = wire.counted()
    kind = {"Content-Type": "application/json"}
    for length in ({"Content-Length": "900"}, {}, {"Transfer-Encoding": "chunked"}):
        answer = wire.raw("POST", "/sync/ops", b"", {**kind, **length})
        assert not answer.startswith(b"HTTP/1.1 200"), length
    assert wire.counted() == before
