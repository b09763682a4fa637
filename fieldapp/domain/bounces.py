"""What is learned from "inte vår": the rule that would have sent like points to the right owner at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldapp.domain.categories import Subcategory
from fieldapp.domain.routing import Rule, RuleBook

#: So many tickets of one kind in one place, from the same owner to the same other one, make a rule.
ENOUGH = 3


@dataclass(frozen=True)
class Bounce:
    """One "inte vår", in the order in which they came: `to_owner` is None until it is sent on.

    `category` and `subcategory` are what the point was, `area` what held its place (None: no area did).
    """

    ticket: str
    category: str
    subcategory: str | None
    area: str | None
    from_owner: str
    to_owner: str | None


@dataclass(frozen=True)
class Lesson:
    """Points of one kind in one place went to `from_owner`, and were `to_owner`'s. Names the tickets."""

    category: str
    subcategory: str | None
    area: str | None
    from_owner: str
    to_owner: str
    tickets: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The code by which `RuleBook` and `Subcategory` know it."""
        return self.subcategory or self.category

    def rule(self, code: str, rank: int) -> Rule:
        """The rule that would have been right: no wider than what was seen."""
        return Rule(
            code=code,
            rank=rank,
            owner=self.to_owner,
            category=self.category,
            subcategory=self.subcategory,
            area=self.area,
            is_outside=self.area is None,
        )


def named(words: str, owners: Iterable[str]) -> str | None:
    """The owner whom the answer to *vems?* begins with: "Brohus. Deras grind." The longest name wins."""
    said = words.strip().casefold()
    found = [name for name in owners if name and _begins(said, name.strip().casefold())]
    return max(found, key=len, default=None)


def lessons(bounces: Iterable[Bounce], enough: int = ENOUGH) -> tuple[Lesson, ...]:
    """What has come back often enough to be a rule, the most often first.

    A ticket that bounced on and on teaches once: from its first owner to its last. Where like points
    ended with different owners only the one that got most of them is learned, and none where two got as many.
    """
    by_cause: dict[tuple[str, str | None, str | None, str], dict[str, list[str]]] = defaultdict(dict)
    for first, last in _ends(bounces):
        if last.to_owner is None or last.to_owner == first.from_owner:
            continue
        cause = (first.category, first.subcategory, first.area, first.from_owner)
        by_cause[cause].setdefault(last.to_owner, []).append(first.ticket)
    found = [
        Lesson(*cause, to_owner=owner, tickets=tuple(tickets))
        for cause, by_owner in by_cause.items()
        for owner, tickets in by_owner.items()
        if len(tickets) >= enough and _is_most(len(tickets), by_owner.values())
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.tickets), one.kind, one.area or "", one.from_owner)))


def is_known(lesson: Lesson, what: Subcategory, book: RuleBook) -> bool:
    """Whether the rules already send such a point there."""
    rule = book.first(what, _areas(lesson))
    return rule is not None and rule.owner == lesson.to_owner


def place_of(lesson: Lesson, what: Subcategory, rules: Sequence[Rule]) -> int:
    """Where in the order its rule must stand to be asked in time: before the rule that misled, else last."""
    areas = _areas(lesson)
    misled = (place for place, rule in enumerate(rules) if rule.matches(what, areas))
    return next(misled, len(rules))


def _areas(lesson: Lesson) -> frozenset[str]:
    return frozenset() if lesson.area is None else frozenset({lesson.area})


def _begins(said: str, name: str) -> bool:
    return said.startswith(name) and not said[len(name) : len(name) + 1].isalnum()


def _ends(bounces: Iterable[Bounce]) -> list[tuple[Bounce, Bounce]]:
    """The first and the last bounce of each ticket."""
    ends: dict[str, tuple[Bounce, Bounce]] = {}
    for one in bounces:
        first, _last = ends.get(one.ticket, (one, one))
        ends[one.ticket] = first, one
    return list(ends.values())


def _is_most(count: int, all_tickets: Iterable[list[str]]) -> bool:
    return sum(len(tickets) >= count for tickets in all_tickets) == 1
