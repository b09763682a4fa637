"""Who must answer a point: the municipality's owners, areas and rules, asked through the domain's rule."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fieldapp.domain import due_dates, routing, routing_steps, urgency
from fieldapp.domain.categories import Subcategory, load_defaults
from fieldapp.domain.due_dates import Due
from fieldapp.domain.routing import AreaHit, Because, Owners, Place, Routing, Rule, RuleBook
from fieldapp.domain.routing_steps import Step
from fieldapp.domain.seasons import Season
from fieldapp.domain.urgency import DueKind, DueRule, Urgency
from fieldapp.places.areas import AreaIndex, PlacedArea
from fieldapp.store import owners as store
from fieldapp.store.db import by_key, db
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Area, Owner, RoutingRule

#: Ground of these kinds is under a roof, and what is broken there is worse than elsewhere.
_SHELTERED = frozenset({"tunnel"})
_WORSE = frozenset({"tunnel", "bridge", "station"})
#: Districts own nothing, and nobody cares how near their borders are.
_STATISTICS = "district"
_BORDER_WITHIN_M = 200.0


@dataclass(frozen=True)
class Question:
    """What is known of a point: `chosen` is the recorder's word of urgency, `accuracy_m` is in metres."""

    category: str
    subcategory: str | None
    noted_at: datetime
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    chosen: Urgency | None = None


@dataclass(frozen=True)
class Proposal:
    """Who answers, who is told, how urgent it is and until when, with the reasons as data.

    `because` is {"code", "values", "border_m"}: codes of the domain, and names where a code says nothing.
    `due_because` is tunnel, season:<code>, rule, chosen, usual or urgency.
    """

    owner: Owner | None
    informed: tuple[str, ...]
    because: dict[str, Any]
    rule_id: UUID | None
    urgency: Urgency
    due: Due
    due_because: str
    near_border: bool


@dataclass(frozen=True)
class _Ground:
    fingerprint: tuple[tuple[UUID, int], ...]
    index: AreaIndex


_lock = threading.Lock()
_kept: dict[str, _Ground] = {}


class Town:
    """The municipality's tables, read once for as many questions as a page or a transaction has."""

    def __init__(self) -> None:
        self.owners = list(store.all_owners())
        self._by_code = {owner.code: owner for owner in self.owners}
        self._areas = {str(area.id): area for area in store.areas_in_short()}
        self._hits = {key: _area_hit(area) for key, area in self._areas.items()}
        self.rules = [rule for rule in store.all_rules() if rule.owner.is_active]
        self.book = RuleBook(map(_domain_rule, self.rules))
        self._usual = _domain_owners(self.owners)
        self._index = _index(str(db.engine.url))
        self._kinds: dict[tuple[str, str | None], Subcategory] = {}
        self._limits: dict[tuple[DueRule, date, Season | None], Due] = {}

    def propose(self, question: Question) -> Proposal:
        """Judge one point by rules, ground and the usual owner."""
        what = self._what(question)
        place, areas = self._place(question)
        found = routing.route(what, place, self.book, self._usual)
        level = urgency.effective(question.chosen, found.urgency, what.urgency)
        due, due_because = self._due(question, what, found, level, areas)
        return Proposal(
            owner=self._by_code.get(found.owner or ""),
            informed=what.informed,
            because=self._because(found.because, place),
            rule_id=_rule_id(found.because),
            urgency=level,
            due=due,
            due_because=due_because,
            near_border=found.near_border,
        )

    def steps(self, question: Question) -> tuple[Step, ...]:
        """The way to the proposal, step by step."""
        return routing_steps.steps(self._what(question), self._place(question)[0], self.book, self._usual)

    def beside(self, question: Question) -> list[Owner]:
        """Who else could be meant: owners of other spots within the position's accuracy, nearest first."""
        lat, lon, accuracy_m = question.lat, question.lon, question.accuracy_m
        if lat is None or lon is None or accuracy_m is None:
            return []
        what = self._what(question)
        here = routing.route(what, self._place(question)[0], self.book, self._usual).owner
        places = (Place(self._held(keys)) for keys in self._index.around(lat, lon, accuracy_m))
        found = (routing.route(what, place, self.book, self._usual).owner for place in places)
        return [self._by_code[code] for code in dict.fromkeys(found) if code and code != here]

    def owner(self, code: str) -> Owner | None:
        return self._by_code.get(code)

    def area(self, code: str) -> Area | None:
        return self._areas.get(code)

    def _what(self, question: Question) -> Subcategory:
        key = question.category, question.subcategory
        if key not in self._kinds:
            self._kinds[key] = load_defaults().find(*key)
        return self._kinds[key]

    def _place(self, question: Question) -> tuple[Place, list[Area]]:
        if question.lat is None or question.lon is None:
            return Place(is_known=False), []
        keys = self._index.holding(question.lat, question.lon)
        areas = [self._areas[key] for key in keys if key in self._areas]
        border_m = self._index.nearest_border_m(question.lat, question.lon, _BORDER_WITHIN_M)
        return Place(self._held(keys), border_m, question.accuracy_m), areas

    def _held(self, keys: Sequence[str]) -> list[AreaHit]:
        return [self._hits[key] for key in keys if key in self._hits]

    def _due(
        self, question: Question, what: Subcategory, found: Routing, level: Urgency, areas: list[Area]
    ) -> tuple[Due, str]:
        rule, season, because = _limit(question, what, found, level, areas)
        if rule.kind is DueKind.HOURS:
            due = due_dates.due(rule, question.noted_at, season)
        else:
            # Days are counted from the local day: points of one day share their limits.
            key = rule, due_dates.local_day(question.noted_at), season
            if key not in self._limits:
                self._limits[key] = due_dates.due(rule, question.noted_at, season)
            due = self._limits[key]
        return due, f"season:{due.waits_for}" if due.waits_for else because

    def _because(self, because: Because, place: Place) -> dict[str, Any]:
        values = dict(because.values)
        area = self._areas.get(values.get("area", ""))
        if area is not None:
            values["area_name"] = area.name
        border = round(place.border_distance_m) if place.border_distance_m is not None else None
        return {"code": because.code.value, "values": values, "border_m": border}


def _domain_rule(rule: RoutingRule) -> Rule:
    return Rule(
        code=str(rule.id),
        rank=rule.rank,
        owner=rule.owner.code,
        category=rule.category_code,
        subcategory=rule.subcategory_code,
        area=str(rule.area_id) if rule.area_id else None,
        urgency=Urgency(rule.urgency) if rule.urgency else None,
        is_outside=rule.is_outside,
    )


def _domain_owners(active: Sequence[Owner]) -> Owners:
    last = the_municipality().default_owner_id
    return Owners(
        {owner.class_code: owner.code for owner in active if owner.is_default},
        next((owner.code for owner in active if owner.id == last), None),
    )


def area_on_top(lat: float | None, lon: float | None) -> UUID | None:
    """The first of the areas that hold the place; None outside them all."""
    if lat is None or lon is None:
        return None
    held = _index(str(db.engine.url)).holding(lat, lon)
    return UUID(held[0]) if held else None


def count_use(rule_id: UUID | None, *, bounced: bool = False) -> None:
    """Count that a rule was used, or that its ticket came back as "inte vår". Inside a unit of work."""
    rule = by_key(RoutingRule, rule_id) if rule_id is not None else None
    if rule is None:
        return
    if bounced:
        rule.bounced_count += 1
    else:
        rule.used_count += 1


def _index(database: str) -> AreaIndex:
    """The search tree of all areas; built again only when one was added, changed or taken away."""
    fingerprint = tuple(store.area_versions())
    with _lock:
        kept = _kept.get(database)
        if kept is not None and kept.fingerprint == fingerprint:
            return kept.index
    placed = [
        PlacedArea(str(area.id), area.rank, area.geometry)
        for area in store.all_areas()
        if area.kind != _STATISTICS
    ]
    index = AreaIndex(placed)
    with _lock:
        _kept[database] = _Ground(fingerprint, index)
    return index


def _area_hit(area: Area) -> AreaHit:
    owner = area.owner if area.owner is not None and area.owner.is_active else None
    if owner is None:
        return AreaHit(str(area.id))
    return AreaHit(str(area.id), owner.code, owner.class_code)


def _rule_id(because: Because) -> UUID | None:
    code = because.values.get("rule")
    return UUID(code) if code else None


def _limit(
    question: Question, what: Subcategory, found: Routing, level: Urgency, areas: list[Area]
) -> tuple[DueRule, Season | None, str]:
    """The limit with the season that locks it, and why it is this one."""
    kinds = {area.kind for area in areas}
    is_worse = not kinds.isdisjoint(_WORSE)
    # The usual limit of a category belongs to its usual urgency: a reviewer's other word brings its own.
    fits = level is what.urgency
    rule = urgency.limit(
        level,
        is_chosen=question.chosen is not None,
        by_rule=found.due,
        usual=what.due if fits else None,
        worse=what.worse_due if fits else None,
        is_worse=is_worse,
    )
    season = load_defaults().seasons.get(what.season or "")
    locks = due_dates.applies(
        season, is_sheltered=not kinds.isdisjoint(_SHELTERED), is_worse=is_worse or level is Urgency.AKUT
    )
    return rule, locks, _limit_because(rule, what, found, kinds if is_worse and fits else set(), fits)


def _limit_because(
    rule: DueRule, what: Subcategory, found: Routing, worse_kinds: set[str], fits: bool
) -> str:
    if found.due is not None and rule == found.due:
        return "rule"
    if what.worse_due is not None and rule == what.worse_due and worse_kinds & _WORSE:
        return min(worse_kinds & _WORSE)
    return "usual" if fits and rule == what.due else "urgency"
