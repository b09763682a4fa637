"""The order in which things reach the disk: what is acknowledged outlives a power cut at any moment.

kill -9 does not show a missing fsync, because the kernel keeps what was written; so here the calls are
recorded and read as a story.
"""

from itertools import dropwhile
from pathlib import Path

from flask import Flask

from fieldapp.notify.mail import Mail
from fieldapp.services import outbox
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import unit_of_work
from tests.crash.server.disk import Disk
from tests.crash.server.sending import PointWithPhoto
from tests.support.sync import Phone
from tests.support.world import World

DURABLE = ("write", "pwrite", "fsync", "replace", "rename", "ftruncate", "unlink", "commit", "answer")
#: One picture in the vault: whole and synced before it has its name, its name synced in every folder above.
KEPT = [
    "pwrite photos/xx/xx/.NEW.tmp",
    "fsync photos/xx/xx/.NEW.tmp",
    "replace photos/xx/xx/KEY",
    "fsync photos/xx/xx",
    "fsync photos/xx",
    "fsync photos",
]


def told(disk: Disk) -> list[str]:
    """What makes things durable, without the decoder's own folder, which nobody is promised."""
    return [line for line in disk.said(*DURABLE) if "decoding" not in line]


def test_an_act_is_committed_before_it_is_answered(app: Flask, world: World, tmp_path: Path) -> None:
    phone = Phone.in_walk(world)
    with Disk(app, tmp_path / "data").watched() as disk:
        phone.do(phone.point())
    *commits, last = told(disk)
    assert set(commits) == {"commit database"}
    assert last == "answer 200 OK"


def test_a_photo_is_in_the_vault_before_its_row_and_its_row_before_its_receipt(
    app: Flask, world: World, tmp_path: Path
) -> None:
    phone = Phone.in_walk(world)
    sent = PointWithPhoto(phone, 1)
    phone.do(sent.op)
    half = len(sent.bytes) // 2
    with Disk(app, tmp_path / "data").watched() as disk:
        assert phone.put(sent.photo_id, sent.bytes, 0, half).status_code == 200
        assert phone.put(sent.photo_id, sent.bytes, half).get_json()["done"]
    # That the phone is here at all may be noted first.
    assert list(dropwhile("commit database".__eq__, told(disk))) == [
        "pwrite incoming/ID.part",
        "fsync incoming/ID.part",
        "fsync incoming",
        "answer 200 OK",
        "pwrite incoming/ID.part",
        "fsync incoming/ID.part",
        *KEPT,
        *KEPT,
        *KEPT,
        "commit database",
        "ftruncate incoming/ID.part",
        "unlink incoming/ID.part",
        "answer 200 OK",
    ]


def test_a_mail_in_the_folder_is_durable_before_it_is_marked_as_sent(
    app: Flask, tools: Toolbox, tmp_path: Path
) -> None:
    with unit_of_work() as work:
        letter = Mail(to="gata@demo.invalid", subject="Lampa", text="Släckt", html="")
        outbox.post(work, "test", "test:1", letter, tools.clock.now(), tools.clock.now())
    with Disk(app, tmp_path / "data").watched() as disk:
        assert outbox.deliver_due(tools).sent_count == 1
    assert disk.said("mkdir", *DURABLE) == [
        "commit database",  # the claim
        "mkdir mail",
        "fsync .",
        "fsync mail/.ID.PROCESS.tmp",
        "replace mail/ID.eml",
        "fsync mail",
        "commit database",
    ]
