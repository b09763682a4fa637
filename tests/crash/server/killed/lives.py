"""A server that is loaded once and lives again and again: a kill and a new start cost no second.

The process that has the listening socket and the loaded application serves nothing itself; each life is
a fork of it. What waits on the socket while nobody lives is answered by the next life.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from typing import IO

import waitress

from config import ROOT
from tests.crash.server.killed.processes import Server

THREADS = 4


class Lives:
    """The lives of one server over the folder and database of `server`, on the same port."""

    def __init__(self, server: Server) -> None:
        self.count = 0
        self._pid = 0
        with server.log.open("ab") as log:
            self._mother = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.server.killed.lives", str(server.port)],
                cwd=ROOT,
                env=server.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._hear("loaded")

    def begin(self) -> None:
        said, _ = self._pipes()
        said.write("live\n")
        said.flush()
        self._pid = int(self._hear("lives"))
        self.count += 1

    def kill(self) -> None:
        """End this life at once; returns when nothing of it is left."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self._pid = 0
            self._hear("dead")

    def end(self) -> None:
        self.kill()
        for pipe in self._pipes():
            pipe.close()
        self._mother.wait(20)

    def _hear(self, word: str) -> str:
        _, heard = self._pipes()
        found, _, rest = heard.readline().strip().partition(" ")
        assert found == word, f"{found!r} instead of {word!r}"
        return rest

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._mother.stdin is not None and self._mother.stdout is not None
        return self._mother.stdin, self._mother.stdout


def main(port: int) -> None:
    from wsgi import app

    listening = socket.create_server(("127.0.0.1", port), backlog=128)
    _say("loaded")
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            # The next life inherits nothing of this one but the socket.
            with contextlib.suppress(OSError):
                waitress.serve(app, sockets=[listening], threads=THREADS, _quiet=True)
            os._exit(1)
        _say(f"lives {pid}")
        os.waitpid(pid, 0)
        _say("dead")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
