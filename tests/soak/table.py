"""The result of runs as one table, and what it supports: the upper bound of the loss rate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

HEADS = {
    "seed": "seed",
    "database": "database",
    "points": "points",
    "photos": "photos",
    "acts": "acts",
    "kills": "server kills",
    "cuts": "cuts FIN/RST",
    "dropped": "answers dropped",
    "crashes": "tab crashes",
    "browser_kills": "browser kills",
    "reloads": "reloads",
    "invalid": "invalid kept",
    "lost": "lost",
    "doubled": "doubled",
    "not_drained": "not drained",
    "seconds": "seconds",
}


@dataclass(frozen=True)
class Row:
    """One run."""

    seed: str
    database: str
    points: int
    photos: int
    acts: int
    kills: int
    fin: int
    rst: int
    dropped: int
    crashes: int
    browser_kills: int
    reloads: int
    invalid: int
    lost: int
    doubled: int
    not_drained: int
    seconds: float

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.doubled or self.not_drained)

    def line(self) -> str:
        cells = {one.name: getattr(self, one.name) for one in fields(self)}
        cells |= {"cuts": f"{self.fin}/{self.rst}", "seconds": f"{self.seconds:.0f}"}
        return "| " + " | ".join(str(cells[name]) for name in HEADS) + " |"


def head() -> str:
    return "| " + " | ".join(HEADS.values()) + " |\n|" + " --- |" * len(HEADS)


def total(rows: Sequence[Row]) -> Row:
    sums = {one.name: sum(getattr(row, one.name) for row in rows) for one in fields(Row)[2:]}
    return Row(seed="all", database=f"{len(rows)} runs", **sums)


def upper_bound(faults: int, among: int) -> float:
    """The 95 % upper bound of the rate: 3/n where nothing was lost, else Clopper and Pearson's."""
    if faults >= among:
        return 1.0
    if faults == 0:
        return 3 / among
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(faults, among, middle) > 0.05 else (low, middle)
    return high


def _at_most(faults: int, among: int, rate: float) -> float:
    """How likely so few faults are at this rate."""
    logs = (
        math.lgamma(among + 1)
        - math.lgamma(count + 1)
        - math.lgamma(among - count + 1)
        + count * math.log(rate)
        + (among - count) * math.log1p(-rate)
        for count in range(faults + 1)
    )
    return sum(math.exp(one) for one in logs)


def words(rows: Sequence[Row]) -> str:
    """The table with its last line and what it supports."""
    all_rows = total(rows)
    lines = [head(), *(row.line() for row in rows), all_rows.line(), ""]
    for what, among in (("points", all_rows.points), ("photos", all_rows.photos), ("acts", all_rows.acts)):
        if among:
            bound = upper_bound(all_rows.lost + all_rows.doubled, among)
            lines.append(f"of {among} {what}: loss or doubling rate below {bound:.2%} (95 %)")
    return "\n".join(lines)
