"""A database in real trouble, as its own server or library tells it: read-only, full, locked by another."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import make_url

from fieldapp.store.db import db

#: How long whoever waits for a lock waits here.
PATIENCE_MS = 60
_FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON operation FOR EACH ROW EXECUTE FUNCTION no_room();
CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON photo FOR EACH ROW EXECUTE FUNCTION no_room();
"""
_ROOM = "DROP TRIGGER no_room ON operation; DROP TRIGGER no_room ON photo; DROP FUNCTION no_room()"


class Trouble:
    """The database of `app`, to be harmed for the length of a block."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.url = url
        self.is_sqlite = url.startswith("sqlite")

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """As a read-only file system, or a standby server, answers each write."""
        words = "PRAGMA query_only=ON" if self.is_sqlite else "SET default_transaction_read_only = on"
        with self._each_connection(words):
            yield

    @contextmanager
    def full(self) -> Iterator[None]:
        """No room for another row."""
        if self.is_sqlite:
            # A limit below what there is already becomes what there is.
            with self._each_connection("PRAGMA max_page_count=1"):
                yield
            return
        self._at_the_server(_FULL)
        try:
            yield
        finally:
            self._at_the_server(_ROOM)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program has all of it, and does not let go while the block lasts."""
        patience = f"{'PRAGMA busy_timeout' if self.is_sqlite else 'SET lock_timeout'}={PATIENCE_MS}"
        with self._each_connection(patience), self._held():
            yield

    @contextmanager
    def _held(self) -> Iterator[None]:
        if self.is_sqlite:
            other: Any = sqlite3.connect(str(make_url(self.url).database), isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
        else:
            other = psycopg.connect(self._plain_url())
            tables = "observation, participant, walk, person, staff_session, ticket, operation, photo"
            tables += ", alembic_version, join_code"
            other.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
        try:
            yield
        finally:
            other.rollback() if not self.is_sqlite else other.execute("ROLLBACK")
            other.close()

    @contextmanager
    def _each_connection(self, words: str) -> Iterator[None]:
        def opened(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute(words)
            cursor.close()
            if not self.is_sqlite:
                connection.commit()

        self._fresh_connections(lambda: event.listen(db.engine, "connect", opened))
        try:
            yield
        finally:
            self._fresh_connections(lambda: event.remove(db.engine, "connect", opened))

    def _fresh_connections(self, change: Callable[[], None]) -> None:
        db.session.rollback()
        change()
        db.engine.dispose()

    def _at_the_server(self, words: str) -> None:
        db.session.rollback()
        with psycopg.connect(self._plain_url(), autocommit=True) as other:
            other.execute(words)

    def _plain_url(self) -> str:
        return self.url.replace("postgresql+psycopg://", "postgresql://")
