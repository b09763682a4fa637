"""Holds everything that a protocol says, frozen; knows neither database nor HTTP nor layout."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Literal

from fieldapp.domain.figures import Figure, Figures

Language = Literal["sv", "fi", "en"]
FiveSteps = tuple[int, int, int, int, int]
"""Answers per step: very safe, quite safe, quite unsafe, very unsafe, avoids the place."""


class Section(StrEnum):
    """The sections of a protocol, by the letter that people quote."""

    GOOD = "A"
    SINCE_LAST = "B"
    SIMPLE = "C"
    PROJECT = "D"
    DIALOGUE = "E"
    DECLINED = "F"
    FELT_SAFETY = "G"
    NEXT_STEPS = "H"


@dataclass(frozen=True)
class Stop:
    """A stop of the route; a position is latitude and longitude in degrees."""

    order: int
    name: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Organisation:
    """Who took part in office: never a person's name; 0 when nobody counted."""

    name: str
    people_count: int = 0


@dataclass(frozen=True)
class Point:
    """One point as it is printed: words for people, all in the reader's language but the citizen's own."""

    number: str
    short_number: str
    section: Section
    outcome: Figure
    place: str
    category: str
    text: str
    stop_order: int | None = None
    lat: float | None = None
    lon: float | None = None
    position_is_sure: bool = True
    category_icon: str = ""
    text_language: str = ""
    photo_path: Path | None = None
    photo_id: str = ""
    alt_text: str = ""
    suggestion: str = ""
    owner: str = ""
    owner_is_external: bool = False
    priority: str = ""
    due: str = ""
    state_icon: str = ""
    state_word: str = ""
    answer: str = ""
    answer_language: str = ""


@dataclass(frozen=True)
class StopRating:
    """Felt safety at one stop, counted by daylight and in the dark."""

    stop_order: int
    day: FiveSteps = (0, 0, 0, 0, 0)
    dark: FiveSteps = (0, 0, 0, 0, 0)


@dataclass(frozen=True)
class NextStep:
    """Who does what until when, as agreed."""

    what: str
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class ProtocolData:
    """A whole protocol. A draft has no `sealed_on`; a sealed protocol never changes again."""

    municipality: str
    title: str
    number: str
    language: Language
    walked_on: date
    prepared_on: date
    sealed_on: date | None = None
    is_demo: bool = False
    started: time | None = None
    ended: time | None = None
    light_and_weather: str = ""
    gathering_place: str = ""
    theme: str = ""
    route_summary: str = ""
    residents_count: int = 0
    organisations: tuple[Organisation, ...] = ()
    leader_roles: tuple[str, ...] = ()
    since_last: str = ""
    dnr: str = ""
    contact: str = ""
    stops: tuple[Stop, ...] = ()
    route: tuple[tuple[float, float], ...] = ()
    points: tuple[Point, ...] = ()
    ratings: tuple[StopRating, ...] = ()
    next_steps: tuple[NextStep, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Working material until it is sealed."""
        return self.sealed_on is None

    @property
    def figures(self) -> Figures:
        """The figures of this walk's own points; earlier walks' points are not counted again."""
        found = Counter(point.outcome.value for point in self.points if point.section != Section.SINCE_LAST)
        return Figures(**found)
