"""What the doctor says about photos and the nightly work."""

import shutil

import pytest
from flask import Flask

from fieldapp.services import health, housekeeping, sweeping
from fieldapp.services.health import Check
from fieldapp.services.toolbox import Toolbox
from tests.services.test_redaction import kill_before, remove, sent
from tests.services.test_sweeping import named, three
from tests.support.clock import HeldClock
from tests.support.sync import Phone, manifest
from tests.support.world import World


def check(tools: Toolbox, name: str, *, is_deep: bool = False) -> Check:
    return next(one for one in health.look_over(tools, is_deep=is_deep) if one.name == name)


@pytest.mark.parametrize("is_made_anew", [False, True])
def test_a_lost_or_emptied_photo_folder_is_a_fault_also_after_a_new_start(
    app: Flask, tools: Toolbox, is_made_anew: bool
) -> None:
    named(tools, *three(tools))
    assert check(tools, "photos").is_fine
    shutil.rmtree(tools.vault.folder)
    if is_made_anew:
        (tools.vault.folder / "trash").mkdir(parents=True)
    found = check(tools, "photos")
    assert not found.is_fine
    assert "1 of all 1 stored photos have NO FILE" in found.detail
    done = app.test_cli_runner().invoke(args=["fieldapp", "doctor"])
    assert done.exit_code == 1
    assert "FAULT  photos" in done.output


def test_one_lost_file_among_many_is_found_when_all_are_looked_for(
    app: Flask, tools: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldapp.services.photo_health.SAMPLE", 1)
    monkeypatch.setattr(sweeping, "_PAGE", 2)
    keys = [three(tools) for _ in range(7)]
    ids = [named(tools, *some) for some in keys]
    tools.vault.destroy(keys[5][2])
    found = check(tools, "photos", is_deep=True)
    assert (found.is_fine, str(ids[5]) in found.detail) == (False, True)
    assert "1 of all 7" in found.detail
    done = app.test_cli_runner().invoke(args=["fieldapp", "doctor", "--deep", "--json"])
    assert done.exit_code == 1


def test_photos_that_never_came_are_counted_with_their_age(
    world: World, phone: Phone, clock: HeldClock
) -> None:
    phone.note(photos=[manifest(b"one")])
    assert check(world.tools, "awaited").detail.startswith("none")
    clock.pass_time(days=4)
    found = check(world.tools, "awaited")
    assert (found.is_fine, found.detail) == (True, "1 announced and not come, the oldest 4 days ago")


def test_a_destruction_that_was_cut_short_is_a_fault_until_it_is_swept(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    point, photo_id = sent(phone)
    with monkeypatch.context() as patch:
        kill_before("the first file", patch)
        with pytest.raises(KeyboardInterrupt):
            remove(phone, point, photo_id)
    found = check(world.tools, "destroyed")
    assert (found.is_fine, found.detail.split(";")[0]) == (False, "1 taken-away photos have bytes left")
    sweeping.sweep(world.tools)
    assert check(world.tools, "destroyed").is_fine


@pytest.mark.parametrize("what", [housekeeping.SWEEP, housekeeping.BACKUP])
def test_nightly_work_that_stopped_is_a_fault_and_work_that_never_ran_is_said(
    tools: Toolbox, clock: HeldClock, what: str
) -> None:
    assert check(tools, what).is_fine
    assert "never yet" in check(tools, what).detail
    housekeeping.note(tools, what)
    clock.pass_time(hours=30)
    assert "last 30 hours ago" in check(tools, what).detail
    assert check(tools, what).is_fine
    clock.pass_time(days=3)
    assert not check(tools, what).is_fine


def test_what_the_last_sweep_found_stays_a_fault_until_the_next(tools: Toolbox) -> None:
    keys = three(tools)
    named(tools, *keys)
    tools.vault.trash(keys[0])
    (tools.vault.folder / "trash" / keys[0]).rename(tools.data_dir / "aside")
    sweeping.sweep(tools)
    assert "found 1 photos without file" in check(tools, "sweep").detail
    assert not check(tools, "sweep").is_fine
    (tools.data_dir / "aside").rename(tools.vault.path(keys[0]))
    sweeping.sweep(tools)
    assert check(tools, "sweep").is_fine


def test_the_journal_is_told_with_the_release_and_the_reason(tools: Toolbox) -> None:
    found = check(tools, "journal")
    assert found.is_fine
    assert found.detail.startswith(("SQLite 3.", "PostgreSQL "))
    assert ": " in found.detail


def test_a_note_is_read_as_it_was_written_and_a_broken_one_is_none(tools: Toolbox) -> None:
    housekeeping.note(tools, housekeeping.BACKUP, folder="/backups/1", is_checked=True)
    found = housekeeping.last(tools, housekeeping.BACKUP)
    assert found is not None
    assert (found.at, found.details) == (
        tools.clock.now(),
        {"folder": "/backups/1", "is_checked": True},
    )
    (tools.data_dir / "housekeeping" / "backup.json").write_bytes(b'{"at": "20')
    assert housekeeping.last(tools, housekeeping.BACKUP) is None
