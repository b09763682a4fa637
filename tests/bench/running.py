"""How soon the server answers after its start, and how much memory it holds when nobody asks."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measured import Measured

ROOT = Path(__file__).resolve().parents[2]
_GIVE_UP_S = 20


def measure() -> list[Measured]:
    with TemporaryDirectory() as folder:
        environ = {**os.environ, "FIELDAPP_ENV": "demo", "FIELDAPP_DATA_DIR": folder}
        flask = [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp"]
        subprocess.run([*flask, "upgrade"], cwd=ROOT, env=environ, check=True, capture_output=True)
        port = _free_port()
        started = time.perf_counter()
        server = subprocess.Popen(
            [*flask, "serve", "--port", str(port)], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
        )
        try:
            ready_s = _wait(f"http://127.0.0.1:{port}/health/live", started)
            memory_mb = _memory_mb(server.pid)
        finally:
            server.terminate()
            server.wait(timeout=20)
    return [
        Measured("start to first answer", ready_s, 2.0, "seconds"),
        Measured("memory at rest, server and delivery", memory_mb, 250, "MB"),
    ]


def _wait(url: str, started: float) -> float:
    while time.perf_counter() - started < _GIVE_UP_S:
        try:
            with urllib.request.urlopen(url):  # noqa: S310
                return time.perf_counter() - started
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise TimeoutError(url)


def _memory_mb(pid: int) -> float:
    """Proportional memory of the process and its children, in megabytes."""
    time.sleep(1.5)
    family = [pid, *_children(pid)]
    total_kb = 0
    for member in family:
        for line in Path(f"/proc/{member}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total_kb += int(line.split()[1])
    return total_kb / 1024


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
