"""The nightly sweep: leftovers go by age, orphans by way of the trash, and what is lost is told loudly."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from fieldapp.domain.ids import new_id
from fieldapp.services import housekeeping, sweeping
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.photos import Photo, PhotoState
from tests.support.clock import HeldClock
from tests.support.sync import Phone, manifest
from tests.support.world import World

DAY_S = 24 * 3600


def kept(tools: Toolbox, content: bytes, days: float = 0) -> str:
    """A file in the vault that lies there for so many days; its key."""
    source = tools.data_dir / "source"
    source.write_bytes(content)
    key = tools.vault.put(source)
    source.unlink()
    age(tools.vault.path(key), days)
    return key


def age(path: Path, days: float) -> None:
    at = time.time() - days * DAY_S
    os.utime(path, (at, at))


def trashed(tools: Toolbox) -> set[str]:
    return {one.key for one in tools.vault.trashed()}


def named(tools: Toolbox, *keys: str, state: PhotoState = PhotoState.STORED) -> UUID:
    """A photo whose row names these three keys."""
    photo_id = new_id()
    with unit_of_work() as work:
        work.add(
            Photo(
                id=photo_id,
                role="before",
                state=state,
                upload_sha256="0" * 64,
                upload_bytes=1,
                upload_type="image/jpeg",
                large_key=keys[0],
                print_key=keys[1],
                small_key=keys[2],
                announced_at=tools.clock.now(),
            )
        )
    return photo_id


def three(tools: Toolbox, days: float = 0) -> list[str]:
    return [kept(tools, f"{uuid4()}".encode(), days) for _ in range(3)]


@pytest.mark.parametrize(("days", "is_trashed"), [(0.0, False), (6.9, False), (7.1, True)])
def test_what_no_row_names_goes_to_the_trash_after_a_week(
    tools: Toolbox, days: float, is_trashed: bool
) -> None:
    orphan, photo = kept(tools, b"orphan", days), three(tools, days)
    named(tools, *photo)
    found = sweeping.sweep(tools)
    assert (found.trashed_count, trashed(tools)) == (int(is_trashed), {orphan} if is_trashed else set())
    assert tools.vault.has(orphan) is not is_trashed
    assert all(tools.vault.has(key) for key in photo)
    assert found.is_fine


@pytest.mark.parametrize(("days", "is_gone"), [(29.0, False), (31.0, True)])
def test_the_trash_is_emptied_after_a_month(tools: Toolbox, days: float, is_gone: bool) -> None:
    key = kept(tools, b"orphan")
    tools.vault.trash(key)
    age(tools.vault.folder / "trash" / key, days)
    assert sweeping.sweep(tools).emptied_count == int(is_gone)
    assert tools.vault.holds(key) is not is_gone


@pytest.mark.parametrize("days", [1, 40])
def test_what_a_restored_row_names_comes_back_from_the_trash(tools: Toolbox, days: int) -> None:
    keys = three(tools)
    for key in keys:
        tools.vault.trash(key)
        age(tools.vault.folder / "trash" / key, days)
    named(tools, *keys)
    found = sweeping.sweep(tools)
    assert (found.restored_count, found.emptied_count, found.without_file) == (3, 0, [])
    assert all(tools.vault.has(key) for key in keys)


def test_a_file_that_came_again_stays_when_its_old_copy_leaves_the_trash(tools: Toolbox) -> None:
    keys = three(tools)
    tools.vault.trash(keys[0])
    age(tools.vault.folder / "trash" / keys[0], 40)
    source = tools.data_dir / "again"
    source.write_bytes((tools.vault.folder / "trash" / keys[0]).read_bytes())
    assert tools.vault.put(source) == keys[0]
    named(tools, *keys)
    assert sweeping.sweep(tools).emptied_count == 1
    assert tools.vault.has(keys[0])
    assert trashed(tools) == set()


def test_a_key_that_is_put_again_at_this_moment_is_not_taken_for_an_orphan(
    tools: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for whoever holds the vault between file and row, and gives up rather than harm."""
    monkeypatch.setattr("fieldapp.photos.vault._PATIENCE_S", 0.05)
    orphan = kept(tools, b"orphan", days=8)
    with tools.vault.naming(), pytest.raises(TimeoutError):
        sweeping.sweep(tools)
    assert tools.vault.has(orphan)
    # The same bytes, put again: young, although no row names them yet.
    kept(tools, b"orphan")
    assert sweeping.sweep(tools).trashed_count == 0


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_row_without_its_file_is_told_whichever_size_is_lost(tools: Toolbox, lost: int) -> None:
    keys = three(tools)
    photo_id = named(tools, *keys)
    named(tools, *three(tools))
    tools.vault.destroy(keys[lost])
    found = sweeping.sweep(tools)
    assert (found.without_file, found.is_fine) == ([photo_id], False)
    noted = housekeeping.last(tools, housekeeping.SWEEP)
    assert noted is not None
    assert noted.details["without_file_count"] == 1


def test_every_byte_is_read_again_within_thirty_nights(tools: Toolbox, clock: HeldClock) -> None:
    keys = [kept(tools, f"picture {number}".encode()) for number in range(40)]
    tools.vault.path(keys[7]).write_bytes(b"gone bad")
    checked, damaged = 0, []
    for _night in range(sweeping.NIGHTS):
        found = sweeping.sweep(tools)
        assert found.checked_count < len(keys)
        checked += found.checked_count
        damaged += found.damaged
        clock.pass_time(days=1)
    assert (checked, damaged) == (len(keys), [keys[7]])


def test_leftovers_of_killed_writers_go_after_a_day(tools: Toolbox) -> None:
    old: list[Path] = []
    young: list[Path] = []
    for days, paths in ((1.1, old), (0.9, young)):
        shelf = tools.vault.folder / "ab" / "cd"
        shelf.mkdir(parents=True, exist_ok=True)
        for file in (shelf / f".{uuid4().hex}.tmp", tools.vault.folder / f".doctor.{uuid4().int}.tmp"):
            file.write_bytes(b"half")
            paths.append(file)
        for folder in (f"{uuid4()}.decoding", f"form-{uuid4().hex}"):
            made = tools.incoming.folder / folder
            made.mkdir()
            (made / "large.jpg").write_bytes(b"half")
            paths.append(made)
        for path in paths:
            age(path, days)
    assert sweeping.sweep(tools).temporary_count == 4
    assert [path.exists() for path in old] == [False] * 4
    assert [path.exists() for path in young] == [True] * 4


def test_an_upload_may_rest_for_days_and_goes_on_afterwards(world: World, phone: Phone) -> None:
    tools, data = world.tools, bytes(600 * 1024)
    photos = [manifest(data), manifest(data)]
    phone.note(photos=photos)
    for photo, days in zip(photos, (6.5, 7.5), strict=True):
        phone.put(photo["id"], data)
        age(tools.incoming.folder / f"{photo['id']}.part", days)
    assert sweeping.sweep(tools).idle_upload_count == 1
    rest = [phone.put(photo["id"], data, 256 * 1024) for photo in photos]
    assert [(one.status_code, one.get_json()["offset"]) for one in rest] == [(200, 512 * 1024), (416, 0)]


def test_a_second_sweep_finds_nothing_to_do(tools: Toolbox) -> None:
    kept(tools, b"orphan", days=8)
    named(tools, *three(tools))
    sweeping.sweep(tools)
    found = sweeping.sweep(tools)
    assert (found.trashed_count, found.emptied_count, found.restored_count, found.temporary_count) == (0,) * 4


def test_the_row_of_a_photo_that_is_fine_is_left_alone(tools: Toolbox) -> None:
    keys = three(tools, days=100)
    photo_id = named(tools, *keys)
    sweeping.sweep(tools)
    db.session.rollback()
    photo = by_key(Photo, photo_id)
    assert photo is not None
    assert (photo.state, photo.large_key) == (PhotoState.STORED, keys[0])


@pytest.mark.parametrize(
    "hour, last_hours_ago, is_due",
    [
        (3, None, True),
        (3, 24, True),
        (3, 1, False),
        (4, 19, False),
        (12, None, False),
        (23, 100, False),
        (5, 48, False),
    ],
)
def test_it_is_due_once_a_night(hour: int, last_hours_ago: int | None, is_due: bool) -> None:
    # In summer the clock of Brunna is two hours ahead of UTC.
    now = datetime(2026, 6, 24, hour, 30, tzinfo=UTC) - timedelta(hours=2)
    last_at = now - timedelta(hours=last_hours_ago) if last_hours_ago is not None else None
    assert sweeping.is_due(now, last_at) is is_due


def test_delivery_sweeps_once_a_night(tools: Toolbox, clock: HeldClock) -> None:
    key = kept(tools, b"orphan", days=8)
    assert sweeping.sweep_when_due(tools) is None, "not in the evening"
    clock.pass_time(hours=9)
    swept = sweeping.sweep_when_due(tools)
    assert swept is not None and swept.trashed_count == 1
    assert not tools.vault.has(key)
    assert sweeping.sweep_when_due(tools) is None
    clock.pass_time(hours=24)
    assert sweeping.sweep_when_due(tools) is not None
