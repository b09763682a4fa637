"""Phones of a crew, enrolled by its supervisor's QR code: one row for a van, through every phone it ever had.

What names a van is kept as long as the history in which it acted; a code and a token are forgotten when they
are used up or taken back. There is nothing about any person in it but who let the phone in.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, false, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain import access
from fieldapp.domain.access import Scope
from fieldapp.domain.actors import Actor
from fieldapp.store.db import Model, UtcDateTime, db, id_column
from fieldapp.store.owners import Owner


class CrewPhone(Model):
    """`code_sha256` is the QR code that waits to be read, until `code_expires_at`; the phone's cookie holds
    the token, this row only its fingerprint.

    `waiting_count` acts and photos waited on the phone when it was last heard of, at `waiting_at`.
    """

    __tablename__ = "crew_phone"

    id: Mapped[UUID] = id_column()
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("owner.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(120), default="")
    token_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_by_id: Mapped[UUID | None] = mapped_column()
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waiting_count: Mapped[int] = mapped_column(default=0)
    waiting_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[Owner] = relationship(lazy="joined")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The phones that exist for the actor: those of the supervisor's own owner."""
    if access.scope(actor, "crew_phone") is Scope.OWN_OWNER:
        return CrewPhone.owner_id == actor.owner_id
    return false()


def find_for(actor: Actor, phone_id: UUID) -> CrewPhone | None:
    return db.session.scalar(select(CrewPhone).where(CrewPhone.id == phone_id, visible_to(actor)))


def list_for(actor: Actor) -> Sequence[CrewPhone]:
    """In the order in which they came."""
    return db.session.scalars(select(CrewPhone).where(visible_to(actor)).order_by(CrewPhone.id)).all()


def of_owner(owner_id: UUID) -> Sequence[CrewPhone]:
    """Those that work can be given to, in the order in which they came."""
    return db.session.scalars(
        select(CrewPhone)
        .where(CrewPhone.owner_id == owner_id, CrewPhone.revoked_at.is_(None))
        .order_by(CrewPhone.id)
    ).all()


def count_of(owner_id: UUID) -> int:
    return db.session.scalar(select(func.count()).where(CrewPhone.owner_id == owner_id)) or 0


def by_token(token_sha256: str) -> CrewPhone | None:
    return db.session.scalar(select(CrewPhone).where(CrewPhone.token_sha256 == token_sha256))


def by_code(code_sha256: str) -> CrewPhone | None:
    return db.session.scalar(select(CrewPhone).where(CrewPhone.code_sha256 == code_sha256))


def use_up(code_sha256: str) -> bool:
    """Take the code away; False for whoever comes second, also at the same moment."""
    done = db.session.execute(
        update(CrewPhone)
        .where(CrewPhone.code_sha256 == code_sha256)
        .values(code_sha256=None, code_expires_at=None)
        .execution_options(synchronize_session=False)
    )
    return isinstance(done, CursorResult) and done.rowcount == 1


def names_of(phone_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of vans; an id of a person has none."""
    rows = db.session.execute(select(CrewPhone.id, CrewPhone.name).where(CrewPhone.id.in_(phone_ids)))
    return {row[0]: row[1] for row in rows}
