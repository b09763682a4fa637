"""The drawn map: everything is on it, nothing covers anything, and no word on it is markup."""

import random
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from fieldapp.maps.print_map import MapPoint, MapStop, draw_map, draw_place_map, points_off_map

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (780.0, 460.0)
CORNERS = [(59.5036, 17.7345), (59.5028, 17.7400), (59.5022, 17.7458), (59.5005, 17.7440), (59.5009, 17.7380)]
STOPS = [MapStop(str(order), lat, lon) for order, (lat, lon) in enumerate(CORNERS, 1)]
ROUTE = [*CORNERS, CORNERS[0]]


def some_points(count: int, spread: float = 4e-4) -> list[MapPoint]:
    """Points scattered around the stops, the same at every run."""
    chance = random.Random(7)
    around = [chance.choice(CORNERS) for _ in range(count)]
    return [
        MapPoint(f"{number:02d}", lat + chance.gauss(0, spread), lon + chance.gauss(0, 2 * spread))
        for number, (lat, lon) in enumerate(around, 1)
    ]


def words(drawing: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


def number_boxes(drawing: str) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right, bottom of the frame that stands right before each bold number."""
    parts = list(ElementTree.fromstring(drawing))
    found = {}
    for frame, text in zip(parts, parts[1:], strict=False):
        if frame.tag == f"{SVG}rect" and text.tag == f"{SVG}text" and text.get("font-weight") == "700":
            x, y, width, height = (float(frame.get(key, "0")) for key in ("x", "y", "width", "height"))
            key = ("stop " if text.get("fill") == "#ffffff" else "") + (text.text or "")
            found[key] = (x, y, x + width, y + height)
    found.pop("N", None)
    return found


def overlaps(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("count", [0, 1, 28, 60, 100])
@pytest.mark.parametrize("spread", [4e-4, 2e-5, 0.0])
def test_every_stop_and_point_is_drawn_once_inside_the_picture_and_none_covers_another(
    count: int, spread: float
) -> None:
    boxes = number_boxes(draw_map(STOPS, ROUTE, some_points(count, spread), None, SIZE, "sv"))
    assert len(boxes) == count + len(STOPS)
    listed = list(boxes.items())
    for index, (label, box) in enumerate(listed):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= SIZE[0] and box[3] <= SIZE[1], label
        for other_label, other in listed[index + 1 :]:
            assert not overlaps(box, other), f"{label} covers {other_label}"


def test_the_same_walk_gives_the_same_bytes(archive: Path) -> None:
    first, again = (draw_map(STOPS, ROUTE, some_points(28), archive, SIZE, "sv") for _ in range(2))
    assert first == again


def test_without_a_basemap_there_is_a_grid_a_scale_and_north_but_no_source() -> None:
    drawn = words(draw_map(STOPS, ROUTE, [], None, SIZE, "sv"))
    assert "N" in drawn
    assert "100 m" in drawn
    assert not any("OpenStreetMap" in word for word in drawn)


def test_over_a_basemap_streets_and_parks_have_their_names_and_the_source_is_told(archive: Path) -> None:
    drawn = words(draw_map(STOPS, ROUTE, some_points(5), archive, SIZE, "sv"))
    assert "Hagnäsvägen" in drawn
    assert "Nyckelbergsparken" in drawn
    assert "© OpenStreetMap" in drawn


def test_names_follow_the_readers_language_where_the_map_knows_it(archive: Path) -> None:
    drawn = words(draw_map(STOPS, ROUTE, [], archive, SIZE, "fi"))
    assert "Kylätie" in drawn
    assert "Hagnäsvägen" not in drawn


def test_words_from_the_map_and_the_walk_are_text_never_markup(archive: Path) -> None:
    hostile = [MapStop('<script>alert("1")</script>', *CORNERS[0]), MapStop("a\x00\ud800&", *CORNERS[1])]
    drawing = draw_map(hostile, ROUTE, [], archive, SIZE, "en", label='"><script>')
    root = ElementTree.fromstring(drawing)
    assert not list(root.iter(f"{SVG}script"))
    assert root.get("aria-label") == '"><script>'
    assert '<script>alert("1")</script>' in words(drawing)
    assert "a□□&" in words(drawing)
    assert "<b>Road</b>" in words(drawing)


def test_the_drawing_holds_nothing_that_a_strict_content_policy_refuses(archive: Path) -> None:
    drawing = draw_map(STOPS, ROUTE, some_points(28), archive, SIZE, "sv")
    assert "style=" not in drawing
    assert "href" not in drawing
    assert "url(" not in drawing


def test_the_scale_bar_is_true() -> None:
    drawing = draw_map(STOPS[:1], [], [MapPoint("01", 59.5036, 17.7401)], None, SIZE, "sv")
    line = next(
        p for p in ElementTree.fromstring(drawing).iter(f"{SVG}path") if p.get("stroke-width") == "1.4"
    )
    xs = [float(pair.split()[0]) for pair in (line.get("d") or "").lstrip("M").split("L")]
    metres = float(next(word for word in words(drawing) if word.endswith(" m")).split()[0])
    dots = [c for c in ElementTree.fromstring(drawing).iter(f"{SVG}circle") if c.get("r") == "2.8"]
    stop = number_boxes(drawing)["stop 1"]
    between = abs(float(dots[0].get("cx", "0")) - (stop[0] + stop[2]) / 2)
    true_metres = 0.0056 * 111_320 * 0.50748  # cos(59.5036°)
    assert between * metres / (max(xs) - min(xs)) == pytest.approx(true_metres, rel=0.02)


def test_a_point_far_from_the_walk_is_named_and_does_not_shrink_the_map() -> None:
    far = MapPoint("99", 57.70, 11.97)
    near = some_points(3)
    assert points_off_map(STOPS, ROUTE, [*near, far]) == ("99",)
    with_far = draw_map(STOPS, ROUTE, [*near, far], None, SIZE, "sv")
    assert with_far == draw_map(STOPS, ROUTE, near, None, SIZE, "sv")


def test_positions_that_do_not_exist_are_left_out() -> None:
    broken = [
        MapPoint("01", float("nan"), 17.7),
        MapPoint("02", 91.0, 17.7),
        MapPoint("03", 59.5, float("inf")),
    ]
    assert not number_boxes(draw_map([], [], broken, None, SIZE, "sv"))
    assert points_off_map(STOPS, ROUTE, broken) == ("01", "02", "03")


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_a_walk_without_anything_is_still_a_picture(language: str) -> None:
    ElementTree.fromstring(draw_map([], [], [], None, SIZE, language))


def test_a_place_has_a_pin_and_a_ring_as_wide_as_its_accuracy() -> None:
    root = ElementTree.fromstring(draw_place_map(59.5021, 17.7390, 50, None, label="Hagnäsvägen"))
    ring = next(c for c in root.iter(f"{SVG}circle") if c.get("fill-opacity"))
    bar = next(p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "1.4")
    xs = [float(pair.split()[0]) for pair in (bar.get("d") or "").lstrip("M").split("L")]
    metres = float(next(t.text or "" for t in root.iter(f"{SVG}text") if "m" in (t.text or "")).split()[0])
    assert float(ring.get("r", "0")) * metres / (max(xs) - min(xs)) == pytest.approx(50, rel=0.03)
    assert root.get("role") == "img"


@pytest.mark.parametrize("accuracy_m", [None, 0.0, 5.0, 3000.0])
def test_a_place_is_drawn_whatever_its_accuracy(accuracy_m: float | None, archive: Path) -> None:
    ElementTree.fromstring(draw_place_map(59.5021, 17.7390, accuracy_m, archive))


def test_a_place_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="latitude"):
        draw_place_map(float("nan"), 17.7, None, None)
