"""Addresses from a real server on this machine: kept, asked for once a second, never waited for."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from fieldapp.places.addresses import AddressFinder
from fieldapp.services import addressing
from fieldapp.services.review import reading
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.addresses import Address
from fieldapp.store.db import by_key, db
from tests.services.points import add_point, again, let_go
from tests.support.world import World

WHERE = {"lat": "59.5028", "lon": "17.7431", "display_name": "14, Hagnäsvägen, Brunna"}
HAGNAS = {**WHERE, "address": {"house_number": "14", "road": "Hagnäsvägen", "suburb": "Brunna"}}


class Nominatim(ThreadingHTTPServer):
    """Answers like the real one, with whatever the test wants it to say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, str]] = []
        self.body: Callable[[], bytes] = lambda: json.dumps(HAGNAS).encode()
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Nominatim

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        self.server.asked.append({name: values[0] for name, values in query.items()})
        body = self.server.body()
        try:
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def nominatim() -> Iterator[Nominatim]:
    server = Nominatim()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def asking(tools: Toolbox, nominatim: Nominatim) -> Toolbox:
    return replace(tools, addresses=AddressFinder(nominatim.url))


def fill(tools: Toolbox, most: int = 20) -> tuple[int, list[float]]:
    """How many points got words, and the waits between the questions."""
    waits: list[float] = []
    db.session.rollback()
    return addressing.fill_in(tools, most, waits.append), waits


def test_a_point_gets_street_and_neighbourhood_and_never_a_house_number(
    world: World, asking: Toolbox, nominatim: Nominatim
) -> None:
    point = add_point(world)
    before = point.rev
    assert fill(asking) == (1, [])
    assert again(point).place == "Hagnäsvägen, Brunna"
    assert again(point).rev > before
    assert nominatim.asked[0]["lat"] == "59.5028"


def test_one_place_is_asked_for_once_and_others_a_second_apart(
    world: World, asking: Toolbox, nominatim: Nominatim
) -> None:
    for lat in (59.5, 59.50001, 59.51, 59.52):
        add_point(world, lat=lat)
    assert fill(asking) == (4, [1.0, 1.0])
    assert len(nominatim.asked) == 3
    late = add_point(world, lat=59.51)
    assert fill(asking) == (1, [])
    assert len(nominatim.asked) == 3
    assert again(late).place == "Hagnäsvägen, Brunna"


def test_a_round_asks_for_no_more_than_it_may(world: World, asking: Toolbox, nominatim: Nominatim) -> None:
    for number in range(4):
        add_point(world, lat=59.5 + number / 100)
    assert fill(asking, most=3)[0] == 3
    assert len(nominatim.asked) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Welcome to the hotel</html>",
        b"",
        b"[]",
        b"null",
        b'{"error": "Unable to geocode"}',
        b'{"address": "no"}',
        b'{"address": {"road": ""}}',
        b"\xff\xfe\x00",
    ],
)
def test_an_answer_that_is_none_leaves_the_stop_s_name_and_is_asked_again_a_day_later(
    world: World, asking: Toolbox, nominatim: Nominatim, body: bytes
) -> None:
    stop = world.stop_ids()[1]
    point = add_point(world, stop_id=stop)
    nominatim.body = lambda: body
    assert fill(asking)[0] == 0
    assert fill(asking)[0] == 0
    assert len(nominatim.asked) == 1
    shown = reading.show(asking, world.actor(world.ann), world.walk_id)
    assert shown is not None and shown.place == "Hagnäsvägen"
    nominatim.body = lambda: json.dumps(HAGNAS).encode()
    world.tools.clock.pass_time(days=1, hours=1)  # type: ignore[attr-defined]
    assert fill(asking)[0] == 1
    assert again(point).place == "Hagnäsvägen, Brunna"


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_a_server_in_trouble_is_no_trouble_here(
    world: World, asking: Toolbox, nominatim: Nominatim, status: int
) -> None:
    add_point(world)
    nominatim.status = status
    assert fill(asking)[0] == 0


def test_a_huge_answer_is_cut_to_what_a_place_may_be_called(
    world: World, asking: Toolbox, nominatim: Nominatim
) -> None:
    point = add_point(world)
    nominatim.body = lambda: json.dumps({**WHERE, "address": {"road": "Hagnäs" * 500_000}}).encode()
    assert fill(asking)[0] == 1
    assert len(again(point).place) == 200


def test_a_slow_server_costs_its_time_limit_and_holds_no_lock(
    world: World, asking: Toolbox, nominatim: Nominatim
) -> None:
    add_point(world)
    release = threading.Event()

    def slowly() -> bytes:
        # While the server is asked, the desk writes as ever.
        add_in_between(world)
        release.wait(10)
        return b"{}"

    nominatim.body = slowly
    started = time.monotonic()
    filled, _waits = fill(asking, most=1)
    release.set()
    assert filled == 0
    assert time.monotonic() - started < 8


def add_in_between(world: World) -> None:
    with world.app.app_context():
        add_point(world, lat=59.6)
        db.session.remove()


def test_without_a_server_nothing_is_asked(world: World) -> None:
    add_point(world)
    assert fill(world.tools) == (0, [])


def test_what_is_known_is_read_from_the_cache_alone(
    world: World, asking: Toolbox, nominatim: Nominatim
) -> None:
    add_point(world)
    fill(asking)
    let_go()
    assert addressing.known(59.5028, 17.7431) == "Hagnäsvägen, Brunna"
    assert addressing.known(59.6, 17.7) == ""
    assert addressing.known(None, None) == ""
    assert addressing.known(0, 0) == ""
    assert by_key(Address, addressing.cell_of(59.5028, 17.7431)) is not None
    assert len(nominatim.asked) == 1
