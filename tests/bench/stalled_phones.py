"""How long a page takes while 300 phones stall, beside the same page when nobody does."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measured import Measured
from tests.support.served import Served
from tests.support.stalled import Stall, page_times, stalled

ROOT = Path(__file__).resolve().parents[2]
_MANY = 300
_BOUND_S = 0.2
#: What the first page is drawn of: the largest file that each phone fetches.
_FILE = "/static/release/vendor/leaflet/leaflet.js"


def measure() -> list[Measured]:
    with TemporaryDirectory() as folder:
        environ = {"FIELDAPP_ENV": "demo", "FIELDAPP_DATA_DIR": folder}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "upgrade"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}, check=True, capture_output=True)
        server = Served(Path(folder))
        try:
            page_times(server.port)
            return [row for how in Stall for row in _measure(server.port, how)]
        finally:
            server.stop()


def _measure(port: int, how: Stall) -> list[Measured]:
    alone = page_times(port)
    with stalled(port, how, _MANY, _FILE):
        among = page_times(port)
    words = f"a page while {_MANY} phones stall, {how}"
    return [
        Measured(f"{words}: p95", among.p95_s * 1000, _BOUND_S * 1000, "ms"),
        Measured(f"{words}: median ÷ median alone", among.median_s / alone.median_s, 4, "ratio"),
    ]
