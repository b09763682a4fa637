"""What crews did offline: judged by what their phone knew, and never lost."""

from typing import Any

import pytest

from fieldapp.domain.commands import SentenceIn, TicketStatusChange
from fieldapp.domain.errors import Forbidden, Invalid, NotFound
from fieldapp.domain.ticket_status import Incomplete, NotAllowed, TicketStatus
from fieldapp.services.ticketing import changing, phone
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.phone import PhoneOutcome
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket
from tests.services.moves import move, now
from tests.services.points import sent_ticket
from tests.support.world import World

S = TicketStatus
FIXED = SentenceIn(template="done.lamp")


def act(
    world: World,
    ticket: Ticket,
    to: str,
    base_rev: int | None,
    *,
    who: str = "cem",
    photo: bool = True,
    **given: Any,
) -> PhoneOutcome:
    values: dict[str, Any] = {"public_text": FIXED if to == "done" else None, **given}
    with unit_of_work():
        return phone.change_from_phone(
            world.tools,
            world.actor(getattr(world, who)),
            ticket.id,
            TicketStatusChange(to, **values),
            base_rev=base_rev,
            has_photo=photo,
        )


@pytest.fixture
def ticket(world: World) -> Ticket:
    return sent_ticket(world)


def test_an_act_on_what_stands_is_applied(world: World, ticket: Ticket) -> None:
    found = act(world, ticket, "done", ticket.rev)
    assert (found.result, found.code, found.ticket_id) == ("applied", "", ticket.id)
    assert (now(ticket).state, now(ticket).rev) == (S.DONE, found.rev)
    assert tickets.events_of(ticket.id)[0].via == "phone"


def test_acts_after_each_other_need_no_revision(world: World, ticket: Ticket) -> None:
    assert act(world, ticket, "accepted", ticket.rev).result == "applied"
    assert act(world, ticket, "in_progress", None).result == "applied"
    assert act(world, ticket, "done", None).result == "applied"


def test_a_note_of_the_desk_meanwhile_changes_nothing(world: World, ticket: Ticket) -> None:
    base = ticket.rev
    with unit_of_work():
        phone.note_from_phone(world.tools, world.actor(world.cem), ticket.id, "Ta med stege", base_rev=base)
    assert act(world, ticket, "done", base).result == "applied"


def test_an_arrow_that_still_exists_is_taken_and_said_to_be_rebased(world: World, ticket: Ticket) -> None:
    base = ticket.rev
    move(world, ticket, S.ACCEPTED)
    found = act(world, ticket, "done", base)
    assert (found.result, found.code, now(ticket).state) == ("merged", "rebased", S.DONE)


def test_work_on_a_ticket_that_went_to_another_owner_is_contested_not_lost(
    world: World, ticket: Ticket
) -> None:
    base = ticket.rev
    move(world, ticket, S.BOUNCED)
    move(world, ticket, S.SENT, owner="bostad")
    found = act(world, ticket, "done", base)
    assert (found.result, found.code, now(ticket).state) == ("merged", "contested", S.CONTESTED)
    event = tickets.events_of(ticket.id)[0]
    assert (event.from_state, event.to_state, event.details["wanted"]) == ("sent", "contested", "done")
    assert event.answer == {"template": "done.lamp"}
    assert move(world, ticket, S.DONE).state is S.DONE


def test_a_ticket_that_was_never_theirs_does_not_exist(world: World) -> None:
    ticket = sent_ticket(world, "bostad")
    for base in (None, 0, ticket.rev, 10**9):
        with pytest.raises(NotFound):
            act(world, ticket, "done", base)
    assert now(ticket).state is S.SENT


def test_work_on_a_ticket_that_was_reopened_meanwhile_is_contested(world: World, ticket: Ticket) -> None:
    base = ticket.rev
    move(world, ticket, S.DONE)
    move(world, ticket, S.REOPENED, sentence=None)
    assert act(world, ticket, "done", base).code == "contested"
    assert now(ticket).state is S.CONTESTED


def test_a_second_close_is_a_note_that_keeps_its_words(world: World, ticket: Ticket) -> None:
    base = ticket.rev
    move(world, ticket, S.DONE)
    found = act(world, ticket, "done", base)
    assert (found.result, found.code, found.ticket_id) == ("merged", "already-done", ticket.id)
    note = tickets.events_of(ticket.id)[0]
    assert (note.kind, note.answer) == ("note", {"template": "done.lamp"})
    assert now(ticket).state is S.DONE


def test_a_close_without_arrow_left_is_contested_and_anything_less_is_a_note(world: World) -> None:
    closed, planned = sent_ticket(world), sent_ticket(world)
    bases = closed.rev, planned.rev
    for ticket in (closed, planned):
        move(world, ticket, S.DECLINED)
    assert act(world, closed, "done", bases[0]).code == "contested"
    late = act(world, planned, "in_progress", bases[1])
    assert (late.code, now(planned).state) == ("overtaken", S.DECLINED)


def test_work_on_a_ticket_that_was_merged_goes_to_the_one_it_follows(world: World) -> None:
    first, second = sent_ticket(world), sent_ticket(world)
    base = second.rev
    move(world, second, S.MERGED, into=first.number)
    found = act(world, second, "done", base)
    assert (found.result, found.code, found.ticket_id) == ("merged", "merged-ticket", first.id)
    assert (now(first).state, now(second).state) == (S.DONE, S.MERGED)


def test_a_second_act_on_what_is_contested_is_kept_as_a_note(world: World, ticket: Ticket) -> None:
    base = ticket.rev
    move(world, ticket, S.BOUNCED)
    move(world, ticket, S.SENT, owner="bostad")
    act(world, ticket, "done", base)
    again = act(world, ticket, "done", base)
    assert (again.result, again.code) == ("merged", "contested")
    assert tickets.events_of(ticket.id)[0].kind == "note"


def test_what_was_wrong_from_the_start_is_refused(world: World, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        act(world, ticket, "confirmed", ticket.rev)
    with pytest.raises(Incomplete):
        act(world, ticket, "done", ticket.rev, photo=False)
    with pytest.raises(Invalid) as refused:
        act(world, ticket, "mended", ticket.rev)
    assert refused.value.field == "payload.to"
    with pytest.raises(Forbidden):
        act(world, ticket, "done", ticket.rev, who="ann")
    assert now(ticket).state is S.SENT


def test_the_day_of_an_inquiry_is_read_from_its_sentence(world: World, ticket: Ticket) -> None:
    said = SentenceIn(template="investigating.answer_by", values={"date": "2026-12-01"})
    act(world, ticket, "investigating", ticket.rev, public_text=said)
    assert str(now(ticket).answer_due_on) == "2026-12-01"


def test_a_note_reaches_a_ticket_that_has_moved_on(world: World, ticket: Ticket) -> None:
    base = ticket.rev
    move(world, ticket, S.BOUNCED)
    move(world, ticket, S.SENT, owner="bostad")
    with unit_of_work():
        phone.note_from_phone(world.tools, world.actor(world.cem), ticket.id, "Bilder följer", base_rev=base)
    newest = tickets.events_of(ticket.id)[0]
    assert (newest.kind, newest.note, newest.via) == ("note", "Bilder följer", "phone")
    db.session.rollback()
    assert by_key(Ticket, ticket.id) is not None


def test_the_desk_s_own_entrance_knows_no_contest(world: World, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        changing.change(world.tools, world.actor(world.ann), ticket.id, TicketChange(S.CONTESTED), "desk")
