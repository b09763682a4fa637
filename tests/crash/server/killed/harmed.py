"""The application as `wsgi` has it, with one harm that the environment names: `MOMENT-CALL:NUMBER`.

`after-commit:2` kills the process after its second commit, `before-fsync:1` before its first fsync.
"""

import os
import signal

from tests.crash.server.disk import Call, Disk
from wsgi import app

__all__ = ["app"]


class Kill:
    """Ends this process, as SIGKILL from outside would, at one call of many."""

    def __init__(self, call: str, number: int) -> None:
        self.call = call
        self.number = number

    def __call__(self, call: Call) -> None:
        if call.name == self.call or self.call == "any":
            self.number -= 1
            if self.number == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def harm(said: str) -> None:
    moment, _, rest = said.partition("-")
    call, _, number = rest.partition(":")
    disk = Disk(app, app.extensions["fieldapp.settings"].data_dir)
    setattr(disk, moment, Kill(call, int(number)))
    disk.install()


if "FIELDAPP_TEST_HARM" in os.environ:
    harm(os.environ["FIELDAPP_TEST_HARM"])
