"""Being told by mail: how long an address is kept, when its news is told, how it is shown again."""

from datetime import datetime, timedelta

#: What comes within this long of the first goes into the same mail.
GATHERED = timedelta(hours=1)
#: Nobody pressed the button: whoever left the address may have mistyped it.
UNCONFIRMED_LASTS = timedelta(days=7)

ANSWERED = "answered"
DONE = "done"


def is_over(
    asked_at: datetime, confirmed_at: datetime | None, *, phone_may_read: bool, now: datetime
) -> bool:
    """Whether an address is to be erased: never confirmed, or its phone reads its points no more."""
    if not phone_may_read:
        return True
    return confirmed_at is None and now - asked_at >= UNCONFIRMED_LASTS


def may_be_told(first_at: datetime, now: datetime) -> bool:
    """Whether the first of some news has waited long enough for what belongs with it."""
    return now - first_at >= GATHERED


def masked(email: str) -> str:
    """Enough to know one's own address by: "k…@exempel.se"."""
    name, _, host = email.rpartition("@")
    return f"{name[:1]}…@{host}"
