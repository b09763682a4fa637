"""The states of observations and walks, arrow by arrow."""

import pytest

from fieldapp.domain import observation_status, walk_status
from fieldapp.domain.actors import Role
from fieldapp.domain.observation_status import ObservationStatus, Reviewer, awaits_review, capacities, counts
from fieldapp.domain.ticket_status import Need, NotAllowed, Party
from fieldapp.domain.walk_status import WalkStatus

OBSERVATION = """
noted     reporter     withdrawn
noted     leader       ticket merged
noted     coordinator  reviewed merged
noted     server       ticket
reviewed  coordinator  ticket praise dialogue merged dismissed noted
dismissed coordinator  noted
merged    coordinator  noted
"""
WALK = """
planned  C  open cancelled
planned  L  open cancelled
planned  S  open
open     C  closing cancelled
open     L  closing cancelled
open     S  closing
closing  C  review
closing  L  review
closing  S  review
review   C  sent
sent     C  sealed
sealed   C  followed_up
sealed   S  followed_up
"""


def arrows(table: str) -> set[tuple[str, str, str]]:
    lines = (line.split() for line in table.strip().splitlines())
    return {(source, to, who) for source, who, *targets in lines for to in targets}


@pytest.mark.parametrize("reviewer", Reviewer)
@pytest.mark.parametrize("from_", ObservationStatus)
def test_every_arrow_of_an_observation_is_allowed_or_refused_as_specified(
    from_: ObservationStatus, reviewer: Reviewer
) -> None:
    for to in ObservationStatus:
        if (from_.value, to.value, reviewer.value) in arrows(OBSERVATION):
            observation_status.require(from_, to, reviewer)
        else:
            with pytest.raises(NotAllowed) as refused:
                observation_status.require(from_, to, reviewer)
            assert refused.value.allowed == observation_status.allowed(from_, reviewer)


def test_a_leader_withdraws_only_what_the_leader_wrote() -> None:
    own = capacities(Role.LEADER, is_own=True)
    others = capacities(Role.LEADER, is_own=False)
    assert ObservationStatus.WITHDRAWN in observation_status.allowed(ObservationStatus.NOTED, *own)
    assert ObservationStatus.WITHDRAWN not in observation_status.allowed(ObservationStatus.NOTED, *others)


def test_a_participant_has_no_say_over_the_points_of_others() -> None:
    assert capacities(Role.PARTICIPANT, is_own=False) == ()
    assert capacities(Role.PARTICIPANT, is_own=True) == (Reviewer.REPORTER,)
    assert observation_status.allowed(ObservationStatus.NOTED) == ()


@pytest.mark.parametrize(
    "status", [ObservationStatus.PRAISE, ObservationStatus.DIALOGUE, ObservationStatus.DISMISSED]
)
def test_praise_dialogue_and_dismissal_owe_a_public_sentence(status: ObservationStatus) -> None:
    assert observation_status.needs_public_sentence(status)
    assert Need.PUBLIC_SENTENCE in observation_status.needs(status)
    assert observation_status.is_answered(status)
    assert not observation_status.is_answered(status, has_sentence=False)


def test_a_dismissal_has_a_reason_and_a_merger_a_target() -> None:
    assert Need.REASON in observation_status.needs(ObservationStatus.DISMISSED)
    assert observation_status.needs(ObservationStatus.MERGED) == {Need.INTO}


def test_words_of_a_point_that_was_sent_at_once_still_wait_for_a_reviewer() -> None:
    assert awaits_review(ObservationStatus.TICKET, was_reviewed=False)
    assert not awaits_review(ObservationStatus.TICKET, was_reviewed=True)
    assert awaits_review(ObservationStatus.NOTED, was_reviewed=True)
    assert not awaits_review(ObservationStatus.PRAISE, was_reviewed=True)


def test_only_a_withdrawn_point_does_not_count() -> None:
    assert {status for status in ObservationStatus if not counts(status)} == {ObservationStatus.WITHDRAWN}


LETTERS = {Party.COORDINATOR: "C", Party.LEADER: "L", Party.SERVER: "S"}


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("from_", WalkStatus)
def test_every_arrow_of_a_walk_is_allowed_or_refused_as_specified(from_: WalkStatus, party: Party) -> None:
    for to in WalkStatus:
        if (from_.value, to.value, LETTERS.get(party, "")) in arrows(WALK):
            walk_status.require(from_, to, party)
        else:
            with pytest.raises(NotAllowed) as refused:
                walk_status.require(from_, to, party)
            assert refused.value.allowed == walk_status.allowed(from_, party)


def test_a_walk_is_closed_for_its_phones_once_the_closing_coffee_is_over() -> None:
    open_ones = {status for status in WalkStatus if not walk_status.is_closed(status)}
    assert open_ones == {WalkStatus.PLANNED, WalkStatus.OPEN, WalkStatus.CLOSING}
