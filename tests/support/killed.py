"""A command in a process of its own that is killed at a chosen moment, or kept waiting there."""

import os
import subprocess
import sys

from config import ROOT, Settings

_HEAD = """
import os, signal, sys
from pathlib import Path
def die():
    os.kill(os.getpid(), signal.SIGKILL)
seen = 0
def hook(event, arguments):
    global seen
    if {when}:
        seen += 1
        if seen == {number}:
            die()
"""
_TAIL = """
from fieldapp.services import upgrading
from pathlib import Path
if {migrations!r}:
    upgrading.MIGRATIONS = Path({migrations!r})
from fieldapp.app import create_app
app = create_app()
sys.addaudithook(hook)
done = app.test_cli_runner().invoke(args=["fieldapp", *{words!r}])
print(done.output)
sys.exit(done.exit_code)
"""


def run_and_kill(
    settings: Settings, words: list[str], when: str = "False", number: int = 1, migrations: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run `flask fieldapp WORDS` and kill it the `number`-th time that `when` (of event, arguments) holds."""
    program = _HEAD.format(when=when, number=number) + _TAIL.format(words=words, migrations=migrations)
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environ(settings), capture_output=True, text=True
    )


def environ(settings: Settings) -> dict[str, str]:
    """The environment in which a process has these settings."""
    return {
        **os.environ,
        "FIELDAPP_ENV": "demo",
        "FIELDAPP_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "FIELDAPP_BASE_URL": settings.base_url,
    }
