"""Each call to the disk fails once, and each commit: the phone waits, and its resend is stored once."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from fieldapp.services.toolbox import Toolbox
from tests.crash.server.disk import Call, Disk
from tests.crash.server.sending import PointWithPhoto, check_no_half_state, check_whole
from tests.support.browser import on_sqlite_only
from tests.support.sync import Phone
from tests.support.world import World

#: So many calls at least are made for one act and one photo, so many of them commits.
CALLS_AT_LEAST = 40
COMMITS_AT_LEAST = 2
DRIVERS = {"sqlite": sqlite3, "postgresql": psycopg}


class Strike:
    """Fails call number `number` of those that are `meant`.

    `struck` is that call once it came, `later` what was called after it.
    """

    def __init__(self, disk: Disk, number: int, code: int, driver: Any, meant: str = "") -> None:
        self.disk = disk
        self.meant = meant
        self.number = number
        self.code = code
        self.driver = driver
        self.seen = 0
        self.struck: Call | None = None
        self._place = 0

    @property
    def later(self) -> list[Call]:
        return self.disk.calls[self._place :]

    def __call__(self, call: Call) -> None:
        if call.name == "answering":
            return
        self.seen += call.name.startswith(self.meant)
        if self.seen != self.number or self.struck is not None:
            return
        self.struck, self._place = call, len(self.disk.calls)
        if call.name == "commit":
            raise self.driver.OperationalError("disk I/O error")
        raise OSError(self.code, os.strerror(self.code), call.what)


class Ground:
    """What each test strikes at: the application, its folder and its database."""

    def __init__(self, app: Flask, world: World, tools: Toolbox, data: Path, database_url: str) -> None:
        self.app, self.tools, self.data = app, tools, data
        self.driver = DRIVERS[database_url.partition(":")[0].partition("+")[0]]
        self.phone = Phone.in_walk(world)

    def strike_each(self, code: int, moment: str, meant: str = "") -> int:
        """Fail one call after another until none is left; returns how many were."""
        number = 0
        while True:
            number += 1
            sent = PointWithPhoto(self.phone, number)
            disk = Disk(self.app, self.data)
            strike = Strike(disk, number, code, self.driver, meant)
            setattr(disk, moment, strike)
            with disk.watched():
                answer = sent.send()
            if strike.struck is None:
                assert sent.is_sent
                return number - 1
            told = f"call {number}, {strike.struck}: {answer.status} {answer.text}"
            check_told_to_wait(answer, strike, told)
            check_no_half_state(sent, self.tools.vault)
            check_written_anew(strike.struck, strike.later)
            sent.send()
            assert sent.is_sent, told
            check_whole(sent, self.tools.vault)


@pytest.fixture
def ground(app: Flask, world: World, tools: Toolbox, tmp_path: Path, database_url: str) -> Ground:
    return Ground(app, world, tools, tmp_path / "data", database_url)


# Files do not know which database there is, so this costs its time once.
@on_sqlite_only
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["full", "broken"])
def test_f32_whichever_call_fails_nothing_is_half_stored_and_the_resend_stores_once(
    ground: Ground, code: int
) -> None:
    assert ground.strike_each(code, "before") > CALLS_AT_LEAST
    check_nothing_left_over(ground)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_f32_a_commit_that_fails_or_is_not_known_to_have_held_is_no_half_state(
    ground: Ground, moment: str
) -> None:
    assert ground.strike_each(errno.EIO, moment, "commit") >= COMMITS_AT_LEAST
    check_nothing_left_over(ground)


def check_told_to_wait(answer: TestResponse, strike: Strike, told: str) -> None:
    """A full disk is said so, everything else means later; what was safe already may have its receipt."""
    if answer.status_code == 200:
        assert answer.get_json().get("done"), told
        return
    assert answer.status_code in (503, 507), told
    assert int(answer.headers["Retry-After"]) > 0, told
    if strike.struck is not None and strike.struck.name != "commit":
        assert answer.status_code == (507 if strike.code == errno.ENOSPC else 503), told


def check_written_anew(struck: Call, later: list[Call]) -> None:
    """After a failed fsync nobody knows what the disk holds: that file is never written or synced again."""
    if struck.name != "fsync" or not struck.what.endswith((".part", ".tmp")):
        return
    ended = next((place for place, one in enumerate(later) if is_end_of(one, struck.what)), len(later))
    touched = [one for one in later[:ended] if one.what == struck.what and one.name in ("pwrite", "fsync")]
    assert touched == []


def is_end_of(call: Call, what: str) -> bool:
    return call.what == what and call.name in ("unlink", "remove")


def check_nothing_left_over(ground: Ground) -> None:
    """Of all that failed there is nothing unfinished, and of all that was sent nothing twice."""
    # Only the decoder's own folder may stay until the sweep, when it was its removal that failed.
    ground.tools.incoming.sweep_folders(older_than_s=-60)
    unfinished = [*ground.data.glob("incoming/*"), *ground.data.glob("photos/??/??/.*")]
    assert unfinished == []
    numbers = [one["number"] for one in ground.phone.changes()["observations"]]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
