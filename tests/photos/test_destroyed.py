"""The list of destroyed photos: it only grows, survives a cut line, and two lists become one."""

from pathlib import Path
from uuid import uuid4

import pytest

from fieldapp.photos.destroyed import Destroyed, DestroyedPhotos

KEY, OTHER_KEY = "a" * 64, "b" * 64


@pytest.fixture
def destroyed(tmp_path: Path) -> DestroyedPhotos:
    return DestroyedPhotos(tmp_path / "destroyed.jsonl")


def test_a_list_that_is_not_there_says_nothing(destroyed: DestroyedPhotos) -> None:
    assert list(destroyed.entries()) == []
    assert not destroyed.has(uuid4())
    assert destroyed.record([]) == 0
    assert not destroyed.path.exists()


def test_what_is_recorded_is_there_once_however_often_it_is_said(destroyed: DestroyedPhotos) -> None:
    one, bare = Destroyed(uuid4(), (KEY, OTHER_KEY)), Destroyed(uuid4(), ())
    assert [destroyed.record([one, bare]), destroyed.record([one, bare])] == [2, 0]
    assert list(destroyed.entries()) == [one, bare]
    assert destroyed.has(one.photo_id)
    assert destroyed.has(bare.photo_id)


def test_keys_that_came_later_are_added(destroyed: DestroyedPhotos) -> None:
    photo_id = uuid4()
    destroyed.record([Destroyed(photo_id, ())])
    destroyed.record([Destroyed(photo_id, (KEY,))])
    assert [one.keys for one in destroyed.entries()] == [(), (KEY,)]


def test_a_line_that_a_kill_cut_short_harms_no_other(destroyed: DestroyedPhotos) -> None:
    before, after = Destroyed(uuid4(), (KEY,)), Destroyed(uuid4(), (OTHER_KEY,))
    destroyed.record([before])
    with destroyed.path.open("ab") as file:
        file.write(b'{"photo": "0192f0c1-22')
    destroyed.record([after])
    assert list(destroyed.entries()) == [before, after]


def test_two_lists_become_one(destroyed: DestroyedPhotos, tmp_path: Path) -> None:
    shared, ours, theirs = (Destroyed(uuid4(), (KEY,)) for _ in range(3))
    destroyed.record([shared, ours])
    DestroyedPhotos(tmp_path / "other.jsonl").record([shared, theirs])
    assert destroyed.unite(tmp_path / "other.jsonl") == 1
    assert list(destroyed.entries()) == [shared, ours, theirs]
    assert destroyed.unite(tmp_path / "none.jsonl") == 0


def test_a_disk_that_takes_no_more_leaves_the_list_as_it_was(
    destroyed: DestroyedPhotos, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Destroyed(uuid4(), (KEY,))
    destroyed.record([first])
    with monkeypatch.context() as patch:
        patch.setattr("os.pwrite", _no_room)
        with pytest.raises(OSError, match="no room"):
            destroyed.record([Destroyed(uuid4(), (OTHER_KEY,))])
    assert list(destroyed.entries()) == [first]


def _no_room(*_arguments: object) -> int:
    raise OSError(28, "no room")
