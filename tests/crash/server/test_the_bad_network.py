"""The network that faults come from does what it says: else a test of a fault would test nothing."""

import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.support.chaos_proxy import PASS, Asked, ChaosProxy, Harm, Kind, Rule, by_rules, by_seed

BODY = bytes(range(256)) * 40
ANSWER = b"taken" * 100


class Listener(ThreadingHTTPServer):
    """Answers every PUT, and keeps what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[bytes] = []

    def handle_error(self, *_: object) -> None:
        """A cut connection is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:  # noqa: N802
        assert isinstance(self.server, Listener)
        self.server.came.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        """Nothing to say."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def proxy(listener: Listener) -> Iterator[ChaosProxy]:
    with ChaosProxy(listener.server_port) as found:
        yield found


def put(proxy: ChaosProxy, timeout_s: float = 10) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=timeout_s)
    try:
        connection.request("PUT", "/sync/photos/1", BODY)
        return connection.getresponse().read()
    finally:
        connection.close()


def harmed(proxy: ChaosProxy, harm: Harm) -> None:
    proxy.plan = by_rules([Rule(harm, "PUT", "/sync/")])


def came_whole(listener: Listener) -> bool:
    until = time.monotonic() + 5
    while not listener.came and time.monotonic() < until:
        time.sleep(0.01)
    return listener.came == [BODY]


def test_a_request_that_is_let_pass_is_answered(proxy: ChaosProxy, listener: Listener) -> None:
    assert put(proxy) == ANSWER
    assert listener.came == [BODY]
    assert proxy.counts["requests"] == 1


@pytest.mark.parametrize(("reset", "how"), [(False, "fin"), (True, "rst")])
def test_a_cut_request_comes_in_part_and_only_once(
    proxy: ChaosProxy, listener: Listener, reset: bool, how: str
) -> None:
    harmed(proxy, Harm(Kind.CUT_UP, after=2000, reset=reset))
    with pytest.raises(OSError):
        put(proxy)
    assert proxy.counts["cut_up"] == proxy.counts[how] == 1
    assert put(proxy) == ANSWER
    # What was cut came short, if the listener has read it at all.
    assert [one for one in listener.came if len(one) == len(BODY)] == [BODY]


def test_a_dropped_answer_was_computed(proxy: ChaosProxy, listener: Listener) -> None:
    harmed(proxy, Harm(Kind.DROP_ANSWER))
    with pytest.raises((OSError, http.client.HTTPException)):
        put(proxy)
    assert came_whole(listener)


def test_a_cut_answer_ends_amid_it(proxy: ChaosProxy, listener: Listener) -> None:
    harmed(proxy, Harm(Kind.CUT_DOWN, after=300))
    with pytest.raises((OSError, http.client.HTTPException)):
        put(proxy)
    assert came_whole(listener)


def test_one_byte_is_another(proxy: ChaosProxy, listener: Listener) -> None:
    harmed(proxy, Harm(Kind.FLIP, after=5000))
    put(proxy)
    [came] = listener.came
    assert [place for place, (one, other) in enumerate(zip(came, BODY, strict=True)) if one != other] == [
        5000
    ]


def test_a_slow_network_takes_its_time_and_brings_all(proxy: ChaosProxy, listener: Listener) -> None:
    harmed(proxy, Harm(Kind.SLOW, rate=40_000))
    started = time.monotonic()
    assert put(proxy) == ANSWER
    assert time.monotonic() - started > len(BODY) / 40_000 * 0.8
    assert listener.came == [BODY]


def test_what_stalls_is_freed_when_the_network_heals(proxy: ChaosProxy, listener: Listener) -> None:
    harmed(proxy, Harm(Kind.STALL, after=1000))
    with pytest.raises(TimeoutError):
        put(proxy, timeout_s=0.3)
    threading.Timer(0.3, proxy.heal).start()
    harmed(proxy, Harm(Kind.STALL, after=1000))
    with pytest.raises((OSError, http.client.HTTPException)):
        put(proxy)
    assert put(proxy) == ANSWER


def test_a_server_that_is_not_there_is_a_network_that_is_not_there(proxy: ChaosProxy) -> None:
    proxy.target_port = 1
    with pytest.raises((OSError, http.client.HTTPException)):
        put(proxy)
    assert proxy.counts["unreachable"] == 1


def test_a_seed_harms_the_same_requests_in_the_same_way() -> None:
    def harms(seed: int) -> list[Harm]:
        plan = by_seed(seed, share=0.3)
        return [plan(Asked(number, "PUT", "/sync/photos/1", 5000, 300)) for number in range(300)]

    assert harms(5) == harms(5) != harms(6)
    spoiled = [one for one in harms(5) if one != PASS]
    assert 60 < len(spoiled) < 120
    assert {one.kind for one in spoiled} == set(Kind) - {Kind.PASS}
    assert by_seed(5, share=1)(Asked(1, "GET", "/walk", 0, 300)) == PASS
