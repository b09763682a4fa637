"""What a phone may read, and what of it changed since it last asked: in pages, never a query per thing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.due_dates import local_day
from fieldapp.services.changes import cursor, points, thanks, walks, work
from fieldapp.services.changes.cursor import Page
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import changes as stored
from fieldapp.store.db import by_key
from fieldapp.store.participants import Participant
from fieldapp.store.revisions import current_rev

PAGE_SIZE = 100


@dataclass(frozen=True)
class Changes:
    """One page. With a `cursor` unlike the one asked with there may be more."""

    cursor: str
    observations: list[dict[str, Any]]
    tickets: list[dict[str, Any]]
    walk: dict[str, Any] | None
    gone: list[UUID]
    #: Only a crew's phone has any.
    thanks: list[dict[str, Any]] | None = None


def changes(tools: Toolbox, actor: Actor, since: str, page_size: int = PAGE_SIZE) -> Changes:
    """What the actor may read and has not read since the cursor `since` ("" for all).

    A cursor that is broken, or from a day that the server has forgotten, begins anew.
    """
    # Read first: whatever is committed meanwhile has a higher number and comes with the next page.
    now = current_rev()
    after = cursor.read(since, now)
    if actor.is_phone:
        return _of_walk(actor, cursor.page(after, now, page_size), local_day(tools.clock.now()))
    if access.may(actor, "ticket.work"):
        return _of_crew(actor, cursor.page(after, now, page_size), tools.clock.now())
    return Changes(cursor.write(now), [], [], None, [])


def _of_walk(actor: Actor, page: Page, today: date) -> Changes:
    phone = by_key(Participant, cast(UUID, actor.id))
    if phone is None:
        return Changes(cursor.write(page.after), [], [], None, [])
    only_own = None if phone.sees_all or access.leads(actor) else phone.id
    keys = page.take(stored.observation_keys(phone.walk_id, page.after, only_own))
    shown, gone = points.assemble(actor, phone, stored.observations(keys), today)
    return Changes(
        cursor=cursor.write(page.until),
        observations=shown,
        tickets=[],
        walk=walks.told(phone),
        gone=gone if page.after else [],
    )


def _of_crew(actor: Actor, page: Page, now: datetime) -> Changes:
    keys = page.take(stored.ticket_keys(actor, page.after, with_closed=page.after > 0))
    lost = page.within(stored.lost_ticket_keys(actor, page.after)) if page.after else []
    return Changes(
        cursor=cursor.write(page.until),
        observations=[],
        tickets=work.assemble(stored.tickets(keys), actor),
        walk=None,
        gone=lost,
        thanks=thanks.of_crew(actor, now),
    )
