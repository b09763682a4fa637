"""The five figures add up to all points, whatever state each is in."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.figures import Figure, Figures, Standing, figure_of, figures
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.ticket_status import TicketStatus

N, T = ObservationStatus, TicketStatus

standings = st.builds(
    Standing,
    observation=st.sampled_from(ObservationStatus),
    ticket=st.none() | st.sampled_from(TicketStatus),
    has_sentence=st.booleans(),
    is_positive=st.booleans(),
)


@given(st.lists(standings))
def test_the_figures_add_up_to_all_points(points: list[Standing]) -> None:
    counted = figures(points)
    assert counted.total == sum(point.observation is not N.WITHDRAWN for point in points)
    assert counted.answered + counted.unanswered == counted.total


@given(st.lists(standings), st.lists(standings))
def test_the_figures_of_two_walks_are_the_sum_of_theirs(one: list[Standing], other: list[Standing]) -> None:
    assert figures(one) + figures(other) == figures(one + other)


@pytest.mark.parametrize(
    ("standing", "figure"),
    [
        (Standing(N.PRAISE), Figure.GOOD),
        (Standing(N.NOTED, is_positive=True), Figure.GOOD),
        (Standing(N.DISMISSED, is_positive=True), Figure.PROJECT_OR_NO),
        (Standing(N.TICKET, T.DONE), Figure.DONE),
        (Standing(N.TICKET, T.CONFIRMED), Figure.DONE),
        (Standing(N.TICKET, T.PLANNED), Figure.PLANNED),
        (Standing(N.TICKET, T.NEEDS_PROJECT), Figure.PROJECT_OR_NO),
        (Standing(N.TICKET, T.DECLINED), Figure.PROJECT_OR_NO),
        (Standing(N.DIALOGUE), Figure.PROJECT_OR_NO),
        (Standing(N.DISMISSED), Figure.PROJECT_OR_NO),
        (Standing(N.TICKET, T.DONE, has_sentence=False), Figure.UNANSWERED),
        (Standing(N.PRAISE, has_sentence=False), Figure.UNANSWERED),
        (Standing(N.NOTED), Figure.UNANSWERED),
        (Standing(N.MERGED), Figure.UNANSWERED),
        (Standing(N.WITHDRAWN), None),
    ],
)
def test_each_point_stands_under_one_figure(standing: Standing, figure: Figure | None) -> None:
    assert figure_of(standing) is figure


def test_a_ticket_that_waits_for_somebody_is_unanswered() -> None:
    waiting = [T.NEW, T.SENT, T.BOUNCED, T.ACCEPTED, T.INVESTIGATING, T.IN_PROGRESS, T.HANDED_OVER]
    waiting += [T.REOPENED, T.MERGED, T.CONTESTED]
    assert {figure_of(Standing(N.TICKET, status)) for status in waiting} == {Figure.UNANSWERED}


def test_a_figure_other_than_unanswered_never_stands_without_a_sentence() -> None:
    for observation, ticket in product(ObservationStatus, [None, *TicketStatus]):
        assert figure_of(Standing(observation, ticket, has_sentence=False)) in (None, Figure.UNANSWERED)


def test_the_order_is_good_done_planned_project_or_no_unanswered() -> None:
    counted = Figures(good=5, done=11, planned=5, project_or_no=3, unanswered=4)
    assert [count for _, count in counted.in_order()] == [5, 11, 5, 3, 4]
    assert (counted.total, counted.answered) == (28, 24)
