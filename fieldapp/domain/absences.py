"""When an owner is away and who reads its mail meanwhile: checked, and written as one cell of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.errors import Invalid

#: Longer than a parental leave is a new contact, not an absence.
ABSENCE_MAX_DAYS = 550
_CELL = re.compile(
    r"(?P<from>\d{4}-\d\d-\d\d)/(?P<until>\d{4}-\d\d-\d\d)\s+(?P<email>\S+)(?:\s+(?P<name>.*))?"
)
_BETWEEN = " | "


@dataclass(frozen=True, order=True)
class Absence:
    """Whole local days, both ends counted; `email` is read instead of the owner's own."""

    from_on: date
    until_on: date
    email: str
    name: str = ""

    def __post_init__(self) -> None:
        if self.until_on < self.from_on:
            raise Invalid("until_on", "before-its-beginning")
        if (self.until_on - self.from_on).days >= ABSENCE_MAX_DAYS:
            raise Invalid("until_on", "absence-too-long")
        if not self.email:
            raise Invalid("substitute_email", "empty")

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


def in_cell(absences: Sequence[Absence]) -> str:
    """All of them, the first first: "2026-07-06/2026-08-02 eva@example.se Eva Ek | …"."""
    return _BETWEEN.join(
        f"{one.from_on}/{one.until_on} {one.email} {one.name}".strip() for one in sorted(absences)
    )


def from_cell(text: str) -> tuple[Absence, ...]:
    """What `in_cell` wrote; raises `Invalid("absences")`."""
    return tuple(_read(part.strip()) for part in text.split("|") if part.strip())


def _read(text: str) -> Absence:
    found = _CELL.fullmatch(text)
    if found is None:
        raise Invalid("absences", "not-an-absence", value=text[:40])
    try:
        days = date.fromisoformat(found["from"]), date.fromisoformat(found["until"])
        return Absence(*days, found["email"], found["name"] or "")
    except (ValueError, Invalid) as error:
        raise Invalid("absences", "not-an-absence", value=text[:40]) from error
