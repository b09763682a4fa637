"""Silent owners are asked again: one mail a day to whoever reads it, and above their head in time."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from fieldapp.domain.actors import Role
from fieldapp.domain.errors import Forbidden
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services import asking, calling, desk, lateness
from fieldapp.services.needs import Kind
from fieldapp.services.ticketing import changing, history, links, reading, sending
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets as ticket_rows
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import Owner
from fieldapp.store.tickets import Ticket
from tests.support.answered import Asked
from tests.support.clock import HeldClock
from tests.support.world import World

NO = {"template": "declined.cost"}
OWN = {"text": "Vi byter brädorna.", "lang": "sv"}


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def letters(kind: str = "reminder") -> list[dict[str, Any]]:
    rows = db.session.query(OutboxMessage).filter_by(kind=kind).order_by(OutboxMessage.created_at)
    return [row.payload for row in rows]


def row(ticket_id: UUID) -> Ticket:
    db.session.expire_all()
    found = by_key(Ticket, ticket_id)
    assert found is not None
    return found


def owner_is(owner_id: UUID, **columns: Any) -> None:
    with unit_of_work():
        owner = by_key(Owner, owner_id)
        assert owner is not None
        for name, value in columns.items():
            setattr(owner, name, value)


def morning(clock: HeldClock, day: str) -> None:
    """A quarter past seven, UTC or summer time alike within the hours of letters."""
    clock.moment = datetime.fromisoformat(f"{day}T07:15:00").replace(tzinfo=UTC)


def test_an_owner_gets_one_letter_a_day_about_all_it_owes_across_walks(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    here = [asked.ticket(asked.point()) for _ in range(2)]
    there = asked.ticket(asked.point(walk_id=world.other_walk_id))
    morning(clock, "2026-10-02")
    asking.run(tools)
    assert letters() == []
    morning(clock, "2026-10-05")  # the tenth day is a Sunday
    assert asking.run(tools).owner_count == 1
    assert asking.run(tools).owner_count == 0
    (letter,) = letters()
    assert letter["to"] == "bostad@demo.invalid"
    assert letter["subject"] == "Påminnelse: 3 ärenden väntar på er"
    assert letter["text"].count("http://localhost/o/") == 2
    for ticket_id in (*here, there):
        assert row(ticket_id).number in letter["text"]
        assert row(ticket_id).asked_count == 2
        assert ticket_rows.events_of(ticket_id)[0].kind == "asked"


def test_two_processes_at_once_write_one_letter(
    app: Flask, asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    ticket_id = asked.ticket(asked.point())
    morning(clock, "2026-10-05")
    start, rounds = threading.Barrier(2), []
    db.session.rollback()

    def look() -> None:
        with app.app_context():
            start.wait()
            rounds.append(asking.run(tools).owner_count)
            db.session.remove()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(rounds) == [0, 1]
    assert (len(letters()), len(letters("weekly")), row(ticket_id).asked_count) == (1, 1, 2)


def test_a_server_that_was_off_for_weeks_writes_one_letter_and_goes_on_from_today(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    ticket_id = asked.ticket(asked.point())
    morning(clock, "2026-11-10")
    asking.run(tools)
    assert (len(letters()), row(ticket_id).asked_count, row(ticket_id).escalated_at) == (1, 2, None)
    morning(clock, "2026-11-16")
    asking.run(tools)
    assert (len(letters()), row(ticket_id).asked_count) == (2, 3)
    assert row(ticket_id).escalated_at is not None


def test_nothing_leaves_at_night_on_weekends_or_on_holidays(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    asked.ticket(asked.point())
    for moment in ("2026-10-05T04:59", "2026-10-05T16:00", "2026-10-10T09:00", "2026-12-24T09:00"):
        clock.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        assert asking.run(tools) == asking.Round()


def test_on_the_thirtieth_day_the_head_hears_and_the_reporter_reads_the_truth(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    owner_is(world.housing, head_name="Kim Exempel", head_email="chef@demo.invalid")
    ticket_id = asked.ticket(asked.point())
    for day in ("2026-10-05", "2026-10-14", "2026-10-26"):
        morning(clock, day)
        asking.run(tools)
    assert [letter["to"] for letter in letters()] == ["bostad@demo.invalid"] * 3
    (above,) = letters("escalation")
    assert above["to"] == "chef@demo.invalid" and above["text"].startswith("Hej Kim Exempel,")
    assert "er chef" in letters()[2]["text"]
    assert letters("escalated") == []
    assert row(ticket_id).asked_count == 4
    rows = desk.home(tools, world.actor(world.ann)).rows
    assert [(need.kind, need.is_escalated, need.has_head) for need in rows] == [(Kind.UNANSWERED, True, True)]


def test_where_nobody_is_the_head_the_coordinator_is_written_to_once(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    for _ in range(2):
        asked.ticket(asked.point())
    for day in ("2026-10-14", "2026-10-26", "2026-10-27"):
        morning(clock, day)
        asking.run(tools)
        asking.run(tools)
    (letter,) = letters("escalated")
    assert letter["to"] == "ann@demo.invalid" and "BRU-2026-2-02" in letter["text"]
    assert letters("escalation") == []


def test_the_desk_sees_that_the_link_in_the_head_s_letter_went_to_the_head(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    owner_is(world.housing, head_email="chef@demo.invalid")
    ticket = row(asked.ticket(asked.point()))
    for day in ("2026-10-05", "2026-10-14", "2026-10-26"):
        morning(clock, day)
        asking.run(tools)
    sent_to = [link.sent_to for link in links.of(tools, ticket)]
    assert sorted(sent_to) == [*["bostad@demo.invalid"] * 3, "chef@demo.invalid"]


def test_a_letter_to_the_coordinator_that_cannot_be_written_holds_up_no_other(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    ticket_id = asked.ticket(asked.point())
    with unit_of_work():
        broken = by_key(Ticket, ticket_id)
        assert broken is not None
        broken.category, broken.subcategory = "GONE", None
        broken.escalated_at = clock.now()
    morning(clock, "2026-10-05")
    asking.run(tools)
    assert letters("escalated") == []
    assert len(letters("weekly")) == 1


def test_an_answer_ends_it_and_an_agreed_day_holds_until_that_day(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    answered, moved = (asked.ticket(asked.point()) for _ in range(2))
    ann = world.actor(world.ann)
    changing.change(tools, ann, answered, TicketChange(S.DECLINED, sentence=NO), history.DESK)
    wanted = TicketChange(S.INVESTIGATING, answer_by=date(2026, 11, 20))
    changing.change(tools, ann, moved, wanted, history.DESK)
    for day in ("2026-10-05", "2026-10-26", "2026-11-19"):
        morning(clock, day)
        assert asking.run(tools).owner_count == 0
    morning(clock, "2026-11-20")
    assert asking.run(tools) == asking.Round(1, 1)
    assert row(moved).escalated_at is not None and row(answered).escalated_at is None


def test_a_promise_whose_day_has_passed_is_asked_about(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    ticket_id = asked.ticket(asked.point())
    planned = TicketChange(S.PLANNED, sentence=OWN, planned_for="2026-W41")
    changing.change(tools, world.actor(world.ann), ticket_id, planned, history.DESK)
    morning(clock, "2026-10-12")
    asking.run(tools)
    (letter,) = letters()
    assert "Ni lovade det senast 11 oktober" in letter["text"]
    assert row(ticket_id).state is S.PLANNED


def test_what_another_system_has_is_asked_about_by_hand(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    ticket_id = asked.ticket(asked.point())
    ann = world.actor(world.ann)
    over = TicketChange(S.HANDED_OVER, external_case="TRV 12")
    changing.change(tools, ann, ticket_id, over, history.DESK)
    morning(clock, "2026-10-05")
    asking.run(tools)
    assert letters() == []
    (need,) = desk.home(tools, ann).rows
    assert (need.kind, need.external_case) == (Kind.BY_HAND, "TRV 12")
    assert calling.called(tools, ann, world.housing) == 1
    assert desk.home(tools, ann).rows == ()
    assert row(ticket_id).asked_count == 2
    morning(clock, "2026-10-15")
    assert [need.kind for need in desk.home(tools, ann).rows] == [Kind.BY_HAND]


def test_a_mail_that_never_arrived_was_no_question_and_its_owner_stands_on_the_page(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    ticket_id = asked.ticket(asked.point())
    ann = world.actor(world.ann)
    with unit_of_work():
        sending.write_to_owner(tools, row(ticket_id), [row(ticket_id)], clock.now())
    with unit_of_work():
        message = db.session.query(OutboxMessage).one()
        message.dead_at = clock.now()
    asking.run(tools)
    asking.run(tools)
    assert row(ticket_id).asked_count == 0
    (need,) = desk.home(tools, ann).rows
    assert (need.kind, need.owner, need.title, need.count) == (
        Kind.UNREACHED,
        "Bostadsbolaget",
        "bostad@demo.invalid",
        1,
    )
    owner_is(world.housing, email="ny@demo.invalid")
    assert desk.home(tools, ann).rows == ()


def test_an_owner_without_an_address_was_not_asked(asked: Asked, world: World, tools: Toolbox) -> None:
    owner_is(world.housing, email="")
    ticket_id = asked.ticket(asked.point())
    assert row(ticket_id).asked_count == 0
    (need,) = desk.home(tools, world.actor(world.ann)).rows
    assert (need.kind, need.title) == (Kind.UNREACHED, "")


def test_three_silent_tickets_of_one_owner_are_one_row_and_one_call(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    for _ in range(3):
        asked.ticket(asked.point())
    ann = world.actor(world.ann)
    for day in ("2026-10-14", "2026-10-26"):
        morning(clock, day)
        asking.run(tools)
    home = desk.home(tools, ann)
    assert [(need.kind, need.count, need.ticket_id) for need in home.rows] == [(Kind.UNANSWERED, 3, None)]
    assert home.numbers.late == 3
    calling.called(tools, ann, world.housing)
    home = desk.home(tools, ann)
    assert (home.rows, home.numbers.late) == ((), 3)


def test_every_monday_the_coordinator_reads_what_waits_and_a_quiet_town_gets_no_letter(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    morning(clock, "2026-09-28")
    asking.run(tools)
    assert letters("weekly") == []
    asked.ticket(asked.point())
    morning(clock, "2026-09-30")
    asking.run(tools)
    asking.run(tools)
    morning(clock, "2026-10-05")
    asking.run(tools)
    assert [letter["to"] for letter in letters("weekly")] == ["ann@demo.invalid"] * 2


def test_the_informed_are_told_once_and_never_reminded(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    police = world.add_owner("polis", "PO", "Kommunpolisen")
    asked.ticket(asked.point(), owner_id=police)
    ticket_id = asked.ticket(asked.point(category="KLO", subcategory="KLO4"))
    assert row(ticket_id).informed == ["PO"]
    act = history.Act(world.actor(world.ann), history.DESK, clock.now())
    for _ in range(2):
        with unit_of_work():
            sending.send_one(tools, row(ticket_id), act)
    for day in ("2026-10-05", "2026-10-14", "2026-10-26"):
        morning(clock, day)
        asking.run(tools)
    (letter,) = letters("informed")
    assert letter["to"] == "polis@demo.invalid" and "Ni behöver inte svara." in letter["text"]
    assert "polis@demo.invalid" not in [one["to"] for one in (*letters(), *letters("escalation"))]


def test_a_walk_sent_in_the_evening_is_in_the_mailbox_in_the_morning_but_danger_at_once(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    real = replace(tools, is_demo=False)
    calm, danger = asked.ticket(asked.point()), asked.ticket(asked.point(severity="akut"))
    with unit_of_work():
        for ticket_id in (calm, danger):
            sending.write_to_owner(real, row(ticket_id), [row(ticket_id)], clock.now())
    due = {row.due_at for row in db.session.query(OutboxMessage)}
    assert due == {clock.now(), datetime(2026, 9, 25, 5, 0, tzinfo=UTC)}


def test_the_page_of_what_is_late_counts_what_its_lists_hold(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:

    ann = world.actor(world.ann)
    for day in ("2026-09-24", "2026-10-10", "2026-10-20", "2026-10-28"):
        morning(clock, day)
        for owner_id in (world.housing, world.streets):
            asked.ticket(asked.point(), owner_id=owner_id)
    planned = TicketChange(S.PLANNED, sentence=OWN, planned_for="2026-W44")
    changing.change(tools, ann, asked.ticket(asked.point()), planned, history.DESK)
    bounced = asked.ticket(asked.point())
    changing.change(tools, ann, bounced, TicketChange(S.BOUNCED), history.DESK)
    morning(clock, "2026-11-03")
    table = lateness.table(tools, ann)
    assert [cell.count for cell in table.total.cells] == [3, 2, 2, 2, 1]
    assert table.rows[-1].owner is None or table.rows[1].owner is None or table.rows[0].owner is None
    for shown in table.rows:
        for cell in shown.cells:
            listed = reading.page(
                tools,
                ann,
                reading.Filters(
                    states=reading.GROUPS["open"],
                    owner_id=shown.owner.id if shown.owner else None,
                    age=cell.age,
                    at_desk=shown.owner is None,
                ),
            )
            assert len(listed.lines) == cell.count
            assert sum(line.is_silent or line.is_late for line in listed.lines) >= cell.late_count


def test_only_the_coordinator_calls(asked: Asked, world: World, tools: Toolbox) -> None:

    asked.ticket(asked.point())
    assert world.actor(world.paul).role is Role.PARTNER
    with pytest.raises(Forbidden):
        calling.called(tools, world.actor(world.paul), world.housing)
