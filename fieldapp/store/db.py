"""The one flask_sqlalchemy import, the kinds of columns, and the unit of work that every writer opens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator, Uuid, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from fieldapp.domain.errors import DomainError
from fieldapp.domain.ids import new_id
from fieldapp.store.write_lock import CannotWrite, write_lock

T = TypeVar("T")

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """All tables, with named constraints so that migrations can change them on every database."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False, "autoflush": True})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL, sortable text with microseconds on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        utc = value.astimezone(UTC)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        return cast(datetime, value).astimezone(UTC)


def choice(kind: type[StrEnum]) -> Enum:
    """A column that holds the value of a StrEnum; new values need no migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=30,
        values_callable=lambda members: [member.value for member in members],
    )


def id_column() -> Any:
    """A primary key made where the thing is made."""
    return mapped_column(Uuid, primary_key=True, default=new_id)


class DatabaseUnavailable(DomainError):
    """The database cannot take a write now: full disk, read-only, or locked for too long."""

    code = "unavailable"


class DatabaseFull(DatabaseUnavailable):
    """There is no room for another row."""

    code = "storage-full"


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One write transaction: what is done inside is committed whole, or not at all.

    Reading before it in the same request is forgotten, so that everything judged inside
    is what the database holds now. Units of work take turns. Raises `DatabaseUnavailable` when nothing
    can be written.
    """
    session: Session = db.session()
    session.rollback()
    # A rollback forgets nothing where no transaction was open, as after another unit of work.
    session.expire_all()
    try:
        with write_lock(str(db.engine.url), db.engine.dialect.name), _rolled_back_on_failure(session):
            session.connection(execution_options={"sqlite_immediate": True})
            _take_turn(session)
            yield session
            session.commit()
    except (CannotWrite, OperationalError) as error:
        raise DatabaseUnavailable from error


def _take_turn(session: Session) -> None:
    """Writers of PostgreSQL take turns too: all need the counter of revisions, whatever else they change, and
    two that come to it by different ways would each hold what the other waits for."""
    if db.engine.dialect.name != "sqlite":
        session.execute(text("SELECT value FROM revision WHERE id = 1 FOR NO KEY UPDATE"))


@contextmanager
def _rolled_back_on_failure(session: Session) -> Iterator[None]:
    try:
        yield
    except BaseException:
        session.rollback()
        raise


def ping() -> float:
    """Milliseconds that one trivial question takes; raises `DatabaseUnavailable`."""
    started = time.perf_counter()
    try:
        db.session.execute(db.text("SELECT 1"))
    except DBAPIError as error:
        raise DatabaseUnavailable from error
    return (time.perf_counter() - started) * 1000


def by_key(kind: type[T], key: UUID | str | int) -> T | None:
    """The row with this key, or None."""
    return db.session.get(kind, key)
