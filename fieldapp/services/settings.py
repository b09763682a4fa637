"""The municipality's own words and promises: its name and contacts, its categories in three languages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.languages import Language
from fieldapp.domain.text import limited, one_line
from fieldapp.store import categories, owners
from fieldapp.store.categories import Category, Subcategory
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.municipality import Municipality, the_municipality

ANSWER_DAYS = (1, 90)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,60}")
_PHONE = re.compile(r"[+0-9][0-9 ()/-]{2,38}")
_NAME_MAX = 80
_SHORT_MAX = 40


@dataclass(frozen=True)
class TownFacts:
    name: str
    contact_email: str
    contact_phone: str
    duty_phone: str
    answer_days: int


@dataclass(frozen=True)
class Names:
    """A name in three languages, by language code."""

    words: Mapping[str, str]
    enabled: bool


@dataclass(frozen=True)
class CategoryPage:
    category: Category
    subcategories: Sequence[Subcategory]


@dataclass(frozen=True)
class Overview:
    """How much of each kind there is, for the settings' first page."""

    town: Municipality
    category_count: int
    owner_count: int
    area_count: int
    rule_count: int


def overview(actor: Actor) -> Overview:
    access.require(actor, "settings.read")
    listed = categories.all_categories()
    return Overview(
        town=the_municipality(),
        category_count=sum(one.enabled for one in listed),
        owner_count=len(owners.all_owners()),
        area_count=len(owners.area_versions()),
        rule_count=len(owners.all_rules()),
    )


def town(actor: Actor) -> Municipality:
    access.require(actor, "settings.read")
    return the_municipality()


def change_town(actor: Actor, facts: TownFacts) -> None:
    """New name, contacts and promise; raises `Invalid` naming the field."""
    access.require(actor, "settings.change")
    name = limited(one_line(facts.name), 120, "name")
    if not name:
        raise Invalid("name", "empty")
    contact_email = email(facts.contact_email, "contact_email")
    least, most = ANSWER_DAYS
    if not least <= facts.answer_days <= most:
        raise Invalid("answer_days", "not-a-count", least=least, most=most)
    with unit_of_work():
        row = the_municipality()
        row.name, row.contact_email = name, contact_email
        row.contact_phone = phone(facts.contact_phone, "contact_phone")
        row.duty_phone = phone(facts.duty_phone, "duty_phone")
        row.answer_days = facts.answer_days


def all_categories(actor: Actor) -> list[CategoryPage]:
    access.require(actor, "settings.read")
    by_category: dict[str, list[Subcategory]] = {}
    for sub in categories.all_subcategories():
        by_category.setdefault(sub.category_code, []).append(sub)
    return [CategoryPage(one, by_category.get(one.code, [])) for one in categories.all_categories()]


def category(actor: Actor, code: str) -> CategoryPage:
    found = next((page for page in all_categories(actor) if page.category.code == code), None)
    if found is None:
        raise NotFound("category")
    return found


def change_category(actor: Actor, code: str, names: Names, short: Mapping[str, str]) -> None:
    """Rename a category or turn it off; praise and experience stay, because the walk rests on them."""
    access.require(actor, "settings.change")
    checked, checked_short = _three(names.words, "", _NAME_MAX), _three(short, "short_", _SHORT_MAX)
    with unit_of_work():
        row = by_key(Category, code)
        if row is None:
            raise NotFound("category")
        row.enabled = names.enabled or is_kept(code)
        for language in Language:
            setattr(row, language.value, checked[language.value])
            setattr(row, f"short_{language.value}", checked_short[language.value])


def change_subcategories(actor: Actor, category_code: str, changed: Mapping[str, Names]) -> None:
    """Names and on or off for the subcategories of one category; others are left alone."""
    access.require(actor, "settings.change")
    checked = {code: _three(names.words, f"{code}-", _NAME_MAX) for code, names in changed.items()}
    with unit_of_work():
        for row in categories.all_subcategories():
            if row.category_code == category_code and row.code in changed:
                row.enabled = changed[row.code].enabled
                for language in Language:
                    setattr(row, language.value, checked[row.code][language.value])


def is_kept(code: str) -> bool:
    """Whether a category cannot be turned off: what is good and what feels unsafe are half of a walk."""
    return code in ("POS", "UPP")


def email(text: str, field: str) -> str:
    """An address as it can be, or ""; raises `Invalid`."""
    plain = one_line(text)
    if plain and not _EMAIL.fullmatch(plain):
        raise Invalid(field, "not-an-email")
    return plain[:254]


def phone(text: str, field: str) -> str:
    """A telephone number as people write it, or ""; raises `Invalid`."""
    plain = one_line(text).replace("\u2011", "-").replace("–", "-")
    if plain and not _PHONE.fullmatch(plain):
        raise Invalid(field, "not-a-phone")
    return plain


def _three(words: Mapping[str, str], prefix: str, most: int) -> dict[str, str]:
    found = {}
    for language in Language:
        field = f"{prefix}{language.value}"
        plain = limited(one_line(words.get(language.value, "")), most, field)
        if not plain:
            raise Invalid(field, "empty")
        found[language.value] = plain
    return found
