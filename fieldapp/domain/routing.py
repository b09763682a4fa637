"""Who must answer a point: the municipality's rules first, then the ground, then the usual owner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fieldapp.domain.categories import Subcategory
from fieldapp.domain.urgency import DueRule, Urgency


@dataclass(frozen=True)
class AreaHit:
    """An area in which the point lies; a district for statistics has no owner."""

    area: str
    owner: str | None = None
    owner_class: str | None = None


@dataclass(frozen=True)
class Rule:
    """One fördelningsregel; None means any. The lowest rank that matches wins."""

    code: str
    rank: int
    owner: str
    category: str | None = None
    subcategory: str | None = None
    area: str | None = None
    urgency: Urgency | None = None
    due: DueRule | None = None

    def matches(self, what: Subcategory, areas: frozenset[str]) -> bool:
        """Whether the rule speaks of this kind of point in one of these areas."""
        return self.concerns(what) and (self.area is None or self.area in areas)

    def concerns(self, what: Subcategory) -> bool:
        """Whether the rule speaks of this kind of point, wherever it lies."""
        return self.category in (None, what.category) and self.subcategory in (None, what.code)


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


@dataclass(frozen=True)
class Owners:
    """The municipality's owner for each class, and who takes what nobody else owns."""

    by_class: Mapping[str, str]
    default: str | None = None


class Reason(StrEnum):
    """Why this owner: codes that the pages put into words with their values."""

    RULE = "rule"
    RULE_IN_AREA = "rule_in_area"
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


def route(what: Subcategory, place: Place, rules: Iterable[Rule], owners: Owners) -> Routing:
    """Decide who must answer. `what` is a subcategory, or `Defaults.usual` of a category alone."""
    ranked = sorted(rules, key=lambda rule: rule.rank)
    informed = tuple(owners.by_class[code] for code in what.informed if code in owners.by_class)
    near_border = _is_near_border(what, place, ranked)
    areas = frozenset(hit.area for hit in place.areas)
    rule = next((rule for rule in ranked if rule.matches(what, areas)), None)
    if rule is not None:
        return Routing(rule.owner, informed, _because_of(rule, what), rule.urgency, rule.due, near_border)
    owner, because = _by_ground(what, place) or _by_class(what, owners)
    return Routing(owner, informed, because, near_border=near_border)


def _because_of(rule: Rule, what: Subcategory) -> Because:
    values = {"rule": rule.code, "category": what.code}
    if rule.area is None:
        return Because(Reason.RULE, values)
    return Because(Reason.RULE_IN_AREA, {**values, "area": rule.area})


def _by_ground(what: Subcategory, place: Place) -> tuple[str, Because] | None:
    """The owner of the topmost owned area, where its class can own this kind of thing there."""
    if not what.is_place_bound:
        return None
    hit = next((hit for hit in place.areas if hit.owner and hit.owner_class), None)
    if hit is None or hit.owner is None or hit.owner_class is None:
        return None
    if hit.owner_class not in (what.owner, *what.owner_by_area):
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


def _is_near_border(what: Subcategory, place: Place, rules: Iterable[Rule]) -> bool:
    """Whether another spot within the position's accuracy could have led to another owner."""
    depends_on_place = what.is_place_bound or any(rule.area and rule.concerns(what) for rule in rules)
    if not depends_on_place:
        return False
    if not place.is_known:
        return True
    if place.border_distance_m is None or place.accuracy_m is None:
        return False
    return place.border_distance_m <= place.accuracy_m
