"""Finds holes in a JPEG's picture data, which the decoder would paint over in grey without a word."""

import re

_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_RESTARTS = range(0xD0, 0xD8)
# After a scan: tables, another scan, the end, application data or a comment. Nothing else is legal there.
_MAY_FOLLOW = frozenset({0xC4, _END_OF_IMAGE, _START_OF_SCAN, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xE0, 0xF0)})


def has_hole(data: bytes) -> bool:
    """True if the restart markers are out of step or a marker stands where none may.

    What follows the first end of image (a second picture, an appended file) is not looked at, and
    data that simply ends is left to the decoder, which refuses it.
    """
    position = _first_scan(data)
    while position is not None:
        end = _end_of_scan(data, position)
        if end is None:
            return True
        position = _next_scan(data, end)
    return False


def _first_scan(data: bytes) -> int | None:
    return _next_scan(data, 2)


def _next_scan(data: bytes, position: int) -> int | None:
    """Where the next scan's picture data begins; None at the end of the image or of the data."""
    while found := _MARKER.search(data, position):
        marker, after = found.group(1)[0], found.end()
        if marker == _END_OF_IMAGE:
            return None
        if marker in _RESTARTS or marker == 0x01:
            position = after
            continue
        position = after + int.from_bytes(data[after : after + 2], "big")
        if marker == _START_OF_SCAN:
            return position
    return None


def _end_of_scan(data: bytes, position: int) -> int | None:
    """Where a scan's picture data ends; None if it is broken."""
    expected = 0
    for found in _MARKER.finditer(data, position):
        marker = found.group(1)[0]
        if marker in _RESTARTS:
            if marker - _RESTARTS.start != expected:
                return None
            expected = (expected + 1) % 8
        else:
            return found.start() if marker in _MAY_FOLLOW else None
    return len(data)
