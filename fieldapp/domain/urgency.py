"""How urgent a point is, and the kinds of time limit that follow from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """The four words of the protocol's column "Prioritet", most urgent first."""

    AKUT = "akut"
    SNART = "snart"
    PLANERAS = "planeras"
    UTREDS = "utreds"


class DueKind(StrEnum):
    """What a limit counts: hours to the minute, working days, calendar days, days until an answer."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    ANSWER_DAYS = "answer_days"


@dataclass(frozen=True)
class DueRule:
    """A limit such as ten working days."""

    kind: DueKind
    count: int

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("a limit is at least one")

    def __str__(self) -> str:
        return f"{self.count} {self.kind.value}"

    @classmethod
    def parse(cls, text: str) -> "DueRule":
        """The rule that `str` wrote, for example "10 working_days"; raises ValueError."""
        found = re.fullmatch(r"([1-9][0-9]{0,3}) ([a-z_]+)", text)
        if found is None:
            raise ValueError(f"not a limit: {text!r}")
        return cls(DueKind(found[2]), int(found[1]))


AKUT_RULE = DueRule(DueKind.HOURS, 24)

#: What holds where nothing more exact is known than how urgent it is.
RULE_OF_URGENCY: Mapping[Urgency, DueRule] = {
    Urgency.AKUT: AKUT_RULE,
    Urgency.SNART: DueRule(DueKind.WORKING_DAYS, 10),
    Urgency.PLANERAS: DueRule(DueKind.DAYS, 60),
    Urgency.UTREDS: DueRule(DueKind.ANSWER_DAYS, 30),
}

_ORDER = {urgency: index for index, urgency in enumerate(Urgency)}


def rank(urgency: Urgency) -> int:
    """0 for the most urgent: what lists are sorted by."""
    return _ORDER[urgency]


def sends_at_once(chosen: Urgency | None) -> bool:
    """Whether the ticket goes out before review: what the recorder chose decides, never the category."""
    return chosen is Urgency.AKUT


def effective(chosen: Urgency | None, by_rule: Urgency | None, default: Urgency | None) -> Urgency:
    """The urgency that holds: the recorder's choice, else the municipality's rule, else the category's."""
    return chosen or by_rule or default or Urgency.UTREDS


def limit(
    urgency: Urgency,
    *,
    is_chosen: bool = False,
    by_rule: DueRule | None = None,
    usual: DueRule | None = None,
    worse: DueRule | None = None,
    is_worse: bool = False,
) -> DueRule:
    """The limit that holds for a point.

    A chosen *akut* is 24 hours, or the category's hours where they are fewer; otherwise the
    municipality's rule, the worse case (in a tunnel, at a crossing, three lamps in a row), the usual
    limit of the subcategory, and at last that of the urgency.
    """
    if urgency is Urgency.AKUT and is_chosen:
        hours = [rule.count for rule in (by_rule, usual, worse) if rule and rule.kind is DueKind.HOURS]
        return DueRule(DueKind.HOURS, min([AKUT_RULE.count, *hours]))
    if by_rule is not None:
        return by_rule
    if is_worse and worse is not None:
        return worse
    return usual or RULE_OF_URGENCY[urgency]
