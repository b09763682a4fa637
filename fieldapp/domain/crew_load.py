"""How much work lies with whom, and for how long it has lain there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from fieldapp.domain.ticket_status import TicketStatus

#: What a crew has before it: sent to its owner, and neither done, refused nor somebody else's.
OPEN_WORK = frozenset(
    {
        TicketStatus.SENT,
        TicketStatus.ACCEPTED,
        TicketStatus.INVESTIGATING,
        TicketStatus.PLANNED,
        TicketStatus.IN_PROGRESS,
        TicketStatus.REOPENED,
    }
)


class Age(NamedTuple):
    """From so many whole days to so many since the owner got it, both included; None is without end."""

    code: str
    from_days: int
    to_days: int | None


#: The answer clock's own thirty days, and the two weeks in which most work is done.
AGES = (Age("week", 0, 7), Age("fortnight", 8, 14), Age("month", 15, 30), Age("older", 31, None))


@dataclass(frozen=True)
class Work:
    """One ticket: whose it is to do, the local day on which the owner got it, and its limit."""

    assigned_to: UUID | None
    sent_on: date
    due_on: date | None


@dataclass
class Load:
    """What lies with one phone or person; `who` None is what nobody has been given."""

    who: UUID | None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((age.code for age in AGES), 0))
    late: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def age_of(sent_on: date, today: date) -> str:
    """The code of the age; what lies ahead of today is new."""
    days = max(0, (today - sent_on).days)
    return next(age.code for age in AGES if age.to_days is None or days <= age.to_days)


def loads(work: Iterable[Work], everybody: Sequence[UUID], today: date) -> list[Load]:
    """A row for each in the order given, and on top what nobody has: also what lies with somebody unknown."""
    rows = {who: Load(who) for who in (None, *everybody)}
    for one in work:
        row = rows.get(one.assigned_to, rows[None])
        row.counts[age_of(one.sent_on, today)] += 1
        row.late += one.due_on is not None and one.due_on < today
    return list(rows.values())
