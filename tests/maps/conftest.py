"""A small archive of vector tiles, drawn here; real extracts only where a folder of them is named."""

import gzip
import math
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry import LineString, Point, box

collect_ignore = [] if os.environ.get("FIELDAPP_REAL_MAPS") else ["test_real_maps.py"]

ZOOM = 15
CENTRE = (59.5020, 17.7400)


def tile_of(lat: float, lon: float) -> tuple[int, int]:
    """Column and row of the tile that holds a place."""
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * 2**ZOOM), int(row * 2**ZOOM)


def town_tile(with_names: bool) -> bytes:
    park = {"geometry": box(0, 0, 2000, 2000), "properties": {"kind": "park", "name": "Nyckelbergsparken"}}
    names = {"name": "Hagnäsvägen", "name:fi": "Kylätie", "name:en": "<b>Road</b>"} if with_names else {}
    road = {
        "geometry": LineString([(0, 2400), (4096, 2400)]),
        "properties": {"kind": "minor_road", "kind_detail": "residential", **names},
    }
    path = {"geometry": LineString([(100, 100), (1500, 1900)]), "properties": {"kind": "path"}}
    rail = {"geometry": LineString([(0, 3900), (4096, 3700)]), "properties": {"kind": "rail"}}
    pond = {"geometry": box(3000, 3000, 3600, 3500), "properties": {"kind": "lake"}}
    house = {"geometry": box(2500, 1000, 2800, 1300), "properties": {"kind": "building"}}
    school = {"geometry": Point(2650, 1150), "properties": {"kind": "school", "name": "Hagnässkolan"}}
    layers = {
        "landuse": [park],
        "roads": [road, path, rail],
        "water": [pond],
        "buildings": [house],
        "pois": [school],
    }
    encoded = mapbox_vector_tile.encode(
        [{"name": name, "features": features} for name, features in layers.items()],
        default_options={"y_coord_down": True, "extents": 4096},
    )
    return gzip.compress(encoded)


def write_archive(path: Path, tile: bytes, tile_type: TileType = TileType.MVT) -> Path:
    """An archive of 3 × 3 equal tiles around the centre."""
    column, row = tile_of(*CENTRE)
    addresses = [(ZOOM, column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    buffer = BytesIO()
    make: Any = Writer
    writer = make(buffer)
    for tile_id in sorted(zxy_to_tileid(*address) for address in addresses):
        writer.write_tile(tile_id, tile)
    header = {
        "tile_type": tile_type,
        "tile_compression": Compression.GZIP,
        "min_zoom": ZOOM,
        "max_zoom": ZOOM,
        "min_lon_e7": 177000000,
        "min_lat_e7": 594000000,
        "max_lon_e7": 178000000,
        "max_lat_e7": 596000000,
        "center_zoom": ZOOM,
        "center_lon_e7": 177400000,
        "center_lat_e7": 595020000,
    }
    writer.finalize(header, {"attribution": "© OpenStreetMap contributors"})
    path.write_bytes(buffer.getvalue())
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the walk's neighbourhood."""
    return write_archive(tmp_path_factory.mktemp("map") / "town.pmtiles", town_tile(with_names=True))
