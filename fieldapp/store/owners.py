"""Owners: whoever must answer, and the areas that say what is theirs."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, select, text
from sqlalchemy.orm import Mapped, defer, mapped_column, relationship

from fieldapp.store.db import Model, UtcDateTime, db, id_column


class Owner(Model):
    """`class_code` is one of the owner classes; `receives` is crew, link or own_system.

    `head_name` and `head_email` are whom an unanswered point is escalated to; `own_system` says where a
    coordinator reports to an owner that answers in a system of its own (its address or its name).
    """

    __tablename__ = "owner"

    id: Mapped[UUID] = id_column()
    code: Mapped[str] = mapped_column(String(40), unique=True)
    class_code: Mapped[str] = mapped_column(String(10), index=True)
    name: Mapped[str] = mapped_column(String(120))
    company: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(2), default="sv")
    receives: Mapped[str] = mapped_column(String(12), default="link")
    own_system: Mapped[str] = mapped_column(String(200), default="")
    head_name: Mapped[str] = mapped_column(String(120), default="")
    head_email: Mapped[str] = mapped_column(String(254), default="")
    is_external: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class OwnerAbsence(Model):
    """Whole local days, both ends counted, on which somebody else reads the owner's mail.

    A name and an address of a person: removed by the night's sweep ninety days after the last day.
    """

    __tablename__ = "owner_absence"

    id: Mapped[UUID] = id_column()
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("owner.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    substitute_name: Mapped[str] = mapped_column(String(120), default="")
    substitute_email: Mapped[str] = mapped_column(String(254))


class Area(Model):
    """A polygon or multi-polygon in GeoJSON (longitude first, as that format wants); rank 1 wins.

    `kind` is owner, district (statistics only), tunnel, bridge or station. `version` grows by itself with
    every change, so that an index built by another process can tell that it is old.
    """

    __tablename__ = "area"

    id: Mapped[UUID] = id_column()
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10), default="owner")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("owner.id"), index=True)
    rank: Mapped[int] = mapped_column(default=100)
    geometry: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1, onupdate=text("version + 1"))
    owner: Mapped[Owner | None] = relationship(lazy="joined")


class RoutingRule(Model):
    """Category or subcategory × area → owner; empty means any. Rank 1 is asked first.

    `is_outside` is the place that no area holds.
    """

    __tablename__ = "routing_rule"

    id: Mapped[UUID] = id_column()
    rank: Mapped[int] = mapped_column(default=100)
    category_code: Mapped[str | None] = mapped_column(String(4))
    subcategory_code: Mapped[str | None] = mapped_column(String(6))
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"))
    is_outside: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("owner.id"))
    urgency: Mapped[str | None] = mapped_column(String(10))
    used_count: Mapped[int] = mapped_column(default=0)
    bounced_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    owner: Mapped[Owner] = relationship(lazy="joined")
    area: Mapped[Area | None] = relationship(lazy="joined")


def all_owners() -> Sequence[Owner]:
    return db.session.scalars(select(Owner).where(Owner.is_active).order_by(Owner.name)).all()


def owner_by_code(code: str) -> Owner | None:
    return db.session.scalar(select(Owner).where(Owner.code == code))


def by_ids(owner_ids: Collection[UUID]) -> Sequence[Owner]:
    return db.session.scalars(select(Owner).where(Owner.id.in_(owner_ids))).all()


def all_areas() -> Sequence[Area]:
    return db.session.scalars(select(Area).order_by(Area.rank, Area.id)).all()


def areas_in_short() -> Sequence[Area]:
    """Every area with its owner, without the polygon."""
    return db.session.scalars(select(Area).options(defer(Area.geometry)).order_by(Area.rank, Area.id)).all()


def area_versions() -> Sequence[tuple[UUID, int]]:
    """Which areas there are and how often each was changed: cheap to ask, unlike their polygons."""
    rows = db.session.execute(select(Area.id, Area.version).order_by(Area.id))
    return [(row[0], row[1]) for row in rows]


def all_rules() -> Sequence[RoutingRule]:
    return db.session.scalars(select(RoutingRule).order_by(RoutingRule.rank, RoutingRule.id)).all()
