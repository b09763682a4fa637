"""Owners and rules as an administrator keeps them, and the question who would answer here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar
from uuid import UUID

from fieldapp.domain import access, ids
from fieldapp.domain.actors import Actor
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.languages import Language
from fieldapp.domain.text import limited, one_line
from fieldapp.domain.urgency import Urgency
from fieldapp.services.settings import email, phone
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import owner_tables, owners
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Area, Owner, RoutingRule

RECEIVES = ("crew", "link", "own_system")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,38}")
RANK_STEP = 10
Row = TypeVar("Row")


@dataclass(frozen=True)
class OwnerFacts:
    code: str
    class_code: str
    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    language: str = "sv"
    receives: str = "link"
    own_system: str = ""
    head_name: str = ""
    head_email: str = ""
    is_external: bool = False
    is_default: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class RuleFacts:
    """None means any; `is_outside` is the place that no area holds."""

    owner_id: UUID
    category: str | None = None
    subcategory: str | None = None
    area_id: UUID | None = None
    urgency: str | None = None
    is_outside: bool = False


def all_owners(actor: Actor) -> Sequence[Owner]:
    """Every owner, also those that are no longer used."""
    access.require(actor, "settings.read")
    return owner_tables.every_owner()


def owner(actor: Actor, owner_id: UUID) -> Owner:
    access.require(actor, "settings.read")
    return _found(by_key(Owner, owner_id), "owner")


def save_owner(actor: Actor, owner_id: UUID | None, facts: OwnerFacts) -> UUID:
    """Write an owner, a new one without an id; its code stays. Raises `Invalid` naming the field."""
    access.require(actor, "settings.change")
    values = owner_values(facts)
    with unit_of_work() as session:
        if owner_id is None:
            if owners.owner_by_code(facts.code) is not None:
                raise Invalid("code", "taken")
            row = Owner(id=ids.new_id(), code=owner_code(facts.code))
            session.add(row)
        else:
            row = _found(by_key(Owner, owner_id), "owner")
        for name, value in values.items():
            setattr(row, name, value)
        if not row.is_active and the_municipality().default_owner_id == row.id:
            raise Invalid("is_active", "is-default-owner")
        if row.is_default:
            owner_tables.only_default(row.class_code, row.id)
        return row.id


def all_areas(actor: Actor) -> Sequence[Area]:
    """By rank, without their polygons and without their owners being asked one by one."""
    access.require(actor, "settings.read")
    return owners.areas_in_short()


def all_rules(actor: Actor) -> Sequence[RoutingRule]:
    access.require(actor, "settings.read")
    return owners.all_rules()


def rule(actor: Actor, rule_id: UUID) -> RoutingRule:
    access.require(actor, "settings.read")
    return _found(by_key(RoutingRule, rule_id), "rule")


def save_rule(tools: Toolbox, actor: Actor, rule_id: UUID | None, facts: RuleFacts) -> UUID:
    """Write a rule; a new one is asked last. Raises `Invalid` for codes that nobody knows."""
    access.require(actor, "settings.change")
    _check_rule(facts)
    with unit_of_work() as session:
        _found(by_key(Owner, facts.owner_id), "owner")
        if facts.area_id is not None:
            _found(by_key(Area, facts.area_id), "area")
        if rule_id is None:
            last = max((one.rank for one in owners.all_rules()), default=0)
            row = RoutingRule(id=ids.new_id(), rank=last + RANK_STEP, created_at=tools.clock.now())
        else:
            row = _found(by_key(RoutingRule, rule_id), "rule")
        row.owner_id, row.area_id, row.is_outside = facts.owner_id, facts.area_id, facts.is_outside
        row.category_code, row.subcategory_code = facts.category, facts.subcategory
        row.urgency = facts.urgency
        session.add(row)
        return row.id


def move_rule(actor: Actor, rule_id: UUID, by: int) -> None:
    """Ask a rule one step earlier (-1) or later (1); all ranks are numbered anew."""
    access.require(actor, "settings.change")
    with unit_of_work():
        rules = list(owners.all_rules())
        here = next((place for place, one in enumerate(rules) if one.id == rule_id), None)
        if here is None:
            raise NotFound("rule")
        rules.insert(min(max(here + by, 0), len(rules) - 1), rules.pop(here))
        for place, one in enumerate(rules, start=1):
            one.rank = place * RANK_STEP


def remove_rule(actor: Actor, rule_id: UUID) -> None:
    """Take a rule away; tickets that it made keep their owner and their reason."""
    access.require(actor, "settings.change")
    with unit_of_work() as session:
        session.delete(_found(by_key(RoutingRule, rule_id), "rule"))


def default_owner(actor: Actor) -> Owner | None:
    """Who gets what no rule, no ground and no class gives to anybody."""
    access.require(actor, "settings.read")
    found = the_municipality().default_owner_id
    return by_key(Owner, found) if found is not None else None


def set_default_owner(actor: Actor, owner_id: UUID | None) -> None:
    """Name who gets what nobody else has; raises `Invalid` for an owner that is not in use."""
    access.require(actor, "settings.change")
    with unit_of_work():
        if owner_id is not None and not _found(by_key(Owner, owner_id), "owner").is_active:
            raise Invalid("owner", "unknown-owner")
        the_municipality().default_owner_id = owner_id


def _found(row: Row | None, kind: str) -> Row:
    if row is None:
        raise NotFound(kind)
    return row


def owner_values(facts: OwnerFacts) -> dict[str, Any]:
    """What is stored of an owner but its code, checked; raises `Invalid` naming the field."""
    if facts.class_code not in load_defaults().owner_classes:
        raise Invalid("class_code", "unknown")
    if facts.receives not in RECEIVES:
        raise Invalid("receives", "unknown")
    if facts.language not in set(Language):
        raise Invalid("language", "unknown")
    name = limited(one_line(facts.name), 120, "name")
    if not name:
        raise Invalid("name", "empty")
    address = email(facts.email, "email")
    if facts.receives == "link" and facts.is_active and not address:
        raise Invalid("email", "email-needed")
    return {
        "class_code": facts.class_code,
        "name": name,
        "company": limited(one_line(facts.company), 120, "company"),
        "email": address,
        "phone": phone(facts.phone, "phone"),
        "language": facts.language,
        "receives": facts.receives,
        "own_system": limited(one_line(facts.own_system), 200, "own_system"),
        "head_name": limited(one_line(facts.head_name), 120, "head_name"),
        "head_email": email(facts.head_email, "head_email"),
        "is_external": facts.is_external,
        "is_default": facts.is_default,
        "is_active": facts.is_active,
    }


def facts_of_owner(row: Owner) -> OwnerFacts:
    """What is stored, as it would be written again."""
    return OwnerFacts(**{one.name: getattr(row, one.name) for one in fields(OwnerFacts)})


def owner_code(text: str) -> str:
    """A short name of small letters, digits and hyphens; raises `Invalid`."""
    plain = one_line(text).lower()
    if not _CODE.fullmatch(plain):
        raise Invalid("code", "not-a-code")
    return plain


def _check_rule(facts: RuleFacts) -> None:
    if facts.urgency is not None and facts.urgency not in set(Urgency):
        raise Invalid("urgency", "unknown")
    if facts.category is not None:
        check_codes(facts.category, facts.subcategory)
    elif facts.subcategory is not None:
        raise Invalid("subcategory", "needs-category")
    if facts.is_outside and facts.area_id is not None:
        raise Invalid("area", "unknown")
    if facts.category is None and facts.area_id is None:
        raise Invalid("category", "rule-for-everything")


def check_codes(category: str, subcategory: str | None) -> None:
    """Raises `Invalid` unless both are known and of one another."""
    defaults = load_defaults()
    if category not in defaults.categories:
        raise Invalid("category", "unknown")
    if subcategory is not None:
        known = defaults.subcategories.get(subcategory)
        if known is None or known.category != category:
            raise Invalid("subcategory", "unknown")
