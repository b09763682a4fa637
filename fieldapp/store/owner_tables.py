"""What keeping owners, areas and rules asks of their tables."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select, update

from fieldapp.store.db import db
from fieldapp.store.owners import Area, Owner, OwnerAbsence, RoutingRule


def every_owner() -> Sequence[Owner]:
    """Also those that are no longer used, after the others."""
    return db.session.scalars(select(Owner).order_by(Owner.is_active.desc(), func.lower(Owner.name))).all()


def only_default(class_code: str, owner_id: UUID) -> None:
    """A class has one usual owner: no other of the class is it any more."""
    db.session.execute(
        update(Owner).where(Owner.class_code == class_code, Owner.id != owner_id).values(is_default=False)
    )


def area_has_rules(area_id: UUID) -> bool:
    return bool(db.session.scalar(select(exists().where(RoutingRule.area_id == area_id))))


def area_by_name(name: str) -> Area | None:
    return db.session.scalar(select(Area).where(Area.name == name).limit(1))


def absence_on(owner_id: UUID, day: date) -> OwnerAbsence | None:
    """Who stands in on this local day; where two periods meet, the one that began last."""
    return db.session.scalar(
        select(OwnerAbsence)
        .where(OwnerAbsence.owner_id == owner_id, OwnerAbsence.from_on <= day, OwnerAbsence.until_on >= day)
        .order_by(OwnerAbsence.from_on.desc(), OwnerAbsence.id.desc())
        .limit(1)
    )
