"""The decoder process: bounded, expendable, and never more of them than there is memory for."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fieldapp.photos import limits, slots
from fieldapp.photos.limits import MIB, ChildLimits
from fieldapp.photos.sanitise import DecoderBroken, DecoderBusy, Derivatives, PhotoRefused, sanitise
from tests.photos import pictures

Outcome = Derivatives | BaseException


class Run:
    """One `sanitise` in a thread, with its decoder process in reach."""

    def __init__(self, data: bytes, folder: Path, **options: ChildLimits) -> None:
        self.outcome: Outcome | None = None
        self.folder = folder
        (folder / "made").mkdir()
        (folder / "upload").write_bytes(data)
        self.options = options
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def _work(self) -> None:
        try:
            source, made = self.folder / "upload", self.folder / "made"
            self.outcome = sanitise(source, made, slots_dir=self.folder, **self.options)
        except BaseException as error:
            self.outcome = error

    def child(self) -> int:
        """The process id of the decoder, once it has set its limits."""
        children = Path(f"/proc/{os.getpid()}/task/{self.thread.native_id}/children")
        for _ in patience():
            found = children.read_text().split()
            if found and str(limits.CHILD_FILE_MAX_BYTES) in Path(f"/proc/{found[0]}/limits").read_text():
                return int(found[0])
        raise AssertionError("no decoder was started")

    def ended(self) -> Outcome:
        self.thread.join(30)
        assert self.outcome is not None
        return self.outcome


def patience() -> Iterator[None]:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        yield
        time.sleep(0.002)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def run(data: bytes, **options: ChildLimits) -> Run:
        runs.append(Run(data, tmp_path, **options))
        return runs[-1]

    yield run
    for each in runs:
        each.thread.join(30)


def slow_photo() -> bytes:
    """Takes about a second to decode, so that there is time to do something to the decoder."""
    return pictures.jpeg_of_many_scans(60)


def code_of(outcome: Outcome) -> str:
    assert isinstance(outcome, PhotoRefused), outcome
    return outcome.code


def test_a_killed_decoder_refuses_its_photo_and_nothing_else(start: Callable[..., Run]) -> None:
    run = start(slow_photo())
    os.kill(run.child(), signal.SIGKILL)
    assert code_of(run.ended()) == "could-not-read"
    assert list((run.folder / "made").iterdir()) == []
    (run.folder / "upload").write_bytes(pictures.encoded(pictures.corners()))
    assert sanitise(run.folder / "upload", run.folder / "made", slots_dir=run.folder).width == 120


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_service_that_stops_does_not_refuse_the_photo_in_hand(
    number: signal.Signals, start: Callable[..., Run]
) -> None:
    run = start(pictures.jpeg_of_many_scans(5))
    os.kill(run.child(), number)
    assert isinstance(run.ended(), Derivatives)


def test_a_photo_that_costs_too_much_time_is_given_up(start: Callable[..., Run]) -> None:
    run = start(pictures.jpeg_of_many_scans(400), child=ChildLimits(cpu_s=1))
    assert code_of(run.ended()) == "could-not-read"


def test_a_decoder_that_stands_still_is_ended(start: Callable[..., Run]) -> None:
    run = start(slow_photo(), child=ChildLimits(wall_s=0.5))
    child = run.child()
    os.kill(child, signal.SIGSTOP)
    assert code_of(run.ended()) == "could-not-read"
    assert not Path(f"/proc/{child}").exists()


def test_a_photo_that_needs_too_much_memory_is_refused(start: Callable[..., Run]) -> None:
    run = start(pictures.png(7000, 7000, 8, 2), child=ChildLimits(memory_bytes=150 * MIB))
    assert code_of(run.ended()) == "too-large-to-read"


def test_the_limits_hold_before_the_picture_is_read(start: Callable[..., Run]) -> None:
    child = start(slow_photo()).child()
    expected = {
        resource.RLIMIT_AS: 512 * MIB,
        resource.RLIMIT_CPU: 10,
        resource.RLIMIT_FSIZE: 16 * MIB,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in expected.items():
        assert resource.prlimit(child, what) == (most, most)


def test_the_decoder_is_started_without_a_shell_and_without_our_secrets(
    start: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDAPP_SECRET_KEY", "of-the-service-alone")
    run = start(slow_photo())
    process = Path(f"/proc/{run.child()}")
    arguments = (process / "cmdline").read_bytes().split(b"\0")
    assert arguments[1:4] == [b"-P", b"-m", b"fieldapp.photos.decoder"]
    assert b"FIELDAPP_SECRET_KEY" not in (process / "environ").read_bytes()


def test_whoever_asks_for_pictures_never_loads_a_decoder_itself() -> None:
    code = "import sys, fieldapp.photos.sanitise; sys.exit(bool({'PIL', 'pillow_heif'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_folder_that_takes_nothing_is_no_fault_of_the_photo(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    source.write_bytes(pictures.encoded(pictures.corners()))
    with pytest.raises(FileNotFoundError):
        sanitise(source, tmp_path / "missing", slots_dir=tmp_path)


def test_an_installation_without_its_libraries_blames_no_photo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").write_text("raise ImportError('libjpeg is missing')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "made").mkdir()
    source = tmp_path / "upload"
    source.write_bytes(pictures.encoded(pictures.corners()))
    with pytest.raises(DecoderBroken):
        sanitise(source, tmp_path / "made", slots_dir=tmp_path)


def test_no_more_decoders_run_than_there_are_slots(tmp_path: Path) -> None:
    source = tmp_path / "upload"
    source.write_bytes(pictures.encoded(pictures.corners()))
    (tmp_path / "made").mkdir()
    with ExitStack() as stack:
        for _ in range(limits.CHILDREN_AT_ONCE):
            stack.enter_context(slots.slot(tmp_path, limits.CHILDREN_AT_ONCE))
        with pytest.raises(DecoderBusy) as busy:
            sanitise(source, tmp_path / "made", slots_dir=tmp_path)
        assert busy.value.retry_after_s > 0
    assert sanitise(source, tmp_path / "made", slots_dir=tmp_path).width == 120


def test_a_decoder_whose_starter_was_killed_still_counts(tmp_path: Path) -> None:
    with slots.slot(tmp_path, 1) as taken:
        orphan = subprocess.Popen(["/bin/sleep", "60"], pass_fds=(taken,))
    with pytest.raises(DecoderBusy), slots.slot(tmp_path, 1):
        pass
    orphan.kill()
    orphan.wait()
    with slots.slot(tmp_path, 1):
        pass


def test_a_killed_process_leaves_no_slot_taken(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom fieldapp.photos import slots\n"
        "with slots.slot(pathlib.Path(sys.argv[1]), 1):\n print(flush=True)\n sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(DecoderBusy), slots.slot(tmp_path, 1):
            pass
        holder.kill()
    with slots.slot(tmp_path, 1):
        pass


def test_the_machines_slots_are_ours_alone() -> None:
    folder = slots.machine_folder()
    assert folder.stat().st_uid == os.geteuid()
    assert folder.stat().st_mode & 0o077 == 0
