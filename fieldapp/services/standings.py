"""Where the points of walks stand after all merges: their figures, and how the promise was kept."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from fieldapp.domain.categories import POSITIVE
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.figures import Figure, Figures, Standing, figure_of, figures
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store import standings as store
from fieldapp.store.standings import PointRow, TicketRow

_LONGEST_CHAIN = 8


class _Merging(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def merged_into_id(self) -> UUID | None: ...


Row = TypeVar("Row", bound=_Merging)


@dataclass(frozen=True)
class PointStanding:
    """One point, and the point and ticket whose answer it gets."""

    walk_id: UUID
    follows_id: UUID
    ticket_id: UUID | None
    standing: Standing
    observed_at: datetime
    answered_at: datetime | None

    @property
    def figure(self) -> Figure | None:
        return figure_of(self.standing)

    def answered_within(self, days: int) -> bool:
        """Whether it was answered in time; praise noted as such needs no answer first."""
        if self.figure in (None, Figure.UNANSWERED):
            return False
        if self.answered_at is None:
            return True
        return local_day(self.answered_at) <= local_day(self.observed_at) + timedelta(days=days)


@dataclass(frozen=True)
class WalkFigures:
    """A walk's five figures, and how many of its points were answered within the promised days."""

    figures: Figures = Figures()
    kept_count: int = 0


def of_walks(walk_ids: Sequence[UUID], answer_days: int) -> dict[UUID, WalkFigures]:
    """The figures of several walks, in a bounded number of queries."""
    found = figures_of(points_of(walk_ids).values(), answer_days)
    return {walk_id: found.get(walk_id, WalkFigures()) for walk_id in walk_ids}


def figures_of(points: Iterable[PointStanding], answer_days: int) -> dict[UUID, WalkFigures]:
    """The figures of the walks that these points belong to."""
    by_walk: dict[UUID, list[PointStanding]] = {}
    for point in points:
        by_walk.setdefault(point.walk_id, []).append(point)
    return {
        walk_id: WalkFigures(
            figures(point.standing for point in found),
            sum(point.answered_within(answer_days) for point in found),
        )
        for walk_id, found in by_walk.items()
    }


def points_of(walk_ids: Sequence[UUID]) -> dict[UUID, PointStanding]:
    """Where each point of these walks stands, by its id."""
    if not walk_ids:
        return {}
    rows = store.points_of(walk_ids)
    points = _with_followed(rows, store.points)
    ends = {row.id: _end(row, points) for row in rows}
    ticket_ids = {end.ticket_id for end in ends.values() if end.ticket_id is not None}
    tickets = _with_followed(store.tickets(ticket_ids), store.tickets) if ticket_ids else {}
    return {row.id: _standing(row, ends[row.id], tickets) for row in rows}


def _with_followed(
    rows: Iterable[Row], fetch: Callable[[Collection[UUID]], Iterable[Row]]
) -> dict[UUID, Row]:
    """The rows with all that they were merged into, wherever that is."""
    found = {row.id: row for row in rows}
    for _ in range(_LONGEST_CHAIN):
        missing = {row.merged_into_id for row in found.values() if row.merged_into_id} - found.keys()
        if not missing:
            break
        found |= {row.id: row for row in fetch(missing)}
    return found


def _end(row: Row, rows: dict[UUID, Row]) -> Row:
    """The last of the rows that this one was merged into."""
    for _ in range(_LONGEST_CHAIN):
        if row.merged_into_id is None or row.merged_into_id not in rows:
            return row
        row = rows[row.merged_into_id]
    return row


def _standing(row: PointRow, end: PointRow, tickets: dict[UUID, TicketRow]) -> PointStanding:
    ticket = tickets.get(end.ticket_id) if end.ticket_id is not None else None
    if ticket is not None:
        ticket = _end(ticket, tickets)
    by_ticket = end.state is ObservationStatus.TICKET and ticket is not None
    withdrawn = row.state is ObservationStatus.WITHDRAWN
    return PointStanding(
        walk_id=row.walk_id,
        follows_id=end.id,
        ticket_id=ticket.id if ticket is not None else None,
        standing=Standing(
            observation=row.state if withdrawn else end.state,
            ticket=ticket.state if ticket is not None else None,
            has_sentence=bool(ticket.answer if by_ticket and ticket is not None else end.answer),
            is_positive=row.category == POSITIVE,
        ),
        observed_at=row.observed_at,
        answered_at=ticket.answered_at if by_ticket and ticket is not None else end.answered_at,
    )
