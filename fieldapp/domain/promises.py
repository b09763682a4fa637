"""Whether what was promised was kept: the first day that people were given against the day it was done.

A promise that is moved does not stop having been made: the first one counts, so that nobody keeps a
promise by making another. Running upkeep has no last day, and is neither kept nor missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Where a promise stands on a day."""

    KEPT = "kept"
    MISSED = "missed"
    WAITING = "waiting"


@dataclass(frozen=True)
class Promise:
    """What was promised first, on which last day, and when it was done (None: not yet, or opened again)."""

    last_day: date
    done_on: date | None = None

    def on(self, today: date) -> Standing:
        """Where it stands on the local day `today`."""
        if self.done_on is not None:
            return Standing.KEPT if self.done_on <= self.last_day else Standing.MISSED
        return Standing.MISSED if today > self.last_day else Standing.WAITING


@dataclass(frozen=True)
class Promises:
    """How many promises were kept and missed, and how many wait for their day."""

    kept: int = 0
    missed: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return self.kept + self.missed + self.waiting


def first_promise(last_days: Iterable[date | None], done_on: date | None) -> Promise | None:
    """The promise that counts, from the last days promised, oldest first; None where none had one."""
    found = next((day for day in last_days if day is not None), None)
    return Promise(found, done_on) if found is not None else None


def count(promises: Iterable[Promise], today: date) -> Promises:
    """Each promise once, as it stands on the local day `today`."""
    found = [promise.on(today) for promise in promises]
    return Promises(**{standing.value: found.count(standing) for standing in Standing})
