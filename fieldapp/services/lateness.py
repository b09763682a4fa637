"""Who has what and since when: tickets that wait, by owner and by age, and promises that have passed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldapp.domain import access, asking
from fieldapp.domain.actors import Actor
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.lateness import Age, age_of
from fieldapp.services.ticketing import asked
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import asking as store
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket


@dataclass(frozen=True)
class Cell:
    """How many tickets of one age; `late_count` of them are later than was promised."""

    age: Age
    count: int = 0
    late_count: int = 0


@dataclass(frozen=True)
class Row:
    """An owner's tickets by age; `owner` is None for what waits at the coordinator's own desk."""

    owner: Owner | None
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        return sum(cell.count for cell in self.cells)

    @property
    def late_count(self) -> int:
        return sum(cell.late_count for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """What is late with most stands first; `total` adds up the columns."""

    rows: tuple[Row, ...]
    total: Row


def table(tools: Toolbox, actor: Actor) -> Table:
    """All owners that have something; one query."""
    access.require(actor, "ticket.update")
    today = local_day(tools.clock.now())
    by_owner: dict[UUID | None, list[Ticket]] = {}
    owners: dict[UUID, Owner] = {}
    shown = []
    for ticket in store.live():
        if _ages(ticket, today):
            shown.append(ticket)
            by_owner.setdefault(_where(ticket), []).append(ticket)
            if ticket.owner is not None:
                owners[ticket.owner.id] = ticket.owner
    rows = [_row(owners[key] if key else None, some, today) for key, some in by_owner.items()]
    rows.sort(key=lambda row: (-row.late_count, -row.count, row.owner.name if row.owner else ""))
    return Table(tuple(rows), _row(None, shown, today))


def of_owner(tools: Toolbox, actor: Actor, owner_id: UUID) -> Row | None:
    """One owner's line; None where it has nothing, or the actor does not see it."""
    if not access.may(actor, "ticket.update"):
        return None
    found = table(tools, actor).rows
    return next((row for row in found if row.owner is not None and row.owner.id == owner_id), None)


def _where(ticket: Ticket) -> UUID | None:
    return None if ticket.state in asking.WITH_COORDINATOR else ticket.owner_id


def _row(owner: Owner | None, tickets: Iterable[Ticket], today: date) -> Row:
    counts = dict.fromkeys(Age, 0)
    late = dict.fromkeys(Age, 0)
    for ticket in tickets:
        for age, is_late in _ages(ticket, today).items():
            counts[age] += 1
            late[age] += is_late
    return Row(owner, tuple(Cell(age, counts[age], late[age]) for age in Age))


def _ages(ticket: Ticket, today: date) -> dict[Age, bool]:
    """Where the ticket is counted, and whether it is late there; nowhere when nothing waits."""
    facts = asked.facts(ticket)
    if asking.has_broken_promise(facts, today):
        return {Age.PROMISE: True}
    if asking.is_waited_for(facts):
        return {age_of(facts.clock.starts_on, today): asking.is_silent(facts, today)}
    return {}
