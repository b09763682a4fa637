"""The server's side of a run: database, world, served process behind the proxy, kills, new releases."""

import contextlib
import json
import os
import random
import shutil
import signal
import threading
import time
from pathlib import Path

from config import Settings
from fieldapp.app import create_app
from fieldapp.services import phones
from fieldapp.store import schema
from fieldapp.store.db import db
from tests.conftest import ROOT, settings_for
from tests.soak.plan import Plan
from tests.support.chaos_proxy import Asked, ChaosProxy, Harm, by_seed
from tests.support.clock import RunningClock
from tests.support.served import Served
from tests.support.world import World

#: Of the requests that change something, so many kill the server while it is at them.
_KILLS_AMID = 0.01
_AMID_MAX_S = 0.08


class House:
    """Opens with everything in place; `close()` ends it. `kills` counts."""

    def __init__(self, plan: Plan, folder: Path, database_url: str) -> None:
        self.plan = plan
        self.folder = folder
        self.kills = 0
        self.is_down = False
        self._chance = random.Random(plan.seed + 1)  # noqa: S311
        self._release = 0
        self._reviving: threading.Thread | None = None
        self.static = folder / "static"
        shutil.copytree(ROOT / "static" / "release", self.static / "release")
        shutil.copytree(ROOT / "static" / "vendor" / "icons", self.static / "vendor" / "icons")
        self.settings: Settings = settings_for(folder / "data", database_url)
        self.app = create_app(self.settings, RunningClock())
        with self.app.app_context():
            schema.upgrade(ROOT / "migrations")
            self.world = World(self.app, self.app.extensions["fieldapp.toolbox"])
            db.session.remove()
        self.proxy = ChaosProxy(0)
        self.proxy.start()
        self.server = Served(
            folder / "data",
            app="tests.soak.served_app",
            DATABASE_URL=database_url,
            FIELDAPP_BASE_URL=self.proxy.url,
            FIELDAPP_PHOTO_HOLD_S="0",
            SOAK_STATIC=str(self.static),
        )
        self.proxy.target_port = self.server.port
        self._network = by_seed(plan.seed, plan.harm)

    def spoil(self) -> None:
        """From now on the network is bad, and some requests kill the server."""
        if self.plan.harm:
            self.proxy.plan = self._judge

    def _judge(self, asked: Asked) -> Harm:
        changes = asked.method in ("POST", "PUT") and asked.path.startswith("/sync/")
        if changes and self._chance.random() < _KILLS_AMID:
            threading.Timer(self._chance.uniform(0, _AMID_MAX_S), self.kill).start()
        return self._network(asked)

    def join(self) -> tuple[str, str]:
        """A new phone in the walk: its actor and its token."""
        with self.app.app_context():
            joined = phones.join(self.world.tools, "BRUNNA", "127.0.0.1", "sv")
            db.session.remove()
        assert joined is not None
        return str(joined.actor.id), joined.token

    def kill(self) -> None:
        """SIGKILL, with whatever it has in hand."""
        if not self.is_down:
            self.is_down = True
            self.kills += 1
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.server.process.pid, signal.SIGKILL)

    def revive(self) -> None:
        """Start it again; phones go on meanwhile."""
        is_at_it = self._reviving is not None and self._reviving.is_alive()
        if self.is_down and not is_at_it:
            self._reviving = threading.Thread(target=self._start)
            self._reviving.start()

    def _start(self) -> None:
        self.server.process.wait()
        self.server.start()
        self.is_down = False

    def release(self) -> None:
        """Another release of the static files, as an upgrade brings it; the server starts anew with it."""
        self._release += 1
        list_of_files = self.static / "release" / "release.json"
        found = json.loads(list_of_files.read_text(encoding="utf-8"))
        name = f"{found['release'][:10]}{self._release:02d}"
        list_of_files.write_text(json.dumps({**found, "release": name}), encoding="utf-8")
        if not self.is_down:
            self.is_down = True
            self.server.process.terminate()

    def mend(self) -> None:
        """The server is there and the network whole."""
        self.proxy.heal()
        # A kill that is on its way still comes.
        time.sleep(_AMID_MAX_S * 2)
        self.revive()
        if self._reviving is not None:
            self._reviving.join()

    def close(self) -> None:
        self.proxy.stop()
        self.server.stop()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
