"""What the pipeline makes of pictures that it takes: upright, right in colour, silent about their makers."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from fieldapp.photos.sanitise import Derivative, Derivatives, sanitise
from tests.photos import pictures
from tests.photos.conftest import Sanitise
from tests.photos.pictures import BLUE, GREEN, RED, WHITE, YELLOW, Colour, Maker, is_near

# EXIF 2.32, 4.6.4 A: how a camera lays an upright scene into the file for each orientation value.
LAID: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda image: image,
    2: ImageOps.mirror,
    3: lambda image: image.rotate(180),
    4: ImageOps.flip,
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.rotate(90, expand=True),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.rotate(-90, expand=True),
}


def all_of(made: Derivatives) -> tuple[Derivative, Derivative, Derivative]:
    return made.large, made.print, made.small


def shows_corners(derivative: Derivative) -> bool:
    with Image.open(derivative.path) as image:
        width, height = image.size
        places = ((0.2, 0.2, RED), (0.8, 0.2, GREEN), (0.2, 0.8, BLUE), (0.8, 0.8, YELLOW))
        return all(is_near(image.getpixel((int(x * width), int(y * height))), c, 25) for x, y, c in places)


def middle_of(derivative: Derivative) -> tuple[int, ...]:
    with Image.open(derivative.path) as image:
        pixel = image.getpixel((image.width // 2, image.height // 2))
        assert isinstance(pixel, tuple)
        return pixel


@pytest.mark.parametrize(
    ("orientation", "size"), [*((value, (120, 80)) for value in LAID), (6, (4800, 3200)), (2, (4800, 3200))]
)
def test_every_orientation_comes_out_upright(
    orientation: int, size: tuple[int, int], clean: Sanitise
) -> None:
    scene = LAID[orientation](pictures.corners(*size))
    made = clean(pictures.encoded(scene, exif=pictures.exif(orientation)))
    assert (made.width, made.height) == size
    assert all(shows_corners(derivative) for derivative in all_of(made))
    assert all(derivative.width > derivative.height for derivative in all_of(made))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_are_turned_too(kind: str, clean: Sanitise) -> None:
    scene = LAID[6](pictures.corners())
    made = clean(pictures.encoded(scene, kind, exif=pictures.exif(6)))
    assert (made.width, made.height) == (120, 80)
    assert shows_corners(made.large)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_heic_is_turned_once(orientation: int, clean: Sanitise) -> None:
    scene = LAID[orientation](pictures.corners(240, 160))
    made = clean(pictures.heic(scene, exif=pictures.exif(orientation)))
    assert (made.source_format, made.width, made.height) == ("HEIF", 240, 160)
    assert all(shows_corners(derivative) for derivative in all_of(made))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_upright(orientation: int, clean: Sanitise) -> None:
    made = clean(pictures.encoded(pictures.corners(), exif=pictures.exif(orientation)))
    assert shows_corners(made.large)


def test_nothing_a_file_tells_about_its_maker_survives(clean: Sanitise) -> None:
    data = pictures.gossiping_jpeg()
    assert data.count(pictures.SECRET) >= 5
    made = clean(data)
    for derivative in all_of(made):
        stored = derivative.path.read_bytes()
        assert pictures.SECRET[:8] not in stored
        with Image.open(derivative.path) as image:
            assert not image.getexif()
            assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(image.info)
    application_data = {*range(0xE1, 0xF0), 0xFE}
    for derivative in (made.large, made.print):
        assert not application_data & set(pictures.jpeg_segments(derivative.path.read_bytes()))
    assert list(pictures.webp_chunks(made.small.path.read_bytes())) == [b"VP8 "]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_other_formats_are_silent_too(kind: str, clean: Sanitise) -> None:
    told = {"exif": pictures.exif(gps=True), "icc_profile": pictures.srgb_profile()}
    scene = pictures.corners()
    data = pictures.heic(scene, **told) if kind == "HEIF" else pictures.encoded(scene, kind, **told)
    assert pictures.SECRET in data
    for derivative in all_of(clean(data)):
        assert pictures.SECRET[:8] not in derivative.path.read_bytes()
        with Image.open(derivative.path) as image:
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)


@pytest.mark.parametrize("tail", [b"<html><script>alert(1)</script>", b"PK\x03\x04" + bytes(400)])
def test_what_is_appended_to_a_picture_is_gone(tail: bytes, clean: Sanitise) -> None:
    data = pictures.encoded(pictures.corners())
    plain, loaded = clean(data), clean(data + tail)
    for a, b in zip(all_of(plain), all_of(loaded), strict=True):
        assert a.path.read_bytes() == b.path.read_bytes()


SIZES = {
    (4032, 3024): [(2016, 1512), (800, 600), (400, 300)],
    (3024, 4032): [(1512, 2016), (600, 800), (300, 400)],
    (4000, 2250): [(2000, 1125), (800, 450), (400, 225)],
    (3264, 2448): [(2016, 1512), (800, 600), (400, 300)],
    (16000, 160): [(2000, 20), (800, 8), (400, 4)],
    (300, 200): [(300, 200), (300, 200), (300, 200)],
    (1, 1): [(1, 1), (1, 1), (1, 1)],
}


@pytest.mark.parametrize("size", SIZES)
def test_derivatives_keep_their_proportions_and_are_never_enlarged(
    size: tuple[int, int], clean: Sanitise
) -> None:
    made = clean(pictures.large_jpeg(*size))
    assert (made.width, made.height) == size
    assert [(d.width, d.height) for d in all_of(made)] == SIZES[size]
    for derivative in all_of(made):
        with Image.open(derivative.path) as image:
            assert image.size == (derivative.width, derivative.height)
            assert Image.MIME[image.format or ""] == derivative.media_type
        assert derivative.path.stat().st_size == derivative.size_bytes
    assert [d.media_type for d in all_of(made)] == ["image/jpeg", "image/jpeg", "image/webp"]


def _palette() -> bytes:
    image = Image.new("P", (64, 64), 1)
    image.putpalette([*WHITE, *BLUE, *RED])
    return pictures.encoded(image, "PNG")


def _palette_with_transparency() -> bytes:
    image = Image.new("P", (64, 64), 1)
    image.putpalette([*WHITE, *BLUE, *RED])
    return pictures.encoded(image, "PNG", transparency=1)


def _half_transparent(kind: str) -> bytes:
    return pictures.encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 128)), kind, lossless=True)


def _jpeg(mode: str, colour: int | tuple[int, ...], **options: Any) -> bytes:
    return pictures.encoded(Image.new(mode, (64, 64), colour), quality=95, **options)


def _swapped(mode: str = "RGB") -> bytes:
    image = Image.new("RGB", (64, 64), RED).convert(mode)
    return pictures.encoded(image, quality=95, icc_profile=pictures.swapped_profile())


COLOURS: dict[str, tuple[Maker, Colour]] = {
    "CMYK": (lambda: _jpeg("CMYK", (0, 255, 255, 0)), (255, 0, 0)),
    "grey": (lambda: _jpeg("L", 90), (90, 90, 90)),
    "progressive": (lambda: _jpeg("RGB", BLUE, progressive=True), BLUE),
    "1-bit": (lambda: pictures.encoded(Image.new("1", (64, 64), 1), "PNG"), WHITE),
    "palette": (_palette, BLUE),
    "palette, transparent": (_palette_with_transparency, WHITE),
    "RGBA, half transparent": (lambda: _half_transparent("PNG"), (127, 127, 127)),
    "WebP, half transparent": (lambda: _half_transparent("WEBP"), (127, 127, 127)),
    "grey, transparent": (lambda: pictures.encoded(Image.new("LA", (64, 64), (0, 0)), "PNG"), WHITE),
    "16-bit grey": (lambda: pictures.png(64, 64, 16, 0, row=b"\x40\x00" * 64), (64, 64, 64)),
    "16-bit grey, brightest": (lambda: pictures.png(64, 64, 16, 0, row=b"\xff\xff" * 64), WHITE),
    "16-bit RGB": (lambda: pictures.png(64, 64, 16, 2, row=b"\x40\0\x80\0\xc0\0" * 64), (64, 128, 192)),
    "10-bit HEIC": (lambda: pictures.heic_10_bit(0x4000), (64, 64, 64)),
    "grey HEIC": (lambda: pictures.heic(Image.new("L", (64, 64), 90)), (90, 90, 90)),
    "HEIC, transparent": (lambda: pictures.heic(Image.new("RGBA", (64, 64), (0, 0, 0, 0))), WHITE),
    "MPO, first picture": (lambda: pictures.frames("MPO"), BLUE),
    "animated PNG, first frame": (lambda: pictures.frames("PNG"), BLUE),
    "animated WebP, first frame": (lambda: pictures.frames("WEBP"), BLUE),
    "HEIC of two, the primary": (pictures.two_pictures_heic, BLUE),
    "colour profile": (_swapped, (30, 220, 30)),
    "colour profile of another kind": (lambda: _swapped("L"), (87, 87, 87)),
    "broken colour profile": (
        lambda: pictures.encoded(Image.new("RGB", (64, 64), BLUE), icc_profile=b"\0" * 300),
        BLUE,
    ),
    "colour profile that is too large": (
        lambda: pictures.encoded(
            Image.new("RGB", (64, 64), BLUE), icc_profile=pictures.swapped_profile() + bytes(70_000)
        ),
        BLUE,
    ),
}


@pytest.mark.parametrize("name", COLOURS)
def test_colours_come_out_as_they_look(name: str, clean: Sanitise) -> None:
    make, expected = COLOURS[name]
    made = clean(make())
    for derivative in all_of(made):
        found = middle_of(derivative)
        assert is_near(found, expected), (derivative.path.name, found)


@pytest.mark.parametrize("body", [pictures.exif_loop(), pictures.huge_exif()], ids=["in circles", "huge"])
def test_hostile_exif_does_not_stop_a_picture(body: bytes, clean: Sanitise) -> None:
    assert shows_corners(clean(pictures.jpeg_with_exif(body)).large)


def test_restart_markers_in_step_are_no_damage(clean: Sanitise) -> None:
    assert clean(pictures.jpeg_with_restarts()).width == 640


@pytest.mark.parametrize(
    "name", ["-rf.jpg", "--help", "photo.svg", "CON", "å ä;$(touch x).png", "a" * 250, "upload.html"]
)
def test_a_file_name_means_nothing(name: str, tmp_path: Path) -> None:
    source, folder = tmp_path / name, tmp_path / "made"
    source.write_bytes(pictures.encoded(pictures.corners()))
    folder.mkdir()
    made = sanitise(source, folder, slots_dir=tmp_path)
    assert {file.name for file in folder.iterdir()} == {"large.jpg", "print.jpg", "small.webp"}
    assert shows_corners(made.large)


@pytest.mark.parametrize("progressive", [False, True])
def test_48_megapixels_from_a_phone_are_read(progressive: bool, clean: Sanitise) -> None:
    made = clean(pictures.large_jpeg(8064, 6048, progressive=progressive))
    assert (made.large.width, made.large.height) == (2016, 1512)
    assert shows_corners(made.large)


def test_48_megapixels_in_heic_are_read(clean: Sanitise) -> None:
    image = Image.open(io.BytesIO(pictures.large_jpeg(8064, 6048)))
    made = clean(pictures.heic(image))
    assert (made.width, made.height, made.large.width) == (8064, 6048, 2016)
    assert shows_corners(made.large)


def test_a_plain_png_of_49_megapixels_is_read(clean: Sanitise) -> None:
    made = clean(pictures.png(7000, 7000, 8, 2, row=bytes(BLUE) * 7000))
    assert is_near(middle_of(made.large), BLUE)


def test_the_same_picture_gives_the_same_bytes(clean: Sanitise) -> None:
    data = pictures.encoded(pictures.corners())
    first, second = clean(data), clean(data)
    assert first.large.path.read_bytes() == second.large.path.read_bytes()
