"""What the capture screen is made of, in one language: tiles, choices and questions."""

from dataclasses import dataclass

from fieldapp.domain.categories import Category, Defaults, Subcategory, load_defaults
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import categories as stored
from fieldapp.store.municipality import the_municipality


@dataclass(frozen=True)
class Choice:
    """A subcategory; a sensitive one is kept from other phones unless its reporter says otherwise.

    `asset` is what bears a number that is worth asking for, "" where nothing does.
    """

    code: str
    name: str
    is_sensitive: bool
    asset: str = ""


@dataclass(frozen=True)
class Tile:
    code: str
    icon: str
    name: str
    short: str
    choices: tuple[Choice, ...]
    questions: tuple[str, ...]
    asset: str = ""


@dataclass(frozen=True)
class PhoneWords:
    tiles: tuple[Tile, ...]
    duty_phone: str
    hold_s: int
    answer_days: int


def phone_words(tools: Toolbox, language: str) -> PhoneWords:
    """The tiles in order, without those that the municipality has switched off."""
    defaults, town = load_defaults(), the_municipality()
    off = {row.code for row in stored.all_categories() if not row.enabled}
    off |= {row.code for row in stored.all_subcategories() if not row.enabled}
    names = _own_names(language)
    tiles = tuple(
        _tile(one, defaults, language, off, names)
        for one in defaults.categories.values()
        if one.code not in off
    )
    return PhoneWords(tiles, town.duty_phone, tools.photo_hold_s, town.answer_days)


def _own_names(language: str) -> dict[str, str]:
    """What the municipality calls its categories, long and (under "short:") on the tile."""
    found: dict[str, str] = {}
    for category in stored.all_categories():
        found[category.code] = getattr(category, language)
        found[f"short:{category.code}"] = getattr(category, f"short_{language}")
    found |= {row.code: getattr(row, language) for row in stored.all_subcategories()}
    return found


def _tile(
    category: Category, defaults: Defaults, language: str, off: set[str], names: dict[str, str]
) -> Tile:
    code = category.code
    return Tile(
        code=code,
        icon=category.icon,
        name=names.get(code) or category.name.in_(language),
        short=names.get(f"short:{code}") or category.short_name.in_(language),
        choices=tuple(
            _choice(sub, language, names) for sub in defaults.of_category(code) if sub.code not in off
        ),
        questions=tuple(prompt.words.in_(language) for prompt in defaults.prompts_of(code)),
        asset=defaults.usual(code).asset,
    )


def _choice(sub: Subcategory, language: str, names: dict[str, str]) -> Choice:
    return Choice(sub.code, names.get(sub.code) or sub.name.in_(language), sub.is_sensitive, sub.asset)
