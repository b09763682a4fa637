"""Tells from the first bytes alone what kind of picture a file claims to be and how much it would unpack."""

import struct
from collections.abc import Callable
from typing import NamedTuple

HEADER_BYTES = 256

_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_HEVC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
# Pillow reads WebP through two canvases of RGBA and a copy.
_WEBP_BYTES_PER_PIXEL = 12


class Header(NamedTuple):
    """`width` and `height` are None where only the format's own parser knows them (JPEG, HEIF)."""

    format: str
    width: int | None = None
    height: int | None = None
    unpacked_bytes: int = 0


def read(head: bytes) -> Header | None:
    """The header in the first `HEADER_BYTES` of a file, or None: not a picture that we read."""
    for begins, reader in _READERS:
        if begins(head):
            return reader(head)
    return None


def _jpeg(_head: bytes) -> Header:
    return Header("JPEG")


def _png(head: bytes) -> Header:
    if head[12:16] != b"IHDR" or len(head) < 26:
        return Header("PNG", 0, 0)
    width, height, depth, colour = struct.unpack(">IIBB", head[16:26])
    return Header("PNG", width, height, width * height * depth * _PNG_CHANNELS.get(colour, 4) // 8)


def _webp(head: bytes) -> Header:
    width, height = _webp_size(head)
    return Header("WEBP", width, height, width * height * _WEBP_BYTES_PER_PIXEL)


def _webp_size(head: bytes) -> tuple[int, int]:
    chunk = head[12:16]
    if len(head) < 30:
        return 0, 0
    if chunk == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _is_heic(head: bytes) -> bool:
    if head[4:8] != b"ftyp":
        return False
    box = head[8 : int.from_bytes(head[:4], "big")]
    brands = {box[:4], *(box[start : start + 4] for start in range(8, len(box), 4))}
    return bool(brands & _HEVC_BRANDS)


def _heif(_head: bytes) -> Header:
    return Header("HEIF")


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Header]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), _jpeg),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", _webp),
    (_is_heic, _heif),
)
