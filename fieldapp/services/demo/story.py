"""The demo's story as it is written down: walks, points and tables, read from the files beside this one."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class StoryStop:
    """A stop; `day` and `dark` are how unsafe people feel there on average, 1 to 5."""

    name: str
    lat: float
    lon: float
    day: float
    dark: float


@dataclass(frozen=True)
class StoryWalk:
    """A walk. `weeks` counts from the Thursday of the story's today; None is the walk that is open now.

    `starts` is local time, "17.30"; `phones` how many joined; `route` names stops and line. `card` is one
    that is known by its code, `cards` how many more were printed; the first of those follows a phone.
    """

    key: str
    route: str
    kind: str
    state: str
    place: str
    title: str
    theme: str
    gathering: str
    leader_role: str
    minutes: int
    step_free: bool
    phones: int = 0
    weeks: int | None = None
    starts: str = ""
    weather: str = ""
    residents: int = 0
    organisations: tuple[dict[str, Any], ...] = ()
    register: str = ""
    follows: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    card: Mapping[str, Any] = field(default_factory=dict)
    cards: int = 0


@dataclass(frozen=True)
class StoryPoint:
    """A point and what became of it after `days` days.

    `detail` belongs to the outcome: a sentence's id with, after a bar, what it is planned for; the number
    of another point of the walk; a case number. `photo` is a scene and a seed, "bench/2". `north_m` and
    `east_m` place the point from its stop, where chance must not.
    """

    walk: str
    number: int
    subcategory: str
    stop: int
    place: str
    text: str
    lang: str
    suggestion: str
    outcome: str
    days: int
    detail: str
    photo: str
    north_m: float | None
    east_m: float | None

    @property
    def category(self) -> str:
        return self.subcategory.rstrip("0123456789")

    @property
    def template(self) -> str:
        return self.detail.partition("|")[0]

    @property
    def promise(self) -> str:
        return self.detail.partition("|")[2]


@dataclass(frozen=True)
class Story:
    walks: tuple[StoryWalk, ...]
    points: tuple[StoryPoint, ...]
    stops: Mapping[str, tuple[StoryStop, ...]]
    lines: Mapping[str, list[list[float]]]

    def points_of(self, walk: str) -> list[StoryPoint]:
        return [point for point in self.points if point.walk == walk]


@cache
def read() -> Story:
    told = json.loads((FOLDER / "walks.json").read_text(encoding="utf-8"))
    routes = told["routes"]
    return Story(
        walks=tuple(_walk(row) for row in told["walks"]),
        points=tuple(_point(row) for row in table("story")),
        stops={name: tuple(StoryStop(**stop) for stop in route["stops"]) for name, route in routes.items()},
        lines={name: route["line"] for name, route in routes.items()},
    )


def table(name: str) -> list[dict[str, str]]:
    """The rows of a semicolon-separated file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", strict=True))


def areas() -> list[dict[str, Any]]:
    """GeoJSON features with name, kind, owner and rank."""
    told = json.loads((FOLDER / "areas.geojson").read_text(encoding="utf-8"))
    return list(told["features"])


def _walk(row: dict[str, Any]) -> StoryWalk:
    return StoryWalk(**{**row, "organisations": tuple(row.get("organisations", ()))})


def _point(row: dict[str, str]) -> StoryPoint:
    return StoryPoint(
        walk=row["walk"],
        number=int(row["nr"]),
        subcategory=row["sub"],
        stop=int(row["stop"]),
        place=row["place"],
        text=row["text"],
        lang=row["lang"],
        suggestion=row["suggestion"],
        outcome=row["outcome"],
        days=int(row["days"] or 0),
        detail=row["detail"],
        photo=row["photo"],
        north_m=float(row["north"]) if row["north"] else None,
        east_m=float(row["east"]) if row["east"] else None,
    )
