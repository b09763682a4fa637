"""The five figures of a walk: good, done, planned, project or no, unanswered; they add up to all points."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.observation_status import ObservationStatus, counts
from fieldapp.domain.ticket_status import TicketStatus


class Figure(StrEnum):
    """The figure that a point belongs to, in the order in which they are always shown."""

    GOOD = "good"
    DONE = "done"
    PLANNED = "planned"
    PROJECT_OR_NO = "project_or_no"
    UNANSWERED = "unanswered"


@dataclass(frozen=True)
class Standing:
    """Where a point stands. One that was merged carries the states of the point it follows.

    `ticket` is the state of the ticket that answers it, after all merges; `is_positive` is a point of
    the category POS, which is counted as good from the first moment.
    """

    observation: ObservationStatus
    ticket: TicketStatus | None = None
    has_sentence: bool = True
    is_positive: bool = False


@dataclass(frozen=True)
class Figures:
    """How many points of each kind; `total` is all points."""

    good: int = 0
    done: int = 0
    planned: int = 0
    project_or_no: int = 0
    unanswered: int = 0

    @property
    def total(self) -> int:
        return self.good + self.done + self.planned + self.project_or_no + self.unanswered

    @property
    def answered(self) -> int:
        """How many have an answer: "24 av 28 punkter har svar"."""
        return self.total - self.unanswered

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.good + other.good,
            self.done + other.done,
            self.planned + other.planned,
            self.project_or_no + other.project_or_no,
            self.unanswered + other.unanswered,
        )

    def in_order(self) -> tuple[tuple[Figure, int], ...]:
        """The figures in the order in which every page shows them."""
        return tuple((figure, getattr(self, figure.value)) for figure in Figure)


_OF_OBSERVATION = {
    ObservationStatus.PRAISE: Figure.GOOD,
    ObservationStatus.DIALOGUE: Figure.PROJECT_OR_NO,
    ObservationStatus.DISMISSED: Figure.PROJECT_OR_NO,
}
_OF_TICKET = {
    TicketStatus.DONE: Figure.DONE,
    TicketStatus.CONFIRMED: Figure.DONE,
    TicketStatus.PLANNED: Figure.PLANNED,
    TicketStatus.NEEDS_PROJECT: Figure.PROJECT_OR_NO,
    TicketStatus.DECLINED: Figure.PROJECT_OR_NO,
}
_STILL_GOOD = frozenset({ObservationStatus.NOTED, ObservationStatus.REVIEWED, ObservationStatus.PRAISE})


def figure_of(standing: Standing) -> Figure | None:
    """The one figure that a point belongs to; None for a withdrawn point, which is no point any more.

    A dialogue point and a dismissed one are answered without a repair: they stand under project or no.
    """
    if not counts(standing.observation):
        return None
    if standing.is_positive and standing.observation in _STILL_GOOD:
        return Figure.GOOD
    if not standing.has_sentence:
        return Figure.UNANSWERED
    if standing.observation is ObservationStatus.TICKET and standing.ticket is not None:
        return _OF_TICKET.get(standing.ticket, Figure.UNANSWERED)
    return _OF_OBSERVATION.get(standing.observation, Figure.UNANSWERED)


def figures(standings: Iterable[Standing]) -> Figures:
    """The figures of some points, for example a walk's."""
    counted = dict.fromkeys(Figure, 0)
    for standing in standings:
        figure = figure_of(standing)
        if figure is not None:
            counted[figure] += 1
    return Figures(**{figure.value: count for figure, count in counted.items()})
