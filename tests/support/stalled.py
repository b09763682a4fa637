"""Phones at the edge of coverage, many at once: they send half and stall, or read an answer byte by byte."""

import socket
import statistics
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum

_RANGE = 256 * 1024
_PATH = "/sync/photos/01a20353-1573-7371-9790-04e4eeb5d8b9"


class Stall(StrEnum):
    """Where in the exchange the phone stops."""

    HALF_A_RANGE = "half a range sent"
    HEADERS_ONLY = "headers only sent"
    HALF_A_HEADER = "half a header sent"
    READS_SLOWLY = "answer not read"


@contextmanager
def stalled(port: int, how: Stall, count: int, page: str = "/") -> Iterator[list[socket.socket]]:
    """That many connections which stall until the end of the block."""
    with ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            _connect(one, port)
        for one in found:
            one.sendall(_beginning(how, page))
        yield found


def _connect(one: socket.socket, port: int) -> None:
    # Little of the answer fits on the way: the rest stays with the server.
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.settimeout(20)
    one.connect(("127.0.0.1", port))


def _beginning(how: Stall, page: str) -> bytes:
    head = (
        f"PUT {_PATH} HTTP/1.1\r\nHost: localhost\r\nX-Fieldapp: 1\r\n"
        f"Content-Range: bytes 0-{_RANGE - 1}/{_RANGE * 8}\r\nContent-Length: {_RANGE}\r\n\r\n"
    ).encode()
    match how:
        case Stall.HALF_A_RANGE:
            return head + b"\xff" * (_RANGE // 2)
        case Stall.HEADERS_ONLY:
            return head
        case Stall.HALF_A_HEADER:
            return head[:60]
        case Stall.READS_SLOWLY:
            return f"GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


@dataclass(frozen=True)
class Answered:
    """How long a page took, of many times."""

    median_s: float
    p95_s: float
    worst_s: float


def page_times(port: int, times: int = 100, path: str = "/") -> Answered:
    """A page asked again and again, each time by a new visitor."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            answer.read()
        taken.append(time.perf_counter() - started)
    taken.sort()
    return Answered(statistics.median(taken), taken[int(times * 0.95) - 1], taken[-1])
