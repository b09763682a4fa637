"""Who must answer a point: the municipality's rules first, then the ground, then the usual owner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fieldapp.domain.categories import POSITIVE, Subcategory
from fieldapp.domain.urgency import DueRule, Urgency


@dataclass(frozen=True)
class AreaHit:
    """An area in which the point lies; a district for statistics has no owner."""

    area: str
    owner: str | None = None
    owner_class: str | None = None


@dataclass(frozen=True)
class Rule:
    """One fördelningsregel; None means any. The lowest rank that matches wins.

    `is_outside` holds only where no area does: what is learned on open ground says nothing of yards.
    """

    code: str
    rank: int
    owner: str
    category: str | None = None
    subcategory: str | None = None
    area: str | None = None
    urgency: Urgency | None = None
    due: DueRule | None = None
    is_outside: bool = False

    def matches(self, what: Subcategory, areas: frozenset[str] | None) -> bool:
        """Whether the rule speaks of this kind of point in one of these areas."""
        return self.concerns(what) and self.holds_in(areas)

    def holds_in(self, areas: frozenset[str] | None) -> bool:
        """Whether the rule speaks of a place that these areas hold; None for a place that nobody knows."""
        if self.is_outside:
            return areas is not None and not areas
        return self.area is None or self.area in (areas or ())

    @property
    def depends_on_place(self) -> bool:
        return self.is_outside or self.area is not None

    def concerns(self, what: Subcategory) -> bool:
        """Whether the rule speaks of this kind of point, wherever it lies."""
        return self.category in (None, what.category) and self.subcategory in (None, what.code)


class RuleBook:
    """The municipality's rules in the order in which they are asked: made once for many questions."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.ranked = tuple(sorted(rules, key=lambda rule: rule.rank))
        self._by_kind: dict[str, tuple[tuple[Rule, ...], bool]] = {}

    def concerning(self, what: Subcategory) -> tuple[Rule, ...]:
        """The rules that speak of this kind of point, wherever it lies."""
        return self._of(what)[0]

    def depends_on_place(self, what: Subcategory) -> bool:
        """Whether the ground, or a rule for a place, can decide who answers this kind of point."""
        return self._of(what)[1]

    def first(self, what: Subcategory, areas: frozenset[str] | None) -> Rule | None:
        """The rule that decides, if one does."""
        return next((rule for rule in self.concerning(what) if rule.holds_in(areas)), None)

    def _of(self, what: Subcategory) -> tuple[tuple[Rule, ...], bool]:
        found = self._by_kind.get(what.code)
        if found is None:
            rules = tuple(rule for rule in self.ranked if rule.concerns(what))
            found = rules, what.is_place_bound or any(rule.depends_on_place for rule in rules)
            self._by_kind[what.code] = found
        return found


@dataclass(frozen=True)
class Place:
    """Where the point lies: the areas that hold it, ranked, the first on top.

    `border_distance_m` is the distance to the nearest border of any area, `accuracy_m` how far off the
    position may be; None where it is unknown. Both are in metres.
    """

    areas: Sequence[AreaHit] = ()
    border_distance_m: float | None = None
    accuracy_m: float | None = None
    is_known: bool = True

    @property
    def codes(self) -> frozenset[str] | None:
        """The areas that hold it, in no order; None where the place is unknown."""
        return frozenset(hit.area for hit in self.areas) if self.is_known else None


@dataclass(frozen=True)
class Owners:
    """The municipality's owner for each class, and who takes what nobody else owns."""

    by_class: Mapping[str, str]
    default: str | None = None


class Reason(StrEnum):
    """Why this owner: codes that the pages put into words with their values."""

    RULE = "rule"
    RULE_IN_AREA = "rule_in_area"
    RULE_OUTSIDE = "rule_outside"
    GROUND = "ground"
    USUAL_OWNER = "usual_owner"
    DEFAULT_OWNER = "default_owner"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Because:
    """A reason with its values: `category`, and where it applies `rule`, `area`, `owner_class`."""

    code: Reason
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Routing:
    """Who answers and who is told. `near_border` asks a person to look instead of guessing silently.

    `urgency` and `due` are what the rule says; None leaves them to the subcategory.
    """

    owner: str | None
    informed: tuple[str, ...]
    because: Because
    urgency: Urgency | None = None
    due: DueRule | None = None
    near_border: bool = False


def route(what: Subcategory, place: Place, rules: RuleBook | Iterable[Rule], owners: Owners) -> Routing:
    """Decide who must answer. `what` is a subcategory, or `Defaults.usual` of a category alone."""
    book = rules if isinstance(rules, RuleBook) else RuleBook(rules)
    informed = tuple(owners.by_class[code] for code in what.informed if code in owners.by_class)
    near_border = _is_near_border(what, place, book)
    rule = book.first(what, place.codes)
    if rule is not None:
        return Routing(rule.owner, informed, _because_of(rule, what), rule.urgency, rule.due, near_border)
    owner, because = _by_ground(what, place) or _by_class(what, owners)
    return Routing(owner, informed, because, near_border=near_border)


def owned_ground(place: Place) -> AreaHit | None:
    """The topmost area here that somebody owns: the only one whose owner the ground can name."""
    return next((hit for hit in place.areas if hit.owner and hit.owner_class), None)


def can_own(what: Subcategory, owner_class: str) -> bool:
    """Whether owners of this class own such a thing on their own ground.

    What is good is thanked for whoever's ground it is on, whatever their class.
    """
    return what.category == POSITIVE or owner_class in (what.owner, *what.owner_by_area)


def _because_of(rule: Rule, what: Subcategory) -> Because:
    values = {"rule": rule.code, "category": what.code}
    if rule.is_outside:
        return Because(Reason.RULE_OUTSIDE, values)
    if rule.area is None:
        return Because(Reason.RULE, values)
    return Because(Reason.RULE_IN_AREA, {**values, "area": rule.area})


def _by_ground(what: Subcategory, place: Place) -> tuple[str, Because] | None:
    """The owner of the topmost owned area, where its class can own this kind of thing there."""
    if not what.is_place_bound:
        return None
    hit = owned_ground(place)
    if hit is None or hit.owner is None or hit.owner_class is None:
        return None
    if not can_own(what, hit.owner_class):
        return None
    values = {"category": what.code, "area": hit.area, "owner_class": hit.owner_class}
    return hit.owner, Because(Reason.GROUND, values)


def _by_class(what: Subcategory, owners: Owners) -> tuple[str | None, Because]:
    if what.owner is not None and what.owner in owners.by_class:
        values = {"category": what.code, "owner_class": what.owner}
        return owners.by_class[what.owner], Because(Reason.USUAL_OWNER, values)
    reason = Reason.DEFAULT_OWNER if owners.default else Reason.NOBODY
    values = {"category": what.code} | ({"owner_class": what.owner} if what.owner else {})
    return owners.default, Because(reason, values)


def _is_near_border(what: Subcategory, place: Place, book: RuleBook) -> bool:
    """Whether another spot within the position's accuracy could have led to another owner."""
    if not book.depends_on_place(what):
        return False
    if not place.is_known:
        return True
    if place.border_distance_m is None or place.accuracy_m is None:
        return False
    return place.border_distance_m <= place.accuracy_m
