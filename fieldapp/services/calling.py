"""The coordinator has asked outside the system: by telephone, or in the owner's own."""

from uuid import UUID

from fieldapp.domain import access, asking
from fieldapp.domain.actors import Actor
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import NotFound
from fieldapp.services import needs
from fieldapp.services.ticketing import asked, history
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.unreached import unreached_owners
from fieldapp.store import asking as store
from fieldapp.store.db import unit_of_work
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket


def called(tools: Toolbox, actor: Actor, owner_id: UUID) -> int:
    """Write down that the owner was asked about all that called for it; returns how many tickets.

    They leave the list for ten days. Twice is once. Raises `NotFound` for an owner without any.
    """
    access.require(actor, "ticket.update")
    with unit_of_work():
        next_rev()
        act = history.act_of(tools, actor)
        today = local_day(act.at)
        theirs = store.with_owners(today, owner_id)
        if not theirs:
            raise NotFound("owner")
        is_unreached = any(one.owner.id == owner_id for one in unreached_owners(today))
        about = [
            ticket
            for ticket in theirs
            if needs.kind_of(ticket, today) in needs.ONE_CALL or (is_unreached and _waits(ticket))
        ]
        for ticket in about:
            ticket.by_hand_at = act.at
            asked.again(ticket, act.at)
            history.touch(ticket)
            history.append(ticket, act, "asked", details={"ask": "by_hand", "count": ticket.asked_count})
        return len(about)


def _waits(ticket: Ticket) -> bool:
    return asking.is_waited_for(asked.facts(ticket))
