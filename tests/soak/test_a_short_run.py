"""A run of seconds on every day; the long ones are `make soak`."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Playwright
from sqlalchemy import delete, inspect, update

from fieldapp.domain.ids import new_id
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo
from tests.soak.house import House
from tests.soak.phone import Phone
from tests.soak.plan import Dice, Plan
from tests.soak.run import Run
from tests.soak.table import upper_bound


def test_in_a_short_run_nothing_is_lost_nothing_is_doubled_and_every_queue_is_empty(
    driver: Playwright, tmp_path: Path
) -> None:
    run = Run(driver, Plan.short(seed=11), tmp_path, f"sqlite:///{tmp_path / 'data' / 'fieldapp.db'}")

    row = run.do()

    assert run.faults == []
    assert (row.lost, row.doubled, row.not_drained) == (0, 0, 0)
    assert row.points >= 15
    assert row.kills >= 1
    assert row.fin + row.rst >= 1


def test_the_checking_sees_what_is_lost_and_what_is_doubled(driver: Playwright, tmp_path: Path) -> None:
    run = Run(driver, Plan.calm(seed=3), tmp_path, f"sqlite:///{tmp_path / 'data' / 'fieldapp.db'}")

    row = run.do(meddle)

    said = "\n".join(run.faults)
    assert re.search("point .* of phone 0 is not there", said)
    assert re.search("point .* has not its photo", said)
    assert re.search("photo .* is sent and not there with its hash", said)
    assert re.search("point .* of phone 0 is one that it never saved", said)
    assert re.search("invalid act .* is not on phone 0 whole", said)
    assert (row.lost > 0, row.doubled > 0, row.not_drained) == (True, True, 0)


def meddle(house: House, phones: list[Phone]) -> None:
    """A point is gone, a photo is another, a point came from nowhere, and a phone forgot what was refused."""
    phone = phones[0]
    gone, another, *_ = [UUID(one) for one, noted in phone.ledger.points.items() if noted.sha256]
    with house.app.app_context():
        with unit_of_work() as work:
            work.execute(delete(Photo).where(Photo.observation_id == gone))
            work.execute(delete(Observation).where(Observation.id == gone))
            work.execute(update(Photo).where(Photo.observation_id == another).values(upload_sha256="0" * 64))
            row = work.get_one(Observation, another)
            names = [one.key for one in inspect(Observation).column_attrs if one.key not in ("id", "number")]
            columns = {name: getattr(row, name) for name in names}
            work.add(Observation(id=new_id(), number=900, **columns))
        db.session.remove()
    phone.page.evaluate(FORGET, next(iter(phone.ledger.invalid)))


FORGET = """(id) => new Promise((done) => {
  const asked = indexedDB.open("fieldapp");
  asked.onsuccess = () => {
    const tx = asked.result.transaction("ops", "readwrite");
    tx.objectStore("ops").delete(id);
    tx.oncomplete = () => { asked.result.close(); done(); };
  };
})"""


def test_a_seed_gives_the_same_steps_and_another_seed_others() -> None:
    assert Dice(Plan(7)).steps() == Dice(Plan(7)).steps() != Dice(Plan(8)).steps()


@pytest.mark.parametrize(
    ("faults", "among", "bound"), [(0, 3000, 0.001), (1, 1000, 0.00473), (5, 1000, 0.01048), (3, 3, 1.0)]
)
def test_the_bound_is_the_one_of_the_books(faults: int, among: int, bound: float) -> None:
    assert upper_bound(faults, among) == pytest.approx(bound, abs=0.00002)
