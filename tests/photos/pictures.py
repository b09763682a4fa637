"""Draws the pictures that the tests send: ordinary, odd and hostile ones, as bytes."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

RED, GREEN, BLUE, YELLOW, WHITE = (220, 30, 30), (30, 180, 40), (30, 60, 220), (240, 220, 40), (255, 255, 255)
SECRET = b"Anna Andersson, Kyrkogatan 3"
Colour = tuple[int, int, int]


def corners(width: int = 120, height: int = 80) -> Image.Image:
    """Red top left, green top right, blue bottom left, yellow bottom right."""
    image = Image.new("RGB", (width, height))
    half_x, half_y = width // 2, height // 2
    for colour, at in ((RED, (0, 0)), (GREEN, (half_x, 0)), (BLUE, (0, half_y)), (YELLOW, (half_x, half_y))):
        image.paste(Image.new("RGB", (width - half_x, height - half_y), colour), at)
    return image


def corner_colours(image: Image.Image) -> list[Colour]:
    """The colours of a picture's corners, in reading order, each the nearest of `corners`."""
    width, height = image.size
    places = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
    found: list[Any] = [image.convert("RGB").getpixel((int(x * width), int(y * height))) for x, y in places]
    return [min((RED, GREEN, BLUE, YELLOW), key=lambda pure: _distance(pure, one)) for one in found]


def _distance(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def heic(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=80, enc_params={"preset": "ultrafast"}, **options)
    return out.getvalue()


def heic_10_bit(brightness: int, size: int = 64) -> bytes:
    """A grey HEIC of 10 bits per channel; `brightness` of 65,535."""
    pixels = struct.pack("<H", brightness) * (size * size * 3)
    out = io.BytesIO()
    pillow_heif.encode("RGB;16", (size, size), pixels, out, quality=90)
    return out.getvalue()


def exif(orientation: int | None = None, *, gps: bool = False) -> bytes:
    tags = Image.Exif()
    if orientation is not None:
        tags[0x0112] = orientation
    if gps:
        tags[0x010E] = SECRET.decode()
        tags.get_ifd(0x8825).update({1: "N", 2: (59.0, 31.0, 2.0), 3: "E", 4: (17.0, 38.0, 1.0)})
        tags.get_ifd(0x8769)[0x927C] = SECRET * 4
    return tags.tobytes()


def gossiping_jpeg() -> bytes:
    """A JPEG that tells on its maker in every place that a JPEG has."""
    plain = encoded(
        corners(),
        exif=exif(6, gps=True),
        comment=SECRET,
        icc_profile=srgb_profile(),
        xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>",
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x20" + SECRET
    return plain[:2] + segment(0xED, iptc) + segment(0xEB, SECRET) + plain[2:]


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A valid profile whose red is green and whose green is red."""
    return srgb_profile().replace(b"rXYZ", b"-XYZ").replace(b"gXYZ", b"rXYZ").replace(b"-XYZ", b"gXYZ")


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(
    width: int, height: int, depth: int, colour: int, extra: bytes = b"", row: bytes | None = None
) -> bytes:
    """A PNG of equal rows, without ever holding its pixels in memory."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    row = row or bytes(-(-width * channels * depth // 8))
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" + row) for _ in range(height)) + packer.flush()
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    end = png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + extra + end


def text_bomb() -> bytes:
    return png(8, 8, 8, 2, png_chunk(b"zTXt", b"a\0\0" + packed_zeros(200)))


def profile_bomb() -> bytes:
    return png(8, 8, 8, 2, png_chunk(b"iCCP", b"a\0\0" + packed_zeros(200)))


@cache
def packed_zeros(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(mebibytes)) + packer.flush()


def jpeg_claiming(width: int, height: int) -> bytes:
    """A small JPEG whose header claims another size."""
    data = encoded(corners())
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


@cache
def large_jpeg(width: int, height: int, *, progressive: bool = False) -> bytes:
    image = corners(64, 48).resize((width, height), Image.Resampling.NEAREST)
    return encoded(image, progressive=progressive, quality=60)


def jpeg_of_many_scans(repeats: int) -> bytes:
    """A progressive JPEG that has its last scan painted over and over."""
    data = large_jpeg(4000, 3000, progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * repeats + data[-2:]


def jpeg_with_restarts() -> bytes:
    noise = Image.effect_noise((640, 480), 60).convert("RGB")
    return encoded(noise, restart_marker_rows=1)


def jpeg_with_a_hole() -> bytes:
    """Picture data as a broken memory card returns it: one block of it is something else."""
    data = jpeg_with_restarts()
    middle = len(data) // 2
    return data[:middle] + b"\xff" * 4096 + data[middle + 4096 :]


def jpeg_with_a_lost_row() -> bytes:
    data = jpeg_with_restarts()
    return data[: data.index(b"\xff\xd2")] + data[data.index(b"\xff\xd3") :]


def jpeg_with_exif(body: bytes) -> bytes:
    data = encoded(corners())
    return data[:2] + segment(0xE1, b"Exif\0\0" + body) + data[2:]


def exif_loop() -> bytes:
    """A directory of tags whose next directory, and whose sub-directories, are itself."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005))
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 3) + entries + struct.pack("<I", 8)


def huge_exif() -> bytes:
    """Tags that claim four thousand million values each."""
    entries = b"".join(struct.pack("<HHII", tag, 5, 0xFFFFFFFF, 16) for tag in range(0x0100, 0x0900))
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 0x0800) + entries + bytes(4)


def webp_claiming(width: int, height: int) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def frames(kind: str) -> bytes:
    """Two frames, the first one blue."""
    first, second = (Image.new("RGB", (64, 48), colour) for colour in (BLUE, RED))
    return encoded(first, kind, save_all=True, append_images=[second])


def two_pictures_heic() -> bytes:
    """Two pictures, the second and blue one the primary."""
    new_file: Callable[[], Any] = pillow_heif.HeifFile
    file = new_file()
    for colour in (RED, BLUE):
        file.add_from_pillow(Image.new("RGB", (64, 48), colour))
    out = io.BytesIO()
    file.save(out, quality=90, primary_index=1)
    return out.getvalue()


def jpeg_segments(data: bytes) -> Iterator[int]:
    """The markers in a JPEG's header."""
    at = 2
    while data[at + 1] != 0xDA:
        yield data[at + 1]
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def webp_chunks(data: bytes) -> Iterator[bytes]:
    at = 12
    while at < len(data):
        yield data[at : at + 4]
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2


def is_near(found: Any, expected: Colour, within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(found, expected, strict=True))


Maker = Callable[[], bytes]
