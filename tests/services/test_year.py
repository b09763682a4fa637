"""A municipality's year: three walks, ninety points, nine owners of whom most are silent at first."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from fieldapp.domain.clock import local
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.figures import Figure
from fieldapp.domain.quiet_hours import is_open
from fieldapp.domain.ticket_status import ANSWERED
from fieldapp.services import lateness, standings, weekly
from fieldapp.services.ticketing import asked as asking_facts
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import db
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.tickets import Ticket, TicketEvent
from tests.support.answered import Asked
from tests.support.clock import HeldClock
from tests.support.world import World
from tests.support.year import CALL, Year

WALKS = (date(2027, 3, 2), date(2027, 6, 8), date(2027, 9, 21))
#: What a coordinator can be asked for in any week.
ACTS_MAX = 10
OFF = {date(2027, 10, 11) + timedelta(days=number) for number in range(7)}


@pytest.mark.timeout(600)
def test_after_a_year_every_point_is_answered_or_truthfully_escalated(
    app: Flask, tools: Toolbox, clock: HeldClock
) -> None:
    clock.moment = datetime.combine(WALKS[0], datetime.min.time(), UTC) + timedelta(hours=17)
    world = World(app, tools)
    year = Year(world, tools, clock)
    year.people()
    asked = Asked(world)
    walks = {WALKS[0]: world.walk_id, WALKS[1]: world.other_walk_id}
    for day in year.days(WALKS[0], WALKS[0] + timedelta(days=365)):
        if day in WALKS:
            year.at(day, 18)
            walks.setdefault(day, world.walk_id)
            if day == WALKS[2]:
                walks[day] = world.add_walk("TEG-2027-4", code="TEGELH")
            year.walk(walks[day], asked)
        if day - timedelta(days=6) in WALKS:
            year.at(day, 9)
            year.send(walks[day - timedelta(days=6)])
        if day not in OFF:
            year.live(day)
    check_coordinator(year)
    check_mails(year)
    check_answers(year, tools, list(walks.values()))


def check_answers(year: Year, tools: Toolbox, walk_ids: list[UUID]) -> None:
    tickets = {row.id: row for row in db.session.query(Ticket)}
    points = standings.points_of(walk_ids)
    assert len(points) == len(tickets) == 90
    silent_first = sum(task.patience > 1 for task in year.tasks.values())
    silent = [row for row in tickets.values() if row.state not in ANSWERED]
    for row in silent:
        facts = asking_facts.facts(row)
        assert row.escalated_at is not None and row.asked_count >= 2, (row.number, facts)
        assert year.tasks[row.id].patience > CALL, (row.number, row.state, facts)
    for row in tickets.values():
        assert row in silent or row.answer is not None
    found = standings.figures_of(points.values(), 30)
    unanswered = sum(one.figures.unanswered for one in found.values())
    assert unanswered == len(silent) == sum(p.figure is Figure.UNANSWERED for p in points.values())
    assert sum(one.figures.total for one in found.values()) == 90
    assert 0 < unanswered < 12 and silent_first >= 45
    table = lateness.table(tools, year.world.actor(year.world.ann))
    assert table.total.count == unanswered == table.total.late_count
    assert weekly.count(tools).late_count == unanswered


def check_mails(year: Year) -> None:
    rows = db.session.query(OutboxMessage).all()
    reminders = Counter(row.key for row in rows if row.kind == "reminder")
    by_day = Counter(
        (row.key.split(":")[1], local_day(row.created_at)) for row in rows if row.kind == "reminder"
    )
    assert max(by_day.values()) == 1 and sum(reminders.values()) > 20
    for row in rows:
        if row.kind in ("reminder", "escalation", "escalated", "weekly"):
            assert is_open(row.created_at), (row.kind, local(row.created_at))
    weeks = Counter(row.key for row in rows if row.kind == "weekly")
    assert len(weeks) >= 45
    to = {address for kind, address, _ in year.sent}
    assert {"kim@demo.invalid", "vikarie@demo.invalid"} <= to
    away = [on for kind, address, on in year.sent if address == "ljus@demo.invalid" and kind == "reminder"]
    assert all(on < date(2027, 6, 1) or on > date(2027, 8, 31) for on in away)
    asked = Counter(
        (event.ticket_id, local_day(event.at))
        for event in db.session.query(TicketEvent).filter_by(kind="asked")
    )
    assert sum(reminders.values()) < sum(asked.values())


def check_coordinator(year: Year) -> None:
    assert sum(year.acts.values()) > 10
    assert max(year.acts.values()) <= ACTS_MAX, year.acts.most_common(5)
