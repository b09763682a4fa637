"""The default set: categories, subcategories, owner classes, seasons and prompts, read from `data/*.csv`."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fieldapp.domain.languages import Words
from fieldapp.domain.seasons import MonthDay, Season
from fieldapp.domain.urgency import DueKind, DueRule, Urgency, rank

DATA = Path(__file__).parent / "data"
POSITIVE = "POS"
EXPERIENCE = "UPP"
#: A phone shows at most so many subcategories at once.
CHOICES_MAX_COUNT = 5


@dataclass(frozen=True)
class Category:
    """What a tile on the capture screen stands for; `icon` names a file of the kept icon set."""

    code: str
    order: int
    name: Words
    short_name: Words
    icon: str


@dataclass(frozen=True)
class Subcategory:
    """What exactly is wrong, who usually owns it and how long it may take.

    `owner` is the usual class, `owner_by_area` the classes that own it on their own ground; `informed`
    are told and owe nothing. `worse_due` holds in the worse case: in a tunnel, at a crossing, near children.
    `asset` says what bears a number that is worth asking for: a lamp, a cabinet, a lift.
    """

    code: str
    category: str
    name: Words
    owner: str | None
    owner_by_area: tuple[str, ...]
    informed: tuple[str, ...]
    urgency: Urgency | None
    due: DueRule | None
    worse_due: DueRule | None
    season: str | None
    is_sensitive: bool
    in_default_set: bool
    asset: str = ""

    @property
    def is_place_bound(self) -> bool:
        """Whether the ground decides who owns it, or who is thanked for it."""
        return bool(self.owner_by_area) or self.category == POSITIVE


@dataclass(frozen=True)
class OwnerClass:
    """A kind of owner; `kind` is municipal, company, private, external, or informed (owes no answer)."""

    code: str
    name: Words
    kind: str

    @property
    def is_informed_only(self) -> bool:
        return self.kind == "informed"


@dataclass(frozen=True)
class Prompt:
    """One spoken question that helps people to look."""

    category: str
    words: Words


@dataclass(frozen=True)
class Defaults:
    """The whole default set, each part by its code and in the order in which it is shown."""

    categories: Mapping[str, Category]
    subcategories: Mapping[str, Subcategory]
    owner_classes: Mapping[str, OwnerClass]
    seasons: Mapping[str, Season]
    prompts: tuple[Prompt, ...]

    def of_category(self, category: str, *, default_set_only: bool = True) -> tuple[Subcategory, ...]:
        """A category's subcategories in order."""
        return tuple(
            sub
            for sub in self.subcategories.values()
            if sub.category == category and (sub.in_default_set or not default_set_only)
        )

    def prompts_of(self, category: str) -> tuple[Prompt, ...]:
        """A category's questions, one at a time."""
        return tuple(prompt for prompt in self.prompts if prompt.category == category)

    def usual(self, category: str) -> Subcategory:
        """What holds for a point of which only the category is known; its code is the category's.

        Most common owner and urgency among the default subcategories (the first, and the less urgent,
        where two are equal); never *akut*, which is the recorder's to choose. On somebody's ground any
        class that owns one of them there.
        """
        subs = self.of_category(category)
        owners = Counter(sub.owner for sub in subs if sub.owner)
        urgencies = Counter(sub.urgency for sub in subs if sub.urgency not in (None, Urgency.AKUT))
        owner = max(owners, key=lambda code: owners[code], default=None)
        urgency = max(urgencies, key=lambda value: (urgencies[value], rank(value)), default=None)
        on_own_ground = dict.fromkeys(
            code for sub in subs if sub.is_place_bound for code in (sub.owner, *sub.owner_by_area) if code
        )
        return Subcategory(
            code=category,
            category=category,
            name=self.categories[category].name,
            owner=owner,
            owner_by_area=tuple(code for code in on_own_ground if code != owner),
            informed=(),
            urgency=urgency,
            due=None,
            worse_due=None,
            season=None,
            is_sensitive=False,
            in_default_set=True,
            asset=_shared_asset(subs),
        )

    def find(self, category: str, subcategory: str | None) -> Subcategory:
        """The subcategory, or what is usual in the category; raises KeyError for an unknown code."""
        return self.subcategories[subcategory] if subcategory else self.usual(category)


def _shared_asset(subs: tuple[Subcategory, ...]) -> str:
    """What bears a number in most of a category's subcategories, "" where most have none."""
    found = Counter(sub.asset for sub in subs)
    return max(found, key=lambda kind: found[kind], default="")


@cache
def load_defaults() -> Defaults:
    """The default set; read once."""
    categories = sorted((_category(row) for row in _rows("categories")), key=lambda one: one.order)
    return Defaults(
        categories={one.code: one for one in categories},
        subcategories={one.code: one for one in map(_subcategory, _rows("subcategories"))},
        owner_classes={one.code: one for one in map(_owner_class, _rows("owner_classes"))},
        seasons={one.code: one for one in map(_season, _rows("seasons"))},
        prompts=tuple(prompt for row in _rows("prompts") for prompt in _prompts(row)),
    )


def _rows(name: str) -> Iterable[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _words(row: dict[str, str], prefix: str = "") -> Words:
    return Words(sv=row[f"{prefix}sv"], fi=row[f"{prefix}fi"], en=row[f"{prefix}en"])


def _category(row: dict[str, str]) -> Category:
    return Category(row["code"], int(row["order"]), _words(row), _words(row, "short_"), row["icon"])


def _subcategory(row: dict[str, str]) -> Subcategory:
    return Subcategory(
        code=row["code"],
        category=row["category"],
        name=_words(row),
        owner=row["owner"] or None,
        owner_by_area=tuple(row["owner_by_area"].split()),
        informed=tuple(row["informed"].split()),
        urgency=Urgency(row["urgency"]) if row["urgency"] else None,
        due=_due(row["due_kind"], row["due_value"]),
        worse_due=_due(row["worse_due_kind"], row["worse_due_value"]),
        season=row["season"] or None,
        is_sensitive=row["sensitive"] == "yes",
        in_default_set=row["in_default_set"] == "yes",
        asset=row["asset"],
    )


def _due(kind: str, count: str) -> DueRule | None:
    return DueRule(DueKind(kind), int(count)) if kind else None


def _owner_class(row: dict[str, str]) -> OwnerClass:
    return OwnerClass(row["code"], _words(row), row["kind"])


def _season(row: dict[str, str]) -> Season:
    opens, closes = MonthDay.parse(row["from"]), MonthDay.parse(row["to"])
    return Season(row["code"], _words(row), opens, closes, row["why"])


def _prompts(row: dict[str, str]) -> list[Prompt]:
    questions = [re.split(r"(?<=\?)\s+", row[language].strip()) for language in ("sv", "fi", "en")]
    return [Prompt(row["category"], Words(sv, fi, en)) for sv, fi, en in zip(*questions, strict=True)]
