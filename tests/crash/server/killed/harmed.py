"""The application as `wsgi` has it, with one harm that the environment names: `MOMENT-CALL:WHICH`.

`after-commit:2` kills the process after its second commit, `before-answering:/sync/ops` when everything is
done for a batch and its answer is about to leave.
"""

import os
import signal

from tests.crash.server.disk import Call, Disk
from wsgi import app

__all__ = ["app"]


class Kill:
    """Ends this process, as SIGKILL from outside would, at one call of many."""

    def __init__(self, call: str, which: str) -> None:
        self.call = call
        self.left = int(which) if which.isdecimal() else 1
        self.what = "" if which.isdecimal() else which

    def __call__(self, call: Call) -> None:
        if call.name == self.call and call.what.startswith(self.what):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def harm(said: str) -> None:
    moment, _, rest = said.partition("-")
    call, _, which = rest.partition(":")
    disk = Disk(app, app.extensions["fieldapp.settings"].data_dir)
    setattr(disk, moment, Kill(call, which))
    disk.install()


if "FIELDAPP_TEST_HARM" in os.environ:
    harm(os.environ["FIELDAPP_TEST_HARM"])
