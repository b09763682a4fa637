"""Walks with their stops and the codes that let phones in."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ColumnElement, ForeignKey, String, false, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain import access
from fieldapp.domain.access import Scope
from fieldapp.domain.actors import Actor
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column


class Walk(Model):
    """The cycle's unit. `route` is [[lat, lon], …]; `organisations` is [{"name", "count"}, …]."""

    __tablename__ = "walk"

    id: Mapped[UUID] = id_column()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(12), default="walk")
    state: Mapped[WalkStatus] = mapped_column(choice(WalkStatus), default=WalkStatus.PLANNED)
    place: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(160))
    theme: Mapped[str] = mapped_column(String(200), default="")
    gathering: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_step_free: Mapped[bool] = mapped_column(default=False)
    releases_all: Mapped[bool] = mapped_column(default=False)
    never_closes: Mapped[bool] = mapped_column(default=False)
    weather: Mapped[str] = mapped_column(String(120), default="")
    sunset_on_wall: Mapped[str] = mapped_column(String(5), default="")
    dark_on_wall: Mapped[str] = mapped_column(String(5), default="")
    register_number: Mapped[str] = mapped_column(String(40), default="")
    leader_role: Mapped[str] = mapped_column(String(120), default="")
    resident_count: Mapped[int] = mapped_column(default=0)
    organisations: Mapped[list[Any]] = mapped_column(JSON, default=list)
    route: Mapped[list[Any]] = mapped_column(JSON, default=list)
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("walk.id"), index=True)
    announced_stop_id: Mapped[UUID | None] = mapped_column()
    last_point_number: Mapped[int] = mapped_column(default=0)
    rev: Mapped[int] = mapped_column(BigInteger, default=0)
    stops: Mapped[list["Stop"]] = relationship(
        order_by="Stop.order", lazy="raise_on_sql", back_populates="walk"
    )
    codes: Mapped[list["JoinCode"]] = relationship(lazy="raise_on_sql", back_populates="walk")


class Stop(Model):
    __tablename__ = "stop"

    id: Mapped[UUID] = id_column()
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    order: Mapped[int] = mapped_column("order_no")
    name: Mapped[str] = mapped_column(String(160))
    lat: Mapped[float]
    lon: Mapped[float]
    walk: Mapped[Walk] = relationship(lazy="raise_on_sql", back_populates="stops")


class JoinCode(Model):
    """`kind` is link (poster), spoken (during the walk) or leader; coordinators may read it."""

    __tablename__ = "join_code"

    id: Mapped[UUID] = id_column()
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    walk: Mapped[Walk] = relationship(lazy="joined", back_populates="codes")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The walks that exist for the actor."""
    found = access.scope(actor, "walk")
    if found is Scope.ALL:
        return true()
    # A leader of the staff, without a phone in a walk, plans and runs every walk.
    if found is Scope.OWN_WALK and not actor.is_phone:
        return true()
    if found is Scope.OWN_WALK:
        return Walk.id == actor.walk_id
    return false()


def find_for(actor: Actor, walk_id: UUID) -> Walk | None:
    return db.session.scalar(select(Walk).where(Walk.id == walk_id, visible_to(actor)))


def by_number(number: str) -> Walk | None:
    return db.session.scalar(select(Walk).where(Walk.number == number))


def list_for(
    actor: Actor, states: Collection[WalkStatus] = tuple(WalkStatus), limit: int = 200
) -> Sequence[Walk]:
    """The walks in one of these states, newest first, at most `limit`."""
    query = select(Walk).where(visible_to(actor), Walk.state.in_(states))
    return db.session.scalars(query.order_by(Walk.starts_at.desc()).limit(limit)).all()


def stops_of(walk_id: UUID) -> Sequence[Stop]:
    return db.session.scalars(select(Stop).where(Stop.walk_id == walk_id).order_by(Stop.order)).all()


def code_for_joining(code: str) -> JoinCode | None:
    return db.session.scalar(select(JoinCode).where(JoinCode.code == code))


def codes_of(walk_id: UUID) -> Sequence[JoinCode]:
    return db.session.scalars(
        select(JoinCode).where(JoinCode.walk_id == walk_id).order_by(JoinCode.created_at)
    ).all()


def open_demo_walk() -> Walk | None:
    """The walk that is always open, so that a newcomer can join."""
    return db.session.scalar(
        select(Walk).where(Walk.never_closes, Walk.state == WalkStatus.OPEN).order_by(Walk.starts_at).limit(1)
    )


def follow_up_closed_at(walk_id: UUID) -> datetime | None:
    """When the walk that revisited this one was closed."""
    return db.session.scalar(
        select(Walk.closed_at).where(Walk.follows_id == walk_id, Walk.closed_at.is_not(None)).limit(1)
    )


def recent_stops(limit: int) -> Sequence[Stop]:
    """Stops of the newest walks, in the order of each walk."""
    return db.session.scalars(
        select(Stop)
        .join(Walk, Walk.id == Stop.walk_id)
        .order_by(Walk.starts_at.desc(), Stop.order)
        .limit(limit)
    ).all()
