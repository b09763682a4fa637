"""The numbers that stay: a walk's `BRU-2026-2` and a point's `BRU-2026-2-07`."""

import re
from dataclasses import dataclass

from fieldapp.domain.errors import Invalid

NON_BREAKING_HYPHEN = "\u2011"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_PLAIN = str.maketrans("ÅÄÖÉÜØÆ", "AAOEUOA")
_WALK = re.compile(r"([A-Z]{2,4})-([0-9]{4})-([1-9][0-9]{0,3})")
_POINT = re.compile(r"([A-Z]{2,4}-[0-9]{4}-[1-9][0-9]{0,3})-(0[1-9]|[1-9][0-9]{1,4})")


@dataclass(frozen=True, order=True)
class WalkNumber:
    """The municipality's `sequence`th walk of `year`, held in the area that `prefix` stands for."""

    prefix: str
    year: int
    sequence: int

    def __post_init__(self) -> None:
        if not _WALK.fullmatch(str(self)):
            raise Invalid("number", "not-a-number")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.sequence}"

    def point(self, number: int) -> "PointNumber":
        """The number of the walk's `number`th point, counted from 1."""
        return PointNumber(self, number)

    @classmethod
    def parse(cls, text: str) -> "WalkNumber":
        """Read a number as people type it: any dash, small letters, spaces around; raises `Invalid`."""
        found = _WALK.fullmatch(_tidy(text))
        if found is None:
            raise Invalid("number", "not-a-number")
        return cls(found[1], int(found[2]), int(found[3]))


@dataclass(frozen=True, order=True)
class PointNumber:
    """A point's number; stable from the moment it is given, gaps remain."""

    walk: WalkNumber
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 99_999:
            raise Invalid("number", "not-a-number")

    def __str__(self) -> str:
        return f"{self.walk}-{self.short}"

    @property
    def short(self) -> str:
        """At least two digits: "07", "112"."""
        return short(self.number)

    @classmethod
    def parse(cls, text: str) -> "PointNumber":
        """Read a number as people type it; raises `Invalid`."""
        found = _POINT.fullmatch(_tidy(text))
        if found is None:
            raise Invalid("number", "not-a-number")
        return cls(WalkNumber.parse(found[1]), int(found[2]))


def short(number: int) -> str:
    """A point's number within its walk: "07", "112"."""
    return f"{number:02d}"


def prefix_of(area: str) -> str:
    """Three letters for an area's name: "Brunna" gives BRU, "Örbyhus" gives ORB; raises `Invalid`."""
    letters = re.sub(r"[^A-Z]", "", area.upper().translate(_PLAIN))[:3]
    if len(letters) < 2:
        raise Invalid("area", "no-letters")
    return letters


def unbreakable(number: WalkNumber | PointNumber | str) -> str:
    """The number with hyphens at which no line breaks."""
    return str(number).replace("-", NON_BREAKING_HYPHEN)


def _tidy(text: str) -> str:
    return text.strip().translate(_DASHES).upper()
