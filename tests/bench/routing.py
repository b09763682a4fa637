"""How soon 5,000 points are routed over 200 areas with 120 rules, on one core and against asking them all."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldapp.app import create_app
from fieldapp.services.routing import Town
from fieldapp.store import schema
from fieldapp.store.db import db
from tests.bench.measured import Measured, medians_s
from tests.conftest import ROOT, settings_for
from tests.support import generated_town, town_tables
from tests.support.clock import RunningClock

_POINTS = 5000
_RUNS = 5


def measure() -> list[Measured]:
    with TemporaryDirectory() as folder:
        app = create_app(settings_for(Path(folder), f"sqlite:///{folder}/fieldapp.db"), RunningClock())
        with app.app_context():
            schema.upgrade(ROOT / "migrations")
            now = app.extensions["fieldapp.toolbox"].clock.now()
            made = generated_town.make(seed=5, point_count=_POINTS)
            town_tables.store(made, now)
            questions = town_tables.questions(made, now)

            def ours() -> None:
                town = Town()
                for question in questions:
                    town.propose(question)

            ours_s, slow_s = medians_s(ours, lambda: generated_town.owners_by_brute_force(made), runs=_RUNS)
            core_s = min(_core_s(ours) for _ in range(_RUNS))
            db.session.remove()
            db.engine.dispose()
    return [
        Measured(f"routing {_POINTS} points ÷ asking every area and rule", ours_s / slow_s, 1.5, "ratio"),
        Measured(f"routing {_POINTS} points, tables read anew, on one core", core_s, 1.0, "seconds"),
    ]


def _core_s(act: Callable[[], None]) -> float:
    """Seconds of one core, however busy the machine is."""
    started = time.process_time()
    act()
    return time.process_time() - started
