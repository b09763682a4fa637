"""The order in which a photo is destroyed: a kill in between leaves work behind, never a secret."""

from pathlib import Path
from uuid import UUID

from flask import Flask

from fieldapp.services import redaction
from fieldapp.services.toolbox import Toolbox
from tests.crash.server.disk import Disk
from tests.crash.server.sending import PointWithPhoto
from tests.support.sync import Phone
from tests.support.world import World

#: One picture: out of its place, and out of the trash too.
GONE = ["unlink photos/xx/xx/KEY", "fsync photos/xx/xx", "unlink photos/trash/KEY", "fsync photos/trash"]


def test_a_photo_is_hidden_then_listed_then_gone_and_only_then_are_its_keys_let_go(
    app: Flask, world: World, tools: Toolbox, tmp_path: Path
) -> None:
    phone = Phone.in_walk(world)
    sent = PointWithPhoto(phone, 1)
    phone.do(sent.op)
    assert phone.put(sent.photo_id, sent.bytes, 0).get_json()["done"]
    with Disk(app, tmp_path / "data").watched() as disk:
        redaction.destroy(tools, [UUID(str(sent.photo_id))])
    told = disk.said("pwrite", "fsync", "ftruncate", "unlink", "remove", "commit")
    hidden, *rest = told
    assert hidden == "commit database"
    assert rest[:3] == ["pwrite destroyed.jsonl", "fsync destroyed.jsonl", "fsync ."]
    *gone, let_go = rest[3:]
    assert gone[:2] == ["unlink incoming/ID.part", "fsync incoming"]
    assert len(gone) > 2
    assert gone[2:] == GONE * ((len(gone) - 2) // len(GONE))
    assert not [one for one in (tmp_path / "data" / "photos").rglob("?" * 64) if one.is_file()]
    assert let_go == "commit database"
