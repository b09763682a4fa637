"""The way to an owner step by step: which rules were passed over, what the ground said, who is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.categories import Subcategory
from fieldapp.domain.routing import Owners, Place, Rule, RuleBook, can_own, owned_ground


class StepKind(StrEnum):
    """What was looked at; the last step of a way names the owner, or that there is none."""

    NO_RULES = "no_rules"
    OTHER_KINDS = "other_kinds"
    RULE_ELSEWHERE = "rule_elsewhere"
    RULE_INSIDE = "rule_inside"
    RULE_HOLDS = "rule_holds"
    PLACE_UNKNOWN = "place_unknown"
    NOT_PLACE_BOUND = "not_place_bound"
    NO_AREA = "no_area"
    NO_OWNED_AREA = "no_owned_area"
    GROUND_CANNOT = "ground_cannot"
    GROUND_HOLDS = "ground_holds"
    USUAL_HOLDS = "usual_holds"
    NO_USUAL = "no_usual"
    DEFAULT_HOLDS = "default_holds"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Step:
    """One thing that was looked at: codes of a rule, an area, an owner and an owner class, where they apply.

    `count` is how many rules speak of other kinds of points.
    """

    kind: StepKind
    rule: str = ""
    area: str = ""
    owner: str | None = None
    owner_class: str = ""
    count: int = 0


def steps(what: Subcategory, place: Place, book: RuleBook, owners: Owners) -> tuple[Step, ...]:
    """The way that `routing.route` goes with the same question: its last step has the same owner."""
    return tuple(_steps(what, place, book, owners))


def _steps(what: Subcategory, place: Place, book: RuleBook, owners: Owners) -> Iterator[Step]:
    if not book.ranked:
        yield Step(StepKind.NO_RULES)
    chosen = book.first(what, place.codes)
    asked = book.ranked[: book.ranked.index(chosen)] if chosen is not None else book.ranked
    others = sum(not rule.concerns(what) for rule in asked)
    if others:
        yield Step(StepKind.OTHER_KINDS, count=others)
    yield from (_passed_over(rule) for rule in asked if rule.concerns(what))
    if chosen is not None:
        yield Step(StepKind.RULE_HOLDS, chosen.code, chosen.area or "", chosen.owner)
        return
    ground = _ground(what, place)
    yield ground
    if ground.owner is None or ground.kind is StepKind.GROUND_CANNOT:
        yield from _by_class(what, owners)


def _passed_over(rule: Rule) -> Step:
    kind = StepKind.RULE_INSIDE if rule.is_outside else StepKind.RULE_ELSEWHERE
    return Step(kind, rule.code, rule.area or "", rule.owner)


def _ground(what: Subcategory, place: Place) -> Step:
    if not what.is_place_bound:
        return Step(StepKind.NOT_PLACE_BOUND)
    if not place.is_known:
        return Step(StepKind.PLACE_UNKNOWN)
    hit = owned_ground(place)
    if hit is None or hit.owner_class is None:
        if not place.areas:
            return Step(StepKind.NO_AREA)
        return Step(StepKind.NO_OWNED_AREA, area=place.areas[0].area)
    kind = StepKind.GROUND_HOLDS if can_own(what, hit.owner_class) else StepKind.GROUND_CANNOT
    return Step(kind, area=hit.area, owner=hit.owner, owner_class=hit.owner_class)


def _by_class(what: Subcategory, owners: Owners) -> Iterator[Step]:
    usual = owners.by_class.get(what.owner or "")
    if usual is not None:
        yield Step(StepKind.USUAL_HOLDS, owner=usual, owner_class=what.owner or "")
        return
    yield Step(StepKind.NO_USUAL, owner_class=what.owner or "")
    yield Step(StepKind.DEFAULT_HOLDS if owners.default else StepKind.NOBODY, owner=owners.default)
