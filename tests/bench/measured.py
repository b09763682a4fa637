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


def medians_s(one: Callable[[], object], other: Callable[[], object], runs: int = 15) -> tuple[float, float]:
    """Seconds that each takes, the middle of `runs` in turn, so that a busy machine slows both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for act, times in zip((one, other), taken, strict=True):
            started = time.perf_counter()
            act()
            if run:
                times.append(time.perf_counter() - started)
    return statistics.median(taken[0]), statistics.median(taken[1])
