""" "Inte vår": whom a ticket was said to be instead, and to whom it was sent on."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from fieldapp.domain import bounces as rules
from fieldapp.services import routing
from fieldapp.store import bounces, owners
from fieldapp.store.bounces import Bounce
from fieldapp.store.db import db
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket


def note(ticket: Ticket, named: Owner | None, words: str, at: datetime) -> None:
    """Keep that the ticket's owner sent it back; *vems?* is `named`, else read from the words' beginning.

    Inside a unit of work.
    """
    if ticket.owner_id is None:
        return
    suggested = named or _named(words)
    is_other = suggested is not None and suggested.id != ticket.owner_id
    db.session.add(
        Bounce(
            ticket_id=ticket.id,
            at=at,
            category=ticket.category,
            subcategory=ticket.subcategory,
            area_id=routing.area_on_top(ticket.lat, ticket.lon),
            from_owner_id=ticket.owner_id,
            suggested_owner_id=suggested.id if suggested is not None and is_other else None,
        )
    )


def sent_on(ticket: Ticket, to: Owner) -> Owner | None:
    """Keep to whom a ticket went that had come back; returns from whom. None where it had not come back.

    Inside a unit of work.
    """
    last = bounces.last_of(ticket.id)
    if last is None or last.to_owner_id is not None:
        return None
    last.to_owner_id = to.id
    return next(iter(owners.by_ids([last.from_owner_id])), None)


def suggested(ticket_ids: Collection[UUID]) -> dict[UUID, Owner]:
    """Whom the last "inte vår" of each of these tickets named, where it named somebody who is there."""
    if not ticket_ids:
        return {}
    named = {key: row.suggested_owner_id for key, row in bounces.last_of_each(ticket_ids).items()}
    found = {one.id: one for one in owners.by_ids({one for one in named.values() if one}) if one.is_active}
    return {key: found[one] for key, one in named.items() if one in found}


def _named(words: str) -> Owner | None:
    active = {one.name: one for one in owners.all_owners()}
    name = rules.named(words, active)
    return active[name] if name else None
