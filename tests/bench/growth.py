"""Whether the daily acts cost the same after years of walks as on the first day."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from fieldapp.app import create_app
from fieldapp.domain.ids import new_id
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.store import schema
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Walk
from tests.bench.measured import Measured, medians_s
from tests.conftest import ROOT, settings_for
from tests.support.clock import RunningClock
from tests.support.sync import Phone
from tests.support.world import World

_YEARS_OF_POINTS = 20_000
_POINTS_A_WALK = 40
_BOUND = 1.7


class Town:
    """A municipality with this many points behind it, whose acts can be done again and again."""

    def __init__(self, folder: Path, points: int) -> None:
        self.app = create_app(settings_for(folder, f"sqlite:///{folder / 'fieldapp.db'}"), RunningClock())
        with self.app.app_context():
            schema.upgrade(ROOT / "migrations")
            world = World(self.app, self.app.extensions["fieldapp.toolbox"])
            _fill(world, points)
            self.acts = _acts(world)

    def do(self, what: str) -> None:
        with self.app.app_context():
            self.acts[what]()

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def measure() -> list[Measured]:
    with TemporaryDirectory() as folder:
        young = Town(Path(folder) / "young", _POINTS_A_WALK)
        old = Town(Path(folder) / "old", _YEARS_OF_POINTS)
        found = [_compare(what, young, old) for what in young.acts]
        young.close()
        old.close()
    return found


def _compare(what: str, young: Town, old: Town) -> Measured:
    new_s, old_s = medians_s(lambda: young.do(what), lambda: old.do(what))
    words = f"{what} ({old_s * 1000:.0f} ms): {_YEARS_OF_POINTS} points ÷ {_POINTS_A_WALK}"
    return Measured(words, old_s / new_s, _BOUND, "ratio")


def _fill(world: World, points: int) -> None:
    """Past walks with their points, straight into the tables."""
    for number in range(points // _POINTS_A_WALK):
        walk_id = world.add_walk(f"OLD-20{10 + number % 15}-{number + 10}", code=f"OLD{number}")
        with unit_of_work() as session:
            session.add_all(_point(walk_id, place, world) for place in range(_POINTS_A_WALK))
            walk = session.get_one(Walk, walk_id)
            walk.last_point_number = _POINTS_A_WALK
            walk.state = WalkStatus.FOLLOWED_UP


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
