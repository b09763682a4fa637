"""The demo's pictures: every scene draws, varies by seed, and shows its fault before and not after."""

import re

import pytest
from PIL import Image, ImageChops, ImageStat

from fieldapp.photos.scenes import SCENES, AltText, draw, fault_area, icon, scenes_for

SMALL = (160, 120)
FAULTS = [code for code, scene in SCENES.items() if scene.after is not None]
GOOD_THINGS = [code for code, scene in SCENES.items() if scene.after is None]
WANTED = {
    *("tunnel", "bushes", "cabinet", "bench", "bin", "bus_shelter", "hidden_sign", "pothole", "stairs"),
    *("car_park", "swing", "crossing", "dumped", "leaning_tree", "puddle", "speeding", "empty_shop"),
    *("life_ring", "lit_path", "flowers", "playing_field"),
}
GROUND = (0x12, 0x35, 0x5B)
SUN = (0xFF, 0xD2, 0x4D)


def strength(picture: Image.Image) -> float:
    """Mean of all channels, 0 to 255."""
    return sum(ImageStat.Stat(picture).mean) / len(picture.getbands())


def difference(code: str, seed: int, area: tuple[float, float, float, float]) -> float:
    """How much the mended picture differs from the fault's inside an area given as shares."""
    changed = ImageChops.difference(
        draw(code, seed=seed, size=SMALL), draw(code, seed=seed, fixed=True, size=SMALL)
    )
    left, top, right, bottom = area
    wide, high = SMALL
    return strength(
        changed.crop((round(left * wide), round(top * high), round(right * wide), round(bottom * high)))
    )


def test_the_catalogue_has_every_scene_that_the_demo_needs() -> None:
    assert set(SCENES) >= WANTED
    assert all(code == scene.code for code, scene in SCENES.items())


@pytest.mark.parametrize("code", SCENES)
def test_a_scene_draws_an_rgb_picture_of_the_size_asked_for(code: str) -> None:
    picture = draw(code, size=SMALL)
    assert (picture.mode, picture.size) == ("RGB", SMALL)
    assert 10 < strength(picture) < 200
    assert len(picture.getcolors(SMALL[0] * SMALL[1]) or ()) > 500


@pytest.mark.parametrize("code", FAULTS)
def test_before_and_after_differ_most_where_the_fault_is(code: str) -> None:
    for seed in (0, 5):
        inside = difference(code, seed, fault_area(code, seed=seed))
        everywhere = difference(code, seed, (0, 0, 1, 1))
        assert inside > 6, (code, seed)
        assert inside >= everywhere, (code, seed)


@pytest.mark.parametrize("code", SCENES)
def test_the_same_seed_gives_the_same_picture_and_another_seed_another(code: str) -> None:
    first, again, other = (draw(code, seed=seed, size=SMALL) for seed in (3, 3, 4))
    assert first.tobytes() == again.tobytes()
    assert strength(ImageChops.difference(first, other)) > 1


def test_no_scene_looks_at_the_clock_or_at_shared_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    import random
    import time

    expected = draw("bench", seed=2, size=SMALL).tobytes()
    random.seed(99)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert draw("bench", seed=2, size=SMALL).tobytes() == expected


def test_seeds_show_a_scene_from_both_sides_but_seed_0_is_never_mirrored() -> None:
    places = {fault_area("bus_shelter", seed=seed) for seed in range(12)}
    left, _, right, _ = (share * 100 for share in fault_area("bus_shelter", seed=0))
    assert (left, right) == (SCENES["bus_shelter"].fault[0], SCENES["bus_shelter"].fault[2])
    assert len(places) == 2


@pytest.mark.parametrize("code", ["crossing", "speeding"])
def test_traffic_never_drives_on_the_left(code: str) -> None:
    assert {fault_area(code, seed=seed) for seed in range(12)} == {fault_area(code)}


@pytest.mark.parametrize("code", GOOD_THINGS)
def test_a_good_thing_has_no_mended_state(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        draw(code, fixed=True, size=SMALL)


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(KeyError, match="volcano"):
        draw("volcano", size=SMALL)


@pytest.mark.parametrize("size", [(120, 120), (300, 100), (90, 200)])
def test_other_shapes_are_filled_to_the_edge(size: tuple[int, int]) -> None:
    picture = draw("lit_path", size=size)
    assert picture.size == size
    for corner in ((0, 0), (size[0] - 1, 0), (0, size[1] - 1), (size[0] - 1, size[1] - 1)):
        assert sum(picture.getpixel(corner)) > 40  # type: ignore[arg-type]


@pytest.mark.parametrize("code", SCENES)
def test_a_scene_is_described_in_three_languages(code: str) -> None:
    scene = SCENES[code]
    for text in (scene.before, scene.after):
        if text is None:
            continue
        described = {text.sv, text.fi, text.en}
        assert isinstance(text, AltText)
        assert len(described) == 3
        for words in described:
            assert 20 <= len(words) <= 110, words
            assert words.endswith(".")
            assert "!" not in words


@pytest.mark.parametrize("code", SCENES)
def test_a_scene_suits_known_kinds_of_points(code: str) -> None:
    codes = SCENES[code].subcategories
    assert codes
    assert all(re.fullmatch(r"[A-Z]{3}[1-5]", subcategory) for subcategory in codes)
    assert (SCENES[code].after is None) == all(subcategory.startswith("POS") for subcategory in codes)
    assert code in scenes_for(codes[0])


def test_the_best_scene_for_a_kind_of_point_comes_first() -> None:
    assert scenes_for("MOB1")[0] == "bench"
    assert scenes_for("BEL3")[0] == "car_park"
    assert scenes_for("BEL1")[:2] == ("tunnel", "dead_lamp")
    assert scenes_for("XXX9") == ()


@pytest.mark.parametrize("size", [32, 180, 192, 512])
def test_the_icon_has_its_ground_its_sun_and_its_size(size: int) -> None:
    for maskable in (False, True):
        picture = icon(size, maskable)
        assert (picture.mode, picture.size) == ("RGBA", (size, size))
        colours = {colour for _, colour in picture.convert("RGB").getcolors(size * size) or ()}
        assert {GROUND, SUN} <= colours


def test_a_maskable_icon_is_opaque_and_keeps_its_mark_inside_the_safe_circle() -> None:
    size = 200
    picture = icon(size, True)
    assert picture.getchannel("A").getextrema() == (255, 255)
    for x in range(size):
        for y in range(size):
            if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (size * 0.4) ** 2:
                assert picture.getpixel((x, y)) == (*GROUND, 255)


def test_an_ordinary_icon_has_round_transparent_corners() -> None:
    picture = icon(192, False)
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
    assert picture.getpixel((96, 4)) == (*GROUND, 255)
