"""People of the staff, their sessions on the server, and the links that let them in once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, delete, false, func, select, true, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain import access
from fieldapp.domain.access import Scope
from fieldapp.domain.actors import Actor, Role
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column


class Person(Model):
    __tablename__ = "person"

    id: Mapped[UUID] = id_column()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(choice(Role))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("owner.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffSession(Model):
    """A signed-in browser; the cookie holds the token, this row only its fingerprint."""

    __tablename__ = "staff_session"

    id: Mapped[UUID] = id_column()
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    person: Mapped[Person] = relationship(lazy="joined")


class OneTimeLink(Model):
    """An invitation or a forgotten password: 256 bits, once, for a while."""

    __tablename__ = "one_time_link"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def everybody() -> Sequence[Person]:
    return db.session.scalars(select(Person).order_by(Person.name, Person.email)).all()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The people that exist for the actor."""
    return true() if access.scope(actor, "person") is Scope.ALL else false()


def find_for(actor: Actor, person_id: UUID) -> Person | None:
    return db.session.scalar(select(Person).where(Person.id == person_id, visible_to(actor)))


def list_for(actor: Actor) -> Sequence[Person]:
    """Those who may sign in first, then by name."""
    return db.session.scalars(
        select(Person).where(visible_to(actor)).order_by(Person.is_active.desc(), Person.name, Person.email)
    ).all()


def active_admin_count() -> int:
    return db.session.scalar(select(func.count()).where(Person.role == Role.ADMIN, Person.is_active)) or 0


def coordinators() -> Sequence[Person]:
    return db.session.scalars(
        select(Person).where(Person.role == Role.COORDINATOR, Person.is_active).order_by(Person.created_at)
    ).all()


def crew_of(owner_id: UUID) -> Sequence[Person]:
    """Those of an owner's crew who may sign in, by name."""
    return db.session.scalars(
        select(Person)
        .where(Person.owner_id == owner_id, Person.role == Role.CREW, Person.is_active)
        .order_by(Person.name, Person.email)
    ).all()


def session_by_fingerprint(token_sha256: str) -> StaffSession | None:
    return db.session.scalar(select(StaffSession).where(StaffSession.token_sha256 == token_sha256))


def sessions_of(person_id: UUID) -> Sequence[StaffSession]:
    return db.session.scalars(
        select(StaffSession).where(StaffSession.person_id == person_id).order_by(StaffSession.seen_at.desc())
    ).all()


def end_sessions(person_id: UUID) -> None:
    """Sign the person out everywhere."""
    db.session.execute(delete(StaffSession).where(StaffSession.person_id == person_id))


def link_by_fingerprint(token_sha256: str) -> OneTimeLink | None:
    return db.session.get(OneTimeLink, token_sha256)


def invited(now: datetime) -> set[UUID]:
    """Who has an invitation that still works."""
    return set(
        db.session.scalars(
            select(OneTimeLink.person_id).where(
                OneTimeLink.purpose == "invite", OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now
            )
        )
    )


def use_up_links(person_id: UUID, now: datetime) -> None:
    """End every link of the person that is still open."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )


def names_of(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of staff; an id of a phone has none."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row[0]: row[1] for row in rows}
