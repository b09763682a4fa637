"""Who is waited for: nobody who is only informed, danger first, and a head hears of all it has to."""

from datetime import date

import pytest

from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services import asking, desk, lateness, needs, weekly
from fieldapp.services.ticketing import reading
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import worklist
from fieldapp.store.db import db
from fieldapp.store.revisions import current_rev
from fieldapp.store.tickets import Ticket
from tests.services.test_asking import letters, morning, owner_is, row
from tests.support.answered import Asked
from tests.support.clock import HeldClock
from tests.support.world import World


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def test_what_is_lifted_later_the_same_day_reaches_the_head_too(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    owner_is(world.housing, head_email="chef@demo.invalid", email="")
    first, second = asked.ticket(asked.point()), asked.ticket(asked.point())
    asked.change(Ticket, second, state=S.NEW)
    morning(clock, "2026-10-26")
    assert asking.run(tools).escalated_count == 1
    asked.change(Ticket, second, state=S.SENT)
    assert asking.run(tools).escalated_count == 1
    assert asking.run(tools).escalated_count == 0
    told = [letter["text"] for letter in letters("escalation")]
    assert [row(one).number in text for one, text in zip((first, second), told, strict=True)] == [True, True]


def test_whoever_is_only_informed_is_never_unanswered_or_late(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    ann = world.actor(world.ann)
    police = world.add_owner("polis", "PO", "Kommunpolisen")
    ticket_id = asked.ticket(asked.point(severity="akut"), owner_id=police)
    asked.change(Ticket, ticket_id, due_on=date(2026, 10, 1))
    morning(clock, "2026-11-30")
    today = date(2026, 11, 30)
    assert needs.kind_of(row(ticket_id), today) is None
    assert not reading.is_silent(row(ticket_id), today) and not reading.is_late(row(ticket_id), today)
    assert lateness.table(tools, ann).rows == ()
    assert desk.home(tools, ann).numbers.late == 0
    assert (weekly.count(tools).late_count, weekly.count(tools).waiting_count) == (0, 0)
    asked.change(Ticket, ticket_id, state=S.BOUNCED)
    assert needs.kind_of(row(ticket_id), today) is needs.Kind.BOUNCED
    assert lateness.table(tools, ann).total.count == 1


def test_danger_is_among_the_rows_however_many_others_have_waited_longer(
    asked: Asked, world: World, clock: HeldClock
) -> None:
    calm, danger = asked.ticket(asked.point()), asked.ticket(asked.point(severity="akut"))
    asked.change(Ticket, calm, answer_due_on=date(2026, 10, 1))
    asked.change(Ticket, danger, answer_due_on=date(2026, 10, 9))
    (first,) = worklist.needing(world.actor(world.ann), date(2026, 11, 30), 1)
    assert first.id == danger


def test_a_week_in_which_nothing_waits_is_looked_at_without_holding_up_anybody(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    morning(clock, "2026-09-28")
    before = current_rev()
    db.session.rollback()
    weekly.write(tools)
    assert current_rev() == before
