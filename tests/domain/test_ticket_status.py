"""The state table of a ticket, written a second time by hand and compared arrow by arrow."""

from itertools import product

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.ticket_status import (
    ANSWERED,
    LIVE,
    Incomplete,
    Need,
    NotAllowed,
    Party,
    TicketStatus,
    Verdict,
    after_verdict,
    allowed,
    is_answered,
    must_be_confirmed,
    needs,
    needs_public_sentence,
    party_of,
    require,
    require_needs,
)

S = TicketStatus

#: from: who may take it where. O also stands for the owner's reader by link, K only for the reader.
SPECIFICATION = """
new            C   sent declined needs_project merged planned done
new            L   sent done
sent           C   accepted investigating planned in_progress done declined needs_project bounced handed_over
sent           C   merged
sent           O   accepted investigating planned in_progress done declined needs_project bounced
bounced        C   sent declined needs_project merged
accepted       C   investigating planned in_progress done declined needs_project bounced handed_over merged
accepted       O   investigating planned in_progress done declined needs_project bounced
investigating  C   planned in_progress done declined needs_project bounced handed_over merged
investigating  O   planned in_progress done declined needs_project bounced
planned        C   planned in_progress done declined needs_project bounced merged
planned        O   planned in_progress done declined needs_project bounced
in_progress    C   done planned declined needs_project bounced
in_progress    O   done planned declined needs_project bounced
handed_over    C   accepted planned done declined needs_project bounced merged
handed_over    K   accepted planned done declined needs_project bounced
needs_project  C   planned declined reopened
needs_project  O   planned declined reopened
done           C   confirmed reopened
done           V   confirmed reopened
confirmed      C   reopened
confirmed      V   reopened
declined       C   reopened
reopened       C   sent accepted investigating planned in_progress done declined needs_project bounced
reopened       C   handed_over merged
reopened       O   sent accepted investigating planned in_progress done declined needs_project bounced
merged         C   new
contested      C   accepted planned done
"""

LETTERS = {
    "C": (Party.COORDINATOR,),
    "O": (Party.OWNER, Party.OWNER_BY_LINK),
    "K": (Party.OWNER_BY_LINK,),
    "L": (Party.LEADER,),
    "V": (Party.VERDICT,),
}


def specified() -> set[tuple[TicketStatus, TicketStatus, Party]]:
    arrows: set[tuple[TicketStatus, TicketStatus, Party]] = {
        (status, S.CONTESTED, Party.SERVER) for status in S if status not in (S.MERGED, S.CONTESTED)
    }
    for line in SPECIFICATION.strip().splitlines():
        source, letter, *targets = line.split()
        arrows |= {(S(source), S(target), party) for target in targets for party in LETTERS[letter]}
    return arrows


ARROWS = specified()


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("from_", S)
def test_every_arrow_is_allowed_or_refused_as_specified(from_: TicketStatus, party: Party) -> None:
    choices = {to for to in S if (from_, to, party) in ARROWS}
    assert set(allowed(from_, party)) == choices
    for to in S:
        if to in choices:
            require(from_, to, party)
        else:
            with pytest.raises(NotAllowed) as refused:
                require(from_, to, party)
            assert set(refused.value.allowed) == choices
            assert refused.value.code == "not-allowed"
            assert refused.value.values == {
                "from_": from_.value,
                "to": to.value,
                "allowed": [status.value for status in allowed(from_, party)],
            }


def test_allowed_lists_each_state_once() -> None:
    for from_, party in product(S, Party):
        choices = allowed(from_, party)
        assert len(choices) == len(set(choices))


def test_the_crew_does_not_answer_for_a_system_that_the_ticket_was_handed_to() -> None:
    assert allowed(S.HANDED_OVER, Party.OWNER) == ()
    assert S.DONE in allowed(S.HANDED_OVER, Party.OWNER_BY_LINK)


def test_the_coordinator_can_take_every_ticket_on_from_wherever_it_stands() -> None:
    assert all(allowed(status, Party.COORDINATOR) for status in S)


def test_every_state_can_be_reached_from_new() -> None:
    reached, waiting = {S.NEW}, [S.NEW]
    while waiting:
        here = waiting.pop()
        for to in {to for party in Party for to in allowed(here, party)} - reached:
            reached.add(to)
            waiting.append(to)
    assert reached == set(S)


def test_only_the_server_contests() -> None:
    assert {party for from_, party in product(S, Party) if S.CONTESTED in allowed(from_, party)} == {
        Party.SERVER
    }
    assert {from_ for from_ in S if S.CONTESTED in allowed(from_, Party.SERVER)} == set(LIVE)


def test_answered_is_planned_done_confirmed_declined_or_a_project_and_only_with_its_sentence() -> None:
    answered = {S.PLANNED, S.DONE, S.CONFIRMED, S.DECLINED, S.NEEDS_PROJECT}
    assert {status for status in S if is_answered(status)} == answered == ANSWERED
    assert {status for status in S if needs_public_sentence(status)} == answered
    assert not any(is_answered(status, has_sentence=False) for status in S)


@pytest.mark.parametrize(
    ("to", "must_say"),
    [
        (S.PLANNED, {Need.PUBLIC_SENTENCE, Need.PLANNED_FOR}),
        (S.DONE, {Need.PUBLIC_SENTENCE, Need.PHOTO_OR_REASON}),
        (S.DECLINED, {Need.PUBLIC_SENTENCE, Need.REASON}),
        (S.NEEDS_PROJECT, {Need.PUBLIC_SENTENCE}),
        (S.INVESTIGATING, {Need.ANSWER_BY}),
        (S.MERGED, {Need.INTO}),
        (S.ACCEPTED, set()),
        (S.BOUNCED, set()),
        (S.CONFIRMED, set()),
    ],
)
def test_each_step_must_say_what_the_reporter_and_the_next_person_need(
    to: TicketStatus, must_say: set[Need]
) -> None:
    assert needs(to) == must_say
    require_needs(to, frozenset(must_say))
    for need in must_say:
        with pytest.raises(Incomplete) as refused:
            require_needs(to, frozenset(must_say - {need}))
        assert refused.value.missing == (need,)
        assert refused.value.values == {"missing": [need.value]}


@pytest.mark.parametrize(
    ("status", "verdict", "after"),
    [
        (S.DONE, Verdict.FIXED, S.CONFIRMED),
        (S.DONE, Verdict.PARTLY, S.REOPENED),
        (S.DONE, Verdict.NOT_FIXED, S.REOPENED),
        (S.DONE, Verdict.WORSE, S.REOPENED),
        (S.CONFIRMED, Verdict.FIXED, None),
        (S.CONFIRMED, Verdict.WORSE, S.REOPENED),
        (S.PLANNED, Verdict.NOT_FIXED, None),
        (S.DECLINED, Verdict.WORSE, None),
    ],
)
def test_a_verdict_confirms_reopens_or_only_enters_the_history(
    status: TicketStatus, verdict: Verdict, after: TicketStatus | None
) -> None:
    assert after_verdict(status, verdict) is after


def test_every_verdict_that_moves_a_ticket_takes_an_arrow_of_the_table() -> None:
    for status, verdict in product(S, Verdict):
        after = after_verdict(status, verdict)
        if after is not None:
            require(status, after, Party.VERDICT)


def test_hittar_inget_fel_closes_nothing_before_the_coordinator_has_looked() -> None:
    assert must_be_confirmed(S.DONE, nothing_found=True)
    assert not must_be_confirmed(S.DONE, nothing_found=False)
    assert not must_be_confirmed(S.CONFIRMED, nothing_found=True)


def test_each_role_moves_tickets_in_its_own_capacity_or_not_at_all() -> None:
    assert {role: party_of(role) for role in Role if party_of(role)} == {
        Role.COORDINATOR: Party.COORDINATOR,
        Role.CREW: Party.OWNER,
        Role.SUPERVISOR: Party.OWNER,
        Role.READER: Party.OWNER_BY_LINK,
        Role.LEADER: Party.LEADER,
        Role.SECRETARY: Party.LEADER,
    }
