"""When a phone's act really happened: the server's time rules, the phone's is a witness."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fieldapp.domain.clock import from_ms, to_ms

#: A clock that is off by less than this is taken at its word.
TOLERANCE = timedelta(minutes=2)
#: No page runs for longer; one that says so is not believed.
_LONGEST_PAGE_MS = timedelta(days=366) / timedelta(milliseconds=1)


class ClockFlag(StrEnum):
    """What is known about the time of an act."""

    OK = "ok"
    CORRECTED = "corrected"
    SUSPECT = "suspect"


@dataclass(frozen=True)
class Observed:
    """When it happened, never after it was received; of a suspect act only the latter is known."""

    at: datetime
    flag: ClockFlag


@dataclass(frozen=True)
class PhoneClock:
    """What a phone said about its clock when it sent: its time, and how long its page had been running.

    `client_now_ms` is in milliseconds since 1970, `mono_ms` in milliseconds since the page was opened.
    `was_set`: the same page showed another skew before, so that nobody knows which of the two an act was
    written by.
    """

    client_now_ms: int
    mono_ms: float
    received_at: datetime
    was_set: bool = False

    @property
    def skew(self) -> timedelta:
        """How far the phone's clock lags; half a round trip is far below the tolerance."""
        return self.received_at - from_ms(self.client_now_ms)

    def observed(self, client_at_ms: int, earliest: datetime) -> Observed:
        """The time of an act; nothing that a phone did happened before `earliest`, when it joined.

        A clock that is off is corrected as long as nobody can have set it since: the act is younger
        than the page that sends it. Otherwise it is suspect.
        """
        is_off = abs(self.skew) > TOLERANCE
        since_ms = self.client_now_ms - client_at_ms
        is_younger_than_page = 0 <= since_ms <= min(self.mono_ms, _LONGEST_PAGE_MS)
        if self.was_set or (is_off and not is_younger_than_page):
            return Observed(self.received_at, ClockFlag.SUSPECT)
        at = self.received_at - timedelta(milliseconds=since_ms) if is_off else from_ms(client_at_ms)
        if not earliest - TOLERANCE <= at <= self.received_at + TOLERANCE:
            return Observed(self.received_at, ClockFlag.SUSPECT)
        flag = ClockFlag.CORRECTED if is_off else ClockFlag.OK
        return Observed(min(at, self.received_at), flag)


def was_set_between(earlier_skew_ms: int, skew: timedelta) -> bool:
    """Whether one page's clock was set between two of its messages; slow networks are no sign of it."""
    return abs(skew - timedelta(milliseconds=earlier_skew_ms)) > TOLERANCE


def clock_of_file(exported_at_ms: int, known_skew_ms: int | None, received_at: datetime) -> PhoneClock:
    """The clock of a phone whose queue came as a file: how long it lay nobody knows.

    It is taken at its word unless the phone was known to be off, or the file comes from the future.
    """
    now_ms = to_ms(received_at)
    is_ahead = exported_at_ms - now_ms > TOLERANCE / timedelta(milliseconds=1)
    is_known_off = known_skew_ms is not None and abs(timedelta(milliseconds=known_skew_ms)) > TOLERANCE
    return PhoneClock(now_ms, 0, received_at, was_set=is_ahead or is_known_off)
