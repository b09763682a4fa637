"""Tickets through their states: what an act must say and does, and who hears of it."""

import threading
from datetime import date
from typing import Any

import pytest
from flask import Flask

from fieldapp.domain.answer_clock import CannotExtend
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Conflict, Invalid, NotFound
from fieldapp.domain.ticket_status import Incomplete, TicketStatus, needs
from fieldapp.services.ticketing import changing, history, merging, reading
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.store import observations, tickets
from fieldapp.store.db import by_key, db
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import RoutingRule
from fieldapp.store.tickets import Ticket
from tests.services.moves import move, now, put, saying
from tests.services.points import add_photo, add_point, add_rule, again, sent_ticket, ticket_of
from tests.support.browser import on_sqlite_only
from tests.support.world import World

S = TicketStatus


@pytest.fixture
def ticket(world: World) -> Ticket:
    return sent_ticket(world)


@pytest.mark.parametrize("to", [state for state in S if needs(state) and state is not S.MERGED])
def test_an_act_that_does_not_say_what_it_must_is_refused_naming_it(
    world: World, ticket: Ticket, to: TicketStatus
) -> None:
    with pytest.raises(Incomplete) as refused:
        changing.change(world.tools, world.actor(world.ann), ticket.id, TicketChange(to), "desk")
    assert set(refused.value.missing) == needs(to)
    assert now(ticket).state is S.SENT


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sentence": {"template": "nothing"}}, "public_text.template"),
        ({"sentence": {"text": "", "lang": "sv"}}, "public_text.text"),
        ({"planned_for": "snart"}, "planned_for"),
        ({"note": "x" * 2001}, "note"),
        ({"owner": "ingen"}, "owner"),
    ],
)
def test_a_value_that_cannot_be_is_named(
    world: World, ticket: Ticket, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        move(world, ticket, S.PLANNED, **given)
    assert refused.value.field == field


def test_planning_fills_the_sentence_and_stops_the_answer_clock(world: World, ticket: Ticket) -> None:
    world.tools.clock.pass_time(days=5)  # type: ignore[attr-defined]
    found = move(world, ticket, S.PLANNED, who="cem", sentence={"template": "planned.bushes"})
    assert found.answer == {"template": "planned.bushes", "values": {"when": "2026-W46"}}
    assert (found.planned_for, found.answer_by) == ("2026-W46", "Gata och park")
    first = found.first_answered_at
    world.tools.clock.pass_time(days=7)  # type: ignore[attr-defined]
    done = move(world, ticket, S.DONE, who="cem")
    assert done.first_answered_at == first
    assert done.answered_at == done.done_at == world.tools.clock.now()


def test_reopening_takes_the_answer_back_and_owes_a_new_one(world: World, ticket: Ticket) -> None:
    move(world, ticket, S.DONE)
    world.tools.clock.pass_time(days=20)  # type: ignore[attr-defined]
    found = move(world, ticket, S.REOPENED, sentence=None)
    assert (found.answer, found.first_answered_at, found.done_at) == (None, None, None)
    assert found.answer_due_on == date(2026, 11, 13)
    assert changing.clock_of(found).starts_on == date(2026, 10, 14)


def test_a_reopened_ticket_is_late_only_by_its_new_limits(world: World, ticket: Ticket) -> None:
    move(world, ticket, S.DONE)
    put(ticket.id, S.DONE, asked_count=2)
    world.tools.clock.pass_time(days=60)  # type: ignore[attr-defined]
    found = move(world, ticket, S.REOPENED, sentence=None)
    today = local_day(world.tools.clock.now())
    assert found.due_on == date(2026, 12, 7)
    assert not reading.is_late(found, today) and not reading.is_silent(found, today)
    assert found.asked_count == 1
    assert reading.is_late(found, date(2026, 12, 8))
    assert reading.is_silent(found, date(2026, 12, 24))


def test_a_ticket_that_is_split_again_gets_limits_of_its_own(world: World, ticket: Ticket) -> None:
    other = sent_ticket(world)
    move(world, ticket, S.MERGED, into=other.number)
    world.tools.clock.pass_time(days=60)  # type: ignore[attr-defined]
    found = move(world, ticket, S.NEW)
    assert (found.due_on, found.answer_due_on) == (date(2026, 12, 7), date(2026, 12, 23))
    assert changing.clock_of(found).starts_on == date(2026, 11, 23)


def test_an_after_photo_stands_in_for_the_reason_why_none(world: World, ticket: Ticket) -> None:
    with pytest.raises(Incomplete):
        move(world, ticket, S.DONE, no_photo_reason="")
    move(world, ticket, S.DONE, no_photo_reason="", has_photo=True)
    move(world, ticket, S.REOPENED, sentence=None)
    add_photo(world, ticket_id=ticket.id, role="after")
    assert move(world, ticket, S.DONE, no_photo_reason="").no_photo_reason == ""


def test_the_clock_is_moved_once_and_at_most_sixty_days(world: World, ticket: Ticket) -> None:
    with pytest.raises(CannotExtend):
        move(world, ticket, S.INVESTIGATING, answer_by=date(2027, 3, 1))
    found = move(world, ticket, S.INVESTIGATING, answer_by=date(2026, 12, 1))
    assert found.answer_due_on == date(2026, 12, 1)
    assert found.answer is not None and found.first_answered_at is None
    put(ticket.id, S.ACCEPTED)
    with pytest.raises(CannotExtend):
        move(world, ticket, S.INVESTIGATING, answer_by=date(2026, 12, 5))


def test_not_ours_is_counted_against_its_rule_and_sent_on_to_another(world: World) -> None:
    rule_id = add_rule(world, world.streets, category_code="BEL")
    ticket = sent_ticket(world)
    move(world, ticket, S.BOUNCED, who="cem", note="Det är bostadsbolagets mark")
    rule = by_key(RoutingRule, rule_id)
    assert rule is not None and (rule.used_count, rule.bounced_count) == (1, 1)
    found = move(world, ticket, S.SENT, owner="bostad")
    assert found.owner_id == world.housing
    assert [row.payload["to"] for row in db.session.query(OutboxMessage).order_by(OutboxMessage.id)] == [
        "gata-park@demo.invalid",
        "bostad@demo.invalid",
    ]
    with pytest.raises(NotFound):
        move(world, ticket, S.ACCEPTED, who="cem")
    with pytest.raises(NotFound):
        move(world, ticket, S.ACCEPTED, who="reader")
    move(world, ticket, S.ACCEPTED, who="dora")


def test_the_version_that_was_read_must_be_the_one_that_stands(world: World, ticket: Ticket) -> None:
    read = now(ticket).version
    move(world, ticket, S.ACCEPTED, version=read)
    with pytest.raises(Conflict):
        move(world, ticket, S.PLANNED, version=read)
    assert now(ticket).state is S.ACCEPTED


def test_two_changes_at_once_one_is_told_that_it_was_second(app: Flask, world: World, ticket: Ticket) -> None:
    read, start, results = now(ticket).version, threading.Barrier(2), []
    ann, ticket_id = world.actor(world.ann), ticket.id
    db.session.rollback()

    def act(to: TicketStatus) -> None:
        with app.app_context():
            start.wait()
            try:
                changing.change(world.tools, ann, ticket_id, saying(to, version=read), "desk")
                results.append("applied")
            except Conflict:
                results.append("conflict")
            db.session.remove()

    threads = [threading.Thread(target=act, args=(to,)) for to in (S.ACCEPTED, S.DECLINED)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["applied", "conflict"]
    assert now(ticket).version == read + 1
    assert len([e for e in tickets.events_of(ticket.id) if e.kind == "status"]) == 2


def test_every_point_of_a_ticket_gets_a_new_revision_with_it(world: World, ticket: Ticket) -> None:
    before = {row.id: row.rev for row in observations.answered_by(ticket.id)}
    move(world, ticket, S.ACCEPTED)
    after = {row.id: row.rev for row in observations.answered_by(ticket.id)}
    assert before.keys() == after.keys()
    assert all(after[one] > before[one] for one in before)


def test_the_history_tells_who_did_what_by_what_way(world: World, ticket: Ticket) -> None:
    move(world, ticket, S.PLANNED, who="cem", note="Väntar på lampor")
    told = reading.show(world.tools, world.actor(world.ann), ticket.id).history
    assert [(one.event.kind, one.event.to_state) for one in told] == [
        ("status", "planned"),
        ("status", "sent"),
        ("opened", "new"),
    ]
    newest = told[0]
    assert (newest.person, newest.owner, newest.event.via) == ("Cem", "Gata och park", "phone")
    assert (newest.event.from_state, newest.event.note) == ("sent", "Väntar på lampor")
    assert newest.event.rev == now(ticket).rev


def test_merged_tickets_answer_each_other_s_points_until_they_are_split(world: World) -> None:
    first, second = sent_ticket(world), sent_ticket(world)
    with pytest.raises(Invalid):
        move(world, second, S.MERGED, into=second.number)
    with pytest.raises(Invalid):
        move(world, second, S.MERGED, into="BRU-2026-2-99")
    move(world, second, S.MERGED, into=first.number)
    assert merging.final(now(second)).id == first.id
    shown = reading.show(world.tools, world.actor(world.ann), first.id)
    assert [one.number for one in shown.points] == ["01", "02"]
    with pytest.raises(Invalid):
        move(world, first, S.MERGED, into=second.number)
    before = now(second).rev
    move(world, first, S.PLANNED)
    follower = observations.answered_by(second.id)[0]
    assert follower.rev > before
    split = move(world, second, S.NEW)
    assert (split.state, split.merged_into_id) == (S.NEW, None)
    assert tickets.events_of(first.id)[0].kind == "split"


@on_sqlite_only
def test_however_many_merges_follow_each_other_the_last_ticket_answers(world: World) -> None:
    row = [sent_ticket(world) for _ in range(11)]
    for one, into in zip(row, row[1:], strict=False):
        move(world, one, S.MERGED, into=into.number)
    assert merging.final(now(row[0])).id == row[-1].id
    with pytest.raises(Invalid):
        move(world, row[-1], S.MERGED, into=row[0].number)


def test_a_ticket_handed_over_keeps_its_case_number(world: World, ticket: Ticket) -> None:
    found = move(
        world, ticket, S.HANDED_OVER, external_case="TV-778", sentence={"template": "handed_over.case"}
    )
    assert found.external_case == "TV-778"
    assert found.answer == {
        "template": "handed_over.case",
        "values": {"owner": "Gata och park", "case": "TV-778"},
    }
    assert found.first_answered_at is None


def test_own_words_are_kept_in_their_language(world: World, ticket: Ticket) -> None:
    found = move(world, ticket, S.DONE, sentence={"text": "  Lampan   lyser. ", "lang": "sv"})
    assert found.answer == {"text": "Lampan lyser.", "lang": "sv"}


def test_a_ticket_takes_number_title_place_and_promise_from_its_point(world: World) -> None:
    ticket = sent_ticket(world, stop_id=world.stop_ids()[1])
    point = again(observations.answered_by(ticket.id)[0])
    assert ticket.number == f"BRU-2026-2-{point.number:02d}"
    assert (ticket.title, ticket.place) == ("Trasig eller släckt lampa", "Hagnäsvägen")
    assert ticket.due_on == date(2026, 10, 8)
    assert ticket.answer_due_on == date(2026, 10, 24)
    assert ticket.because["code"] == "chosen"


def test_acts_of_the_server_are_nobody_s(world: World, ticket: Ticket) -> None:
    assert history.act_of_server(world.tools).party is not None
    assert ticket_of(again(observations.answered_by(ticket.id)[0])).id == ticket.id
    assert add_point(world).ticket_id is None
