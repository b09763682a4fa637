"""A municipality's owners and areas as files that the imports read again: taken back in, nothing changes."""

import csv
import io
import json
from typing import Any
from uuid import UUID

from fieldapp.domain import absences as periods
from fieldapp.domain.table_cells import guarded
from fieldapp.services.owner_absences import facts_of
from fieldapp.store import absences, owner_tables, owners
from fieldapp.store.owners import Area, Owner

OWNER_COLUMNS = (
    "code",
    "class",
    "name",
    "company",
    "email",
    "phone",
    "language",
    "receives",
    "own_system",
    "head_name",
    "head_email",
    "external",
    "default",
    "active",
    "absences",
)
_YES_NO = {True: "yes", False: "no"}


def owners_csv() -> bytes:
    """Every owner with who stands in for it: semicolons and a mark, as spreadsheets here expect it."""
    away: dict[UUID, list[periods.Absence]] = {}
    for absence in absences.every():
        away.setdefault(absence.owner_id, []).append(facts_of(absence))
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(OWNER_COLUMNS)
    for one in sorted(owner_tables.every_owner(), key=lambda row: row.code):
        table.writerow([guarded(cell) for cell in _cells(one, away.get(one.id, []))])
    return text.getvalue().encode("utf-8-sig")


def areas_geojson() -> bytes:
    """Every area as a feature, first by rank; its id tells it again whatever it is called then."""
    features = [_feature(area) for area in owners.all_areas()]
    found = {"type": "FeatureCollection", "features": features}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _cells(owner: Owner, away: list[periods.Absence]) -> list[str]:
    return [
        owner.code,
        owner.class_code,
        owner.name,
        owner.company,
        owner.email,
        owner.phone,
        owner.language,
        owner.receives,
        owner.own_system,
        owner.head_name,
        owner.head_email,
        _YES_NO[owner.is_external],
        _YES_NO[owner.is_default],
        _YES_NO[owner.is_active],
        periods.in_cell(away),
    ]


def _feature(area: Area) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(area.id),
        "properties": {
            "name": area.name,
            "owner": area.owner.code if area.owner is not None else "",
            "kind": area.kind,
            "rank": area.rank,
        },
        "geometry": area.geometry,
    }
