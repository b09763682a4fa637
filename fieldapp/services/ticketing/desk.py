"""What the desk adds to a ticket: a note, an after-photo, and an act that brings one."""

from typing import IO
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import NotFound
from fieldapp.domain.text import limited
from fieldapp.services import form_photos
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets
from fieldapp.store.db import unit_of_work
from fieldapp.store.tickets import Ticket

_NOTE_MAX = 2000


def change(
    tools: Toolbox, actor: Actor, ticket_id: UUID, wanted: TicketChange, via: str, upload: IO[bytes]
) -> None:
    """`changing.change` with an after-photo; raises what that and `form_photos.keeping` raise."""
    _found(actor, ticket_id)
    with form_photos.keeping(tools, upload) as kept, unit_of_work():
        ticket = _found(actor, ticket_id)
        form_photos.add_to_ticket(tools, kept, ticket.id, actor.id)
        changing.apply(tools, ticket, wanted, history.act_of(tools, actor, via))


def add(tools: Toolbox, actor: Actor, ticket_id: UUID, upload: IO[bytes]) -> None:
    """A photo that shows the place afterwards, without any other change."""
    access.require(actor, "ticket.update")
    _found(actor, ticket_id)
    with form_photos.keeping(tools, upload) as kept, unit_of_work():
        ticket = _found(actor, ticket_id)
        form_photos.add_to_ticket(tools, kept, ticket.id, actor.id)
        history.touch(ticket)
        history.append(ticket, history.act_of(tools, actor), "photo")


def note(tools: Toolbox, actor: Actor, ticket_id: UUID, text: str) -> None:
    """A line for those who work with the ticket; its reporter does not read it."""
    access.require(actor, "ticket.update")
    words = limited(text, _NOTE_MAX, "note")
    with unit_of_work():
        ticket = _found(actor, ticket_id)
        if words:
            history.touch(ticket)
            history.append(ticket, history.act_of(tools, actor), "note", note=words)


def _found(actor: Actor, ticket_id: UUID) -> Ticket:
    ticket = tickets.find_for(actor, ticket_id)
    if ticket is None:
        raise NotFound("ticket")
    return ticket
