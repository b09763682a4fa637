"""A database as the first release left it: its tables, with rows in every one of them."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Column, Connection, MetaData, insert, text

from fieldapp.store import schema
from fieldapp.store.db import db
from tests.conftest import ROOT

MIGRATIONS = ROOT / "migrations"
ROWS_EACH = 2
MOMENT = "2026-11-01T17:30:00.000000Z"
#: What a column may hold is known to the code, not to the table.
WORDS = {
    ("walk", "state"): "closed",
    ("ticket", "state"): "sent",
    ("observation", "state"): "noted",
    ("photo", "state"): "expected",
    ("participant", "role"): "participant",
    ("person", "role"): "coordinator",
    ("ticket_event", "actor_role"): "coordinator",
}

Rows = dict[str, list[tuple[Any, ...]]]


def make() -> None:
    """Migrate the empty database to the first release's tables and fill all of them."""
    schema.upgrade(MIGRATIONS, "0001")
    with db.engine.begin() as connection:
        known = MetaData()
        known.reflect(connection, schema=None)
        made: dict[str, list[dict[str, Any]]] = {}
        for table in known.sorted_tables:
            if connection.execute(text(f'SELECT 1 FROM "{table.name}"')).first() is not None:
                continue
            made[table.name] = [
                {
                    column.name: _value(connection, column, number, made)
                    for column in table.columns
                    if not column.nullable or column.foreign_keys
                }
                for number in range(1, ROWS_EACH + 1)
            ]
            connection.execute(insert(table), made[table.name])


def rows(columns: dict[str, list[str]] | None = None) -> Rows:
    """Every row of every table, in order; only these `columns` where they are given."""
    with db.engine.connect() as connection:
        found = columns or column_names()
        return {
            table: sorted(
                (tuple(row) for row in connection.execute(text(f"SELECT {_listed(names)} FROM {table}"))),
                key=repr,
            )
            for table, names in found.items()
        }


def column_names() -> dict[str, list[str]]:
    with db.engine.connect() as connection:
        known = MetaData()
        known.reflect(connection, schema=None)
    return {
        table.name: [column.name for column in table.columns]
        for table in known.sorted_tables
        if table.name != "alembic_version"
    }


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _value(connection: Connection, column: Column[Any], number: int, made: Any) -> Any:
    table = column.table.name
    for key in column.foreign_keys:
        parent = key.column.table.name
        if parent == table:
            return None
        return made[parent][number - 1][key.column.name]
    if (table, column.name) in WORDS:
        return WORDS[table, column.name]
    if column.name.endswith("_at") or column.name == "at":
        return MOMENT
    if column.name == "id" or column.name.endswith("_id"):
        made_id = uuid5(NAMESPACE_URL, f"{table}/{column.name}/{number}")
        return made_id.hex if connection.dialect.name == "sqlite" else made_id
    return _of_type(column, number)


def _of_type(column: Column[Any], number: int) -> Any:
    kind = type(column.type).__name__.upper()
    if kind.startswith("JSON"):
        return []
    if kind.startswith(("BOOL", "INT", "BIGINT", "SMALLINT")):
        return number if "INT" in kind else bool(number % 2)
    if kind.startswith(("DOUBLE", "FLOAT", "REAL")):
        return 59.5 + number / 8
    return f"{number}å{column.name}"[: getattr(column.type, "length", None) or 40]
