"""Where the time comes from: one protocol, so that a test can hold the clock."""

from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Anything that tells the time in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as people in the municipality read it on the wall."""
    return moment.astimezone(STOCKHOLM)


def from_ms(milliseconds: int) -> datetime:
    """A phone's time stamp, in milliseconds since 1970, as UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def to_ms(moment: datetime) -> int:
    """The time stamp that phones read."""
    return int(moment.timestamp() * 1000)
