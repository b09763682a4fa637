"""A clock that stands still until the test moves it."""

from datetime import UTC, datetime, timedelta


class HeldClock:
    """Thursday 24 September 2026, 18.05 in Brunna: five minutes into the walk."""

    def __init__(self, start: datetime = datetime(2026, 9, 24, 16, 5, tzinfo=UTC)) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def pass_time(self, **amount: float) -> None:
        self.moment += timedelta(**amount)
