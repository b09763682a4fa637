"""Turns an untrusted upload into three clean pictures by way of a decoder process that may die."""

import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fieldapp
from fieldapp.domain.errors import DomainError
from fieldapp.photos import decoder, limits, slots
from fieldapp.photos.limits import ChildLimits, Refusal
from fieldapp.photos.slots import DecoderBusy

__all__ = ["DecoderBroken", "DecoderBusy", "Derivative", "Derivatives", "PhotoRefused", "sanitise"]

_MEDIA_TYPES = {"JPEG": "image/jpeg", "WEBP": "image/webp"}
_BEGINNINGS = {"JPEG": (b"\xff\xd8\xff", 0), "WEBP": (b"WEBP", 8)}
_ANSWER_MAX_BYTES = 4096
_STOPPED_FROM_OUTSIDE = {-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


class PhotoRefused(DomainError):
    """The upload is not taken; `code` is a `Refusal` that the phone explains. The point stays."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.value)


class DecoderBroken(Exception):
    """The decoder does not work on this installation; no photo is to blame."""


@dataclass(frozen=True, slots=True)
class Derivative:
    """One picture made by us, not yet in the vault."""

    path: Path
    media_type: str
    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Derivatives:
    """`large`, `print` and `small` of an upload that was `width` × `height` pixels, upright."""

    source_format: str
    width: int
    height: int
    large: Derivative
    print: Derivative
    small: Derivative


def sanitise(
    source: Path,
    out_dir: Path,
    *,
    child: ChildLimits = ChildLimits(),  # noqa: B008  (a tuple)
    slots_dir: Path | None = None,
) -> Derivatives:
    """Decode `source` in a child process and write its derivatives into the empty folder `out_dir`.

    Raises `PhotoRefused` (for good), `DecoderBusy` (send again), `OSError` when the disk takes nothing,
    `DecoderBroken` when the installation is at fault. Whatever is raised leaves `out_dir` empty.
    """
    _check_size(source)
    try:
        with slots.slot(slots_dir or slots.machine_folder(), limits.CHILDREN_AT_ONCE) as taken:
            answer = _run_child(source, out_dir, child, taken)
        return _derivatives(answer, out_dir)
    except BaseException:
        for kind in decoder.KINDS.values():
            (out_dir / kind.file_name).unlink(missing_ok=True)
        raise


def _check_size(source: Path) -> None:
    size_bytes = source.stat().st_size
    if size_bytes == 0:
        raise PhotoRefused(Refusal.NOT_A_PHOTO)
    if size_bytes > limits.UPLOAD_MAX_BYTES:
        raise PhotoRefused(Refusal.TOO_LARGE_TO_READ)


def _run_child(source: Path, out_dir: Path, child: ChildLimits, taken: int) -> dict[str, Any]:
    # -P: the working folder is no place to import from.
    command = [sys.executable, "-P", "-m", "fieldapp.photos.decoder"]
    command += [str(source.resolve()), str(out_dir.resolve()), str(child.memory_bytes), str(child.cpu_s)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(taken,),
        start_new_session=True,
        env=_environment(),
    ) as process:
        try:
            code = process.wait(child.wall_s)
        except subprocess.TimeoutExpired as error:
            raise PhotoRefused(Refusal.COULD_NOT_READ) from error
        finally:
            process.kill()
        if code == 0 and process.stdout is not None:
            return _parsed(os.read(process.stdout.fileno(), _ANSWER_MAX_BYTES))
    if code in _STOPPED_FROM_OUTSIDE:
        raise DecoderBusy
    if code < 0:
        raise PhotoRefused(Refusal.COULD_NOT_READ)
    # What a picture can provoke is answered in JSON, so this is a missing library or the like.
    raise DecoderBroken(f"the decoder ended with {code}; run: {' '.join(command[:4])} FILE FOLDER …")


def _environment() -> dict[str, str]:
    root = str(Path(fieldapp.__file__).resolve().parent.parent)
    inherited = os.environ.get("PYTHONPATH")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join([root, inherited] if inherited else [root]),
        "LC_ALL": "C.UTF-8",
        # One heap: address space, which is what is limited, is not spent on threads.
        "MALLOC_ARENA_MAX": "1",
    }


def _parsed(answer: bytes) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = dict(json.loads(answer))
        refused = Refusal(parsed["refused"]) if "refused" in parsed else None
        errno = int(parsed.get("storage", 0))
    except (TypeError, ValueError) as error:
        raise PhotoRefused(Refusal.COULD_NOT_READ) from error
    if errno:
        raise OSError(errno, os.strerror(errno))
    if refused:
        raise PhotoRefused(refused)
    return parsed


def _derivatives(answer: dict[str, Any], out_dir: Path) -> Derivatives:
    try:
        made = {
            name: _derivative(out_dir, kind, answer["derivatives"][name])
            for name, kind in decoder.KINDS.items()
        }
        return Derivatives(str(answer["format"]), int(answer["width"]), int(answer["height"]), **made)
    except (KeyError, TypeError, ValueError) as error:
        raise PhotoRefused(Refusal.COULD_NOT_READ) from error


def _derivative(out_dir: Path, kind: decoder.Kind, size: dict[str, Any]) -> Derivative:
    """The child is not trusted either: a regular file of ours that begins as it should, or nothing."""
    path = out_dir / kind.file_name
    seen = path.lstat()
    beginning, offset = _BEGINNINGS[kind.format]
    if not stat.S_ISREG(seen.st_mode) or not 0 < seen.st_size <= limits.CHILD_FILE_MAX_BYTES:
        raise ValueError(kind.file_name)
    with path.open("rb") as file:
        if not file.read(16).startswith(beginning, offset):
            raise ValueError(kind.file_name)
    return Derivative(path, _MEDIA_TYPES[kind.format], int(size["width"]), int(size["height"]), seen.st_size)
