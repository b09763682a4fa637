"""Uploads in ranges: any order of replay, any interruption, and in the end the announced bytes or none."""

import errno
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from fieldapp.photos.incoming import (
    BadRange,
    HashMismatch,
    IncomingPhotos,
    NotComplete,
    OutOfOrder,
    UploadInUse,
)
from fieldapp.photos.limits import KIB, RANGE_MAX_BYTES, UPLOAD_MAX_BYTES

PHOTO = UUID("0192f0c1-2222-7000-8000-000000000001")
BYTES = bytes(range(250)) * 4
TOTAL = len(BYTES)
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def incoming(tmp_path: Path) -> IncomingPhotos:
    return IncomingPhotos(tmp_path / "incoming")


def append_range(incoming: IncomingPhotos, photo_id: UUID, start: int, body: bytes, total: int) -> int:
    with incoming.upload(photo_id) as upload:
        return upload.append_range(start, body, total)


def finish(incoming: IncomingPhotos, photo_id: UUID, sha256: str, total: int) -> Path:
    with incoming.upload(photo_id) as upload:
        return upload.finish(sha256, total)


def discard(incoming: IncomingPhotos, photo_id: UUID) -> None:
    with incoming.upload(photo_id) as upload:
        upload.discard()


def send(incoming: IncomingPhotos, start: int, end: int) -> int:
    return append_range(incoming, PHOTO, start, BYTES[start:end], TOTAL)


def test_ranges_in_order_become_the_photo(incoming: IncomingPhotos) -> None:
    assert incoming.offset(PHOTO) == 0
    assert [send(incoming, at, at + 250) for at in range(0, TOTAL, 250)] == [250, 500, 750, 1000]
    assert incoming.offset(PHOTO) == TOTAL
    assert finish(incoming, PHOTO, SHA256, TOTAL).read_bytes() == BYTES


# What is stored when a range comes, the range, and what is answered: an offset or where to go on from.
MATRIX = [
    (0, (0, 400), 400),
    (0, (0, 1000), 1000),
    (400, (400, 700), 700),
    (400, (400, 1000), 1000),
    (400, (0, 400), 400),
    (400, (100, 300), 400),
    (400, (200, 600), 400),
    (400, (399, 1000), 400),
    (1000, (600, 1000), 1000),
    (1000, (0, 1), 1000),
    (0, (1, 400), OutOfOrder(0)),
    (400, (401, 700), OutOfOrder(400)),
    (400, (700, 1000), OutOfOrder(400)),
]


@pytest.mark.parametrize(("stored", "sent", "answer"), MATRIX)
def test_a_range_is_taken_only_where_the_last_one_ended(
    stored: int, sent: tuple[int, int], answer: int | OutOfOrder, incoming: IncomingPhotos
) -> None:
    if stored:
        send(incoming, 0, stored)
    if isinstance(answer, OutOfOrder):
        with pytest.raises(OutOfOrder) as ahead:
            send(incoming, *sent)
        assert ahead.value.offset == answer.offset
        assert incoming.offset(PHOTO) == stored
    else:
        assert send(incoming, *sent) == answer
        assert incoming.offset(PHOTO) == answer
    done = incoming.offset(PHOTO)
    if done < TOTAL:
        send(incoming, done, TOTAL)
    assert finish(incoming, PHOTO, SHA256, TOTAL).read_bytes() == BYTES


@pytest.mark.parametrize(
    ("start", "length", "total"),
    [
        (0, 0, 1000),
        (0, RANGE_MAX_BYTES + 1, 1000 * KIB),
        (0, 1001, 1000),
        (990, 11, 1000),
        (-1, 10, 1000),
        (0, 1, 0),
        (0, 1, -1),
        (0, 1, UPLOAD_MAX_BYTES + 1),
    ],
)
def test_a_range_that_cannot_be_is_refused_before_anything_is_written(
    start: int, length: int, total: int, incoming: IncomingPhotos
) -> None:
    with pytest.raises(BadRange):
        append_range(incoming, PHOTO, start, bytes(length), total)
    assert list(incoming.folder.iterdir()) == []


def test_the_largest_range_and_photo_are_taken(incoming: IncomingPhotos) -> None:
    body = bytes(RANGE_MAX_BYTES)
    assert append_range(incoming, PHOTO, 0, body, UPLOAD_MAX_BYTES) == RANGE_MAX_BYTES


def test_more_bytes_than_the_photo_is_said_to_have_are_refused(incoming: IncomingPhotos) -> None:
    send(incoming, 0, 800)
    with pytest.raises(BadRange):
        append_range(incoming, PHOTO, 0, BYTES[:500], 500)
    assert incoming.offset(PHOTO) == 800


def test_missing_bytes_are_noticed_before_any_hash_and_nothing_is_lost(incoming: IncomingPhotos) -> None:
    send(incoming, 0, 400)
    with pytest.raises(NotComplete) as missing:
        finish(incoming, PHOTO, SHA256, TOTAL)
    assert missing.value.offset == incoming.offset(PHOTO) == 400


def test_other_bytes_than_announced_are_discarded(incoming: IncomingPhotos) -> None:
    append_range(incoming, PHOTO, 0, BYTES[:-1] + b"!", TOTAL)
    with pytest.raises(HashMismatch):
        finish(incoming, PHOTO, SHA256, TOTAL)
    assert incoming.offset(PHOTO) == 0
    assert list(incoming.folder.iterdir()) == []
    assert send(incoming, 0, TOTAL) == TOTAL
    assert finish(incoming, PHOTO, SHA256, TOTAL).exists()


def test_after_a_mismatch_the_same_request_can_begin_again(incoming: IncomingPhotos) -> None:
    with incoming.upload(PHOTO) as upload:
        upload.append_range(0, BYTES[:-1] + b"!", TOTAL)
        with pytest.raises(HashMismatch):
            upload.finish(SHA256, TOTAL)
        assert upload.append_range(0, BYTES, TOTAL) == TOTAL
    assert finish(incoming, PHOTO, SHA256, TOTAL).read_bytes() == BYTES


def test_finishing_may_be_repeated_until_the_photo_is_discarded(incoming: IncomingPhotos) -> None:
    send(incoming, 0, TOTAL)
    assert finish(incoming, PHOTO, SHA256, TOTAL) == finish(incoming, PHOTO, SHA256, TOTAL)
    discard(incoming, PHOTO)
    discard(incoming, PHOTO)
    assert list(incoming.folder.iterdir()) == []


def test_a_restart_goes_on_where_it_stopped(incoming: IncomingPhotos) -> None:
    send(incoming, 0, 400)
    assert IncomingPhotos(incoming.folder).offset(PHOTO) == 400


def test_photos_do_not_meet(incoming: IncomingPhotos) -> None:
    other = uuid4()
    send(incoming, 0, 400)
    assert incoming.offset(other) == 0
    append_range(incoming, other, 0, b"other", 5)
    assert (incoming.offset(PHOTO), incoming.offset(other)) == (400, 5)


@pytest.mark.parametrize("name", ["../../x", "a/b", "", "photo\0"])
def test_only_an_id_becomes_a_file_name(name: Any, incoming: IncomingPhotos) -> None:
    with pytest.raises(ValueError, match="UUID"):
        incoming.offset(name)


def test_a_range_is_durable_before_it_is_acknowledged(
    incoming: IncomingPhotos, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, str]] = []
    for name in ("pwrite", "fsync"):
        real = getattr(os, name)

        def call(descriptor: int, *rest: Any, name: str = name, real: Any = real) -> Any:
            calls.append((name, Path(f"/proc/self/fd/{descriptor}").readlink().name))
            return real(descriptor, *rest)

        monkeypatch.setattr(os, name, call)
    send(incoming, 0, 400)
    send(incoming, 400, 1000)
    file = f"{PHOTO}.part"
    first = [("pwrite", file), ("fsync", file), ("fsync", "incoming")]
    assert calls == [*first, ("pwrite", file), ("fsync", file)]


def test_a_full_disk_keeps_what_was_acknowledged(
    incoming: IncomingPhotos, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(incoming, 0, 400)
    real, room = os.pwrite, iter([100])

    def call(descriptor: int, data: bytes, at: int) -> int:
        try:
            return real(descriptor, bytes(data)[: next(room)], at)
        except StopIteration:
            raise OSError(errno.ENOSPC, "full") from None

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", call)
        with pytest.raises(OSError, match="full"):
            send(incoming, 400, 1000)
    assert incoming.offset(PHOTO) == 400
    send(incoming, 400, 1000)
    assert finish(incoming, PHOTO, SHA256, TOTAL).read_bytes() == BYTES


def test_after_a_failed_fsync_the_file_is_not_trusted_again(
    incoming: IncomingPhotos, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(incoming, 0, 400)

    def fail(_descriptor: int) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="broken"):
            send(incoming, 400, 1000)
    assert incoming.offset(PHOTO) == 0
    assert list(incoming.folder.iterdir()) == []


def test_two_requests_with_the_same_ranges_write_one_photo(incoming: IncomingPhotos) -> None:
    total = 200 * 100
    body = os.urandom(total)

    def phone() -> None:
        at = 0
        while at < total:
            at = append_range(incoming, PHOTO, at, body[at : at + 100], total)

    phones = [threading.Thread(target=phone) for _ in range(4)]
    for thread in phones:
        thread.start()
    for thread in phones:
        thread.join()
    assert finish(incoming, PHOTO, hashlib.sha256(body).hexdigest(), total).read_bytes() == body


HOLDER = """
import pathlib, sys, uuid
from fieldapp.photos.incoming import IncomingPhotos
with IncomingPhotos(pathlib.Path(sys.argv[1])).upload(uuid.UUID(sys.argv[2])) as upload:
    upload.append_range(0, b"abc", 10)
    print(flush=True)
    sys.stdin.read()
"""


def test_an_upload_in_another_process_is_waited_for_and_a_killed_one_is_not(
    tmp_path: Path,
) -> None:
    incoming = IncomingPhotos(tmp_path / "incoming", patience_s=0.1)
    command = [sys.executable, "-c", HOLDER, str(incoming.folder), str(PHOTO)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(UploadInUse):
            append_range(incoming, PHOTO, 3, b"defghij", 10)
        assert incoming.sweep(-1) == 0
        holder.kill()
    assert append_range(incoming, PHOTO, 3, b"defghij", 10) == 10


def test_uploads_that_nobody_goes_on_with_are_swept(incoming: IncomingPhotos) -> None:
    send(incoming, 0, 400)
    young = uuid4()
    append_range(incoming, young, 0, b"young", 5)
    os.utime(incoming.folder / f"{PHOTO}.part", (1000, 1000))
    assert incoming.sweep(86_400) == 1
    assert (incoming.offset(PHOTO), incoming.offset(young)) == (0, 5)
