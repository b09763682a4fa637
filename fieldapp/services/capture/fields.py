"""Which fields of a point an edit touches, and whether others changed one that the phone had not seen."""

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET

from fieldapp.domain import geo, text
from fieldapp.domain.assets import asset_number
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.commands import Point as PointIn
from fieldapp.domain.commands import PositionIn
from fieldapp.domain.errors import Invalid

#: Columns by the key of the payload that fills them.
PLAIN = {"severity": "severity", "sensitive": "is_sensitive", "for_other": "for_other", "lang": "lang"}


def given(payload: Any) -> dict[str, Any]:
    """The keys that an edit carries, with their values."""
    return {
        name: value
        for name in payload.__struct_fields__
        if (value := getattr(payload, name)) is not UNSET and name != "walk"
    }


def columns_of(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What keys of a payload say in columns, apart from stop and place; raises `Invalid`."""
    found: dict[str, Any] = {}
    for key, value in changes.items():
        if key in PLAIN:
            found[PLAIN[key]] = value
        elif key == "text":
            found["text"] = text.limited(value, text.TEXT_MAX, "payload.text")
        elif key == "suggestion":
            found["suggestion"] = text.limited(value, text.SUGGESTION_MAX, "payload.suggestion")
        elif key == "asset":
            found["asset"] = asset_number(value, "payload.asset")
        elif key == "position":
            found |= position_columns(value)
        elif key == "stretch_to":
            found |= stretch_columns(value)
    return found


def category_columns(category: str, subcategory: str | None) -> dict[str, Any]:
    """A category and what exactly, known and of one another; raises `Invalid`."""
    defaults = load_defaults()
    if category not in defaults.categories:
        raise Invalid("payload.category", "unknown-category")
    if subcategory is not None:
        known = defaults.subcategories.get(subcategory)
        if known is None or known.category != category:
            raise Invalid("payload.subcategory", "unknown-subcategory")
    return {"category": category, "subcategory": subcategory}


def position_columns(position: PositionIn | None) -> dict[str, Any]:
    """A position worth keeping; of one too coarse to be a place only how coarse it was."""
    place = geo.place_or_none(position.lat, position.lon) if position else None
    if position is None or place is None:
        return {"lat": None, "lon": None, "accuracy_m": None, "position_source": None}
    is_place = geo.accuracy_of(position.accuracy_m) is not geo.Accuracy.NONE
    return {
        "lat": place.lat if is_place else None,
        "lon": place.lon if is_place else None,
        "accuracy_m": position.accuracy_m,
        "position_source": position.source,
    }


def stretch_columns(end: PointIn | None) -> dict[str, Any]:
    """The other end of a stretch."""
    place = geo.place_or_none(end.lat, end.lon) if end else None
    return {"stretch_lat": place.lat if place else None, "stretch_lon": place.lon if place else None}


def unseen(field_revs: Mapping[str, int], base_rev: int | None, own_revs: set[int]) -> set[str]:
    """The fields that others changed without this phone knowing.

    `base_rev` is what the phone had read; None means it knows no more than its own acts, and a phone
    that has none either just read the thing.
    """
    if base_rev is None and not own_revs:
        return set()
    base = base_rev or 0
    return {name for name, rev in field_revs.items() if rev > base and rev not in own_revs}
