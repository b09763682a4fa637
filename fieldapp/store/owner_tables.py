"""What keeping owners, areas and rules asks of their tables."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, exists, func, select, update

from fieldapp.store.db import db
from fieldapp.store.owners import Area, Owner, RoutingRule


def every_owner() -> Sequence[Owner]:
    """Also those that are no longer used, after the others."""
    return db.session.scalars(select(Owner).order_by(Owner.is_active.desc(), func.lower(Owner.name))).all()


def only_default(class_code: str, owner_id: UUID) -> int:
    """A class has one usual owner: no other of the class is it any more; how many were."""
    others = update(Owner).where(Owner.class_code == class_code, Owner.id != owner_id, Owner.is_default)
    return cast(CursorResult[Any], db.session.execute(others.values(is_default=False))).rowcount


def area_has_rules(area_id: UUID) -> bool:
    return bool(db.session.scalar(select(exists().where(RoutingRule.area_id == area_id))))


def area_is_called(name: str, but: UUID | None) -> bool:
    """Whether an area other than `but` has this name."""
    named = exists().where(Area.name == name, Area.id != but) if but else exists().where(Area.name == name)
    return bool(db.session.scalar(select(named)))
