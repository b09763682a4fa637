"""Two tickets about the same thing become one answer; they can be split again."""

from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import history
from fieldapp.services.ticketing.history import Act
from fieldapp.store import tickets
from fieldapp.store.db import by_key
from fieldapp.store.tickets import Ticket


def final(ticket: Ticket) -> Ticket:
    """The ticket that answers this one's points, after all merges, however many: never a merged one."""
    seen = {ticket.id}
    while ticket.state is TicketStatus.MERGED and ticket.merged_into_id not in seen:
        following = by_key(Ticket, ticket.merged_into_id) if ticket.merged_into_id else None
        if following is None:
            return ticket
        seen.add(following.id)
        ticket = following
    return ticket


def point_to(ticket: Ticket, into_number: str, act: Act) -> Ticket:
    """Let `ticket` follow the one with that number: its points get that answer. Returns the other.

    Raises `Invalid("into")` for itself, for one that follows it already, or one that does not exist.
    """
    other = tickets.by_number(into_number)
    if other is None or tickets.find_for(act.actor, other.id) is None:
        raise Invalid("into", "unknown-ticket")
    other = final(other)
    if other.id == ticket.id:
        raise Invalid("into", "same-ticket")
    ticket.merged_into_id = other.id
    return other


def told(other: Ticket, ticket: Ticket, act: Act) -> None:
    """The other ticket's history says what now follows it, and its phones hear of it."""
    history.touch(other)
    history.append(other, act, "gathered", details={"tickets": [ticket.number]})


def let_go(ticket: Ticket, act: Act) -> None:
    """Split: the ticket stands by itself again, and the one it followed says so."""
    other = by_key(Ticket, ticket.merged_into_id) if ticket.merged_into_id else None
    ticket.merged_into_id = None
    if other is None:
        raise NotFound
    history.touch(other)
    history.append(other, act, "split", details={"tickets": [ticket.number]})
