"""The web server that `serve` runs: waitress, set for phones that are slow, silent or many."""

import re
import resource
import time
from copy import copy
from typing import Any
from weakref import WeakSet

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

#: Waitress reads a whole request before a thread sees it: a slow phone holds a connection, not a thread.
THREADS = 16
CONNECTIONS = 1000
_CONNECTIONS_LEAST = 50
BODY_MAX_BYTES = 27 * 1024 * 1024
#: A phone's whole queue as a file. The cookie that is asked for can be made up, so few come at a time.
QUEUE_MAX_BYTES = 1025 * 1024 * 1024
QUEUES_AT_ONCE = 8
_QUEUE_PATH = re.compile(r"/sync/rescue|/walks/[0-9a-f-]{36}/rescue")
#: A photo's range (256 KiB) waits in memory; only longer bodies, from forms, are written to a file meanwhile.
BODY_IN_MEMORY_BYTES = 512 * 1024
HEADERS_MAX_BYTES = 64 * 1024
#: A connection on which nothing moves for so long is closed; one that moves, however slowly, is not.
SILENT_MAX_S = 60
LOOKS_EVERY_S = 5
#: With all connections taken, one that was silent for so long makes room for whoever comes.
SILENT_WHEN_FULL_S = 5.0
_ROOM_FOR = 50
#: Files beside the connections: the database's, photos, bodies of forms on their way, the delivery.
_OTHER_FILES = 500
_FILES_WANTED = 8192


class QueueTakingParser(HTTPRequestParser):  # type: ignore[misc]
    """The body's limit is judged by its address, before a byte of the body is read."""

    adj: Any
    #: Those that are on their way, or in a thread's hand: their bodies lie on the disk.
    taking: WeakSet["QueueTakingParser"] = WeakSet()

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.content_length < self.adj.max_request_body_size or len(self.taking) >= QUEUES_AT_ONCE:
            return
        is_known = "fieldapp" in self.headers.get("COOKIE", "")
        if is_known and self.command == "POST" and _QUEUE_PATH.fullmatch(self.path):
            self.taking.add(self)
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = QUEUE_MAX_BYTES


class QueueTakingChannel(HTTPChannel):  # type: ignore[misc]
    parser_class = QueueTakingParser


class RoomyServer(TcpWSGIServer):  # type: ignore[misc]
    """At its limit, waitress lets everybody wait; this one closes those who have been silent longest."""

    channel_class = QueueTakingChannel
    silent_when_full_s = SILENT_WHEN_FULL_S

    def readable(self) -> bool:
        if len(self._map) >= self.adj.connection_limit:
            self._make_room(time.time() - self.silent_when_full_s)
        return bool(super().readable())

    def _make_room(self, before: float) -> None:
        silent = [
            one
            for one in self.active_channels.values()
            if not one.requests and one.last_activity < before and not one.will_close
        ]
        for one in sorted(silent, key=_loses)[:_ROOM_FOR]:
            one.will_close = True
        if silent:
            self.pull_trigger()


def _loses(one: HTTPChannel) -> tuple[bool, float]:
    """Whoever waits for a next question before whoever is amid one; then the longest silent."""
    return one.request is not None or one.total_outbufs_len > 0, one.last_activity


def web_server(app: Flask, host: str, port: int, *, behind_proxy: bool, **changes: Any) -> Any:
    """A server that listens already; `run()` answers until `close()`. `OSError` where it cannot listen.

    `changes` replace settings of waitress.
    """
    settings: dict[str, Any] = {
        "host": host,
        "port": port,
        "threads": THREADS,
        "connection_limit": max(_CONNECTIONS_LEAST, min(CONNECTIONS, _raise_files() - _OTHER_FILES)),
        "backlog": 1024,
        "asyncore_use_poll": True,
        "max_request_body_size": BODY_MAX_BYTES,
        "max_request_header_size": HEADERS_MAX_BYTES,
        "inbuf_overflow": BODY_IN_MEMORY_BYTES,
        "channel_timeout": SILENT_MAX_S,
        "cleanup_interval": LOOKS_EVERY_S,
        "ident": None,
        # Without a proxy these headers are lies; with one, the application counts the hops.
        "clear_untrusted_proxy_headers": not behind_proxy,
    }
    adjustments = Adjustments(**{**settings, **changes})
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(adjustments.threads)
    channels: dict[int, Any] = {}
    servers = [
        RoomyServer(app, channels, True, None, dispatcher=dispatcher, adj=adjustments, sockinfo=place)
        for place in adjustments.listen
    ]
    if len(servers) == 1:
        return servers[0]
    listening = [(one.effective_host, one.effective_port) for one in servers]
    return MultiSocketServer(channels, adjustments, listening, dispatcher, servers[-1].log_info)


def _raise_files() -> int:
    """Let this process open as many files as it may, up to what it wants; returns how many it now may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES_WANTED if hard == resource.RLIM_INFINITY else min(hard, _FILES_WANTED)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return _FILES_WANTED if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most
