"""What the fault tests of the server share."""

from pathlib import Path

import pytest

from fieldapp.photos import slots


@pytest.fixture(autouse=True)
def decoders_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decoders are counted per machine; those of other tests at the same time do not count here."""
    monkeypatch.setattr(slots, "machine_folder", lambda: tmp_path)
