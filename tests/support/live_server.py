"""A real server for tests in a browser: waitress on a free port, in a thread of the test."""

import threading
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore


class LiveServer:
    """Answers at `url` until `stop()`; `restart()` comes back on the same port, as after a crash."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.port = 0
        self._start()

    @property
    def url(self) -> str:
        # A loopback name counts as a secure place: workers, position and crypto are at hand.
        return f"http://localhost:{self.port}"

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        self._server.trigger.pull_trigger(self._close)
        self._thread.join(timeout=10)
        self._server.task_dispatcher.shutdown()
        assert not self._thread.is_alive(), "the server did not stop"

    def _close(self) -> None:
        # Whoever is still being answered is cut off, with the files that were being sent.
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        wasyncore.close_all(self._map)

    def restart(self) -> None:
        self.stop()
        self._start()

    def start(self) -> None:
        """Be there again after `stop()`, on the same port."""
        self._start()

    def _start(self) -> None:
        self._map: dict[int, Any] = {}
        self._server = create_server(
            self.app,
            map=self._map,
            host="127.0.0.1",
            port=self.port,
            threads=8,
            clear_untrusted_proxy_headers=True,
        )
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="live-server", daemon=True)
        self._thread.start()
