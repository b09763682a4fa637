"""Reads the ground of a map from a PMTiles archive of vector tiles with Protomaps layer names."""

import gzip
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType
from shapely import GEOSException, clip_by_rect, make_valid
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from fieldapp.maps.projection import Frame

LAYERS = ("landuse", "natural", "water", "buildings", "roads", "pois", "places")
_MAX_TILES = 24
_MAX_TILE_BYTES = 8 * 1024 * 1024
_OVERHANG = 24.0


class BasemapError(Exception):
    """The archive is missing, broken or of another kind."""


@dataclass(frozen=True)
class Feature:
    """One thing on the ground: its geometry is in picture units, clipped to the picture."""

    kind: str
    detail: str
    names: dict[str, str]
    geometry: BaseGeometry

    def name(self, language: str) -> str:
        """The name in the reader's language, else the local one."""
        return self.names.get(f"name:{language}") or self.names.get("name", "")


@dataclass
class Ground:
    """What lies in the picture, layer by layer."""

    layers: dict[str, list[Feature]] = field(default_factory=lambda: {name: [] for name in LAYERS})

    def __getitem__(self, layer: str) -> list[Feature]:
        return self.layers[layer]

    @property
    def is_empty(self) -> bool:
        """Nothing of the picture is in the archive."""
        return not any(self.layers.values())


def read_ground(archive: Path, frame: Frame) -> Ground:
    """The features of all tiles under the picture. Raises BasemapError."""
    try:
        with archive.open("rb") as file:
            return _read(_reader(file), frame)
    except BasemapError:
        raise
    except Exception as fault:  # the libraries below raise bare Exceptions for broken archives
        raise BasemapError(f"{archive.name}: {type(fault).__name__} {fault}") from fault


def _reader(file: Any) -> Any:
    source: Callable[[Any], Any] = MmapSource
    reader: Callable[[Any], Any] = Reader
    return reader(source(file))


def _read(reader: Any, frame: Frame) -> Ground:
    header = reader.header()
    if header["tile_type"] != TileType.MVT:
        raise BasemapError("the archive holds pictures, not vector tiles")
    ground = Ground()
    zoom = _zoom(frame, header["min_zoom"], header["max_zoom"])
    for column, row in _tiles(frame, zoom):
        packed = reader.get(zoom, column, row)
        if packed:
            _add_tile(ground, _unpack(packed, header["tile_compression"]), frame, (zoom, column, row))
    return ground


def _unpack(packed: bytes, compression: Compression) -> bytes:
    if compression != Compression.GZIP:
        return packed
    with gzip.GzipFile(fileobj=BytesIO(packed)) as file:
        tile = file.read(_MAX_TILE_BYTES + 1)
    if len(tile) > _MAX_TILE_BYTES:
        raise BasemapError("a tile is unreasonably large")
    return tile


def _zoom(frame: Frame, lowest: int, highest: int) -> int:
    """The most detailed level that needs few tiles."""
    for zoom in range(highest, lowest, -1):
        if sum(1 for _ in _tiles(frame, zoom)) <= _MAX_TILES:
            return zoom
    return lowest


def _tiles(frame: Frame, zoom: int) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (math.floor(edge * 2**zoom) for edge in frame.world_box)
    last = 2**zoom - 1
    columns = range(max(0, left), min(last, right) + 1)
    rows = range(max(0, top), min(last, bottom) + 1)
    if len(columns) * len(rows) > 10_000:
        columns, rows = columns[:100], rows[:100]
    return ((column, row) for row in rows for column in columns)


def _add_tile(ground: Ground, tile: bytes, frame: Frame, address: tuple[int, int, int]) -> None:
    layers = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    for name in LAYERS:
        layer = layers.get(name)
        if layer is None:
            continue
        to_picture = _transformer(frame, address, layer["extent"])
        for raw in layer["features"]:
            feature = _feature(raw, to_picture, frame)
            if feature is not None:
                ground[name].append(feature)


def _transformer(
    frame: Frame, address: tuple[int, int, int], extent: int
) -> Callable[[float, float], tuple[float, float]]:
    zoom, column, row = address
    unit = frame.scale / 2**zoom / extent
    left = (column / 2**zoom - frame.left) * frame.scale
    top = (row / 2**zoom - frame.top) * frame.scale
    return lambda x, y: (left + x * unit, top + y * unit)


def _feature(
    raw: dict[str, Any], to_picture: Callable[[float, float], tuple[float, float]], frame: Frame
) -> Feature | None:
    moved = {**raw["geometry"], "coordinates": _move(raw["geometry"]["coordinates"], to_picture)}
    try:
        geometry = _clip(shape(moved), frame)
    except (ValueError, GEOSException):
        return None
    if geometry.is_empty:
        return None
    properties = raw["properties"]
    names = {key: str(value) for key, value in properties.items() if key == "name" or key.startswith("name:")}
    return Feature(str(properties.get("kind", "")), str(properties.get("kind_detail", "")), names, geometry)


def _move(coordinates: Any, to_picture: Callable[[float, float], tuple[float, float]]) -> Any:
    if coordinates and isinstance(coordinates[0], int | float):
        return to_picture(coordinates[0], coordinates[1])
    return [_move(part, to_picture) for part in coordinates]


def _clip(geometry: BaseGeometry, frame: Frame) -> BaseGeometry:
    if geometry.geom_type in ("Polygon", "MultiPolygon") and not geometry.is_valid:
        geometry = make_valid(geometry)
    width, height = frame.size
    return clip_by_rect(geometry, -_OVERHANG, -_OVERHANG, width + _OVERHANG, height + _OVERHANG)
