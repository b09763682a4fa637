"""Each statement to the database fails once: nothing is half stored, and the resend is stored once."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from flask import Flask

from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import db
from tests.crash.server.sending import PointWithPhoto, check_no_half_state, check_whole
from tests.support.sync import Phone
from tests.support.world import World

#: So many statements at least are made for one act, or for the last range of one photo.
STATEMENTS_AT_LEAST = 6
_WAYS = ("do_execute", "do_execute_no_params", "do_executemany")


class Statements:
    """Counts what is said to the database; number `struck` fails as when its server or its disk goes."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.said: list[str] = []
        self.struck = 0

    @property
    def has_struck(self) -> bool:
        return 0 < self.struck <= len(self.said)

    @contextmanager
    def failing(self, number: int) -> Iterator[None]:
        """From here on count anew, and fail that one."""
        self.said, self.struck = [], number
        dialect = db.engine.dialect
        for way in _WAYS:
            setattr(dialect, way, self._watched(getattr(dialect, way)))
        try:
            yield
        finally:
            for way in _WAYS:
                delattr(dialect, way)

    def _watched(self, untouched: Callable[..., None]) -> Callable[..., None]:
        def watched(cursor: Any, statement: str, *arguments: Any) -> None:
            self.said.append(statement)
            if len(self.said) == self.struck:
                raise self._fault(cursor)
            untouched(cursor, statement, *arguments)

        return watched

    def _fault(self, cursor: Any) -> Exception:
        if db.engine.dialect.name == "sqlite":
            return sqlite3.OperationalError("disk I/O error")
        # The transaction itself is over then: whoever went on in it would be told so.
        with pytest.raises(psycopg.Error):
            cursor.execute("SELECT 1/0")
        return psycopg.OperationalError("could not read block")


class Ground:
    """A phone whose acts meet a failing database, one statement after the other."""

    def __init__(self, app: Flask, world: World, tools: Toolbox) -> None:
        self.statements = Statements(app)
        self.tools = tools
        self.phone = Phone.in_walk(world)

    def strike_each(self, has_photo: bool) -> list[str]:
        """Fail each statement in turn, of an act alone or of its photo alone; returns what they were."""
        number, struck = 0, list[str]()
        while True:
            number += 1
            sent = PointWithPhoto(self.phone, number, has_photo)
            sent.range_bytes = len(sent.bytes)
            if has_photo:
                sent.result = self.phone.do(sent.op)
            with self.statements.failing(number):
                answer = sent.send()
            if not self.statements.has_struck:
                assert sent.is_sent
                return struck
            struck.append(self.statements.said[number - 1])
            told = f"statement {number}, {struck[-1]}: {answer.status} {answer.text}"
            # What is only noted by the way (that the phone was here) hinders nothing.
            if not sent.is_sent:
                assert answer.status_code == 503, told
                assert int(answer.headers["Retry-After"]) > 0, told
            check_no_half_state(sent, self.tools.vault)
            sent.send()
            assert sent.is_sent, told
            check_whole(sent, self.tools.vault)


@pytest.fixture
def ground(app: Flask, world: World, tools: Toolbox) -> Ground:
    return Ground(app, world, tools)


@pytest.mark.parametrize("has_photo", [False, True], ids=["act", "photo"])
def test_f32_whichever_statement_fails_nothing_is_half_stored_and_the_resend_stores_once(
    ground: Ground, has_photo: bool
) -> None:
    struck = ground.strike_each(has_photo)
    assert len(struck) > STATEMENTS_AT_LEAST
    assert any("UPDATE photo" in one if has_photo else "INSERT INTO operation" in one for one in struck)
    numbers = [one["number"] for one in ground.phone.changes()["observations"]]
    assert sorted(numbers) == list(range(1, len(struck) + 2))
