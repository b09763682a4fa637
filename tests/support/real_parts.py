"""The databases, browser and files that a test run really uses, as words for its first lines."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from tests.support.postgresql import SERVER


def real_parts() -> list[str]:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    parts = [
        f"SQLite {sqlite3.sqlite_version}",
        _version([str(SERVER), "--version"]),
        _version([browser, "--version"]) if browser else "the Chromium that Playwright brought",
    ]
    for name, what in (("FIELDAPP_REAL_PHOTOS", "photos"), ("FIELDAPP_REAL_MAPS", "maps")):
        folder = os.environ.get(name)
        if folder:
            parts.append(f"{len(list(Path(folder).iterdir()))} real {what}")
    return parts


def _version(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or command[0]
