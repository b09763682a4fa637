"""Lists of tickets at the desk: their order, pages and counts, what is late, and what a partner reads."""

from datetime import date

import pytest

from fieldapp.domain.errors import Forbidden, NotFound
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing import changing, reading
from fieldapp.store.ticket_lists import Filters
from fieldapp.store.tickets import Ticket
from tests.services.moves import move, put, saying
from tests.services.points import let_go, sent_ticket
from tests.support.world import World

S = TicketStatus


@pytest.fixture
def ticket(world: World) -> Ticket:
    return sent_ticket(world)


def test_the_list_begins_with_what_is_late_and_ends_with_what_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    soon, long_ago = date(2026, 10, 30), date(2026, 9, 1)
    wanted: list[tuple[S, date | None]] = [
        (S.PLANNED, long_ago),
        (S.SENT, date(2026, 9, 2)),
        (S.SENT, soon),
        (S.BOUNCED, None),
        (S.ACCEPTED, soon),
        (S.NEEDS_PROJECT, None),
        (S.DONE, long_ago),
        (S.CONFIRMED, long_ago),
        (S.DECLINED, soon),
    ]
    made = [sent_ticket(world) for _ in wanted]
    for ticket, (state, due_on) in reversed(list(zip(made, wanted, strict=True))):
        put(ticket.id, state, due_on=due_on)
    ann = world.actor(world.ann)
    seen, after = [], ""
    for turn in range(5):
        page = reading.page(world.tools, ann, Filters(), after)
        seen += [line.ticket.number for line in page.lines]
        after = page.next_after
        if turn == 1:
            # A night passes while somebody reads: what becomes late meanwhile is not read twice.
            world.tools.clock.pass_time(days=40)  # type: ignore[attr-defined]
    assert seen == [ticket.number for ticket in made]
    assert after == ""


def test_the_list_is_paged_by_limit_and_counted_by_group(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    made = [sent_ticket(world) for _ in range(5)]
    move(world, made[0], S.PLANNED)
    ann, seen, after = world.actor(world.ann), [], ""
    for _ in range(3):
        page = reading.page(world.tools, ann, Filters(), after)
        seen += [line.ticket.number for line in page.lines]
        after = page.next_after
    assert sorted(seen) == sorted(ticket.number for ticket in made)
    assert after == ""
    assert page.counts == {
        "open": 5,
        "to-send": 0,
        "waiting": 4,
        "under-way": 1,
        "to-confirm": 0,
        "closed": 0,
        "all": 5,
    }
    planned = reading.page(world.tools, ann, Filters(states=(S.PLANNED,)))
    assert [line.ticket.id for line in planned.lines] == [made[0].id]
    assert reading.page(world.tools, ann, Filters(owner_id=world.housing)).lines == []
    assert reading.page(world.tools, ann, Filters(walk_id=world.other_walk_id)).lines == []


def test_late_is_silence_after_the_promise_or_work_after_its_limit(world: World, ticket: Ticket) -> None:
    ann = world.actor(world.ann)

    def late() -> list[tuple[bool, bool]]:
        let_go()
        page = reading.page(world.tools, ann, Filters(only_late=True))
        return [(line.is_silent, line.is_late) for line in page.lines]

    assert late() == []
    world.tools.clock.pass_time(days=20)  # type: ignore[attr-defined]
    assert late() == [(False, True)]
    world.tools.clock.pass_time(days=11)  # type: ignore[attr-defined]
    assert late() == [(True, True)]
    move(world, ticket, S.PLANNED)
    assert late() == [], "what is promised for week 46 is not late before it"
    world.tools.clock.pass_time(days=25)  # type: ignore[attr-defined]
    assert late() == [(False, True)]
    move(world, ticket, S.DONE)
    assert late() == []


def test_the_partner_reads_what_it_is_informed_of_and_changes_nothing(world: World) -> None:
    informed = sent_ticket(world, category="UPP", subcategory="UPP3")
    other = sent_ticket(world)
    paul = world.actor(world.paul)
    assert [line.ticket.id for line in reading.page(world.tools, paul, Filters()).lines] == [informed.id]
    with pytest.raises(NotFound):
        reading.show(world.tools, paul, other.id)
    with pytest.raises(Forbidden):
        changing.change(world.tools, paul, informed.id, saying(S.ACCEPTED), "desk")
