"""The demo's owners, the ground that is theirs, and a few rules; all names are generic."""

from datetime import date, datetime, timedelta

from fieldapp.domain import ids
from fieldapp.domain.due_dates import local_day
from fieldapp.services.demo import story
from fieldapp.store.db import db
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Area, Owner, OwnerAbsence, RoutingRule

_AWAY = "plan-projekt"
_LAST_RESORT = "trygghet"
NAME = "Upplands-Bro kommun"


def mark_municipality() -> None:
    """Name the municipality and mark it as the demo: from here on the demo is loaded."""
    town = the_municipality()
    town.name, town.is_demo = NAME, True
    town.contact_email = "trygghet@demo.invalid"
    # Numbers that are set aside for stories.
    town.contact_phone, town.duty_phone = "08-465 004 10", "08-465 004 11"


def add_owners() -> dict[str, Owner]:
    """By code."""
    found = {row["code"]: _owner(row) for row in story.table("owners")}
    db.session.add_all(found.values())
    db.session.flush()
    return found


def add_ground(owners: dict[str, Owner], now: datetime) -> None:
    """Areas and rules, who is away, and who gets what nobody else has."""
    the_municipality().default_owner_id = owners[_LAST_RESORT].id
    areas = {feature["properties"]["name"]: _area(feature, owners) for feature in story.areas()}
    db.session.add_all(areas.values())
    db.session.flush()
    db.session.add_all([_rule(row, owners, areas, now) for row in story.table("rules")])
    db.session.add(_absence(owners[_AWAY], local_day(now)))
    db.session.flush()


def _owner(row: dict[str, str]) -> Owner:
    return Owner(
        id=ids.new_id(),
        code=row["code"],
        class_code=row["class"],
        name=row["name"],
        company=row["company"],
        email=f"{row['code']}@demo.invalid",
        phone=row["phone"],
        receives=row["receives"],
        own_system=row["own_system"],
        head_name=row["head"],
        head_email=f"chef.{row['code']}@demo.invalid" if row["head"] else "",
        is_external=row["external"] == "yes",
    )


def _absence(owner: Owner, today: date) -> OwnerAbsence:
    """On holiday since Monday of last week, for three weeks."""
    from_on = today - timedelta(days=today.weekday() + 7)
    return OwnerAbsence(
        id=ids.new_id(),
        owner_id=owner.id,
        from_on=from_on,
        until_on=from_on + timedelta(days=20),
        substitute_name="Vikarien på plan och projekt",
        substitute_email=f"vikarie.{owner.code}@demo.invalid",
    )


def _area(feature: dict[str, dict[str, str]], owners: dict[str, Owner]) -> Area:
    said = feature["properties"]
    owner = owners.get(said["owner"])
    return Area(
        id=ids.new_id(),
        name=said["name"],
        kind=said["kind"],
        owner_id=owner.id if owner else None,
        rank=int(said["rank"]),
        geometry=feature["geometry"],
    )


def _rule(
    row: dict[str, str], owners: dict[str, Owner], areas: dict[str, Area], now: datetime
) -> RoutingRule:
    return RoutingRule(
        id=ids.new_id(),
        rank=int(row["rank"]),
        category_code=row["category"] or None,
        subcategory_code=row["subcategory"] or None,
        area_id=areas[row["area"]].id if row["area"] else None,
        owner_id=owners[row["owner"]].id,
        urgency=row["urgency"] or None,
        created_at=now,
    )
