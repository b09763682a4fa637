"""Real photographs from real cameras, where FIELDAPP_REAL_PHOTOS names a folder of them."""

import os
from pathlib import Path

import pytest
from PIL import Image

from fieldapp.photos.limits import Refusal
from fieldapp.photos.sanitise import Derivatives, PhotoRefused
from tests.photos import pictures
from tests.photos.conftest import RefusalOf, Sanitise

FOLDER = Path(os.environ["FIELDAPP_REAL_PHOTOS"])

# Upright size of each photo as a person sees it, or the code with which it is refused.
EXPECTED: dict[str, tuple[int, int] | str] = {
    "heic_mobile_iphone_13_pro_max.HEIC": (3024, 4032),
    # Two blocks of the memory card are lost in the middle of it: the rest is out of step.
    "jpg_corrupted.jpg": "damaged",
    "jpg_gps_DSCN0010.jpg": (640, 480),
    "jpg_gps_DSCN0042.jpg": (640, 480),
    "jpg_hdr_iphone_hdr_YES.jpg": (3264, 2448),
    # Only its metadata is invalid.
    "jpg_invalid_image00971.jpg": (636, 227),
    "jpg_mobile_HMD_Nokia_8.3_5G.jpg": (4608, 1976),
    "jpg_orientation_landscape_6.jpg": (600, 450),
    "jpg_orientation_portrait_8.jpg": (450, 600),
    "jpg_tests_36-memory_error.jpg": (1600, 1200),
    "jpg_tests_45-gps_ifd.jpg": (1600, 900),
}

# Places in the small derivative, as parts of its width and height, that are bright and dark when upright.
UPRIGHT = {
    "heic_mobile_iphone_13_pro_max.HEIC": ((0.70, 0.10), (0.80, 0.97)),
    "jpg_orientation_landscape_6.jpg": ((0.45, 0.60), (0.10, 0.90)),
    "jpg_orientation_portrait_8.jpg": ((0.45, 0.02), (0.20, 0.55)),
    "jpg_mobile_HMD_Nokia_8.3_5G.jpg": ((0.50, 0.40), (0.50, 0.90)),
}


AT_HAND = sorted(path.name for path in FOLDER.iterdir() if path.is_file())
BROKEN = [name for name in AT_HAND if isinstance(EXPECTED.get(name), str)]
WHOLE = [name for name in AT_HAND if name in EXPECTED and name not in BROKEN]
UNKNOWN = [name for name in AT_HAND if name not in EXPECTED]


def test_there_are_photos_to_look_at() -> None:
    assert AT_HAND


@pytest.mark.parametrize("name", WHOLE)
def test_a_real_photo_comes_out_upright_and_clean(name: str, clean: Sanitise) -> None:
    made = clean((FOLDER / name).read_bytes())
    assert (made.width, made.height) == EXPECTED[name]
    assert_clean(made)
    if name in UPRIGHT:
        bright, dark = (_brightness(made.small.path, *place) for place in UPRIGHT[name])
        assert bright > dark + 40


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_photo_is_refused_with_its_reason(name: str, refusal_of: RefusalOf) -> None:
    assert refusal_of((FOLDER / name).read_bytes()) == EXPECTED[name]


def test_a_photo_nobody_has_described_yet_is_clean_or_refused(clean: Sanitise) -> None:
    for name in UNKNOWN:
        try:
            made = clean((FOLDER / name).read_bytes())
        except PhotoRefused as refused:
            assert refused.refusal is not Refusal.COULD_NOT_READ, name
        else:
            assert_clean(made)


def assert_clean(made: Derivatives) -> None:
    for derivative in (made.large, made.print, made.small):
        assert derivative.width / derivative.height == pytest.approx(made.width / made.height, rel=0.01)
    for derivative in (made.large, made.print):
        found = set(pictures.jpeg_segments(derivative.path.read_bytes()))
        assert not found & {*range(0xE1, 0xF0), 0xFE}
    assert list(pictures.webp_chunks(made.small.path.read_bytes())) == [b"VP8 "]


def _brightness(path: Path, x: float, y: float) -> float:
    """Mean brightness of the neighbourhood of a place."""
    with Image.open(path) as image:
        grey = image.convert("L")
        at_x, at_y = int(x * grey.width), int(y * grey.height)
        spot = grey.crop((max(0, at_x - 6), max(0, at_y - 6), at_x + 6, at_y + 6)).resize((1, 1))
        value = spot.getpixel((0, 0))
        assert isinstance(value, int)
        return value
