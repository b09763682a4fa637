"""A photo painted over, taken away or withdrawn is nowhere: not now, nor after a kill or a restore."""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fieldapp.photos.destroyed import DestroyedPhotos
from fieldapp.photos.incoming import IncomingPhotos
from fieldapp.photos.vault import Vault
from fieldapp.services import photo_upload, redaction, sweeping
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.photos import Photo, PhotoState, find, keys_of
from tests.photos.pictures import corners, encoded
from tests.support.sync import RANGE, Phone, manifest
from tests.support.world import World

OLD, NEW = encoded(corners(1200, 900)), encoded(corners(900, 1200))


@pytest.fixture(autouse=True)
def slots_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else decodes pictures on this machine."""
    monkeypatch.setattr("fieldapp.photos.slots.machine_folder", lambda: tmp_path)


def sent(phone: Phone, data: bytes = OLD) -> tuple[UUID, UUID]:
    """A point with one photo on the server; their ids."""
    photo = manifest(data)
    point = phone.note(photos=[photo])
    assert phone.upload(photo["id"], data).get_json()["done"]
    return point, UUID(photo["id"])


def replace(phone: Phone, point: UUID, photo_id: UUID) -> str:
    new = manifest(NEW)
    result = phone.do(phone.op("photo.replace", {"photo": str(photo_id)}, point, photos=[new]))
    assert result["result"] == "applied", result
    return str(new["id"])


def remove(phone: Phone, point: UUID, photo_id: UUID) -> None:
    phone.do(phone.op("photo.remove", {"photo": str(photo_id)}, point))


def withdraw(phone: Phone, point: UUID, _photo_id: UUID) -> None:
    phone.do(phone.op("observation.withdraw", {}, point))


WAYS: dict[str, Callable[[Phone, UUID, UUID], Any]] = {
    "replaced": replace,
    "removed": remove,
    "withdrawn": withdraw,
}


def traces(folder: Path, pictures: dict[str, bytes]) -> list[str]:
    """Every file below `folder` that is named by one of the digests, has it, or holds the bytes."""
    pieces = [data[len(data) // 2 :][:200] for data in pictures.values()]
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        is_one = path.name in pictures or hashlib.sha256(content).hexdigest() in pictures
        if is_one or any(piece in content for piece in pieces):
            found.append(str(path.relative_to(folder)))
    return found


def pictures_of(world: World, photo_id: UUID) -> dict[str, bytes]:
    """The bytes that were sent and those that were made of them, by digest."""
    db.session.rollback()
    photo = find(photo_id)
    assert photo is not None
    vault = world.tools.vault
    return {photo.upload_sha256: OLD, **{key: vault.path(key).read_bytes() for key in keys_of(photo)}}


@pytest.mark.parametrize("way", list(WAYS))
def test_the_old_bytes_are_in_no_folder(world: World, phone: Phone, way: str) -> None:
    point, photo_id = sent(phone)
    pictures = pictures_of(world, photo_id)
    assert len(pictures) == 4
    assert len(traces(world.tools.data_dir, pictures)) == 3
    WAYS[way](phone, point, photo_id)
    assert traces(world.tools.data_dir, pictures) == []
    for size in ("large", "print", "small"):
        assert phone.request("GET", f"/photos/{photo_id}/{size}").status_code == 404
    (entry,) = redaction.destroyed_list(world.tools).entries()
    assert (entry.photo_id, {*entry.keys, hashlib.sha256(OLD).hexdigest()}) == (photo_id, set(pictures))
    assert redaction.unfinished_count(world.tools) == 0


def test_the_new_photo_takes_its_place(world: World, phone: Phone) -> None:
    point, photo_id = sent(phone)
    new = replace(phone, point, photo_id)
    assert phone.upload(new, NEW).get_json()["done"]
    seen = phone.reads(point)
    assert seen is not None
    assert [(one["id"], one["state"]) for one in seen["photos"]] == [(new, "stored")]
    assert phone.request("GET", f"/photos/{new}/large").status_code == 200


@pytest.mark.parametrize("way", list(WAYS))
def test_a_photo_that_has_half_come_goes_too(world: World, phone: Phone, way: str) -> None:
    data = OLD + bytes(RANGE)
    photo = manifest(data)
    point = phone.note(photos=[photo])
    assert phone.put(photo["id"], data).get_json()["offset"] == RANGE
    assert traces(world.tools.data_dir, {photo["sha256"]: OLD}) == [f"incoming/{photo['id']}.part"]
    WAYS[way](phone, point, UUID(photo["id"]))
    assert list(world.tools.incoming.folder.iterdir()) == []
    # What is still on its way is taken and kept nowhere, so that the phone stops sending.
    assert phone.put(photo["id"], data, RANGE).get_json()["done"]
    assert list(world.tools.incoming.folder.iterdir()) == []


def test_bytes_that_another_photo_has_too_stay_until_both_are_gone(world: World, phone: Phone) -> None:
    (first, photo_id), (second, twin_id) = sent(phone), sent(phone)
    pictures = pictures_of(world, photo_id)
    remove(phone, first, photo_id)
    assert len(traces(world.tools.data_dir, pictures)) == 3
    assert phone.request("GET", f"/photos/{twin_id}/large").status_code == 200
    assert redaction.unfinished_count(world.tools) == 0
    remove(phone, second, twin_id)
    assert traces(world.tools.data_dir, pictures) == []


def test_a_photo_that_is_taken_away_while_it_is_decoded_goes_at_once(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = manifest(OLD)
    point, photo_id = phone.note(photos=[photo]), UUID(photo["id"])
    pictures: dict[str, bytes] = {}
    untouched = photo_upload._store

    def meanwhile(tools: Any, its_id: UUID, keys: Any) -> bool:
        pictures.update({key: tools.vault.path(key).read_bytes() for key in (keys.large, keys.small)})
        remove(Phone(world, phone.browser, phone.actor), point, photo_id)
        return untouched(tools, its_id, keys)

    monkeypatch.setattr(photo_upload, "_store", meanwhile)
    assert phone.upload(photo["id"], OLD).get_json()["done"]
    assert len(pictures) == 2
    assert traces(world.tools.data_dir, {photo["sha256"]: OLD, **pictures}) == []
    assert redaction.unfinished_count(world.tools) == 0


#: A kill before each step of a destruction: whose step it is, its name, and how often it is let through.
STEPS: dict[str, tuple[Any, str, int]] = {
    "the list": (DestroyedPhotos, "record", 0),
    "the upload": (IncomingPhotos, "forget", 0),
    "the first file": (Vault, "destroy", 0),
    "the last file": (Vault, "destroy", 2),
    "the row": (redaction, "_let_go", 0),
}


def kill_before(step: str, patch: pytest.MonkeyPatch) -> None:
    owner, name, left = STEPS[step]
    untouched, calls = getattr(owner, name), iter(range(left))

    def dying(*arguments: Any) -> Any:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return untouched(*arguments)

    patch.setattr(owner, name, dying)


@pytest.mark.parametrize("step", list(STEPS))
def test_whatever_a_kill_leaves_the_next_sweep_ends(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    point, photo_id = sent(phone)
    pictures = pictures_of(world, photo_id)
    with monkeypatch.context() as patch:
        kill_before(step, patch)
        with pytest.raises(KeyboardInterrupt):
            remove(phone, point, photo_id)
    db.session.rollback()
    assert redaction.unfinished_count(world.tools) == 1
    assert phone.request("GET", f"/photos/{photo_id}/large").status_code == 404
    assert sweeping.sweep(world.tools).finished_count == 1
    assert traces(world.tools.data_dir, pictures) == []
    assert redaction.unfinished_count(world.tools) == 0
    assert redaction.destroyed_list(world.tools).has(photo_id)
    assert sweeping.sweep(world.tools).finished_count == 0


def test_a_kill_between_the_vault_and_the_row_of_a_removed_photo_leaves_nothing_either(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = manifest(OLD)
    point = phone.note(photos=[photo])

    def killed(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(photo_upload, "_store", killed)
        # Nobody who is killed tidies up.
        patch.setattr("shutil.rmtree", lambda *_arguments, **_more: None)
        with pytest.raises(KeyboardInterrupt):
            phone.upload(photo["id"], OLD)
    db.session.rollback()
    kept = {one.key: world.tools.vault.path(one.key).read_bytes() for one in world.tools.vault.kept()}
    assert len(kept) == 3
    remove(phone, point, UUID(photo["id"]))
    assert traces(world.tools.data_dir, {photo["sha256"]: OLD, **kept}) == []


def test_a_full_disk_takes_nothing_away_unsaid(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list comes first: without it a restore would bring the photo back."""
    point, photo_id = sent(phone)
    pictures = pictures_of(world, photo_id)
    untouched = os.pwrite

    def full(descriptor: int, data: bytes, offset: int) -> int:
        if b'"keys"' in bytes(data[:200]):
            raise OSError(errno.ENOSPC, "no space left")
        return untouched(descriptor, data, offset)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        remove(phone, point, photo_id)
    assert phone.request("GET", f"/photos/{photo_id}/large").status_code == 404
    assert len(traces(world.tools.data_dir, pictures)) == 3
    assert redaction.finish(world.tools) == 1
    assert traces(world.tools.data_dir, pictures) == []


def brought_back(world: World, photo_id: UUID, pictures: dict[str, bytes], *, has_row: bool) -> None:
    """As a restore of a backup from before the photo was taken away does."""
    large, printed, small = list(pictures)[1:]
    for key in (large, printed, small):
        source = world.tools.data_dir / "from-backup"
        source.write_bytes(pictures[key])
        assert world.tools.vault.put(source) == key
        source.unlink()
    if has_row:
        with unit_of_work():
            photo = by_key(Photo, photo_id)
            assert photo is not None
            photo.state = PhotoState.STORED
            photo.large_key, photo.print_key, photo.small_key = large, printed, small


@pytest.mark.parametrize("has_row", [True, False])
def test_what_a_restore_brings_back_is_destroyed_again(world: World, phone: Phone, has_row: bool) -> None:
    point, photo_id = sent(phone)
    pictures = pictures_of(world, photo_id)
    remove(phone, point, photo_id)
    assert redaction.reapply(world.tools) == 0
    brought_back(world, photo_id, pictures, has_row=has_row)
    assert len(traces(world.tools.data_dir, pictures)) == 3
    assert redaction.reapply(world.tools) == 1
    assert traces(world.tools.data_dir, pictures) == []
    seen = phone.reads(point)
    assert seen is not None
    assert seen["photos"] == []
    assert redaction.reapply(world.tools) == 0


def test_a_phone_that_sends_a_destroyed_photo_to_a_restored_server_is_thanked_and_nothing_is_kept(
    world: World, phone: Phone
) -> None:
    point, photo_id = sent(phone)
    pictures = pictures_of(world, photo_id)
    remove(phone, point, photo_id)
    with unit_of_work():
        photo = by_key(Photo, photo_id)
        assert photo is not None
        photo.state = PhotoState.EXPECTED
    receipts = {"ops": [], "photos": [str(photo_id)]}
    assert phone.post("/sync/receipts", receipts).get_json()["photos"] == [str(photo_id)]
    assert phone.upload(photo_id, OLD).get_json()["done"]
    assert traces(world.tools.data_dir, pictures) == []
    assert phone.post("/sync/receipts", receipts).get_json()["photos"] == []


def test_bytes_that_are_put_again_meanwhile_are_not_removed(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever names a key holds the vault until the row is there: a destruction waits, then asks."""
    monkeypatch.setattr("fieldapp.photos.vault._PATIENCE_S", 0.05)
    point, photo_id = sent(phone)
    with world.tools.vault.naming():
        remove(phone, point, photo_id)
    # It waited in vain and left the work.
    assert redaction.unfinished_count(world.tools) == 1
    assert redaction.finish(world.tools) == 1
