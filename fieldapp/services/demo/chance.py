"""Chance that falls the same way every time for the same key, so that every demo is the same demo."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    def __init__(self, key: str) -> None:
        self._source = random.Random(f"demo/{key}")  # noqa: S311 (a story, not secrets)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._source.random()

    def count(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        return low + int(self._source.random() * (high - low + 1))

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """That many different ones, or all."""
        return self._source.sample(list(choices), min(count, len(choices)))

    def felt(self, average: float) -> int:
        """An answer about safety, 1 to 5, near the average."""
        return min(5, max(1, round(self._source.gauss(average, 0.9))))
