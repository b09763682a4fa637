"""Corners of areas as people write and paste them, and what is said when a line is none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.corners import CORNERS_MAX, in_lines, read_geojson, read_lines
from fieldapp.domain.errors import Invalid

SQUARE = [[17.0, 59.0], [17.1, 59.0], [17.1, 59.1], [17.0, 59.1], [17.0, 59.0]]
HOLE = [[17.04, 59.04], [17.06, 59.04], [17.05, 59.06], [17.04, 59.04]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
ISLANDS = {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]}
LINES = "59, 17\n59, 17.1\n59.1, 17.1\n59.1, 17\n\n59.04, 17.04\n59.04, 17.06\n59.06, 17.05"


@pytest.mark.parametrize("geometry", [POLYGON, ISLANDS])
def test_every_ring_is_a_block_of_lines_with_latitude_first(geometry: dict[str, Any]) -> None:
    assert in_lines(geometry) == LINES


@pytest.mark.parametrize(
    ("line", "corner"),
    [
        ("59.5028, 17.7431", (59.5028, 17.7431)),
        ("59,5028 17,7431", (59.5028, 17.7431)),
        ("59,5028; 17,7431", (59.5028, 17.7431)),
        ("  59.5\t17  ", (59.5, 17.0)),
        ("-33.9,151.2", (-33.9, 151.2)),
    ],
)
def test_a_corner_is_read_as_people_write_it(line: str, corner: tuple[float, float]) -> None:
    assert read_lines(f"{line}\n1 2\n3 4") == ((corner, (1.0, 2.0), (3.0, 4.0)),)


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("", "empty", None),
        ("\n \n", "empty", None),
        ("59, 17\nhär", "not-a-corner", 2),
        ("59, 17\n\n59", "not-a-corner", 3),
        ("17.7431, 59.5028", "longitude-first", 1),
        ("95, 17", "not-a-corner", 1),
        ("59, 181", "not-a-corner", 1),
        ("59, 17\n" * (CORNERS_MAX + 2), "too-many-corners", None),
    ],
)
def test_what_is_no_corner_is_told_with_its_line(text: str, code: str, row: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        read_lines(text)
    assert (refused.value.field, refused.value.code, refused.value.values.get("row")) == (
        "corners",
        code,
        row,
    )


@pytest.mark.parametrize("wrap", ["geometry", "feature", "collection"])
def test_pasted_geojson_is_unwrapped(wrap: str) -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": POLYGON}
    wrapped = {"geometry": POLYGON, "feature": feature}
    collection = {"type": "FeatureCollection", "features": [feature]}
    assert read_geojson(json.dumps(wrapped.get(wrap, collection))) == POLYGON


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}[",
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "Feature"}',
        '{"type": "Feature", "geometry": null}',
    ]
    + [json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}] * 2})],
)
def test_what_is_not_one_shape_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="not-geojson"):
        read_geojson(text)


DEGREES = st.tuples(st.floats(54, 71), st.floats(10, 32)).map(
    lambda one: (round(one[0], 7), round(one[1], 7))
)


@given(st.lists(st.lists(DEGREES, min_size=3, max_size=6, unique=True), min_size=1, max_size=3))
def test_what_was_written_is_read_again(rings: list[list[tuple[float, float]]]) -> None:
    parts = [[[[lon, lat] for lat, lon in [*ring, ring[0]]]] for ring in rings]
    found = read_lines(in_lines({"type": "MultiPolygon", "coordinates": parts}))
    assert found == tuple(tuple(ring) for ring in rings)
