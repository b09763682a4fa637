"""The map's archive over HTTP: whole, by ranges, kept under its fingerprint, and 404 where there is none."""

from pathlib import Path

import pytest
from flask import Flask

from fieldapp.app import create_app
from fieldapp.web.views import basemap
from tests.conftest import settings_for
from tests.support.visitor import Visitor

CONTENT = b"PMTiles\x03" + bytes(range(200)) * 5
PATH = "/map/basemap.pmtiles"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "town.pmtiles"
    found.write_bytes(CONTENT)
    return found


@pytest.fixture
def town(file: Path, tmp_path: Path) -> Visitor:
    """A browser before an application whose municipality has a map."""
    return visitor_of(tmp_path, FIELDAPP_BASEMAP=str(file))


def visitor_of(tmp_path: Path, **environ: str) -> Visitor:
    app: Flask = create_app(settings_for(tmp_path / "data", f"sqlite:///{tmp_path / 'none.db'}", **environ))
    return Visitor(app)


def address(visitor: Visitor) -> str | None:
    with visitor.app.test_request_context():
        return basemap.address()


def test_the_whole_archive_is_kept_for_ever_under_its_fingerprint(town: Visitor) -> None:
    where = address(town)
    assert where is not None and where.startswith(f"{PATH}?v=")

    answer = town.get(where)

    assert (answer.status_code, answer.data) == (200, CONTENT)
    assert answer.mimetype == "application/vnd.pmtiles"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?v=0123456789abcdef"])
def test_under_another_name_it_is_asked_for_again(query: str, town: Visitor) -> None:
    answer = town.get(PATH + query)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


RANGES = {
    "bytes=0-6": (206, CONTENT[:7], f"bytes 0-6/{len(CONTENT)}"),
    "bytes=-8": (206, CONTENT[-8:], f"bytes {len(CONTENT) - 8}-{len(CONTENT) - 1}/{len(CONTENT)}"),
    f"bytes=1000-{10**6}": (206, CONTENT[1000:], f"bytes 1000-{len(CONTENT) - 1}/{len(CONTENT)}"),
    f"bytes={len(CONTENT)}-": (416, None, None),
}


@pytest.mark.parametrize("asked", RANGES)
def test_a_part_of_it_is_answered_as_a_part(asked: str, town: Visitor) -> None:
    status, part, content_range = RANGES[asked]

    answer = town.get(PATH, headers={"Range": asked})

    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, content_range)
    assert part is None or answer.data == part


def test_what_a_browser_has_already_is_not_sent_again(town: Visitor) -> None:
    tag = town.get(PATH).headers["ETag"]

    assert town.get(PATH, headers={"If-None-Match": tag}).status_code == 304


def test_another_content_has_another_address(town: Visitor, file: Path) -> None:
    before = address(town)
    file.write_bytes(CONTENT + b"more")

    assert address(town) not in (None, before)


def test_without_a_map_there_is_no_address_and_no_archive(tmp_path: Path) -> None:
    none = visitor_of(tmp_path)

    assert address(none) is None
    assert none.get(PATH).status_code == 404


def test_an_archive_too_large_for_mobile_data_is_not_offered_to_phones(town: Visitor, file: Path) -> None:
    with file.open("r+b") as archive:
        archive.truncate(basemap.PHONE_MAX_BYTES + 1)

    assert address(town) is None
    assert town.get(PATH).status_code == 404


def test_the_worker_is_a_new_one_when_the_map_is_new(town: Visitor, file: Path) -> None:
    before = town.get("/sw.js").text
    assert f'"basemap": "{address(town)}"' in before
    file.write_bytes(CONTENT + b"more")

    assert town.get("/sw.js").text != before
