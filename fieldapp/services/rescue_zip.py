"""Reads a ZIP from its beginning, entry by entry, so that one that was cut gives what came before the cut."""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fieldapp.domain.queue_file import RATIO_MAX

_ENTRY, _DIRECTORY, _END, _DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x07\x08"
_HEADER = struct.Struct("<HHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_FOLLOW = 1, 8
_SIZE_ELSEWHERE = 0xFFFFFFFF
_CHUNK = 64 * 1024
#: So little is taken whatever it unfolds to.
_ALWAYS_TAKEN = 1024 * 1024


class CutShort(Exception):
    """The file ends before its end."""


class Damaged(Exception):
    """The bytes are no ZIP as phones make them; `code` says why."""

    def __init__(self, code: str = "damaged") -> None:
        self.code = code
        super().__init__(code)


class _Source:
    """Bytes that are read once, and may be given back."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._held = b""

    def some(self, most: int) -> bytes:
        """At least one byte; raises `CutShort` at the end."""
        found = self._held[:most] or self._read(most)
        self._held = self._held[most:]
        if not found:
            raise CutShort
        return found

    def exactly(self, count: int) -> bytes:
        parts, left = [], count
        while left:
            parts.append(self.some(left))
            left -= len(parts[-1])
        return b"".join(parts)

    def give_back(self, data: bytes) -> None:
        self._held = data + self._held


@dataclass
class Entry:
    """One file of the archive; read or skip it before the next is asked for."""

    name: str
    _source: _Source
    _flags: int
    _method: int
    _crc: int
    _packed: int
    _is_read: bool = False

    def chunks(self, most: int, size: int | None = None) -> Iterator[bytes]:
        """Its bytes, at most `most`; `size` is what is known of it from elsewhere.

        Raises `CutShort`, or `Damaged` when it is larger, denser or other than it says.
        """
        self._is_read = True
        crc = count = 0
        for chunk in self._inflated() if self._method == _DEFLATED else self._stored(size):
            crc, count = zlib.crc32(chunk, crc), count + len(chunk)
            if count > most:
                raise Damaged("too-large")
            yield chunk
        if crc != self._expected_crc():
            raise Damaged

    def skip(self, most: int, size: int | None = None) -> None:
        if not self._is_read:
            for _chunk in self.chunks(most, size):
                pass

    def _stored(self, size: int | None) -> Iterator[bytes]:
        if self._flags & _SIZES_FOLLOW and size is None:
            raise Damaged
        left = size if self._flags & _SIZES_FOLLOW and size is not None else self._packed
        while left:
            chunk = self._source.some(min(left, _CHUNK))
            left -= len(chunk)
            yield chunk

    def _inflated(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        packed = unfolded = 0
        while not inflater.eof:
            data = inflater.unconsumed_tail or self._source.some(_CHUNK)
            try:
                chunk = inflater.decompress(data, _CHUNK)
            except zlib.error as error:
                raise Damaged from error
            packed += len(data) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
            unfolded += len(chunk)
            if unfolded > _ALWAYS_TAKEN and unfolded > packed * RATIO_MAX:
                raise Damaged("too-dense")
            if chunk:
                yield chunk
        self._source.give_back(inflater.unused_data)

    def _expected_crc(self) -> int:
        if not self._flags & _SIZES_FOLLOW:
            return self._crc
        first = self._source.exactly(4)
        crc = self._source.exactly(4) if first == _DESCRIPTOR else first
        self._source.exactly(8)
        return int.from_bytes(crc, "little")


def entries(read: Callable[[int], bytes], most: int) -> Iterator[Entry]:
    """The entries in their order, at most `most`; raises `CutShort` or `Damaged` where they end too early."""
    source = _Source(read)
    for number in range(most + 1):
        mark = source.exactly(4)
        if mark in (_DIRECTORY, _END):
            return
        if mark != _ENTRY:
            raise Damaged
        if number == most:
            raise Damaged("too-many-entries")
        yield _entry(source)


def _entry(source: _Source) -> Entry:
    header = _HEADER.unpack(source.exactly(_HEADER.size))
    _version, flags, method, _time, _date, crc, packed, unpacked, name_length, extra_length = header
    name = source.exactly(name_length)
    source.exactly(extra_length)
    is_odd = flags & _ENCRYPTED or method not in (_STORED, _DEFLATED)
    if is_odd or _SIZE_ELSEWHERE in (packed, unpacked):
        raise Damaged
    try:
        return Entry(name.decode(), source, flags, method, crc, packed)
    except UnicodeDecodeError as error:
        raise Damaged from error
