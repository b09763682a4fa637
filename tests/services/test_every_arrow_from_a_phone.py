"""Every ordered pair of states from a phone, in a follow-up walk and when the coordinator decides."""

from itertools import product
from typing import Any

import msgspec
import pytest

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.clock import to_ms
from fieldapp.domain.commands import Batch
from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_conflicts import ASKABLE, Fate, Meeting, decide
from fieldapp.domain.ticket_status import VERDICTS, Need, Party, TicketStatus, Verdict, allowed, needs
from fieldapp.services.capture.apply import apply_batch
from fieldapp.services.ticketing import deciding
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.walks import Walk
from tests.services.arrows import WORDS, Stage, code_of, person
from tests.support.browser import on_sqlite_only
from tests.support.world import World

S = TicketStatus
#: What a crew may ask for; the columns of the two tables below. All else is refused from everywhere.
COLUMNS = (
    *(S.SENT, S.BOUNCED, S.ACCEPTED, S.INVESTIGATING, S.PLANNED),
    *(S.IN_PROGRESS, S.NEEDS_PROJECT, S.DONE, S.DECLINED, S.REOPENED),
)
#: a: taken. m: taken, although something happened meanwhile. c: the coordinator has to look. k: kept as a
#: line of the history. A point: refused. What is merged is done to the one it follows, which is sent.
AS_IT_WAS_READ = """
    new            . . . . . . . . . .
    sent           . a a a a a a a a .
    bounced        . . . . . . . . . .
    accepted       . a . a a a a a a .
    investigating  . a . . a a a a a .
    planned        . a . . a a a a a .
    in_progress    . a . . a . a a a .
    handed_over    . . . . . . . . . .
    needs_project  . . . . a . . . a a
    done           . . . . . . . k . .
    confirmed      . . . . . . . k . .
    declined       . . . . . . . . . .
    reopened       a a a a a a a a a .
    merged         k c m m m m c m c k
    contested      k k k k k k k k k k
"""
MOVED_MEANWHILE = """
    new            k c k k k k c c c k
    sent           k c m m m m c m c k
    bounced        k c k k k k c c c k
    accepted       k c k m m m c m c k
    investigating  k c k k m m c m c k
    planned        k c k k k m c m c k
    in_progress    k c k k k k c m c k
    handed_over    k c k k k k c c c k
    needs_project  k k k k k k k c k k
    done           k k k k k k k k k k
    confirmed      k k k k k k k k k k
    declined       k k k k k k k c k k
    reopened       c c c c c c c c c c
    merged         k c m m m m c m c k
    contested      k k k k k k k k k k
"""
LETTERS = {Fate.APPLIED: "a", Fate.MERGED: "m", Fate.REVIEW: "c", Fate.KEPT: "k"}


def rows(table: str) -> dict[tuple[TicketStatus, TicketStatus], str]:
    lines = [line.split() for line in table.strip().splitlines()]
    return {
        (S(name), to): letter for name, *letters in lines for to, letter in zip(COLUMNS, letters, strict=True)
    }


def test_what_becomes_of_a_crew_s_act_is_what_the_rules_of_meetings_say() -> None:
    assert set(COLUMNS) == ASKABLE
    for table, is_moved in ((AS_IT_WAS_READ, False), (MOVED_MEANWHILE, True)):
        for (from_, to), letter in rows(table).items():
            follows = from_ is S.MERGED
            stands = S.SENT if follows else from_
            met = Meeting(
                to,
                stands,
                was_reopened=is_moved and from_ is S.REOPENED,
                is_changed=is_moved and not follows,
                is_stepped=is_moved and not follows,
                follows=follows,
            )
            fate = decide(met).fate
            is_taken = fate in (Fate.APPLIED, Fate.MERGED) and to not in allowed(stands, Party.OWNER)
            assert letter == ("." if is_taken else LETTERS[fate]), (from_, to)


def kept_because(from_: TicketStatus, to: TicketStatus) -> str:
    if to is S.DONE and from_ in (S.DONE, S.CONFIRMED):
        return "already-done"
    return "contested" if from_ is S.CONTESTED else "overtaken"


class Queue:
    """A phone's acts, one by one, as the server applies them."""

    def __init__(self, stage: Stage, found: Actor) -> None:
        self.stage, self.actor = stage, found

    def send(self, kind: str, payload: dict[str, Any], base_rev: int | None = None) -> str:
        now_ms = to_ms(self.stage.tools.clock.now())
        op: dict[str, Any] = {
            "id": str(new_id()),
            "kind": kind,
            "entity_id": str(self.stage.id),
            "base_rev": base_rev,
            "client_at": now_ms - 1000,
            "payload": payload,
            "photos": [],
        }
        body = {"proto": 1, "client_now": now_ms, "boot_id": "boot-1", "mono_ms": 3600000.5}
        batch = {**body, "actor": str(self.actor.id), "ops": [op]}
        # What the test itself read holds the database no longer.
        db.session.rollback()
        raw = msgspec.json.encode(batch)
        (answer,) = apply_batch(self.stage.tools, self.actor, msgspec.json.decode(raw, type=Batch)).results
        return answer.code or ""

    def status(self, said: TicketChange, base_rev: int) -> str:
        """A day to answer by is said inside the sentence."""
        sentence: Any = said.sentence
        if said.to is S.INVESTIGATING:
            dated = {"template": "investigating.answer_by", "values": {"date": "2026-12-01"}}
            sentence = dated if said.answer_by else WORDS
        payload = {
            "to": said.to.value,
            "public_text": sentence,
            "reason": said.reason,
            "planned_for": said.planned_for,
            "no_photo_reason": said.no_photo_reason,
        }
        return self.send("ticket.status", payload, base_rev)


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


@on_sqlite_only
@pytest.mark.parametrize(
    ("who", "is_moved"),
    [("cem", False), ("sam", False), ("van", True)],
    ids=["the crew", "the supervisor", "the enrolled phone, moved meanwhile"],
)
def test_each_step_of_a_crew_is_taken_looked_at_kept_or_refused(
    stage: Stage, who: str, is_moved: bool
) -> None:
    queue = Queue(stage, person(stage, who))
    table = rows(MOVED_MEANWHILE if is_moved else AS_IT_WAS_READ)
    for from_ in S:
        read = set_out(stage, from_, is_moved)
        for to in S:
            letter = table.get((from_, to), ".")
            if not met(stage, queue, from_, to, letter, read):
                read = set_out(stage, from_, is_moved)


def set_out(stage: Stage, from_: TicketStatus, is_moved: bool) -> int | None:
    """Returns what the phone had read; None where that is how the ticket stands."""
    if is_moved:
        return stage.step(from_)
    stage.put(from_)
    return None


def met(
    stage: Stage, queue: Queue, from_: TicketStatus, to: TicketStatus, letter: str, read: int | None
) -> bool:
    """Sends the act, first without each thing that it owes; returns whether all stands as it stood."""
    taker = stage.other_id if from_ is S.MERGED else stage.id
    here, before = stage.stands(), stage.stands(taker)
    base = here.rev if read is None else read
    if letter in "am":
        for need in sorted(needs(to)):
            assert queue.status(stage.saying(to, need), base) == "incomplete", (from_, to, need)
            assert (stage.stands(), stage.stands(taker)) == (here, before), (from_, to, need)
    code = queue.status(stage.saying(to), base)
    after = stage.stands(taker)
    if letter == ".":
        assert (code, after) == ("not-allowed", before), (from_, to)
        return True
    moved_to = {"a": to, "m": to, "c": S.CONTESTED, "k": before.state}[letter]
    taken = "merged-ticket" if from_ is S.MERGED else "rebased"
    told = {"a": "", "m": taken, "c": "contested", "k": kept_because(from_, to)}[letter]
    assert (code, after.state) == (told, moved_to), (from_, to)
    assert after.event_count == before.event_count + 1, (from_, to)
    assert after.version == before.version + (letter != "k"), (from_, to)
    assert after.answer == before.answer or letter in "am", (from_, to)
    if taker != stage.id:
        assert stage.stands() == here, (from_, to)
    return letter == "k"


@on_sqlite_only
@pytest.mark.parametrize(
    ("who", "code"),
    [("dora", "not-found"), *((who, "forbidden") for who in ("ann", "participant", "secretary", "leader"))],
)
def test_nobody_else_s_phone_takes_a_step(stage: Stage, who: str, code: str) -> None:
    queue = Queue(stage, person(stage, who))
    for from_ in S:
        stage.put(from_)
        before = stage.stands()
        for to in S:
            assert queue.status(stage.saying(to), before.rev) == code, (from_, to)
        assert stage.stands() == before


@on_sqlite_only
@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("leader", ""),
        ("secretary", ""),
        ("participant", "forbidden"),
        ("cem", "forbidden"),
        ("van", "forbidden"),
        ("ann", "forbidden"),
        ("elsewhere", "not-found"),
    ],
)
def test_a_verdict_takes_its_arrow_or_only_enters_the_history(
    world: World, stage: Stage, who: str, code: str
) -> None:
    walk_id = world.add_walk("BRU-2027-1", code="FOLJUP")
    with unit_of_work():
        walk = by_key(Walk, walk_id)
        assert walk is not None
        walk.kind, walk.follows_id = "follow_up", world.walk_id
    if who in ("leader", "secretary", "participant"):
        found = world.add_phone(walk_id, Role(who))
    else:
        found = person(stage, "leader" if who == "elsewhere" else who)
    queue = Queue(stage, found)
    for from_, verdict in product(S, Verdict):
        stage.put(from_)
        before = stage.stands()
        assert queue.send("followup.verdict", {"result": verdict.value}) == code, (from_, verdict)
        after = stage.stands()
        if code:
            assert after == before, (from_, verdict)
            continue
        to = VERDICTS.get((from_, verdict))
        assert after.state is (to or from_), (from_, verdict)
        assert after.version == before.version + (to is not None)
        assert after.event_count == before.event_count + 1


@on_sqlite_only
@pytest.mark.parametrize(
    ("who", "code"), [("ann", ""), ("cem", "not-allowed"), ("dora", "not-found"), ("lena", "not-found")]
)
def test_the_coordinator_alone_decides_what_is_contested(stage: Stage, who: str, code: str) -> None:
    found = person(stage, who)

    def decided(*, approve: bool) -> str:
        version = stage.stands().version
        return code_of(lambda: deciding.decide(stage.tools, found, stage.id, version, approve=approve))

    for from_ in S:
        for approve in (True, False) if from_ is not S.CONTESTED else ():
            stage.put(from_)
            before = stage.stands()
            assert decided(approve=approve) == (code if code == "not-found" else "conflict"), from_
            assert stage.stands() == before
    for wanted, approve, is_said in product(S, (True, False), (True, False)):
        brought = {"wanted": wanted.value, "planned_for": "2026-W46", "no_photo_reason": "Det var mörkt"}
        stage.step(S.CONTESTED, details=brought, answer=WORDS if is_said else None)
        before, to = stage.stands(), wanted if approve else S.ACCEPTED
        expected = code or ("" if to in allowed(S.CONTESTED, Party.COORDINATOR) else "not-allowed")
        if not expected and Need.PUBLIC_SENTENCE in needs(to) and not is_said:
            expected = "incomplete"
        assert decided(approve=approve) == expected, (wanted, approve, is_said)
        after = stage.stands()
        if expected:
            assert after == before, (wanted, approve, is_said)
        else:
            assert (after.state, after.version) == (to, before.version + 1), (wanted, approve)
