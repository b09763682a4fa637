"""A server as its operator starts it, in processes of its own, to be killed, stopped and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from config import ROOT

WAIT_S = 60.0


def until(what: str, holds: Callable[[], object], wait_s: float = WAIT_S) -> None:
    """Wait for a condition; fails the test with `what` when it never holds."""
    end = time.monotonic() + wait_s
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError(f"never came true: {what}")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


class Server:
    """`flask --app wsgi fieldapp serve` over a folder and a database; another `app` may harm it."""

    def __init__(self, data_dir: Path, database_url: str) -> None:
        self.port = free_port()
        self.data_dir = data_dir
        self.log = data_dir.parent / "server.log"
        self.environ = {
            **os.environ,
            "FIELDAPP_ENV": "demo",
            "FIELDAPP_DATA_DIR": str(data_dir),
            "FIELDAPP_BASE_URL": f"http://localhost:{self.port}",
            "DATABASE_URL": database_url,
            # Decoders are counted per machine; those of other tests do not count here.
            "TMPDIR": str(data_dir.parent),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the server was not started"
        return self._process

    def command(self, *words: str, app: str = "wsgi", **environ: str) -> subprocess.Popen[bytes]:
        """A `flask fieldapp` command over the same folder and database."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", app, "fieldapp", *words],
                cwd=ROOT,
                env={**self.environ, **environ},
                stdout=log,
                stderr=log,
            )

    def start(self, app: str = "wsgi", **environ: str) -> "Server":
        self._process = self.command("serve", "--port", str(self.port), app=app, **environ)
        until(f"the server answers\n{self.log.read_text()}", self._is_ready)
        return self

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            address = f"http://127.0.0.1:{self.port}/health/ready"
            with urllib.request.urlopen(address, timeout=WAIT_S) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """What a power cut or the kernel does: web and delivery end at once, without a last word."""
        children = self.children()
        self.process.kill()
        self.process.wait()
        for child in children:
            if is_alive(child):
                os.kill(child, signal.SIGKILL)

    def died(self) -> int:
        """Wait for a server that kills itself; its exit code, negative for a signal."""
        children = self.children()
        code = self.process.wait(WAIT_S)
        for child in children:
            if is_alive(child):
                os.kill(child, signal.SIGKILL)
        return code

    def hold_still(self) -> None:
        """Every thread stands where it is; connections are accepted by the kernel and nobody answers."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def children(self) -> set[int]:
        found = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(number) for file in found for number in file.read_text().split()}

    def end(self) -> None:
        """Leave nothing running, whatever the test did."""
        if self._process is not None and self._process.poll() is None:
            self.go_on()
            self.kill()
