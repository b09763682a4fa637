"""A generated municipality in the tables, and its points as questions."""

from datetime import datetime
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.services.routing import Question
from fieldapp.store.db import unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Area, Owner, RoutingRule
from tests.support.generated_town import GeneratedTown


def store(town: GeneratedTown, now: datetime) -> None:
    """Write owners, areas and rules."""
    keys: dict[str, UUID] = {code: ids.new_id() for code in town.owners}
    with unit_of_work() as session:
        for code, kind in town.owners.items():
            is_usual = code.endswith("-0")
            session.add(
                Owner(
                    id=keys[code],
                    code=code,
                    class_code=kind,
                    name=code,
                    is_default=is_usual,
                    is_active=code not in town.gone,
                )
            )
        session.flush()
        for area in town.areas:
            owner_id = keys[area.owner] if area.owner else None
            session.add(
                Area(
                    id=area.id,
                    name=str(area.id),
                    kind=area.kind,
                    rank=area.rank,
                    owner_id=owner_id,
                    geometry=area.geometry(),
                )
            )
        session.flush()
        for rule in town.rules:
            session.add(
                RoutingRule(
                    id=rule.id,
                    rank=rule.rank,
                    category_code=rule.category,
                    subcategory_code=rule.subcategory,
                    area_id=rule.area,
                    is_outside=rule.is_outside,
                    owner_id=keys[rule.owner],
                    created_at=now,
                )
            )
        the_municipality().default_owner_id = keys[town.default]


def questions(town: GeneratedTown, now: datetime) -> list[Question]:
    """The points as routing is asked about them, in their order."""
    found = []
    for point in town.points:
        lat, lon = point.place or (None, None)
        found.append(Question(point.category, point.subcategory, now, lat, lon, point.accuracy_m))
    return found
