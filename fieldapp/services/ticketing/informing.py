"""Police and rescue service are told once of what concerns them; they owe nothing and are never reminded."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fieldapp.domain import quiet_hours
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.urgency import Urgency
from fieldapp.services import mail_texts, outbox
from fieldapp.services.owner_contacts import address_of
from fieldapp.services.ticketing import mail_items
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import owners
from fieldapp.store.db import by_key, db
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk


def tell(tools: Toolbox, tickets: Sequence[Ticket], now: datetime) -> None:
    """One mail to each informed party about those of one walk's tickets that it has not heard of.

    Inside a unit of work. Sent again or rerouted, a ticket is no news.
    """
    fresh = [ticket for ticket in tickets if ticket.informed and ticket.informed_at is None]
    if not fresh:
        return
    parties = {owner.class_code: owner for owner in owners.all_owners() if owner.is_default}
    by_party: dict[UUID, list[Ticket]] = {}
    for ticket in fresh:
        ticket.informed_at = now
        for code in ticket.informed:
            party = parties.get(code)
            if party is not None and party.id != ticket.owner_id:
                by_party.setdefault(party.id, []).append(ticket)
    for party in parties.values():
        if party.id in by_party:
            _write(tools, party, by_party[party.id], now)


def _write(tools: Toolbox, party: Owner, tickets: Sequence[Ticket], now: datetime) -> None:
    today = local_day(now)
    address, walk = address_of(party, today), by_key(Walk, tickets[0].walk_id)
    if not address or walk is None:
        return
    mail = mail_texts.compose(
        tools,
        "informed",
        address,
        party.language,
        owner=party.name,
        walk=walk,
        tickets=mail_items.in_words(tickets, party.language, today),
    )
    is_akut = any(ticket.urgency == Urgency.AKUT for ticket in tickets)
    leaves_at = now if tools.is_demo else quiet_hours.leaves_at(now, is_akut=is_akut)
    named = ",".join(sorted(str(ticket.id) for ticket in tickets))
    key = f"informed:{party.id}:{hashlib.sha256(named.encode()).hexdigest()[:32]}"
    outbox.post(db.session(), "informed", key, mail, leaves_at, now)
