"""The promises that a walk's tickets carry: the first day given to people, and the day that work was done."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from fieldapp.domain import promises
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Invalid
from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.promises import Promise
from fieldapp.store import point_answers


def of_tickets(ticket_ids: Collection[UUID]) -> dict[UUID, Promise]:
    """The promise that counts of each ticket that was promised for a time, in two queries."""
    if not ticket_ids:
        return {}
    made: dict[UUID, list[date | None]] = {}
    for ticket_id, at, planned_for in _in_force(point_answers.plans(ticket_ids)):
        made.setdefault(ticket_id, []).append(_last_day(planned_for, at))
    done = point_answers.done_days(made) if made else {}
    found = {
        ticket_id: promises.first_promise(days, _day(done.get(ticket_id))) for ticket_id, days in made.items()
    }
    return {ticket_id: promise for ticket_id, promise in found.items() if promise is not None}


def _in_force(
    plans: Sequence[tuple[UUID, datetime, str, bool]],
) -> list[tuple[UUID, datetime, str]]:
    """Without those that were taken back while they could be: nobody was promised anything by them."""
    kept: list[tuple[UUID, datetime, str]] = []
    for ticket_id, at, planned_for, is_taken_back in plans:
        if not is_taken_back:
            kept.append((ticket_id, at, planned_for))
        elif mine := [one for one in kept if one[0] == ticket_id]:
            kept.remove(mine[-1])
    return kept


def _last_day(planned_for: str, at: datetime) -> date | None:
    try:
        window = PlannedFor.parse(planned_for).window(local_day(at), dict(load_defaults().seasons))
    except Invalid:
        return None
    return window.closes_on if window else None


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
