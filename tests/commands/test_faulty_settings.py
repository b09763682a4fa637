"""Somebody who starts it with wrong settings reads what is wrong, all of it, and nothing else."""

import subprocess
import sys
from pathlib import Path

from config import ROOT


def test_every_fault_is_a_line_of_its_own_without_a_traceback(tmp_path: Path) -> None:
    environ = {
        "FIELDAPP_DATA_DIR": str(tmp_path),
        "FIELDAPP_BASE_URL": "http://trygg.example.se",
        "DATABASE_URL": "mysql://x",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "doctor"]
    found = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (1, "")
    lines = found.stderr.splitlines()
    assert [line.split()[0] for line in lines] == ["FIELDAPP_BASE_URL", "DATABASE_URL", "FIELDAPP_SECRET_KEY"]
