"""What an act changed in a ticket, kept as JSON so that it can be put back: whatever columns there are."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Uuid
from sqlalchemy.types import TypeEngine

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import UtcDateTime
from fieldapp.store.tickets import Ticket

#: These count changes and are never put back; the state is told apart from the rest.
_COUNTED = frozenset({"id", "version", "rev"})


def columns_of(ticket: Ticket) -> dict[str, Any]:
    """Every column of the ticket, as JSON."""
    names = (column.key for column in Ticket.__table__.columns)
    return {name: _as_json(getattr(ticket, name)) for name in names if name not in _COUNTED}


def changed_since(before: dict[str, Any], ticket: Ticket) -> dict[str, Any]:
    """What `columns_of` said of the columns that are different now."""
    after = columns_of(ticket)
    return {name: value for name, value in before.items() if after[name] != value}


def put_back(ticket: Ticket, was: dict[str, Any]) -> None:
    """Give these columns the values that they had."""
    columns = Ticket.__table__.columns
    for name, value in was.items():
        setattr(ticket, name, _from_json(columns[name].type, name, value))


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | dict | list) else str(value)


def _from_json(kind: TypeEngine[Any], name: str, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Uuid):
        return kind.python_type(value)
    return TicketStatus(value) if name == "state" else value
