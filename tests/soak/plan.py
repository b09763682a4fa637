"""What one run does, from its seed: the same seed gives the same phones, acts and harms in the same order."""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plan:
    """`harm` is the share of requests that the network spoils; the other figures are of the whole run.

    `rough_s`: how long all is sent under harms after the last act; `drain_s`: what does not move for so
    long once the network is whole will not drain.
    """

    seed: int
    database: str = "sqlite"
    points: int = 300
    tabs: int = 4
    killed_browsers: int = 1
    invalid: int = 4
    harm: float = 0.15
    server_kills: int = 8
    tab_crashes: int = 6
    browser_kills: int = 4
    reloads: int = 10
    releases: int = 2
    rough_s: float = 40.0
    drain_s: float = 90.0

    @property
    def phones(self) -> int:
        return self.tabs + self.killed_browsers

    @classmethod
    def calm(cls, seed: int) -> "Plan":
        """Some points, and nothing happens."""
        return cls(
            seed,
            points=4,
            tabs=1,
            killed_browsers=0,
            invalid=1,
            harm=0,
            server_kills=0,
            tab_crashes=0,
            browser_kills=0,
            reloads=0,
            releases=0,
            rough_s=0,
        )

    @classmethod
    def short(cls, seed: int, database: str = "sqlite") -> "Plan":
        """A run of seconds, for every day."""
        return cls(
            seed,
            database,
            points=20,
            tabs=1,
            killed_browsers=1,
            invalid=2,
            server_kills=1,
            tab_crashes=1,
            browser_kills=1,
            reloads=1,
            releases=1,
            harm=0.3,
            rough_s=5.0,
            drain_s=60.0,
        )


#: What a phone's owner does, and how often.
ACTS = {"photo": 84, "words": 7, "tap": 6, "withdraw": 4, "agree": 5, "rate": 4}
#: Acts that note a point.
POINTS = frozenset({"photo", "words", "tap", "withdraw"})


@dataclass
class Dice:
    """The run's chances, in one order."""

    plan: Plan
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed)  # noqa: S311

    def steps(self) -> list[tuple[int, str]]:
        """All acts and harms of the run, each with the phone that it happens to (-1: the server)."""
        plan, chance = self.plan, self.chance
        steps: list[tuple[int, str]] = []
        points = 0
        while points < plan.points:
            (act,) = chance.choices(list(ACTS), list(ACTS.values()))
            points += act in POINTS
            steps.append((chance.randrange(plan.phones), act))
        for kind, count in self._harms().items():
            for number in range(count):
                # Spread over the run: no harm comes before there is something to lose.
                place = int((number + chance.uniform(0.2, 0.9)) * len(steps) / count)
                steps.insert(place, (self._victim(kind), kind))
        return steps

    def _harms(self) -> dict[str, int]:
        plan = self.plan
        return {
            "invalid": plan.invalid,
            "reload": plan.reloads,
            "crash": plan.tab_crashes,
            "kill browser": plan.browser_kills if plan.killed_browsers else 0,
            "release": plan.releases,
            "kill server": plan.server_kills,
        }

    def _victim(self, kind: str) -> int:
        if kind in ("release", "kill server"):
            return -1
        if kind == "kill browser":
            return self.plan.tabs + self.chance.randrange(self.plan.killed_browsers)
        if kind == "crash" and self.plan.tabs:
            return self.chance.randrange(self.plan.tabs)
        return self.chance.randrange(self.plan.phones)
