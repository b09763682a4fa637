"""A backup holds everything, and what is put back is what was there."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from fieldapp.notify.mail import Mail
from fieldapp.services import outbox, redaction
from fieldapp.services.backup import checking, linking, manifest, restoring, taking, unfinished
from fieldapp.services.backup.manifest import NoBackup
from fieldapp.services.backup.restoring import NotRestored
from fieldapp.services.backup.taking import Taken
from fieldapp.services.backup.unfinished import Work
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.copying import CopyFailed
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.revisions import ERA, current_rev
from tests.support.answered import Asked, jpeg
from tests.support.first_release import Rows, rows
from tests.support.world import World


def silent(_words: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def asked(world: World) -> Asked:
    """Points with a ticket each, and three pictures."""
    made = Asked(world)
    _token, tickets = made.asked(3)
    for colour, ticket in zip(("navy", "olive", "maroon"), tickets, strict=True):
        made.photo(ticket_id=ticket, data=jpeg(colour))
    return made


@pytest.fixture
def taken(asked: Asked, tools: Toolbox, tmp_path: Path) -> Taken:
    return taking.take(tools, tmp_path / "backups", silent)


def toolbox(app: Flask) -> Toolbox:
    found: Toolbox = app.extensions["fieldapp.toolbox"]
    return found


def all_rows() -> Rows:
    """What people put in; the counter and the categories move on by themselves."""
    found = rows()
    return {table: found[table] for table in found.keys() - {"revision", "category", "subcategory"}}


def test_a_backup_says_what_it_holds_and_keeps_no_secret_of_the_machine(taken: Taken, tools: Toolbox) -> None:
    said = json.loads((taken.folder / "manifest.json").read_text())
    assert said["contents"]["rows"]["ticket"] == 3
    assert said["contents"]["rows"]["municipality"] == 1
    assert said["contents"]["newest_event"] and said["contents"]["head"]
    assert said["photos"]["count"] == len(list(tools.vault.kept())) == 3
    (database,) = taken.folder.glob("database.*")
    assert manifest.sha256_of(database) == said["sha256"]
    assert {file.name for file in taken.folder.iterdir()} == {
        database.name,
        "photos",
        "destroyed.jsonl",
        "erased-followers.jsonl",
        "manifest.json",
    }
    assert all(manifest.sha256_of(file) == file.name for file in taken.folder.glob("photos/??/??/*"))
    assert tools.secret_key not in (taken.folder / "manifest.json").read_text()
    assert taken.folder.stat().st_mode & 0o077 == 0


def test_two_backups_of_one_second_lie_beside_each_other(taken: Taken, tools: Toolbox) -> None:
    again = taking.take(tools, taken.folder.parent, silent)
    assert again.folder != taken.folder
    assert manifest.find(taken.folder.parent) == again.folder


def test_an_empty_place_gets_every_row_and_picture_and_stands_every_check(
    taken: Taken, empty_place: Flask
) -> None:
    before = all_rows()
    with empty_place.app_context():
        there = toolbox(empty_place)
        done = restoring.restore(there, taken.folder, silent)
        assert all_rows() == before
        assert (done.photo_count, done.damaged, done.beside) == (3, [], None)
        seen = checking.check(there, done, silent)
        assert seen.faults == []
        assert (seen.pictures, seen.digests, seen.opened) == (3, 3, 3)
        assert seen.pages_bytes > 1000


def test_mails_that_lie_as_files_because_no_server_is_set_come_back(
    asked: Asked, tools: Toolbox, empty_place: Flask, tmp_path: Path
) -> None:
    """Their rows say that they were sent: nobody would write them again."""
    letter = Mail(to="gata@demo.invalid", subject="Lampa", text="Släckt", html="")
    with unit_of_work() as work:
        outbox.post(work, "test", "test:1", letter, tools.clock.now(), tools.clock.now())
    assert outbox.deliver_due(tools).sent_count == 1
    [lies] = outbox.mail_folder(tools).glob("*.eml")
    data = lies.read_bytes()
    folder = taking.take(tools, tmp_path / "backups", silent).folder
    with empty_place.app_context():
        there = toolbox(empty_place)
        restoring.restore(there, folder, silent)
        assert (outbox.mail_folder(there) / lies.name).read_bytes() == data
        # What lies there already stays as it is.
        (outbox.mail_folder(there) / lies.name).write_bytes(b"sent by hand")
        restoring.restore(there, folder, silent, replaces=True)
        assert (outbox.mail_folder(there) / lies.name).read_bytes() == b"sent by hand"


def test_a_place_with_data_is_refused_and_nothing_of_it_changes(taken: Taken, tools: Toolbox) -> None:
    before = rows()
    with pytest.raises(NotRestored, match="--replace"):
        restoring.restore(tools, taken.folder, silent)
    assert rows() == before


def test_replacing_keeps_the_former_database_beside_and_forgets_what_came_after(
    taken: Taken, tools: Toolbox, asked: Asked
) -> None:
    before = all_rows()
    asked.point()
    later = all_rows()
    done = restoring.restore(tools, taken.folder, silent, replaces=True)
    assert all_rows() == before != later
    assert done.beside is not None
    restoring.restore(tools, done.beside, silent, replaces=True)
    assert all_rows() == later


def test_a_restore_that_begins_anew_keeps_what_people_did_since_it_was_interrupted(
    taken: Taken, tools: Toolbox, asked: Asked
) -> None:
    unfinished.write(tools, Work.RESTORE, taken.folder)
    asked.point()
    later = all_rows()
    done = restoring.restore(tools, taken.folder, silent)
    assert done.beside is not None
    restoring.restore(tools, done.beside, silent, replaces=True)
    assert all_rows() == later


def test_numbers_given_after_the_backup_are_never_given_again(taken: Taken, tools: Toolbox) -> None:
    before = current_rev()
    db.session.rollback()
    restoring.restore(tools, taken.folder, silent, replaces=True)
    assert current_rev() >= ERA > before


def test_what_was_destroyed_after_the_backup_is_destroyed_again(
    world: World, tools: Toolbox, tmp_path: Path
) -> None:
    asked = Asked(world)
    photo_id = asked.photo(observation_id=asked.point(), data=jpeg("teal"))
    other_id = asked.photo(observation_id=asked.point(), data=jpeg("olive"))
    key = (by_key(Photo, photo_id) or Photo()).large_key or ""
    taken = taking.take(tools, tmp_path / "backups", silent)
    redaction.destroy(tools, [photo_id])
    done = restoring.restore(tools, taken.folder, silent, replaces=True)
    assert done.destroyed_again == 1
    assert not tools.vault.holds(key)
    gone, kept = by_key(Photo, photo_id), by_key(Photo, other_id)
    assert gone is not None and gone.state is PhotoState.REMOVED
    assert kept is not None and tools.vault.has(kept.large_key or "")


def test_a_new_machine_learns_from_the_backup_what_was_destroyed(
    world: World, tools: Toolbox, tmp_path: Path, empty_place: Flask
) -> None:
    asked = Asked(world)
    photo_id = asked.photo(observation_id=asked.point())
    redaction.destroy(tools, [photo_id])
    taken = taking.take(tools, tmp_path / "backups", silent)
    with empty_place.app_context():
        there = toolbox(empty_place)
        done = restoring.restore(there, taken.folder, silent)
        assert redaction.destroyed_list(there).has(photo_id)
        assert checking.check(there, done, silent).faults == []


def _cut_database(folder: Path) -> None:
    (file,) = folder.glob("database.*")
    file.write_bytes(file.read_bytes()[:-100])


def _change(**values: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        said = json.loads((folder / "manifest.json").read_text())
        for path, value in values.items():
            *way, last = path.split("__")
            part = said
            for step in way:
                part = part[step]
            part[last] = value
        (folder / "manifest.json").write_text(json.dumps(said))

    return change


UNUSABLE: dict[str, tuple[Callable[[Path], None], type[Exception], str]] = {
    "the database is cut": (_cut_database, NotRestored, "SHA-256"),
    "another hash is promised": (_change(sha256="0" * 64), NotRestored, "SHA-256"),
    "it is of a newer release": (_change(contents__head="9999"), NotRestored, "newer release"),
    "it is of another database": (_change(kind="oracle"), NoBackup, "cannot be understood"),
    "the form is unknown": (_change(v=2), NoBackup, "cannot read"),
    "the manifest is no JSON": (lambda at: _write(at, "{"), NoBackup, "cannot be understood"),
    "the manifest is missing": (lambda at: (at / "manifest.json").unlink(), NoBackup, "no manifest.json"),
}


def _write(folder: Path, words: str) -> None:
    (folder / "manifest.json").write_text(words)


def test_a_backup_that_cannot_be_trusted_touches_nothing(
    taken: Taken, tools: Toolbox, tmp_path: Path
) -> None:
    before = rows()
    for case, (spoil, kind, sentence) in UNUSABLE.items():
        folder = tmp_path / case
        shutil.copytree(taken.folder, folder)
        spoil(folder)
        with pytest.raises(kind, match=sentence):
            restoring.restore(tools, manifest.find(folder), silent, replaces=True)
        assert not (tools.data_dir / "backups").exists(), case
    assert rows() == before


def test_other_rows_than_promised_are_a_fault(taken: Taken, empty_place: Flask) -> None:
    _change(contents__rows__ticket=4)(taken.folder)
    with empty_place.app_context(), pytest.raises(CopyFailed, match="other rows"):
        restoring.restore(toolbox(empty_place), taken.folder, silent)


def test_pictures_that_are_damaged_or_gone_are_named(taken: Taken, empty_place: Flask) -> None:
    first, second, _third = sorted(taken.folder.glob("photos/??/??/*"))
    data = first.read_bytes()
    first.unlink()
    first.write_bytes(data[:-1] + b"!")
    second.unlink()
    with empty_place.app_context():
        there = toolbox(empty_place)
        done = restoring.restore(there, taken.folder, silent)
        assert done.damaged == [first.name]
        assert not there.vault.has(first.name)
        faults = "; ".join(checking.check(there, done, silent).faults)
    for words in (
        "2 pictures, but the manifest says 3",
        "1 pictures are damaged",
        "2 pictures that rows name",
    ):
        assert words in faults


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_damaged_database_does_not_stand_in_the_way(taken: Taken, tools: Toolbox) -> None:
    before = all_rows()
    db.session.remove()
    db.engine.dispose()
    path = Path(str(db.engine.url.database))
    path.write_bytes(b"nothing of a database is left here" * 500)
    done = restoring.restore(tools, taken.folder, silent, replaces=True)
    assert all_rows() == before
    assert done.beside is not None and ".damaged-" in done.beside.name


def test_where_files_cannot_be_linked_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, linked, copied = tmp_path / "source", tmp_path / "linked", tmp_path / "copied"
    source.write_bytes(jpeg())
    linking.link_or_copy(source, linked)
    assert linked.stat().st_ino == source.stat().st_ino

    def on_another_disk(*_names: object, **_more: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", on_another_disk)
    linking.link_or_copy(source, copied)
    assert copied.read_bytes() == source.read_bytes()
    assert copied.stat().st_ino != source.stat().st_ino
