"""One event as an iCalendar file (RFC 5545), so that a walk stands in people's own calendars."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

_LINE_BYTES = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """Moments are UTC; `changed_at` and `sequence` tell calendars which of two files is the newer."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    words: str = ""
    url: str = ""
    is_cancelled: bool = False


def calendar_file(event: Event) -> bytes:
    """The file, UTF-8, with lines of at most 75 bytes that end as the standard wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fieldapp//walk//SV",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.id}@fieldapp",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.ends_at)}",
        f"SUMMARY:{escape(event.title)}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
    ]
    optional = (("LOCATION", event.place), ("DESCRIPTION", event.words))
    lines += [f"{name}:{escape(value)}" for name, value in optional if value]
    lines += [f"URL:{event.url}"] if event.url else []
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(folded(line) for line in lines)


def escape(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and new line are written with a backslash."""
    plain = "".join(character for character in text if character >= " " or character in "\n\t")
    return plain.translate(_ESCAPED)


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, never inside a character; the rest begins with a space."""
    pieces, piece = [], b""
    for character in line:
        encoded = character.encode("utf-8", "replace")
        if len(piece) + len(encoded) > _LINE_BYTES:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
