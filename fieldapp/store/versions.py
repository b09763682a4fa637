"""Compare-and-set: whoever read an older version of a row learns that somebody else was first."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket


def take_version(row: Observation | Ticket, expected: int) -> bool:
    """Raise the row's version if it is still `expected`; False when it is not. Inside a unit of work."""
    kind: Any = type(row)
    result: Any = db.session.execute(
        update(kind)
        .where(kind.id == row.id, kind.version == expected)
        .values(version=expected + 1)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        return False
    set_committed_value(row, "version", expected + 1)
    return True
