"""The basemap archive: what lies where, and that a broken one never stops a map."""

import gzip
import logging
from pathlib import Path

import pytest
from pmtiles.tile import TileType

from fieldapp.maps.basemap import BasemapError, read_ground
from fieldapp.maps.print_map import draw_place_map
from fieldapp.maps.projection import fit
from tests.maps.conftest import CENTRE, write_archive

SIZE = (400.0, 300.0)
FRAME = fit([CENTRE], SIZE, margin=10, minimum_m=1200)


def test_the_ground_under_the_picture_is_found_and_clipped_to_it(archive: Path) -> None:
    ground = read_ground(archive, FRAME)
    assert {feature.kind for feature in ground["roads"]} == {"minor_road", "path", "rail"}
    for layer in ("landuse", "roads", "water", "buildings", "pois"):
        assert ground[layer]
        for feature in ground[layer]:
            left, top, right, bottom = feature.geometry.bounds
            assert left >= -25 and top >= -25 and right <= SIZE[0] + 25 and bottom <= SIZE[1] + 25


def test_outside_the_archive_the_ground_is_empty(archive: Path) -> None:
    assert read_ground(archive, fit([(60.17, 24.94)], SIZE, margin=10, minimum_m=600)).is_empty


def test_a_whole_country_asks_for_few_tiles(archive: Path) -> None:
    assert read_ground(archive, fit([(55.0, 11.0), (69.0, 24.0)], SIZE, margin=10, minimum_m=600)) is not None


BROKEN = {
    "empty": b"",
    "not-an-archive": b"<html>" * 100,
    "cut-off": b"PMTiles\x03" + b"\x00" * 50,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_archive_is_said_in_the_log_and_the_grid_is_drawn(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.pmtiles"
    broken.write_bytes(BROKEN[name])
    with caplog.at_level(logging.WARNING):
        drawing = draw_place_map(*CENTRE, 10, broken)
    assert drawing == draw_place_map(*CENTRE, 10, None)
    assert "broken.pmtiles" in caplog.text


def test_a_missing_archive_is_a_basemap_error(tmp_path: Path) -> None:
    with pytest.raises(BasemapError):
        read_ground(tmp_path / "none.pmtiles", FRAME)


@pytest.mark.parametrize(
    "tile",
    [gzip.compress(b"\xff" * 500), b"no gzip", gzip.compress(b"\x00" * (9 * 1024 * 1024))],
    ids=["no tile", "no gzip", "swollen"],
)
def test_a_broken_or_swollen_tile_is_a_basemap_error(tile: bytes, tmp_path: Path) -> None:
    with pytest.raises(BasemapError):
        read_ground(write_archive(tmp_path / "bad.pmtiles", tile), FRAME)


def test_an_archive_of_pictures_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BasemapError, match="vector"):
        read_ground(write_archive(tmp_path / "raster.pmtiles", gzip.compress(b"png"), TileType.PNG), FRAME)
