"""Who must answer a point: the municipality's owners, areas and rules, asked through the domain's rule."""

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fieldapp.domain import due_dates, routing, urgency
from fieldapp.domain.categories import Subcategory, load_defaults
from fieldapp.domain.due_dates import Due
from fieldapp.domain.routing import AreaHit, Because, Owners, Place, Routing, Rule
from fieldapp.domain.urgency import DueRule, Urgency
from fieldapp.places.areas import AreaIndex, PlacedArea
from fieldapp.store import owners as store
from fieldapp.store.db import by_key, db
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
        self._rules = list(store.all_rules())
        self._index = _index(str(db.engine.url))

    def propose(self, question: Question) -> Proposal:
        """Judge one point by rules, ground and the usual owner."""
        what = load_defaults().find(question.category, question.subcategory)
        place, areas = self._place(question)
        found = routing.route(what, place, self._domain_rules(), self._domain_owners())
        level = urgency.effective(question.chosen, found.urgency, what.urgency)
        due, due_because = _due(question, what, found, level, areas)
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

    def owner(self, code: str) -> Owner | None:
        return self._by_code.get(code)

    def _place(self, question: Question) -> tuple[Place, list[Area]]:
        if question.lat is None or question.lon is None:
            return Place(is_known=False), []
        hits = self._index.holding(question.lat, question.lon)
        areas = [self._areas[hit.key] for hit in hits if hit.key in self._areas]
        border_m = self._index.nearest_border_m(question.lat, question.lon, _BORDER_WITHIN_M)
        here = [_area_hit(area) for area in areas]
        return Place(here, border_m, question.accuracy_m), areas

    def _domain_rules(self) -> list[Rule]:
        return [
            Rule(
                code=str(rule.id),
                rank=rule.rank,
                owner=rule.owner.code,
                category=rule.category_code,
                subcategory=rule.subcategory_code,
                area=str(rule.area_id) if rule.area_id else None,
                urgency=Urgency(rule.urgency) if rule.urgency else None,
            )
            for rule in self._rules
            if rule.owner.is_active
        ]

    def _domain_owners(self) -> Owners:
        return Owners({owner.class_code: owner.code for owner in self.owners if owner.is_default})

    def _because(self, because: Because, place: Place) -> dict[str, Any]:
        values = dict(because.values)
        area = self._areas.get(values.get("area", ""))
        if area is not None:
            values["area_name"] = area.name
        border = round(place.border_distance_m) if place.border_distance_m is not None else None
        return {"code": because.code.value, "values": values, "border_m": border}


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


def _due(
    question: Question, what: Subcategory, found: Routing, level: Urgency, areas: list[Area]
) -> tuple[Due, str]:
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
    due = due_dates.due(rule, question.noted_at, locks)
    return due, _due_because(due, rule, what, found, kinds if is_worse and fits else set(), fits)


def _due_because(
    due: Due, rule: DueRule, what: Subcategory, found: Routing, worse_kinds: set[str], fits: bool
) -> str:
    if due.waits_for:
        return f"season:{due.waits_for}"
    if found.due is not None and rule == found.due:
        return "rule"
    if what.worse_due is not None and rule == what.worse_due and worse_kinds & _WORSE:
        return min(worse_kinds & _WORSE)
    return "usual" if fits and rule == what.due else "urgency"
