"""F37: a server put back from an older backup tells phones what it lacks, and gets each thing once."""

import os
from pathlib import Path
from uuid import UUID

import pytest

from fieldapp.domain.ids import new_id
from fieldapp.services.backup import restoring, taking
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import db
from fieldapp.store.observations import of_walk
from fieldapp.store.photos import Photo, PhotoState, find, live_of_observations
from tests.support.answered import jpeg
from tests.support.postgresql import SERVER
from tests.support.sync import Op, Phone, manifest
from tests.support.world import World


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that belong to the server of this run."""
    monkeypatch.setenv("PATH", f"{SERVER.parent}{os.pathsep}{os.environ['PATH']}")


def silent(_words: str) -> None:
    """Progress that nobody reads."""


class Sent:
    """One point with its photo, as the phone keeps it for a day after the receipt."""

    def __init__(self, phone: Phone, colour: str) -> None:
        self.phone, self.data = phone, jpeg(colour)
        self.point_id = new_id()
        self.photo = manifest(self.data)
        self.op: Op = phone.point(self.point_id, [self.photo], text=f"Lampan är {colour}")

    def send(self) -> str:
        result = str(self.phone.do(self.op)["result"])
        assert self.phone.upload(self.photo["id"], self.data).status_code == 200
        return result


def receipts(phone: Phone, *sent: Sent) -> tuple[list[str], list[str]]:
    """The acts and photos that the server does not have."""
    asked = {"ops": [one.op["id"] for one in sent], "photos": [one.photo["id"] for one in sent]}
    answer = phone.post("/sync/receipts", asked).get_json()
    return answer["ops"], answer["photos"]


def points(world: World) -> list[UUID]:
    db.session.rollback()
    return [row.id for row in of_walk(world.walk_id)]


def photos(sent: Sent) -> list[Photo]:
    db.session.rollback()
    return list(live_of_observations([sent.point_id]))


def put_back(tools: Toolbox, folder: Path) -> None:
    restoring.restore(tools, folder, silent, replaces=True)


def test_f37_what_a_restored_server_lacks_is_named_and_stored_once(
    world: World, tools: Toolbox, tmp_path: Path
) -> None:
    phone = Phone.in_walk(world)
    kept, lost = Sent(phone, "navy"), Sent(phone, "olive")
    kept.send()
    backup = taking.take(tools, tmp_path / "backups", silent).folder
    lost.send()
    assert receipts(phone, kept, lost) == ([], [])
    put_back(tools, backup)
    assert points(world) == [kept.point_id]
    assert receipts(phone, kept, lost) == ([lost.op["id"]], [lost.photo["id"]])
    assert lost.send() == "applied"
    assert lost.send() == "duplicate"
    assert kept.send() == "duplicate"
    assert receipts(phone, kept, lost) == ([], [])
    assert sorted(points(world)) == sorted([kept.point_id, lost.point_id])
    for one in (kept, lost):
        (photo,) = photos(one)
        assert photo.state is PhotoState.STORED
        assert tools.vault.is_intact(photo.large_key or "")


def test_f37_a_photo_whose_row_came_back_without_its_bytes_is_named(
    world: World, tools: Toolbox, tmp_path: Path
) -> None:
    phone = Phone.in_walk(world)
    sent = Sent(phone, "teal")
    sent.send()
    backup = taking.take(tools, tmp_path / "backups", silent, with_photos=False).folder
    for kept in list(tools.vault.kept()):
        tools.vault.destroy(kept.key)
    put_back(tools, backup)
    assert receipts(phone, sent) == ([], [sent.photo["id"]])
    assert sent.send() == "duplicate"
    assert receipts(phone, sent) == ([], [])
    found = find(UUID(sent.photo["id"]))
    assert found is not None and tools.vault.has(found.large_key or "")


def test_f37_a_phone_that_read_what_is_forgotten_reads_all_anew(
    world: World, tools: Toolbox, tmp_path: Path
) -> None:
    phone = Phone.in_walk(world)
    kept, lost = Sent(phone, "navy"), Sent(phone, "olive")
    kept.send()
    backup = taking.take(tools, tmp_path / "backups", silent).folder
    lost.send()
    cursor = phone.changes()["cursor"]
    assert phone.changes(cursor)["observations"] == []
    put_back(tools, backup)
    # Enough happens for the old numbers to be passed, had they been given again.
    for _ in range(3):
        phone.note()
    read = {one["id"] for one in phone.changes(cursor)["observations"]}
    assert read == {str(one) for one in points(world)}
    assert str(lost.point_id) not in read
