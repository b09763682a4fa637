"""What the pipeline does not take, and the code with which it says so: an explanation, never a crash."""

import random

import pytest
from PIL import Image

from fieldapp.photos import limits
from fieldapp.photos.sanitise import DecoderBusy, PhotoRefused
from tests.photos import pictures
from tests.photos.conftest import RefusalOf, Sanitise
from tests.photos.pictures import Maker


def _jpeg() -> bytes:
    return pictures.encoded(pictures.corners(640, 480))


def _other(kind: str) -> Maker:
    return lambda: pictures.encoded(pictures.corners(), kind)


def _cut(make: Maker, part: float) -> Maker:
    return lambda: (data := make())[: int(len(data) * part)]


REFUSED: dict[str, tuple[Maker, str]] = {
    "nothing": (lambda: b"", "not-a-photo"),
    "noise": (lambda: random.Random(3).randbytes(5000), "not-a-photo"),
    "HTML": (lambda: b"<!doctype html><script>alert(1)</script>", "not-a-photo"),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not-a-photo"),
    "EPS": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not-a-photo"),
    "PDF": (lambda: b"%PDF-1.7\n" + bytes(200), "not-a-photo"),
    "GIF": (_other("GIF"), "not-a-photo"),
    "TIFF": (_other("TIFF"), "not-a-photo"),
    "BMP": (_other("BMP"), "not-a-photo"),
    "AVIF": (_other("AVIF"), "not-a-photo"),
    "JPEG 2000": (_other("JPEG2000"), "not-a-photo"),
    "film": (lambda: b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(400), "not-a-photo"),
    "JPEG cut in the middle": (_cut(_jpeg, 0.5), "damaged"),
    "JPEG without its last 10 bytes": (lambda: _jpeg()[:-10], "damaged"),
    "JPEG of two bytes more than its magic": (lambda: b"\xff\xd8\xff\xe0\0\x10", "damaged"),
    "JPEG that lost a row": (pictures.jpeg_with_a_lost_row, "damaged"),
    "JPEG with a hole": (pictures.jpeg_with_a_hole, "damaged"),
    "PNG cut in the middle": (_cut(_other("PNG"), 0.5), "damaged"),
    "PNG header alone": (lambda: b"\x89PNG\r\n\x1a\n", "damaged"),
    "PNG 0 × 0": (lambda: pictures.png(0, 0, 8, 2), "damaged"),
    "WebP cut in the middle": (_cut(_other("WEBP"), 0.5), "damaged"),
    "WebP header alone": (lambda: b"RIFF\x20\0\0\0WEBPVP8 ", "damaged"),
    "HEIC cut in the middle": (_cut(lambda: pictures.heic(pictures.corners()), 0.5), "damaged"),
    "HEIC header alone": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "damaged"),
    "JPEG that claims 65,500 × 65,500": (lambda: pictures.jpeg_claiming(65500, 65500), "too-many-pixels"),
    "JPEG that claims 17,000 × 10": (lambda: pictures.jpeg_claiming(17000, 10), "too-many-pixels"),
    "JPEG that claims 51 megapixels": (lambda: pictures.jpeg_claiming(10200, 5000), "too-many-pixels"),
    "JPEG of 108 megapixels": (lambda: pictures.large_jpeg(12000, 9000), "too-many-pixels"),
    "PNG of 20,000 × 20,000 bits": (lambda: pictures.png(20000, 20000, 1, 0), "too-many-pixels"),
    "PNG of 65,000 × 10": (lambda: pictures.png(65000, 10, 8, 2), "too-many-pixels"),
    "WebP that claims 16,383 × 16,383": (lambda: pictures.webp_claiming(16383, 16383), "too-many-pixels"),
    "PNG of 49 megapixels with 64 bits each": (
        lambda: pictures.png(7000, 7000, 16, 6),
        "too-large-to-read",
    ),
    "WebP of 40 megapixels": (lambda: pictures.webp_claiming(8000, 5000), "too-large-to-read"),
    "PNG with 200 MB of text": (pictures.text_bomb, "too-large-to-read"),
    "PNG with 200 MB of colour profile": (pictures.profile_bomb, "too-large-to-read"),
    "a file of more than 25 MiB": (
        lambda: _jpeg() + bytes(limits.UPLOAD_MAX_BYTES),
        "too-large-to-read",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_usable_photo_is_refused_with_its_reason(name: str, refusal_of: RefusalOf) -> None:
    make, code = REFUSED[name]
    assert refusal_of(make()) == code


def test_the_largest_webp_that_is_let_in_fits_into_the_memory_it_gets(clean: Sanitise) -> None:
    image = Image.new("RGB", (4400, 5000), "white")
    assert clean(pictures.encoded(image, "WEBP", method=0)).large.height == limits.LARGE_EDGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_bytes_turned_at_random_are_taken_or_refused_but_never_break(kind: str, clean: Sanitise) -> None:
    scene = pictures.corners(96, 64)
    data = pictures.heic(scene) if kind == "HEIF" else pictures.encoded(scene, kind)
    dice = random.Random(kind)
    for _ in range(5):
        broken = bytearray(data)
        for _ in range(6):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            made = clean(bytes(broken))
        except PhotoRefused as refused:
            assert refused.refusal in limits.Refusal
        else:
            assert made.large.size_bytes > 0


def test_the_codes_that_phones_know_do_not_change() -> None:
    assert {code.value for code in limits.Refusal} == {
        "not-a-photo",
        "damaged",
        "too-many-pixels",
        "too-large-to-read",
        "could-not-read",
    }
    assert (PhotoRefused(limits.Refusal.DAMAGED).code, DecoderBusy().code) == ("damaged", "decoder-busy")
