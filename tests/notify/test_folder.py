"""Mails as files: whole or not there, one a message, readable by nobody else."""

import os
import stat
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest

from fieldapp.notify import folder


def letter(words: str) -> EmailMessage:
    result = EmailMessage()
    result["Subject"] = words
    result.set_content(words)
    return result


def test_the_same_message_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    message_id = uuid4()
    folder.write(tmp_path / "mail", message_id, letter("one"))
    file = folder.write(tmp_path / "mail", message_id, letter("two"))
    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"{message_id}.eml"]
    assert b"two" in file.read_bytes()
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0


def test_bytes_are_on_disk_before_the_name_and_the_name_before_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that a power cut asks for: the file synced, then named, then the folder synced."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def recorded_fsync(handle: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        fsync(handle)

    def recorded_replace(self: Path, target: Path) -> Path:
        steps.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "replace", recorded_replace)
    folder.write(tmp_path, uuid4(), letter("x"))
    assert steps == ["sync file", "name", "sync folder"]


def test_a_disk_that_fails_leaves_no_half_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.write(tmp_path, uuid4(), letter("x"))
    assert list(tmp_path.iterdir()) == []
