"""A ticket near a border: a person has looked, and says whose it is of those whose it can be."""

from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Conflict, Invalid, NotFound
from fieldapp.domain.ticket_status import Party, TicketStatus, allowed
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import owners, tickets
from fieldapp.store.db import unit_of_work
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket
from fieldapp.store.versions import take_version

_S = TicketStatus


def beside(ticket: Ticket) -> list[Owner]:
    """Who else it can be, while nobody has looked and it can still be sent elsewhere."""
    codes = ticket.because.get("near") or []
    if not codes or not _may_go_on(ticket):
        return []
    found = {one.code: one for one in owners.all_owners()}
    return [found[code] for code in codes if code in found and found[code].id != ticket.owner_id]


def settle(tools: Toolbox, actor: Actor, ticket_id: UUID, version: int, owner_code: str) -> None:
    """One tap: the ticket stays with its owner, or goes to the other one with a mail of its own.

    Raises `NotFound`, `Conflict`, `NotAllowed` or `Invalid`.
    """
    with unit_of_work():
        ticket = tickets.find_for(actor, ticket_id)
        if ticket is None:
            raise NotFound("ticket")
        if ticket.version != version:
            raise Conflict
        if owners.owner_by_code(owner_code) is None:
            raise Invalid("owner", "unknown-owner")
        act = history.act_of(tools, actor)
        stays = ticket.owner is not None and ticket.owner.code == owner_code
        if stays and ticket.state is not _S.NEW:
            if not take_version(ticket, version):
                raise Conflict
            ticket.because = {name: value for name, value in ticket.because.items() if name != "near"}
            history.touch(ticket)
            history.append(ticket, act, "looked")
            return
        if _S.SENT not in allowed(ticket.state, Party.COORDINATOR):
            changing.apply(tools, ticket, TicketChange(_S.BOUNCED, owner=owner_code), act)
        changing.apply(tools, ticket, TicketChange(_S.SENT, owner=owner_code), act)


def _may_go_on(ticket: Ticket) -> bool:
    return not {_S.SENT, _S.BOUNCED}.isdisjoint(allowed(ticket.state, Party.COORDINATOR))
