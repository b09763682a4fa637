"""A phone's acts that somebody at the desk brought as a file: the ticket's history says who did."""

from fieldapp.services.capture.act import Act, Outcome
from fieldapp.services.ticketing import history
from fieldapp.store.db import by_key
from fieldapp.store.tickets import Ticket

BROUGHT = "brought"


def note(act: Act, outcome: Outcome) -> None:
    """One line after the act's own; a point's own operation says it for what is no ticket."""
    if act.brought_by is None:
        return
    ticket = by_key(Ticket, outcome.entity or act.op.entity_id)
    if ticket is not None:
        history.append(ticket, history.act_of(act.tools, act.brought_by), BROUGHT)
