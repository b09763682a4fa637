"""A walk as a calendar file: escaped, folded and ended as RFC 5545 wants."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from fieldapp.domain.calendar_file import Event, calendar_file, escape, folded

STARTS = datetime(2026, 9, 24, 16, tzinfo=UTC)
EVENT = Event(
    id=UUID(int=7),
    title="Trygghetsvandring Brunna; kväll, ute",
    starts_at=STARTS,
    ends_at=STARTS.replace(hour=18),
    changed_at=STARTS,
    place="Hagnässkolans matsal",
    words="Vägen till skola\nVara med: https://example.invalid/j/ABC",
    url="https://example.invalid/j/ABC",
)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_event_says_when_where_and_how_to_join() -> None:
    lines = unfolded(calendar_file(EVENT))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART:20260924T160000Z" in lines
    assert "LOCATION:Hagnässkolans matsal" in lines
    assert "SUMMARY:Trygghetsvandring Brunna\\; kväll\\, ute" in lines
    assert "DESCRIPTION:Vägen till skola\\nVara med: https://example.invalid/j/ABC" in lines


def test_text_cannot_begin_a_line_of_its_own() -> None:
    assert escape("a\r\nBEGIN:VALARM\x00;\\") == "a\\nBEGIN:VALARM\\;\\\\"


def test_no_line_is_longer_than_75_bytes_and_no_letter_is_cut() -> None:
    content = folded("SUMMARY:" + "å" * 200)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert unfolded(content)[0] == "SUMMARY:" + "å" * 200


def test_a_cancelled_walk_says_so() -> None:
    assert b"STATUS:CANCELLED" in calendar_file(replace(EVENT, is_cancelled=True))
