"""How long each way in lasts, as tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.domain.actors import Role

INVITATION = timedelta(days=7)
PASSWORD_RESET = timedelta(hours=1)
REPLY_LINK = timedelta(days=45)
#: A crew phone's QR code is read off the supervisor's screen, once.
CREW_PHONE_CODE = timedelta(minutes=15)

#: The spoken code opens this long before the walk starts.
CODE_OPENS_BEFORE = timedelta(hours=2)
#: A phone notes new points until this long after the walk has closed …
PHONE_WRITES_AFTER_CLOSE = timedelta(hours=12)
#: … and what it noted before may arrive until this long after.
LATE_QUEUE = timedelta(days=30)
#: A phone reads its own points this long after the walk, or after its follow-up.
PHONE_READS = timedelta(days=183)
FOLLOW_UP_EXPECTED = timedelta(days=365)
#: Browsers forget a cookie after some 400 days: from here on it is handed out again. Not before, because an
#: answer that is still on its way must not bring back a phone that was left, or given to somebody else.
PHONE_COOKIE_IS_OLD = timedelta(days=180)


@dataclass(frozen=True)
class SessionLimits:
    idle: timedelta
    absolute: timedelta


_DESK = SessionLimits(idle=timedelta(hours=12), absolute=timedelta(days=14))
_CREW = SessionLimits(idle=timedelta(days=14), absolute=timedelta(days=90))
SESSION_LIMITS: dict[Role, SessionLimits] = {
    Role.LEADER: _DESK,
    Role.COORDINATOR: _DESK,
    Role.PARTNER: _DESK,
    Role.BOARD: _DESK,
    Role.CREW: _CREW,
    Role.SUPERVISOR: _CREW,
    Role.ADMIN: SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12)),
}


def session_is_alive(role: Role, seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Whether a session has been used lately enough and is not too old."""
    return now < expires_at and now - seen_at < SESSION_LIMITS[role].idle


def code_is_open(
    kind: str, starts_at: datetime, closed_at: datetime | None, published_at: datetime | None, now: datetime
) -> bool:
    """Whether a walk's code lets phones in: the poster's link from publication, the spoken code
    from two hours before the start, both until the walk closes."""
    if closed_at is not None and now >= closed_at:
        return False
    if kind == "link":
        return published_at is not None and now >= published_at
    return now >= starts_at - CODE_OPENS_BEFORE


def phone_may_note(client_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Whether an act made at `client_at` is still taken now."""
    if closed_at is None:
        return True
    return client_at <= closed_at + PHONE_WRITES_AFTER_CLOSE and now <= closed_at + LATE_QUEUE


def phone_may_read(closed_at: datetime | None, follow_up_closed_at: datetime | None, now: datetime) -> bool:
    """Whether a phone still reads its own points."""
    if closed_at is None:
        return True
    last = follow_up_closed_at or closed_at + FOLLOW_UP_EXPECTED
    return now < last + PHONE_READS
