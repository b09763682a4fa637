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


class RunningClock(HeldClock):
    """The machine's own clock, which a test may set forward: what a browser and its server share."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def pass_time(self, **amount: float) -> None:
        self.ahead += timedelta(**amount)
