"""F6, F7, F8 and F33: the server ends or stands still while a phone sends, and the phone sends again."""

import socket

import pytest

from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from tests.crash.server.killed.processes import Server, until
from tests.crash.server.killed.wire import Wire, phone_over
from tests.crash.server.sending import PointWithPhoto, check_no_half_state, check_whole, fresh
from tests.support.sync import Phone, digest
from tests.support.world import World

HARMED = "tests.crash.server.killed.harmed"
PATIENCE_S = 1.0


def wait_for_part(tools: Toolbox, sent: PointWithPhoto, offset: int) -> None:
    until("the range is on the disk", lambda: tools.incoming.offset(sent.photo_id) >= offset)


def test_f06_killed_in_the_middle_of_an_upload_the_photo_goes_on_from_its_last_range(
    server: Server, world: World, tools: Toolbox
) -> None:
    server.start()
    phone = phone_over(world, server.port)
    sent = PointWithPhoto(phone, 1)
    phone.do(sent.op)
    half = len(sent.bytes) // 2
    assert phone.put(sent.photo_id, sent.bytes, 0, half).get_json() == {"offset": half}
    server.kill()
    with pytest.raises(OSError):
        phone.put(sent.photo_id, sent.bytes, half)
    check_no_half_state(sent, tools.vault)

    server.start()
    # The phone does not remember how far it came: the server does.
    answer = phone.put(sent.photo_id, sent.bytes, half + 100, half + 200)
    assert (answer.status_code, answer.get_json()["offset"]) == (416, half)
    sent.send_photo(half)
    check_whole(sent, tools.vault)
    assert list(tools.incoming.folder.iterdir()) == []


def test_f06_killed_while_a_range_is_on_its_way_none_of_it_counts(
    server: Server, world: World, tools: Toolbox
) -> None:
    server.start()
    phone = phone_over(world, server.port)
    sent = PointWithPhoto(phone, 2)
    phone.do(sent.op)
    half = len(sent.bytes) // 2
    phone.put(sent.photo_id, sent.bytes, 0, half)
    with begun(phone, sent, half) as connection:
        connection.sendall(sent.bytes[half : half + 100])
        server.kill()
    server.start()
    assert tools.incoming.offset(sent.photo_id) == half
    sent.send_photo(half)
    check_whole(sent, tools.vault)


def begun(phone: Phone, sent: PointWithPhoto, start: int) -> socket.socket:
    """A connection on which the head of a range was sent and none of its bytes."""
    assert isinstance(phone.browser, Wire)
    total = len(sent.bytes)
    head = {
        "Host": f"localhost:{phone.browser.port}",
        "Cookie": phone.browser.cookies(),
        "X-Fieldapp": "1",
        "X-Fieldapp-Actor": str(phone.actor.id),
        "Sec-Fetch-Site": "same-origin",
        "Content-Length": str(total - start),
        "Content-Range": f"bytes {start}-{total - 1}/{total}",
        "Repr-Digest": digest(sent.bytes),
    }
    lines = [
        f"PUT /sync/photos/{sent.photo_id} HTTP/1.1",
        *(f"{name}: {said}" for name, said in head.items()),
    ]
    connection = socket.create_connection(("localhost", phone.browser.port), timeout=20)
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


@pytest.mark.parametrize("path", ["/sync/ops", "/sync/photos/"], ids=["the act", "the photo"])
def test_f07_killed_between_the_commit_and_the_answer_there_is_one_row_after_the_resend(
    server: Server, world: World, tools: Toolbox, path: str
) -> None:
    server.start(app=HARMED, FIELDAPP_TEST_HARM=f"before-answering:{path}")
    sent = PointWithPhoto(phone_over(world, server.port), 3)
    if path != "/sync/ops":
        # Ranges before the last one have their answers.
        sent.range_bytes = len(sent.bytes)
    with pytest.raises(OSError):
        sent.send()
    assert server.died() < 0
    server.start()
    sent.send()
    assert sent.is_sent
    expected = "duplicate" if path == "/sync/ops" else "applied"
    assert sent.result is not None and sent.result["result"] == expected
    check_whole(sent, tools.vault)
    again = sent.phone.do(sent.op)
    assert (again["result"], again["rev"]) == ("duplicate", sent.result["rev"])


def test_f08_a_server_that_answers_after_the_phone_gave_up_has_one_row(
    server: Server, world: World, tools: Toolbox
) -> None:
    server.start()
    phone = phone_over(world, server.port, timeout_s=PATIENCE_S)
    sent = PointWithPhoto(phone, 4)
    server.hold_still()
    for _ in range(2):
        # Taken by the kernel, read by nobody: the phone waits, gives up and tries again.
        with pytest.raises(TimeoutError):
            sent.send()
    server.go_on()
    until("what was given up is stored all the same", lambda: world_has(sent))
    assert isinstance(phone.browser, Wire)
    phone.browser.timeout_s = 20
    sent.send()
    assert sent.is_sent
    assert sent.result is not None and sent.result["result"] == "duplicate"
    check_whole(sent, tools.vault)


def world_has(sent: PointWithPhoto) -> bool:
    fresh()
    return by_key(Observation, sent.point_id) is not None


def test_f33_bytes_that_changed_on_the_way_are_never_stored_and_the_photo_begins_anew(
    server: Server, world: World, tools: Toolbox
) -> None:
    server.start()
    phone = phone_over(world, server.port)
    sent = PointWithPhoto(phone, 5)
    phone.do(sent.op)
    half = len(sent.bytes) // 2
    flipped = bytes([sent.bytes[0] ^ 1]) + sent.bytes[1:half]
    assert phone.put(sent.photo_id, sent.bytes, 0, half, body=flipped).status_code == 200
    answer = phone.put(sent.photo_id, sent.bytes, half)
    assert (answer.status_code, answer.get_json()["code"]) == (416, "hash-mismatch")
    assert answer.get_json()["offset"] == 0
    check_no_half_state(sent, tools.vault)
    assert list(tools.vault.kept()) == []
    sent.send_photo()
    check_whole(sent, tools.vault)
