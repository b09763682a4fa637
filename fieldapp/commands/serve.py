"""flask fieldapp serve: the web server in front, delivery beside it, both stopped by one signal."""

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from types import FrameType
from typing import Any

import click
from flask import Flask, current_app

from config import ROOT, Settings
from fieldapp.commands.demo import in_words
from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.commands.web_server import web_server
from fieldapp.services import demo
from fieldapp.services.backup import unfinished

#: Names that mean every address of this machine.
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
_GRACE_S = 20.0
_RESTART_WAITS_S = (1.0, 2.0, 5.0, 15.0, 60.0)


@fieldapp_commands.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the web and deliver messages, until Ctrl-C or SIGTERM."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    address = address_of(host, port)
    settings: Settings = app.extensions["fieldapp.settings"]
    _refuse_half_a_database(app)
    if settings.is_demo and "FIELDAPP_BASE_URL" not in os.environ:
        _live_at(app, address)
    server = _web_server(app, settings, host, port)
    delivery = Delivery()
    signal.signal(signal.SIGTERM, _stop)
    try:
        delivery.start()
        for line in (*_welcome(app, address), *_for_phones(host, port)):
            say(line)
        server.run()
    except KeyboardInterrupt:
        server.close()
    finally:
        delivery.stop()
        say("stopped")


def _refuse_half_a_database(app: Flask) -> None:
    """A restore or an upgrade that was killed comes to its end before anybody sees or changes anything."""
    interrupted = unfinished.words(app.extensions["fieldapp.toolbox"])
    if interrupted is not None:
        raise click.ClickException(interrupted)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def address_of(host: str, port: int) -> str:
    """Where this machine itself finds the server."""
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _live_at(app: Flask, address: str) -> None:
    """In the demo, links name the address that is served."""
    os.environ["FIELDAPP_BASE_URL"] = address
    app.extensions["fieldapp.settings"] = replace(app.extensions["fieldapp.settings"], base_url=address)
    app.extensions["fieldapp.toolbox"] = replace(app.extensions["fieldapp.toolbox"], base_url=address)


def _web_server(app: Flask, settings: Settings, host: str, port: int) -> Any:
    try:
        return web_server(app, host, port, behind_proxy=settings.proxy_hops > 0)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from error


def _welcome(app: Flask, address: str) -> list[str]:
    """The links to open: all doors of the demo where it is loaded, else the address."""
    # A context of its own: what it reads must not stay open for as long as the server runs.
    with app.app_context():
        links = demo.links(app.extensions["fieldapp.toolbox"])
    if links:
        return ["", *in_words(links), ""]
    return [f"fieldapp is open at {address}"]


def _for_phones(host: str, port: int) -> list[str]:
    """How others in the same network find a server that listens everywhere, and what they lack there."""
    found = lan_address() if host in EVERYWHERE else None
    if found is None:
        return []
    return [
        f"In the same network it is open at {address_of(found, port)}",
        "A phone there has no position and no offline mode: browsers give those to https only.",
        "",
    ]


def lan_address() -> str | None:
    """This machine's address in its network, None where it has none; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # An address kept for documentation: only the route to it is asked for.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if found.startswith("127.") or found == "0.0.0.0" else found  # noqa: S104


class Delivery:
    """The child process that delivers; one that dies is started again, with a word about it."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_alive, name="delivery", daemon=True)

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        """End the child after the message in its hands."""
        self._stopping.set()
        self._end()
        self._watch.join(_GRACE_S)
        if self._watch.is_alive() and self._child is not None:
            self._child.kill()

    def _end(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def _keep_alive(self) -> None:
        deaths = 0
        while not self._stopping.is_set():
            self._child = self._begin()
            if self._stopping.is_set():
                self._end()
            code = self._child.wait()
            if self._stopping.is_set():
                return
            wait_s = _RESTART_WAITS_S[min(deaths, len(_RESTART_WAITS_S) - 1)]
            deaths += 1
            say(f"delivery ended with code {code}; starting it again in {wait_s:g} s")
            self._stopping.wait(wait_s)

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "deliver"]
        # Ctrl-C reaches the foreground process alone; it then asks the child to end.
        return subprocess.Popen(
            [*command, "--parent", str(os.getpid())], cwd=ROOT, start_new_session=True, env=os.environ
        )
