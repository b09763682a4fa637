"""What happens in the demo, played in the order of its moments, so that revisions tell the same story."""

from collections.abc import Callable
from datetime import datetime

Happening = Callable[[], None]


class Timeline:
    def __init__(self) -> None:
        self._happenings: list[tuple[datetime, int, Happening]] = []

    def add(self, at: datetime, happening: Happening) -> None:
        """Of two at the same moment the one that was added first comes first."""
        self._happenings.append((at, len(self._happenings), happening))

    def play(self) -> None:
        for _, _, happening in sorted(self._happenings, key=lambda one: one[:2]):
            happening()
