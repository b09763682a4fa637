"""What phones still hold: kept as they tell it, and told by walk: how much and since when, never whose."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fieldapp.domain import lifetimes
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import participants
from fieldapp.store.crew_phones import CrewPhone
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.participants import Participant
from fieldapp.store.walks import Walk

#: A phone that holds the same is written down anew after so long.
_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Unsent:
    """`thing_count` acts and pictures on `phone_count` phones; the quietest was heard of at `heard_at`."""

    phone_count: int = 0
    thing_count: int = 0
    heard_at: datetime | None = None


def of_walks(tools: Toolbox, walk_ids: Sequence[UUID]) -> dict[UUID, Unsent]:
    """By walk, those that have any; a phone that was quiet for longer than queues are taken is forgotten."""
    found: dict[UUID, Unsent] = {}
    for phone in participants.with_unsent(walk_ids, tools.clock.now() - lifetimes.LATE_QUEUE):
        before = found.get(phone.walk_id, Unsent())
        found[phone.walk_id] = Unsent(
            before.phone_count + 1,
            before.thing_count + phone.waiting_count,
            before.heard_at or phone.waiting_at,
        )
    return found


def of_walk(tools: Toolbox, walk_id: UUID) -> Unsent:
    return of_walks(tools, [walk_id]).get(walk_id, Unsent())


def of_closed_walks(tools: Toolbox) -> list[tuple[Walk, Unsent]]:
    """Closed walks whose points have not all come, oldest first."""
    found = participants.walks_with_unsent(tools.clock.now() - lifetimes.LATE_QUEUE)
    unsent = of_walks(tools, [walk.id for walk in found])
    return [(walk, unsent[walk.id]) for walk in found if walk.id in unsent]


def keep(tools: Toolbox, table: type[Participant] | type[CrewPhone], phone_id: UUID, count: int) -> None:
    """How many acts and photos a phone still holds; what cannot be written now is told again soon."""
    now = tools.clock.now()
    with suppress(DatabaseUnavailable):
        phone = by_key(table, phone_id)
        if phone is None or not _is_news(phone, count, now):
            return
        with unit_of_work():
            again = by_key(table, phone_id)
            if again is not None:
                again.waiting_count, again.waiting_at = count, now


def _is_news(phone: Participant | CrewPhone, count: int, now: datetime) -> bool:
    if phone.waiting_at is None or phone.waiting_count != count:
        return True
    return count > 0 and now - phone.waiting_at >= _EVERY
