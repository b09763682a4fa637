"""The vault: what it took is there after a crash, what it did not take has left nothing behind."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldapp.photos.vault import NoSuchPhoto, Vault

BYTES = b"a picture, as far as the vault is concerned" * 1000
KEY = hashlib.sha256(BYTES).hexdigest()
STEPS = ("open", "pwrite", "fsync", "replace")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "large.jpg"
    file.write_bytes(BYTES)
    return file


def read(vault: Vault, key: str) -> bytes:
    with vault.open(key) as file:
        return file.read()


def files_in(vault: Vault) -> list[Path]:
    return [path for path in vault.folder.rglob("*") if path.is_file()]


def test_a_picture_is_found_under_the_hash_of_its_bytes(vault: Vault, source: Path) -> None:
    assert vault.put(source) == KEY
    assert read(vault, KEY) == BYTES
    assert vault.has(KEY)
    assert vault.is_intact(KEY)
    assert vault.path(KEY) == vault.folder / KEY[:2] / KEY[2:4] / KEY
    assert source.exists()


def test_the_same_bytes_twice_are_one_file(vault: Vault, source: Path) -> None:
    assert [vault.put(source), vault.put(source)] == [KEY, KEY]
    assert files_in(vault) == [vault.path(KEY)]


def test_the_same_bytes_again_heal_a_file_that_went_bad(vault: Vault, source: Path) -> None:
    vault.put(source)
    vault.path(KEY).write_bytes(b"rot")
    assert not vault.is_intact(KEY)
    vault.put(source)
    assert vault.is_intact(KEY)


def test_a_second_process_finds_what_the_first_put(vault: Vault, source: Path) -> None:
    vault.put(source)
    assert read(Vault(vault.folder), KEY) == BYTES


def test_nobody_else_on_the_machine_can_read_it(vault: Vault, source: Path) -> None:
    vault.put(source)
    assert stat.S_IMODE(vault.path(KEY).stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


BAD_KEYS = [
    "",
    "../../etc/passwd",
    "/etc/passwd",
    KEY.upper(),
    KEY[:-1],
    KEY + "0",
    KEY + "\n",
    KEY[:-1] + "\0",
    "..%2f" + KEY[5:],
    "٠" * 64,
]


@pytest.mark.parametrize("key", BAD_KEYS)
@pytest.mark.parametrize("act", ["open", "path", "has", "trash", "restore", "destroy"])
def test_nothing_but_a_key_ever_becomes_a_path(act: str, key: str, vault: Vault) -> None:
    with pytest.raises(ValueError, match="not a key"):
        getattr(vault, act)(key)


def test_what_is_not_there_says_so(vault: Vault) -> None:
    with pytest.raises(NoSuchPhoto):
        vault.open(KEY)
    assert not vault.has(KEY)
    assert not vault.trash(KEY)
    assert not vault.restore(KEY)
    assert not vault.destroy(KEY)


def test_a_link_in_the_vault_is_not_followed(vault: Vault, source: Path) -> None:
    vault.put(source)
    vault.path(KEY).unlink()
    vault.path(KEY).symlink_to(source)
    with pytest.raises(NoSuchPhoto):
        vault.open(KEY)


def test_trash_can_be_taken_back_and_destroying_cannot(vault: Vault, source: Path) -> None:
    vault.put(source)
    assert vault.trash(KEY)
    assert not vault.has(KEY)
    assert [kept.key for kept in vault.trashed()] == [KEY]
    assert vault.restore(KEY)
    assert read(vault, KEY) == BYTES
    vault.trash(KEY)
    vault.put(source)
    assert vault.destroy(KEY)
    assert files_in(vault) == []


def test_the_vault_tells_what_it_keeps_and_since_when(vault: Vault, source: Path) -> None:
    vault.put(source)
    os.utime(vault.path(KEY), (1000, 1000))
    (kept,) = vault.kept()
    assert kept == (KEY, len(BYTES), 1000)
    vault.trash(KEY)
    assert list(vault.kept()) == []
    (trashed,) = vault.trashed()
    assert trashed.since > 1000


def test_only_old_leftovers_are_swept(vault: Vault, source: Path) -> None:
    vault.put(source)
    folder = vault.path(KEY).parent
    old, young = folder / ".old.tmp", folder / ".young.tmp"
    old.touch()
    young.touch()
    os.utime(old, (1000, 1000))
    assert vault.sweep_temporary(86_400) == 1
    assert sorted(path.name for path in folder.iterdir()) == [".young.tmp", KEY]


def test_a_picture_is_durable_before_it_has_its_name(
    vault: Vault, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, str]] = []

    def recorded(name: str) -> None:
        real: Callable[..., Any] = getattr(os, name)

        def call(first: Any, *rest: Any, **options: Any) -> Any:
            what = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else Path(first)
            if what.is_relative_to(vault.folder) and not (name == "open" and what.is_dir()):
                calls.append((name, what.suffix or str(what.relative_to(vault.folder))))
            return real(first, *rest, **options)

        monkeypatch.setattr(os, name, call)

    for step in STEPS:
        recorded(step)
    vault.put(source)
    assert calls == [
        ("open", ".tmp"),
        ("pwrite", ".tmp"),
        ("fsync", ".tmp"),
        ("replace", ".tmp"),
        ("fsync", f"{KEY[:2]}/{KEY[2:4]}"),
        ("fsync", KEY[:2]),
        ("fsync", "."),
    ]


def test_the_temporary_file_must_be_new(vault: Vault, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags: list[int] = []
    real = os.open

    def call(path: Any, how: int, *rest: Any) -> int:
        if str(path).endswith(".tmp"):
            flags.append(how)
        return real(path, how, *rest)

    monkeypatch.setattr(os, "open", call)
    vault.put(source)
    assert [how & (os.O_EXCL | os.O_CREAT | os.O_NOFOLLOW) for how in flags] == [
        os.O_EXCL | os.O_CREAT | os.O_NOFOLLOW
    ]


FAILURES = [OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "broken"), KeyboardInterrupt()]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("failure", FAILURES, ids=["full", "broken", "stopped"])
def test_an_interrupted_put_leaves_nothing_behind(
    step: str,
    failure: BaseException,
    vault: Vault,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def call(*_arguments: Any) -> Any:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(os, step, call)
        with pytest.raises(type(failure)):
            vault.put(source)
    assert files_in(vault) == []
    assert vault.put(source) == KEY


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_name_that_did_not_get_durable_is_not_acknowledged(
    number: int, vault: Vault, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, iter(range(1000))

    def call(descriptor: int) -> None:
        if next(calls) == number:
            raise OSError(errno.EIO, "broken")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", call)
    with pytest.raises(OSError, match="broken"):
        vault.put(source)


def test_short_writes_are_finished(vault: Vault, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: real(file, bytes(data)[:999], at))
    vault.put(source)
    assert read(vault, KEY) == BYTES
