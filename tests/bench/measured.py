"""One measured figure with its bound, and the median of several runs."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """`value` may be at most `bound`; ratios compare two figures of the same run."""

    what: str
    value: float
    bound: float
    unit: str

    @property
    def is_within(self) -> bool:
        return self.value <= self.bound


def median_s(act: Callable[[], object], runs: int = 15) -> float:
    """Seconds that `act` takes, the middle of `runs` after one that does not count."""
    act()
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
