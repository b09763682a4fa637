"""A bad network between browser and server: it cuts, drops, stalls, flips and slows, by rule or by seed."""

import asyncio
import contextlib
import itertools
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

_CHUNK = 16 * 1024
_HEAD_MAX = 128 * 1024
#: Closing with this linger sends RST at once instead of FIN.
_AT_ONCE = struct.pack("ii", 1, 0)


class Kind(StrEnum):
    """What may happen to one request."""

    PASS = "pass"  # noqa: S105
    CUT_UP = "cut_up"
    CUT_DOWN = "cut_down"
    DROP_ANSWER = "drop_answer"
    STALL = "stall"
    FLIP = "flip"
    SLOW = "slow"


@dataclass(frozen=True)
class Harm:
    """`after`: bytes of the request (its head counts) or, for `CUT_DOWN`, of its answer, that still pass.

    For `FLIP` it is the place in the body; `reset` cuts with RST instead of FIN; `rate` is bytes a second.
    """

    kind: Kind = Kind.PASS
    after: int = 0
    reset: bool = False
    rate: int = 0


PASS = Harm()


@dataclass(frozen=True)
class Asked:
    """One request as the plan sees it: `number` counts all, `length` is the announced body."""

    number: int
    method: str
    path: str
    length: int
    head: int


Plan = Callable[[Asked], Harm]


def all_passes(_asked: Asked) -> Harm:
    return PASS


@dataclass
class Rule:
    """The next `times` requests with this method and path get this harm."""

    harm: Harm
    method: str = ""
    path: str = ""
    times: int = 1

    def fits(self, asked: Asked) -> bool:
        return self.times > 0 and asked.method.startswith(self.method) and asked.path.startswith(self.path)


def by_rules(rules: Sequence[Rule]) -> Plan:
    """The first rule that fits, used up one time; all else passes."""

    def plan(asked: Asked) -> Harm:
        for rule in rules:
            if rule.fits(asked):
                rule.times -= 1
                return rule.harm
        return PASS

    return plan


#: How often each harm comes. A flipped byte is for photo ranges alone: words have no hash of their own.
WEIGHTS = {
    Kind.CUT_UP: 6,
    Kind.CUT_DOWN: 4,
    Kind.DROP_ANSWER: 6,
    Kind.STALL: 1,
    Kind.FLIP: 2,
    Kind.SLOW: 2,
}


def by_seed(seed: int, share: float, only: str = "/sync/") -> Plan:
    """This share of the requests to `only` is harmed; the same seed gives the same list of harms."""
    chance = random.Random(seed)  # noqa: S311
    kinds, weights = list(WEIGHTS), list(WEIGHTS.values())

    def plan(asked: Asked) -> Harm:
        if not asked.path.startswith(only) or chance.random() >= share:
            return PASS
        (kind,) = chance.choices(kinds, weights)
        if kind is Kind.FLIP and asked.method != "PUT":
            kind = Kind.DROP_ANSWER
        reset = chance.random() < 0.5
        whole = asked.head + asked.length
        match kind:
            case Kind.CUT_UP | Kind.STALL:
                return Harm(kind, after=chance.randrange(whole), reset=reset)
            case Kind.CUT_DOWN:
                return Harm(kind, after=chance.randrange(1, 400), reset=reset)
            case Kind.FLIP:
                return Harm(kind, after=chance.randrange(max(1, asked.length)))
            case Kind.SLOW:
                return Harm(kind, rate=chance.choice((20_000, 100_000)))
        return Harm(kind, reset=reset)

    return plan


@dataclass
class _Exchange:
    """One request and how far it and its answer have come."""

    harm: Harm = PASS
    head: int = 0
    up: int = 0
    down: int = 0


@dataclass(eq=False)
class _Connection:
    """A browser's connection and the one to the server that belongs to it."""

    requests: asyncio.StreamReader
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    now: _Exchange = field(default_factory=_Exchange)
    is_cut: bool = False

    def cut(self, reset: bool) -> None:
        """End both sides, as a network that is gone does."""
        self.is_cut = True
        for side in (self.client, self.server):
            _end(side, reset)


def _end(side: asyncio.StreamWriter, reset: bool) -> None:
    found = side.get_extra_info("socket")
    with contextlib.suppress(OSError):
        if reset:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        else:
            found.shutdown(socket.SHUT_WR)
    if reset:
        side.transport.abort()
    else:
        side.close()


class ChaosProxy:
    """Listens at `port` and passes on to `target_port`; `plan` and `target_port` may be changed at any time.

    `counts` says what was done, by `Kind`, and under `fin`, `rst`, `requests`, `connections`, `unreachable`.
    """

    def __init__(self, target_port: int, plan: Plan = all_passes, port: int = 0) -> None:
        self.target_port = target_port
        self.plan = plan
        self.port = port
        self.counts: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self._connections: set[_Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chaos-proxy", daemon=True)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def __enter__(self) -> "ChaosProxy":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def heal(self) -> None:
        """From now on all passes; what stalls or crawls is cut, so that it is asked again."""
        self.plan = all_passes
        self._loop.call_soon_threadsafe(self._cut_harmed)

    def cut_all(self, reset: bool = False) -> None:
        """Cut every connection there is."""
        self._loop.call_soon_threadsafe(self._cut, reset)

    def _cut(self, reset: bool) -> None:
        for one in list(self._connections):
            one.cut(reset)

    def _cut_harmed(self) -> None:
        for one in list(self._connections):
            if one.now.harm.kind is not Kind.PASS:
                one.cut(reset=False)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._accepted, "127.0.0.1", self.port, limit=_HEAD_MAX, backlog=1024
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def _close(self) -> None:
        self._server.close()
        self._cut(reset=True)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counts["connections"] += 1
        try:
            answers, server = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            self.counts["unreachable"] += 1
            _end(writer, reset=True)
            return
        found = _Connection(reader, writer, server)
        self._connections.add(found)
        try:
            await asyncio.gather(self._up(found), self._down(found, answers))
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            found.cut(reset=True)
        finally:
            self._connections.discard(found)
            if not found.is_cut:
                found.cut(reset=False)

    async def _up(self, found: _Connection) -> None:
        """Requests, one after the other; a browser that has ended ends the server's side too."""
        while not found.is_cut:
            try:
                head = await found.requests.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError as short:
                head = short.partial
            if not head:
                break
            asked = self._asked(head)
            found.now = _Exchange(self._judge(asked), len(head))
            await self._pass_up(found, head)
            left = asked.length
            while left and not found.is_cut:
                data = await found.requests.read(min(left, _CHUNK))
                if not data:
                    break
                left -= len(data)
                await self._pass_up(found, data)
        if not found.is_cut and found.server.can_write_eof():
            found.server.write_eof()

    async def _down(self, found: _Connection, answers: asyncio.StreamReader) -> None:
        while data := await answers.read(_CHUNK):
            now = found.now
            harm = now.harm
            if harm.kind is Kind.DROP_ANSWER:
                return self._do_cut(found, harm)
            if harm.kind is Kind.CUT_DOWN and now.down + len(data) > harm.after:
                data = data[: harm.after - now.down]
                found.client.write(data)
                await found.client.drain()
                return self._do_cut(found, harm)
            now.down += len(data)
            await _slowly(found.client, data, harm.rate)
        # The server has ended the connection: the browser sees the same.
        if not found.is_cut:
            found.cut(reset=False)
        return None

    async def _pass_up(self, found: _Connection, data: bytes) -> None:
        now, harm = found.now, found.now.harm
        before, now.up = now.up, now.up + len(data)
        if harm.kind in (Kind.CUT_UP, Kind.STALL) and now.up > harm.after:
            found.server.write(data[: max(0, harm.after - before)])
            await found.server.drain()
            if harm.kind is Kind.CUT_UP:
                return self._do_cut(found, harm)
            self.counts[Kind.STALL] += 1
            # What comes is lost on the way, until one of the three has had enough.
            while await found.requests.read(_CHUNK):
                pass
            return found.cut(harm.reset)
        if harm.kind is Kind.FLIP and before <= now.head + harm.after < now.up:
            self.counts[Kind.FLIP] += 1
            data = _flipped(data, now.head + harm.after - before)
        await _slowly(found.server, data, harm.rate)
        return None

    def _do_cut(self, found: _Connection, harm: Harm) -> None:
        self.counts[harm.kind] += 1
        self.counts["rst" if harm.reset else "fin"] += 1
        found.cut(harm.reset)

    def _judge(self, asked: Asked) -> Harm:
        self.counts["requests"] += 1
        harm = self.plan(asked)
        if harm.kind is Kind.SLOW:
            self.counts[Kind.SLOW] += 1
        if harm.kind in (Kind.CUT_UP, Kind.STALL):
            # A cut after the last byte would be no cut.
            harm = replace(harm, after=min(harm.after, asked.head + asked.length - 1))
        return harm

    def _asked(self, head: bytes) -> Asked:
        first, *lines = head.decode("latin-1").split("\r\n")
        method, _, rest = first.partition(" ")
        lengths = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
        length = int(lengths[0]) if lengths and lengths[0].strip().isdecimal() else 0
        return Asked(next(self._numbers), method, rest.partition(" ")[0], length, len(head))


def _flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


async def _slowly(side: asyncio.StreamWriter, data: bytes, rate: int) -> None:
    """Write all, at most `rate` bytes a second where one is given."""
    step = max(1, rate // 10) if rate else len(data)
    for start in range(0, len(data), step):
        side.write(data[start : start + step])
        await side.drain()
        if rate:
            await asyncio.sleep(0.1)
