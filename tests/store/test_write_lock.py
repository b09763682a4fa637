"""A writer that hangs, or a folder that takes no file, makes others wait for a while and then say so."""

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from fieldapp.store.write_lock import CannotWrite, write_lock
from tests.support.clock import HeldClock
from tests.support.sync import Phone
from tests.support.world import World


@pytest.fixture
def database_url(tmp_path: Path, empty_sqlite: Path) -> str:
    """PostgreSQL has locks of its own."""
    file = tmp_path / "fieldapp.db"
    file.write_bytes(empty_sqlite.read_bytes())
    return f"sqlite:///{file}"


@pytest.fixture
def hanging(database_url: str) -> Iterator[None]:
    """Another process that began to write and goes no further."""
    with Path(f"{make_url(database_url).database}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_nobody_waits_for_ever_for_a_writer_that_hangs(database_url: str, hanging: None) -> None:
    with pytest.raises(CannotWrite), write_lock(database_url, "sqlite", patience_s=0.05):
        raise AssertionError("two writers at once")


def test_a_thread_that_writes_keeps_the_others_waiting_no_longer_either(database_url: str) -> None:
    with (
        write_lock(database_url, "sqlite"),
        pytest.raises(CannotWrite),
        write_lock(database_url, "sqlite", patience_s=0.05),
    ):
        raise AssertionError("two writers at once")


def test_a_folder_that_takes_no_file_is_told_from_a_fault_of_ours(tmp_path: Path) -> None:
    (tmp_path / "fieldapp.db.lock").mkdir()
    with pytest.raises(CannotWrite), write_lock(f"sqlite:///{tmp_path / 'fieldapp.db'}", "sqlite"):
        raise AssertionError("written without a lock")


def test_what_can_be_read_is_read_while_nothing_can_be_written(
    world: World, clock: HeldClock, database_url: str
) -> None:
    ann, phone = world.staff(world.ann), Phone.in_walk(world)
    Path(f"{make_url(database_url).database}.lock").unlink()
    Path(f"{make_url(database_url).database}.lock").mkdir()
    clock.pass_time(minutes=10)
    assert ann.get("/desk").status_code == 200
    assert phone.request("GET", "/sync/changes").status_code == 200
    refused = phone.post("/sync/ops", phone.batch(phone.point()))
    assert (refused.status_code, refused.get_json()["code"]) == (503, "unavailable")
