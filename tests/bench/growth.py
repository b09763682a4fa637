"""Whether the daily acts cost the same after years of walks as on the first day."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from fieldapp.app import create_app
from fieldapp.domain.ids import new_id
from fieldapp.store import schema
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Walk
from tests.bench.measured import Measured, median_s
from tests.conftest import ROOT, settings_for
from tests.support.clock import RunningClock
from tests.support.sync import Phone
from tests.support.world import World

_YEARS_OF_POINTS = 20_000
_POINTS_A_WALK = 40
_BOUND = 1.7


def measure() -> list[Measured]:
    with TemporaryDirectory() as folder:
        young = _time(Path(folder) / "young", points=_POINTS_A_WALK)
        old = _time(Path(folder) / "old", points=_YEARS_OF_POINTS)
    return [
        Measured(
            f"{what} ({old[what] * 1000:.0f} ms) with {_YEARS_OF_POINTS} points ÷ with {_POINTS_A_WALK}",
            old[what] / young[what],
            _BOUND,
            "ratio",
        )
        for what in young
    ]


def _time(folder: Path, points: int) -> dict[str, float]:
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'fieldapp.db'}"), RunningClock())
    with app.app_context():
        schema.upgrade(ROOT / "migrations")
        world = World(app, app.extensions["fieldapp.toolbox"])
        _fill(world, points)
        found = {what: median_s(act) for what, act in _acts(world).items()}
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(folder)
    return found


def _fill(world: World, points: int) -> None:
    """Past walks with their points, straight into the tables."""
    for number in range(points // _POINTS_A_WALK):
        walk_id = world.add_walk(f"OLD-20{10 + number % 15}-{number + 10}", code=f"OLD{number}")
        with unit_of_work() as session:
            session.add_all(_point(walk_id, place, world) for place in range(_POINTS_A_WALK))
            walk = session.get_one(Walk, walk_id)
            walk.last_point_number = _POINTS_A_WALK


def _point(walk_id: UUID, place: int, world: World) -> Observation:
    now = world.tools.clock.now()
    return Observation(
        id=new_id(),
        walk_id=walk_id,
        number=place + 1,
        category="BEL",
        text="Lampan är släckt.",
        lat=59.5 + place / 10_000,
        lon=17.7,
        accuracy_m=6,
        state="dismissed",
        observed_at=now,
        received_at=now,
        rev=next_rev(),
    )


def _acts(world: World) -> dict[str, Callable[[], object]]:
    phone = Phone.in_walk(world)
    desk = world.staff(world.ann)
    return {
        "a phone notes a point": phone.note,
        "a phone reads what changed": lambda: phone.request("GET", "/sync/changes"),
        "the desk's first page": lambda: desk.request("GET", "/desk"),
        "the list of tickets": lambda: desk.request("GET", "/tickets/"),
        "the walk's review": lambda: desk.request("GET", f"/review/{world.walk_id}"),
    }
