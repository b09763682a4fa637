"""The server as an operator starts it, `flask fieldapp serve`: killed and started again on the same port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config import ROOT

_WAIT_S = 60.0
_CLOCK_TICK_S = 0.03


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A process of its own on a folder that has its tables already; `environ` adds settings."""

    def __init__(self, folder: Path, app: str = "wsgi", host: str = "127.0.0.1", **environ: str) -> None:
        self.app, self.host = app, host
        self.port = free_port()
        self.log = folder / "serve.log"
        self.environ = {
            **os.environ,
            "FIELDAPP_ENV": "demo",
            "FIELDAPP_DATA_DIR": str(folder),
            **environ,
        }
        if "DATABASE_URL" not in environ:
            self.environ.pop("DATABASE_URL", None)
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Come back, as the system's supervisor does; waits until it answers."""
        command = [sys.executable, "-m", "flask", "--app", self.app, "fieldapp", "serve"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--host", self.host, "--port", str(self.port)],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def children(self) -> set[int]:
        """The processes that it started: the delivery."""
        found = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(number) for file in found for number in file.read_text().split()}

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            body: bytes = answer.read()
        return body

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                self.get("/health/live")
                return
            except OSError:
                time.sleep(_CLOCK_TICK_S)
        raise RuntimeError(self.log.read_text(encoding="utf-8"))
