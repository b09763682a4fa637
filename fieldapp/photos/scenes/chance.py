"""Chance that falls the same way every time for the same key."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Dice whose throws depend on the key alone, on every Python version."""

    def __init__(self, key: str) -> None:
        self._source = random.Random(key)  # noqa: S311 (pictures, not secrets)

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``."""
        return low + (high - low) * self._source.random()

    def around(self, middle: float, spread: float) -> float:
        """A number at most ``spread`` from ``middle``."""
        return self.between(middle - spread, middle + spread)

    def count(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both possible."""
        return low + int(self._source.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[int(self._source.random() * len(choices))]

    def happens(self, share: float) -> bool:
        """True in ``share`` (0 to 1) of the throws."""
        return self._source.random() < share
