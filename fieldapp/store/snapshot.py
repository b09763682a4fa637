"""One read transaction: everything read inside is of the same moment, whoever writes meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from fieldapp.store.db import db


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the database as it is now, and let go of it at the end.

    Rows read inside are expired afterwards: make frozen values of them before it ends. A SQLite
    transaction is a snapshot by itself; PostgreSQL is asked for one.
    """
    session = db.session()
    session.rollback()
    if db.engine.dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        session.rollback()
