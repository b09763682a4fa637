"""What the clocks owe today: each owner is asked again in one mail, its head hears of silence, once each."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fieldapp.domain import quiet_hours
from fieldapp.domain.asking import Ask, owed
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import asking_mails, weekly
from fieldapp.services.owner_contacts import address_of, head_address_of
from fieldapp.services.ticketing import asked, history
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import asking as store
from fieldapp.store import outbox as outbox_rows
from fieldapp.store import owner_mails
from fieldapp.store.db import DatabaseUnavailable, by_key, db, unit_of_work
from fieldapp.store.owners import Owner
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket

log = logging.getLogger("fieldapp.asking")


@dataclass(frozen=True)
class Round:
    """What one look did: owners that were written to, and tickets that were lifted to somebody's head."""

    owner_count: int = 0
    escalated_count: int = 0


def run(tools: Toolbox) -> Round:
    """Write what is owed now; again, or by another process at the same time, it writes nothing more.

    Outside any unit of work. Days on which nothing ran are not made up for one by one: what is owed is
    judged by today alone. A mail that cannot be written holds up no other.
    """
    _count_unarrived(tools)
    now = tools.clock.now()
    if not quiet_hours.is_open(now):
        return Round()
    owners = [owner.id for owner in _owing(local_day(now))]
    db.session.rollback()
    asked_count = escalated_count = 0
    for owner_id in owners:
        try:
            is_written, lifted = _ask(tools, owner_id)
        except DatabaseUnavailable:
            raise
        except Exception:  # whatever is wrong with one owner stays with that owner
            log.exception("owner %s could not be asked", owner_id)
            continue
        asked_count += is_written
        escalated_count += lifted
    _write_safely(tools, asking_mails.tell_coordinators)
    _write_safely(tools, weekly.write)
    return Round(asked_count, escalated_count)


def _write_safely(tools: Toolbox, write: Callable[[Toolbox], None]) -> None:
    """The desk's own mail: what is wrong with it must not keep the process from sending all others."""
    try:
        write(tools)
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("the desk could not be written to by %s", write.__module__)


def judge(tickets: Sequence[Ticket], address: str, today: date) -> dict[Ask, list[Ticket]]:
    """The tickets of one owner by what is owed for each, in their order."""
    found: dict[Ask, list[Ticket]] = {}
    for ticket in tickets:
        ask = owed(asked.facts(ticket, has_address=bool(address)), today)
        if ask is not None:
            found.setdefault(ask, []).append(ticket)
    return found


def _owing(today: date) -> list[Owner]:
    """Owners for whom something may be owed; whether it is, is judged again in their unit of work."""
    by_owner: dict[UUID, list[Ticket]] = {}
    for ticket in store.with_owners(today):
        if ticket.owner is not None and not asked.is_informed_only(ticket.owner):
            by_owner.setdefault(ticket.owner.id, []).append(ticket)
    owners = {ticket.owner.id: ticket.owner for some in by_owner.values() for ticket in some if ticket.owner}
    # Where it reads its mail is asked for only where something is owed with an address or without.
    maybe = [one for one in owners.values() if any(judge(by_owner[one.id], at, today) for at in ("any", ""))]
    failed = owner_mails.last_failed() if maybe else {}
    return [one for one in maybe if judge(by_owner[one.id], _address(one, failed, today), today)]


def _address(owner: Owner, failed: Mapping[UUID, str], today: date) -> str:
    """Where the owner reads its mail today; "" where the last mail to that address did not arrive."""
    address = address_of(owner, today)
    return "" if failed.get(owner.id) == address else address


def _ask(tools: Toolbox, owner_id: UUID) -> tuple[bool, int]:
    """One owner's mails of today: whether one was written, and how many tickets were lifted."""
    with unit_of_work():
        # Whoever holds the counter of changes goes first: another process finds its mail written.
        next_rev()
        now = tools.clock.now()
        today = local_day(now)
        owner = by_key(Owner, owner_id)
        if owner is None or outbox_rows.is_posted(asking_mails.key("reminder", owner, today)):
            return False, 0
        address = _address(owner, owner_mails.last_failed(), today)
        due = judge(store.with_owners(today, owner.id), address, today)
        by_mail = _by_mail(due, address)
        lifted = due.get(Ask.ESCALATION, [])
        if by_mail:
            asking_mails.remind(tools, owner, address, by_mail, now)
        if lifted:
            asking_mails.escalate(tools, owner, lifted, now)
        _write_down(tools, by_mail, lifted, now)
        return bool(by_mail), len(lifted)


def _by_mail(due: Mapping[Ask, Sequence[Ticket]], address: str) -> dict[Ask, list[Ticket]]:
    """What the owner's own mail holds: nothing that is asked about by hand in its own system."""
    if not address:
        return {}
    kept = {
        ask: [ticket for ticket in tickets if ticket.state is not TicketStatus.HANDED_OVER]
        for ask, tickets in due.items()
    }
    return {ask: tickets for ask, tickets in kept.items() if tickets}


def _write_down(
    tools: Toolbox,
    by_mail: Mapping[Ask, Sequence[Ticket]],
    lifted: Sequence[Ticket],
    now: datetime,
) -> None:
    act = history.act_of_server(tools)
    why = {ticket.id: ask for ask, tickets in by_mail.items() for ticket in tickets}
    for ticket in lifted:
        ticket.escalated_at = now
    for ticket in {one.id: one for some in (*by_mail.values(), lifted) for one in some}.values():
        if ticket.id in why:
            asked.again(ticket, now)
        ask = why.get(ticket.id, Ask.ESCALATION)
        is_above = ask is Ask.ESCALATION and ticket.owner is not None and bool(head_address_of(ticket.owner))
        said = {"ask": ask.value, "count": ticket.asked_count, "head": is_above}
        history.touch(ticket)
        history.append(ticket, act, "asked", details=said)


def _count_unarrived(tools: Toolbox) -> None:
    """A mail that was given up asked nobody: its tickets say so."""
    if not owner_mails.newly_failed():
        db.session.rollback()
        return
    with unit_of_work():
        next_rev()
        act = history.act_of_server(tools)
        for mail in owner_mails.newly_failed():
            mail.failed_at = act.at
            for ticket in store.by_ids([UUID(one) for one in mail.ticket_ids]):
                if ticket.owner_id == mail.owner_id:
                    asked.never_arrived(ticket)
                    history.touch(ticket)
                    history.append(ticket, act, "unarrived")
