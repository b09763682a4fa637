"""Lets every text be printed: what the fonts or the paper cannot show becomes □, and that is said."""

import dataclasses
import re
import struct
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

SQUARE = "□"
_KEPT_SPACES = {"\n": "\n", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}
# Joiners, variation selectors, skin tones and tags only modify the character before them.
_MODIFIERS = re.compile("[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef]")
_SOFT = {"\u00ad": "", "\u200b": "", "\ufeff": "", "\u200c": "", "\u2060": ""}
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = ",.;:!?()[]\"'”’–"
_LETTER_RUN, _BREAK_AFTER, _ZERO_WIDTH_SPACE = 40, 10, "\u200b"

Value = TypeVar("Value")


class FontError(Exception):
    """A font file that cannot be read; set-up has to make it again."""


class Printable:
    """Replaces what cannot be shown and remembers whether it ever had to."""

    def __init__(self, glyphs: frozenset[int] | None = None) -> None:
        """`glyphs` are the code points the fonts draw; None when a browser will find its own fonts."""
        self._glyphs = glyphs
        self.has_replaced = False

    def text(self, words: str) -> str:
        """The words with line breaks kept, invisible joints dropped, and □ for what cannot be shown."""
        shown: list[str] = []
        for character in unicodedata.normalize("NFC", words.replace("\r\n", "\n")):
            shown.append(self._character(character, shown[-1] if shown else ""))
        return "".join(shown)

    def everything(self, value: Value) -> Value:
        """The same structure of dataclasses, mappings and sequences with every text passed through."""
        shown: Value = _map_texts(value, self.text)
        return shown

    def _character(self, character: str, before: str) -> str:
        if character in _KEPT_SPACES:
            return _KEPT_SPACES[character]
        if character in _SOFT:
            return ""
        if _MODIFIERS.match(character) and before in (SQUARE, ""):
            return ""
        if character == SQUARE or self._is_shown(character):
            return character
        self.has_replaced = True
        return SQUARE

    def _is_shown(self, character: str) -> bool:
        if unicodedata.category(character) in _UNSHOWN:
            return False
        return self._glyphs is None or ord(character) in self._glyphs


def breakable(words: str, longest: int = 22) -> str:
    """Lets a long run of characters break anywhere; ordinary long words are left to hyphenation."""

    def split(run: re.Match[str]) -> str:
        found = run.group()
        if all(part.isalpha() and len(part) <= _LETTER_RUN for part in found.strip(_MARKS).split("-")):
            return found
        pieces = (found[start : start + _BREAK_AFTER] for start in range(0, len(found), _BREAK_AFTER))
        return _ZERO_WIDTH_SPACE.join(pieces)

    return re.sub(rf"\S{{{longest + 1},}}", split, words)


def glyphs_of(fonts_dir: Path, pattern: str = "NotoSans[-_]*.ttf") -> frozenset[int]:
    """The code points that every face of the family in the folder can draw. Raises FontError."""
    faces = [code_points(file) for file in sorted(fonts_dir.glob(pattern))]
    if not faces:
        raise FontError(f"no font {pattern} in {fonts_dir.name}")
    return frozenset.intersection(*faces)


@lru_cache(maxsize=16)
def code_points(file: Path) -> frozenset[int]:
    """The code points of a TrueType font's own character map (formats 4 and 12). Raises FontError."""
    data = file.read_bytes()
    try:
        start = _table(data, b"cmap")
        count = struct.unpack_from(">H", data, start + 2)[0]
        offsets = {struct.unpack_from(">L", data, start + 8 + 8 * index)[0] for index in range(count)}
        found: set[int] = set()
        for offset in offsets:
            found.update(_subtable(data, start + offset))
    except (struct.error, IndexError) as fault:
        raise FontError(f"{file.name} is not a whole font") from fault
    return frozenset(found)


def _table(data: bytes, name: bytes) -> int:
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == name:
            return int(offset)
    raise FontError("a font without a character map")


def _subtable(data: bytes, start: int) -> Iterable[int]:
    form = struct.unpack_from(">H", data, start)[0]
    if form == 4:
        return _segments(data, start)
    return _groups(data, start) if form == 12 else ()


def _segments(data: bytes, start: int) -> Iterable[int]:
    double = struct.unpack_from(">H", data, start + 6)[0]
    count = double // 2
    ends, firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, start + 14 + double * row + (2 if row else 0))
        for row in range(4)
    )
    for index, (end, first, delta, offset) in enumerate(zip(ends, firsts, deltas, offsets, strict=True)):
        here = start + 16 + double * 3 + 2 * index + offset
        for code in range(first, end + 1):
            glyph = code if offset == 0 else struct.unpack_from(">H", data, here + 2 * (code - first))[0]
            if (glyph + delta if offset == 0 or glyph else 0) & 0xFFFF and code != 0xFFFF:
                yield code


def _groups(data: bytes, start: int) -> Iterable[int]:
    for index in range(struct.unpack_from(">L", data, start + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", data, start + 16 + 12 * index)
        yield from range(first + (glyph == 0), last + 1)


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{key: _map_texts(part, change) for key, part in fields.items()})
    if isinstance(value, Mapping):
        return {key: _map_texts(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_map_texts(part, change) for part in value)
    return value
