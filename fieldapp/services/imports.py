"""A municipality's own tables from files: owners, areas, names of categories. All of a file or nothing.

Twice is harmless: an owner and a category are known by their code, an area by its id or its name.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.domain.absences import Absence, from_cell
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import DomainError, Invalid
from fieldapp.domain.languages import Language
from fieldapp.domain.table_cells import unguarded
from fieldapp.domain.text import limited, one_line
from fieldapp.places.areas import checked
from fieldapp.services import owner_absences
from fieldapp.services.area_settings import KINDS
from fieldapp.services.defaults import fill
from fieldapp.services.owner_settings import OwnerFacts, facts_of_owner, owner_code, owner_values
from fieldapp.store import absences, categories, owner_tables, owners
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.owners import Area, Owner

FILE_MAX_BYTES = 5 * 1024 * 1024
ROWS_MAX = 5000
FAULTS_MAX = 20
_YES = frozenset({"yes", "ja", "true", "1", "x", "kyllä"})
_NO = frozenset({"", "no", "nej", "false", "0", "ei"})
_TEXTS = ("name", "company", "email", "phone", "own_system", "head_name", "head_email")
_CHOICES = {"language": "sv", "receives": "link"}
#: Columns of yes and no, and what they are called here.
_SWITCHES = {"external": "is_external", "default": "is_default", "active": "is_active"}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row (counted from 1 below the heading; 0 for the file) as a code with values."""

    row: int
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class Refused(DomainError):
    """The file has faults; nothing of it was taken."""

    code = "import-refused"

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults[:FAULTS_MAX])
        super().__init__(faults=[fault.code for fault in self.faults])


@dataclass(frozen=True)
class Imported:
    """How many were new, how many are other now, and how many were like this already."""

    added: int = 0
    changed: int = 0
    same: int = 0


def import_owners(content: bytes) -> Imported:
    """CSV with code, class and name; also company, email, phone, language, receives, own_system, head_name,
    head_email, external, default, active, absences. Of a known owner, columns that are not there stay."""
    rows = list(_table(content, ("code", "class", "name")))
    with unit_of_work() as session:
        known = {one.code: one for one in owner_tables.every_owner()}
        tally: Counter[str] = Counter()
        for facts, away in _read_all(rows, lambda row: _owner(row, known)):
            owner = known.get(facts.code)
            told = "changed" if owner is not None else "added"
            if owner is None:
                owner = Owner(id=ids.new_id(), code=facts.code)
                session.add(owner)
            is_other = _put(owner, owner_values(facts))
            session.flush()
            if owner.is_default:
                is_other |= owner_tables.only_default(owner.class_code, owner.id) > 0
            is_other |= away is not None and _put_absences(owner.id, away)
            tally[told if is_other else "same"] += 1
    return Imported(**tally)


def import_areas(content: bytes) -> Imported:
    """GeoJSON polygons with the properties name, and owner (a code), kind, rank where they have them.

    An area is known by the feature's id, or by its name; several of one name in the file are numbered.
    """
    features = _features(content)
    known_owners = {one.code: one for one in owner_tables.every_owner()}
    read = _read_all(features, lambda feature: _area(feature, known_owners))
    with unit_of_work() as session:
        known = {one.id: one for one in owners.all_areas()}
        by_name = {one.name: one for one in reversed(known.values())}
        tally: Counter[str] = Counter()
        for area_id, values in zip(map(_id_of, features), _numbered(read), strict=True):
            area = known.get(area_id) if area_id else None
            area = area or by_name.get(values["name"])
            told = "changed" if area is not None else "added"
            if area is None:
                area = Area(id=ids.new_id())
                session.add(area)
            tally[told if _put(area, values) else "same"] += 1
    return Imported(**tally)


def import_categories(content: bytes) -> Imported:
    """CSV with code (one of the default set), sv, fi, en; also short_sv, short_fi, short_en, enabled."""
    rows = list(_table(content, ("code", "sv", "fi", "en")))
    read = _read_all(rows, _category)
    fill()
    with unit_of_work():
        known: dict[str, Any] = {one.code: one for one in categories.all_categories()}
        known |= {one.code: one for one in categories.all_subcategories()}
        for values in read:
            row = known[values.pop("code")]
            for name, value in values.items():
                if hasattr(row, name):
                    setattr(row, name, value)
    return Imported(0, len(read))


def _read_all(rows: list[dict[str, Any]], read: Callable[[dict[str, Any]], Any]) -> list[Any]:
    """Every row read; raises `Refused` with the faults of all rows."""
    found, faults = [], []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(read(row))
        except Invalid as error:
            values = {key: value for key, value in error.values.items() if key != "field"}
            faults.append(Fault(number, error.code, {"field": error.field, **values}))
    if faults:
        raise Refused(faults)
    return found


def _table(content: bytes, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a CSV file as spreadsheets write it: comma or semicolon, with or without a mark."""
    text = _text(content)
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heading = [(name or "").strip().lower() for name in reader.fieldnames or []]
    except csv.Error as error:
        raise Refused([Fault(0, "not-a-table")]) from error
    missing = [name for name in needed if name not in heading]
    if missing:
        raise Refused([Fault(0, "columns-missing", {"names": ", ".join(missing)})])
    reader.fieldnames = heading
    try:
        rows = [
            {
                key: unguarded((value or "").strip())
                for key, value in row.items()
                if isinstance(key, str) and key
            }
            for row in reader
        ]
    except csv.Error as error:
        raise Refused([Fault(reader.line_num, "not-a-table")]) from error
    rows = [row for row in rows if any(row.values())]
    _check_count(rows)
    yield from rows


def _text(content: bytes) -> str:
    if len(content) > FILE_MAX_BYTES:
        raise Refused([Fault(0, "file-too-large", {"most": FILE_MAX_BYTES // (1024 * 1024)})])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Fault(0, "not-utf-8")]) from error


def _check_count(rows: list[Any]) -> None:
    if not rows:
        raise Refused([Fault(0, "nothing-in-it")])
    if len(rows) > ROWS_MAX:
        raise Refused([Fault(0, "too-many-rows", {"most": ROWS_MAX})])


def _features(content: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(_text(content))
    except (ValueError, RecursionError) as error:
        raise Refused([Fault(0, "not-geojson")]) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise Refused([Fault(0, "not-geojson")])
    _check_count(features)
    return features


def _owner(row: dict[str, Any], known: Mapping[str, Owner]) -> tuple[OwnerFacts, tuple[Absence, ...] | None]:
    """What the row says, over what is known; absences are None where the table has no such column."""
    code = owner_code(row["code"])
    before = facts_of_owner(known[code]) if code in known else OwnerFacts(code, "", "", is_default=False)
    said: dict[str, Any] = {name: row[name] for name in _TEXTS if name in row}
    said |= {name: row[name].lower() or usual for name, usual in _CHOICES.items() if name in row}
    said |= {name: _yes(row[column], column) for column, name in _SWITCHES.items() if column in row}
    facts = replace(before, class_code=row["class"].upper(), **said)
    owner_values(facts)
    away = [owner_absences.checked(one) for one in from_cell(row["absences"])] if "absences" in row else None
    return facts, tuple(away) if away is not None else None


def _put(row: Owner | Area, values: dict[str, Any]) -> bool:
    """Write what differs; whether anything did."""
    other = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in other.items():
        setattr(row, name, value)
    return bool(other)


def _put_absences(owner_id: UUID, wanted: tuple[Absence, ...]) -> bool:
    """Let these be the owner's absences; whether they were others."""
    there = absences.of_owner(owner_id)
    if sorted(map(owner_absences.facts_of, there)) == sorted(wanted):
        return False
    for row in there:
        db.session.delete(row)
    db.session.add_all([owner_absences.row_of(owner_id, one) for one in wanted])
    return True


def _id_of(feature: dict[str, Any]) -> UUID | None:
    try:
        return UUID(str(feature.get("id")))
    except ValueError:
        return None


def _numbered(read: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each with a name of its own: maps of a town often call every yard by its owner."""
    taken: set[str] = set()
    for values in read:
        names = chain([values["name"]], (f"{values['name'][:112]} {number}" for number in count(2)))
        name = next(one for one in names if one not in taken)
        taken.add(name)
        yield {**values, "name": name}


def _area(feature: dict[str, Any], known_owners: dict[str, Owner]) -> dict[str, Any]:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    name = limited(one_line(str(properties.get("name") or "")), 120, "name")
    if not name:
        raise Invalid("name", "empty")
    code = one_line(str(properties.get("owner") or "")).lower()
    if code and code not in known_owners:
        raise Invalid("owner", "unknown-owner", value=code)
    kind = one_line(str(properties.get("kind") or "owner"))
    if kind not in KINDS:
        raise Invalid("kind", "unknown-kind", value=kind)
    geometry = feature.get("geometry")
    area = checked(geometry if isinstance(geometry, dict) else {})
    west, south, east, north = area.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Invalid("geometry", "not-degrees")
    return {
        "name": name,
        "kind": kind,
        "owner_id": known_owners[code].id if code and kind != "district" else None,
        "rank": _rank(properties.get("rank")),
        "geometry": geometry,
    }


def _category(row: dict[str, Any]) -> dict[str, Any]:
    defaults = load_defaults()
    code = row["code"].upper()
    if code not in defaults.categories and code not in defaults.subcategories:
        raise Invalid("code", "unknown-code", value=code)
    values: dict[str, Any] = {"code": code}
    for language in Language:
        words = limited(one_line(row[language.value]), 80, language.value)
        if not words:
            raise Invalid(language.value, "empty")
        values[language.value] = words
        short = limited(one_line(row.get(f"short_{language.value}", "")), 40, f"short_{language.value}")
        if short:
            values[f"short_{language.value}"] = short
    if row.get("enabled"):
        values["enabled"] = _yes(row["enabled"], "enabled")
    return values


def _yes(text: str, name: str) -> bool:
    plain = text.strip().lower()
    if plain not in _YES | _NO:
        raise Invalid(name, "not-yes-or-no", value=plain[:20])
    return plain in _YES


def _rank(value: Any) -> int:
    if value in (None, ""):
        return 100
    if isinstance(value, bool) or not str(value).strip().isdecimal() or not 1 <= int(value) <= 9999:
        raise Invalid("rank", "not-a-rank", value=str(value)[:20])
    return int(value)
