"""The table of what met: each row by its words, in their order, with every pair of states judged."""

from dataclasses import replace
from typing import Any

import pytest

from fieldapp.domain.ticket_conflicts import ASKABLE, RANK, TABLE, Fate, Meeting, decide, row_of
from fieldapp.domain.ticket_status import Party, TicketStatus, allowed

S = TicketStatus

#: What the crew wanted and how the ticket stands when it arrives, and what follows.
CASES: tuple[tuple[str, Meeting, Fate, str], ...] = (
    ("nothing happened", Meeting(S.DONE, S.SENT), Fate.APPLIED, ""),
    ("fields it does not touch", Meeting(S.DONE, S.SENT, is_changed=True), Fate.MERGED, "rebased"),
    (
        "the desk went on, the crew came further",
        Meeting(S.DONE, S.PLANNED, is_changed=True, is_stepped=True),
        Fate.MERGED,
        "rebased",
    ),
    (
        "in progress is more than planned",
        Meeting(S.IN_PROGRESS, S.PLANNED, is_changed=True, is_stepped=True),
        Fate.MERGED,
        "rebased",
    ),
    (
        "planned is less than in progress",
        Meeting(S.PLANNED, S.IN_PROGRESS, is_changed=True, is_stepped=True),
        Fate.KEPT,
        "overtaken",
    ),
    (
        "two plans: the coordinator's date and words stand",
        Meeting(S.PLANNED, S.PLANNED, is_changed=True, is_stepped=True),
        Fate.KEPT,
        "overtaken",
    ),
    (
        "somebody else's now",
        Meeting(S.DONE, S.SENT, is_theirs=False, is_changed=True, is_stepped=True),
        Fate.REVIEW,
        "contested",
    ),
    (
        "closed by the coordinator",
        Meeting(S.DONE, S.DONE, is_changed=True, is_stepped=True),
        Fate.KEPT,
        "already-done",
    ),
    (
        "closed by the one who has it now",
        Meeting(S.DONE, S.CONFIRMED, is_theirs=False, is_changed=True, is_stepped=True),
        Fate.KEPT,
        "already-done",
    ),
    ("closed twice by the same phone", Meeting(S.DONE, S.DONE), Fate.KEPT, "already-done"),
    (
        "opened again",
        Meeting(S.DONE, S.REOPENED, was_reopened=True, is_changed=True, is_stepped=True),
        Fate.REVIEW,
        "contested",
    ),
    (
        "withdrawn",
        Meeting(S.DONE, S.DECLINED, is_changed=True, is_stepped=True),
        Fate.REVIEW,
        "contested",
    ),
    (
        "sent to the owner's own system",
        Meeting(S.DONE, S.HANDED_OVER, is_changed=True, is_stepped=True),
        Fate.REVIEW,
        "contested",
    ),
    (
        "withdrawn, and only begun",
        Meeting(S.IN_PROGRESS, S.DECLINED, is_changed=True, is_stepped=True),
        Fate.KEPT,
        "overtaken",
    ),
    (
        "not theirs, says the crew, while the desk planned it",
        Meeting(S.BOUNCED, S.PLANNED, is_changed=True, is_stepped=True),
        Fate.REVIEW,
        "contested",
    ),
    ("merged into one that waits", Meeting(S.DONE, S.SENT, follows=True), Fate.MERGED, "merged-ticket"),
    ("merged into one that is done", Meeting(S.DONE, S.DONE, follows=True), Fate.KEPT, "already-done"),
    (
        "merged into another owner's",
        Meeting(S.DONE, S.SENT, is_theirs=False, follows=True),
        Fate.REVIEW,
        "contested",
    ),
    ("looked at already", Meeting(S.DONE, S.CONTESTED), Fate.KEPT, "contested"),
    (
        "looked at already, for another owner",
        Meeting(S.PLANNED, S.CONTESTED, is_theirs=False),
        Fate.KEPT,
        "contested",
    ),
)


@pytest.mark.parametrize(("words", "meeting", "fate", "code"), CASES, ids=[case[0] for case in CASES])
def test_what_met_is_decided_by_the_table(words: str, meeting: Meeting, fate: Fate, code: str) -> None:
    assert decide(meeting) == (fate, code), words


def every_meeting() -> list[Meeting]:
    plain = [Meeting(wanted, now) for wanted in ASKABLE for now in S if now is not S.MERGED]
    ways: list[dict[str, Any]] = [
        {},
        {"is_changed": True},
        {"is_changed": True, "is_stepped": True},
        {"is_changed": True, "is_stepped": True, "was_reopened": True},
        {"is_changed": True, "is_stepped": True, "is_theirs": False},
        {"follows": True},
    ]
    return [replace(one, **way) for one in plain for way in ways]


def test_no_row_is_idle() -> None:
    reached = {row_of(meeting).situation for meeting in every_meeting()}
    assert reached == {row.situation for row in TABLE}


def test_what_is_to_be_looked_at_may_become_contested() -> None:
    for meeting in every_meeting():
        if decide(meeting).fate is Fate.REVIEW:
            assert S.CONTESTED in allowed(meeting.now, Party.SERVER), meeting


def test_what_takes_effect_against_another_step_has_its_arrow() -> None:
    for meeting in every_meeting():
        if decide(meeting).fate is Fate.MERGED and meeting.is_moved_on:
            assert meeting.has_arrow, meeting


def test_done_work_is_never_only_overtaken() -> None:
    for meeting in every_meeting():
        if meeting.wanted is S.DONE:
            assert decide(meeting).code != "overtaken", meeting


def test_a_state_of_work_has_one_rank() -> None:
    order = [S.SENT, S.ACCEPTED, S.INVESTIGATING, S.PLANNED, S.IN_PROGRESS, S.DONE]
    assert sorted(order, key=RANK.__getitem__) == order
