"""An owner's answer taken back by link within ten minutes: the ticket as it was, and a history of both."""

from typing import Any
from uuid import UUID

from fieldapp.domain.errors import Conflict, DomainError
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import owner_items, owner_links, owner_replies, redaction
from fieldapp.services.capture.photos import take_away
from fieldapp.services.ticketing import history, taking_back
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import bounces, photos, tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.owners import RoutingRule
from fieldapp.store.tickets import OwnerLink, Ticket, TicketEvent
from fieldapp.store.versions import take_version


class TooLate(DomainError):
    """The answer stands: ten minutes have passed, or somebody has gone on from it."""

    code = "too-late"


def undo(tools: Toolbox, token: str, ticket_id: UUID) -> int:
    """Take the last answer back, and those that were given together with it; returns how many.

    Raises `NotFound`, `LinkOver`, `TooLate`, or `Conflict`.
    """
    taken_away: list[UUID] = []
    with unit_of_work():
        link, ticket = owner_replies.again(tools, token, ticket_id)
        act = owner_replies.act_of(tools, link)
        event = _last_answer(link, ticket, act)
        if event is None:
            raise TooLate
        found = _together(link, ticket, event, act)
        for row, answered in found:
            if not take_version(row, row.version):
                raise Conflict
            taken_away += _put_back(row, answered, act)
    redaction.destroy_or_leave(tools, taken_away)
    return len(found)


def _last_answer(link: OwnerLink, ticket: Ticket, act: Act) -> TicketEvent | None:
    event = owner_items.last_answer(ticket, tickets.events_of(ticket.id), act.at)
    return event if event is not None and event.owner_id == link.owner_id else None


def _together(
    link: OwnerLink, ticket: Ticket, event: TicketEvent, act: Act
) -> list[tuple[Ticket, TicketEvent]]:
    """The tickets of the mail that got this answer with the same tap and have gone nowhere since."""
    mark = event.details.get("together")
    if not mark:
        return [(ticket, event)]
    found = [(row, _last_answer(link, row, act)) for row in owner_links.still_theirs(link)]
    return [(row, one) for row, one in found if one is not None and one.details.get("together") == mark]


def _put_back(ticket: Ticket, event: TicketEvent, act: Act) -> list[UUID]:
    """The ticket as it was; returns the photo that came with the answer, if one did."""
    kept: dict[str, Any] = event.details["undo"]
    undone = ticket.state
    taking_back.put_back(ticket, kept["was"])
    photo_ids = [UUID(kept["photo"])] if kept.get("photo") else []
    for found in map(photos.find, photo_ids):
        if found is not None:
            take_away(found)
    if undone is TicketStatus.BOUNCED:
        _is_theirs_again(ticket, event)
    history.touch(ticket)
    history.append(ticket, act, "undone", from_state=undone, details={"to": ticket.state.value})
    return photo_ids


def _is_theirs_again(ticket: Ticket, event: TicketEvent) -> None:
    """Nothing is learned from what was said by mistake."""
    rule = by_key(RoutingRule, ticket.rule_id) if ticket.rule_id else None
    if rule is not None:
        rule.bounced_count = max(0, rule.bounced_count - 1)
    came_back = bounces.last_of(ticket.id)
    if came_back is not None and came_back.at == event.at:
        db.session.delete(came_back)
