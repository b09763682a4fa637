"""Where an enrolled crew phone stands, until when it is let in, and its place among the others."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fieldapp.domain.actors import Role
from fieldapp.domain.lifetimes import SESSION_LIMITS

#: So long before the last day its supervisor is asked to let the phone in anew.
RENEW_BEFORE = timedelta(days=14)
_LIMITS = SESSION_LIMITS[Role.CREW]


class PhoneStanding(StrEnum):
    """What its supervisor reads of a phone."""

    CODE_SHOWN = "code shown"
    CODE_OVER = "code over"
    IN = "in"
    ENDING = "ending"
    OVER = "over"
    REVOKED = "revoked"


@dataclass(frozen=True)
class PhoneTimes:
    """The moments of a phone in UTC, as they are stored; None for what has not happened."""

    enrolled_at: datetime | None = None
    seen_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    code_expires_at: datetime | None = None


def lets_in_until(times: PhoneTimes) -> datetime | None:
    """The moment from which the phone is out unless it is used before: the nearer of both bounds.

    Each use moves the shorter one on; the longer one stands, so that a phone that went missing in a drawer
    and one that changed hands are both looked at again (the design's section on people and rights).
    """
    if times.seen_at is None or times.expires_at is None or times.revoked_at is not None:
        return None
    return min(times.seen_at + _LIMITS.idle, times.expires_at)


def is_let_in(times: PhoneTimes, now: datetime) -> bool:
    until = lets_in_until(times)
    return until is not None and now < until


def standing(times: PhoneTimes, now: datetime) -> PhoneStanding:
    """The one word for a phone now."""
    if times.revoked_at is not None:
        return PhoneStanding.REVOKED
    if times.enrolled_at is None:
        is_open = times.code_expires_at is not None and now < times.code_expires_at
        return PhoneStanding.CODE_SHOWN if is_open else PhoneStanding.CODE_OVER
    if not is_let_in(times, now):
        return PhoneStanding.OVER
    if times.expires_at is not None and times.expires_at - now <= RENEW_BEFORE:
        return PhoneStanding.ENDING
    return PhoneStanding.IN


def by_name(name: str) -> tuple[tuple[int, int | str], ...]:
    """What names of vans are sorted by: Bil 2 stands before Bil 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name.casefold())
    return tuple((0, int(part)) if part.isascii() and part.isdecimal() else (1, part) for part in parts)
