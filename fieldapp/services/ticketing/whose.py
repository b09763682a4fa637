"""What a coordinator is asked of one ticket: whose it is, by what came back, by a border or by its number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from fieldapp.domain.actors import Actor
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import bordering, bounced
from fieldapp.store import assets
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket


@dataclass(frozen=True)
class Whose:
    """`suggested` is the answer to *vems?* of a ticket that came back; `beside` are those across a border.

    `same_asset` are other tickets of the same lamp post or cabinet, the newest first.
    """

    suggested: Owner | None
    beside: list[Owner]
    same_asset: Sequence[Ticket]

    @property
    def is_asked(self) -> bool:
        return self.suggested is not None or bool(self.beside)


def of(actor: Actor, ticket: Ticket, *, may_change: bool) -> Whose:
    """All three for one ticket that exists for the actor."""
    came_back = ticket.state is TicketStatus.BOUNCED and may_change
    return Whose(
        suggested=bounced.suggested([ticket.id]).get(ticket.id) if came_back else None,
        beside=bordering.beside(ticket) if may_change and not came_back else [],
        same_asset=assets.tickets_of(actor, ticket.asset, but=ticket.id) if ticket.asset else [],
    )


def suggested(ticket_ids: Collection[UUID]) -> dict[UUID, Owner]:
    """Whom the tickets that came back were said to be, for a list of them."""
    return bounced.suggested(ticket_ids)
