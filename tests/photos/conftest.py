"""What the tests of the photo pipeline share: running the real pipeline on bytes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.photos.sanitise import Derivatives, PhotoRefused, sanitise

# Real photographs are not part of the project; the tests over them exist only where somebody has some.
collect_ignore = [] if os.environ.get("FIELDAPP_REAL_PHOTOS") else ["test_real_photos.py"]

Sanitise = Callable[[bytes], Derivatives]
RefusalOf = Callable[[bytes], str]


@pytest.fixture
def clean(tmp_path: Path) -> Sanitise:
    """The derivatives that the pipeline makes of some bytes."""
    runs = iter(range(1000))

    def run(data: bytes) -> Derivatives:
        folder = tmp_path / f"out-{next(runs)}"
        folder.mkdir()
        source = tmp_path / "upload"
        source.write_bytes(data)
        return sanitise(source, folder, slots_dir=tmp_path)

    return run


@pytest.fixture
def refusal_of(clean: Sanitise, tmp_path: Path) -> RefusalOf:
    """The code with which the pipeline refuses some bytes; it leaves no file behind."""

    def run(data: bytes) -> str:
        with pytest.raises(PhotoRefused) as refused:
            clean(data)
        assert list(tmp_path.glob("out-*/*")) == []
        return refused.value.code

    return run
