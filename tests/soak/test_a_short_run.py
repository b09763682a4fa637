"""A run of seconds on every day; the long ones are `make soak`."""

from pathlib import Path

import pytest

from tests.soak.plan import Dice, Plan
from tests.soak.run import Run
from tests.soak.table import upper_bound


def test_in_a_short_run_nothing_is_lost_nothing_is_doubled_and_every_queue_is_empty(tmp_path: Path) -> None:
    run = Run(Plan.short(seed=11), tmp_path, f"sqlite:///{tmp_path / 'data' / 'fieldapp.db'}")

    row = run.do()

    assert run.faults == []
    assert (row.lost, row.doubled, row.not_drained) == (0, 0, 0)
    assert row.points >= 15
    assert row.kills >= 1
    assert row.fin + row.rst >= 1


def test_a_seed_gives_the_same_steps_and_another_seed_others() -> None:
    assert Dice(Plan(7)).steps() == Dice(Plan(7)).steps() != Dice(Plan(8)).steps()


@pytest.mark.parametrize(
    ("faults", "among", "bound"), [(0, 3000, 0.001), (1, 1000, 0.00473), (5, 1000, 0.01048), (3, 3, 1.0)]
)
def test_the_bound_is_the_one_of_the_books(faults: int, among: int, bound: float) -> None:
    assert upper_bound(faults, among) == pytest.approx(bound, abs=0.00002)
