"""Each act once, whatever is sent again, and no act in the way of another."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain import commands
from fieldapp.domain.ids import new_id
from fieldapp.services.capture import apply
from fieldapp.services.capture.act import Act, Outcome
from fieldapp.services.capture.apply import Kind
from fieldapp.store.db import db
from fieldapp.store.observations import of_walk
from fieldapp.store.operations import Operation
from fieldapp.web import session
from tests.support.live_server import LiveServer
from tests.support.sync import Op, Phone, manifest
from tests.support.world import World


def points(world: World) -> int:
    db.session.rollback()
    return len(of_walk(world.walk_id))


def test_the_same_act_again_gets_the_stored_result(world: World, phone: Phone) -> None:
    op = phone.point(text="Släckt", photos=[manifest(b"one")])
    first = phone.do(op)
    for _ in range(3):
        assert phone.do(op) == {**first, "result": "duplicate"}
    assert points(world) == 1


def test_key_order_and_white_space_make_no_other_act(phone: Phone) -> None:
    op = phone.point(text="Släckt")
    phone.do(op)
    turned = dict(reversed([(key, value) for key, value in op.items()]))
    body = json.dumps(phone.batch(turned), indent=3).encode()
    assert phone.post("/sync/ops", body).get_json()["results"][0]["result"] == "duplicate"


def test_the_same_id_with_another_body_is_refused_and_changes_nothing(world: World, phone: Phone) -> None:
    op = phone.point(text="Släckt")
    phone.do(op)
    other = phone.point(text="Trasig", **{})
    for body in ({**op, "payload": {**op["payload"], "text": "Tänd"}}, {**other, "id": op["id"]}):
        result = phone.do(body)
        assert (result["result"], result["code"], result["field"]) == ("rejected", "id-reuse", "id")
    assert points(world) == 1


def test_anothers_id_tells_nothing(world: World, phone: Phone) -> None:
    op = phone.point(text="Hemligt")
    phone.do(op)
    thief = Phone.in_walk(world)
    assert thief.do(op)["code"] == "id-reuse"


def test_a_refused_act_is_refused_alike_when_sent_again_and_goes_with_a_new_id(phone: Phone) -> None:
    poison = phone.point(category="XXX")
    assert phone.do(poison) == phone.do(poison)
    mended = {**poison, "id": str(new_id()), "payload": {**poison["payload"], "category": "BEL"}}
    assert phone.do(mended)["result"] == "applied"


def test_an_edit_that_came_before_its_point_is_taken_once_the_point_is_there(phone: Phone) -> None:
    create = phone.point()
    edit = phone.op("observation.edit", {"text": "Släckt"}, create["entity_id"])
    assert phone.do(edit)["code"] == "not-found"
    assert [one["result"] for one in phone.send(create, edit)] == ["applied", "applied"]


def test_poison_first_does_not_block_what_follows(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(act: Act) -> Outcome:
        db.session.add(Operation(id=new_id(), kind="half", received_at=act.now, rev=0, result={}))
        db.session.flush()
        raise ZeroDivisionError

    monkeypatch.setitem(apply.KINDS, "stop.reached", Kind("walk.capture", broken))
    poison = phone.op("stop.reached", {"walk": str(world.walk_id)}, world.stop_ids()[0])
    results = phone.send(
        poison,
        {"id": "not-a-uuid", "kind": "observation.create"},
        {**phone.point(), "kind": "observation.delete"},
        {**phone.point(), "extra": 1},
        phone.point(),
    )
    assert [(one["result"], one["code"], one["field"]) for one in results] == [
        ("rejected", "unforeseen", None),
        ("rejected", "invalid-field", "id"),
        ("rejected", "unknown-kind", "kind"),
        ("rejected", "invalid-field", "extra"),
        ("applied", None, None),
    ]
    assert results[0]["id"] == poison["id"]
    db.session.rollback()
    assert db.session.query(Operation).filter_by(kind="half").count() == 0


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application behind a real server with several threads."""
    server = LiveServer(app)
    try:
        yield server.url
    finally:
        server.stop()


def send_at_once(address: str, phone: Phone, bodies: list[bytes]) -> list[dict[str, Any]]:
    """Each body in a thread of its own, all released at the same moment."""
    start = Barrier(len(bodies))
    answers: list[list[dict[str, Any]]] = [[] for _ in bodies]
    cookie = f"{session.PHONE}={phone.browser.held(session.PHONE)}"
    headers = {
        "X-Fieldapp": "1",
        "Content-Type": "application/json",
        "Cookie": cookie,
        "Sec-Fetch-Site": "same-origin",
    }

    def send(number: int, body: bytes) -> None:
        start.wait(10)
        request = Request(f"{address}/sync/ops", body, headers, method="POST")  # noqa: S310
        with urlopen(request, timeout=30) as answer:  # noqa: S310
            answers[number] = json.load(answer)["results"]

    threads = [Thread(target=send, args=(number, body)) for number, body in enumerate(bodies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [result for results in answers for result in results]


def test_five_at_the_same_moment_make_one_row_and_five_equal_answers(
    app: Flask, world: World, phone: Phone
) -> None:
    op = phone.point(text="Släckt")
    body = json.dumps(phone.batch(op)).encode()
    db.session.rollback()
    with serving(app) as address:
        results = send_at_once(address, phone, [body] * 5)
    assert sorted(one.pop("result") for one in results) == ["applied"] + ["duplicate"] * 4
    assert all(one == results[0] for one in results)
    assert points(world) == 1


def test_points_of_many_at_the_same_moment_get_each_their_number(
    app: Flask, world: World, phone: Phone
) -> None:
    bodies = [json.dumps(phone.batch(phone.point(), phone.point())).encode() for _ in range(5)]
    db.session.rollback()
    with serving(app) as address:
        results = send_at_once(address, phone, bodies)
    assert {one["result"] for one in results} == {"applied"}
    db.session.rollback()
    assert [row.number for row in of_walk(world.walk_id)] == list(range(1, 11))
    assert len({one["rev"] for one in results}) == 10


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_phone_makes_up_is_answered_and_harms_nobody(phone: Phone, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(commands.PAYLOADS)))
    names = st.sampled_from([*commands.PAYLOADS[kind].__struct_fields__, "extra"])
    payload = data.draw(st.dictionaries(names, _json | st.just(str(phone.actor.walk_id)), max_size=8))
    odd: Op = phone.op(kind, payload, base_rev=data.draw(st.none() | st.integers(-(2**70), 2**70)))
    odd |= data.draw(st.dictionaries(st.sampled_from(sorted(odd)), _json, max_size=1))
    found, good = phone.send(odd, phone.point())
    assert found["result"] in ("applied", "rejected", "conflict", "merged")
    assert found["code"] != "unforeseen"
    assert good["result"] == "applied"
