"""Maps over real extracts of OpenStreetMap, where a folder of them is named."""

import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from fieldapp.maps.print_map import MapPoint, MapStop, draw_map, draw_place_map

FOLDER = Path(os.environ["FIELDAPP_REAL_MAPS"])
PLACES = {
    "stockholm": ([(59.3362, 18.0650), (59.3392, 18.0712), (59.3409, 18.0745)], "sv", "Humlegården"),
    "helsinki": ([(60.1690, 24.9400), (60.1710, 24.9440), (60.1720, 24.9480)], "fi", "Mannerheimintie"),
}


@pytest.mark.parametrize("town", PLACES)
def test_a_real_town_is_drawn_with_its_names(town: str) -> None:
    corners, language, name = PLACES[town]
    stops = [MapStop(str(order), *corner) for order, corner in enumerate(corners, 1)]
    points = [MapPoint(f"{n:02d}", lat + 2e-4, lon - 3e-4) for n, (lat, lon) in enumerate(corners, 1)]
    drawing = draw_map(stops, corners, points, FOLDER / f"{town}.pmtiles", (780, 460), language)
    words = [text.text for text in ElementTree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")]
    assert name in words
    assert "© OpenStreetMap" in words
    assert len(drawing) < 1_500_000


@pytest.mark.parametrize("town", PLACES)
def test_a_real_place_is_drawn(town: str) -> None:
    corners, language, _ = PLACES[town]
    place_map = draw_place_map(*corners[0], 12, FOLDER / f"{town}.pmtiles", language=language)
    ElementTree.fromstring(place_map)
