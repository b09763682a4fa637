"""What needs whoever comes to the desk: the list in order of need, the promise, each role's own part."""

from datetime import timedelta
from uuid import UUID

import pytest

from fieldapp.domain.errors import Forbidden
from fieldapp.domain.ticket_status import TicketStatus as T
from fieldapp.services import desk
from fieldapp.services.needs import Kind
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket
from tests.services.desk_story import DAYS_AGO, DeskStory
from tests.support.queries import counted_queries
from tests.support.world import World


@pytest.fixture
def story(world: World) -> DeskStory:
    return DeskStory(world)


def test_the_list_is_in_order_of_need_and_the_longest_wait_comes_first(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    rows = desk.home(tools, world.actor(world.ann)).rows
    assert [(need.kind, need.title) for need in rows] == [
        (Kind.UNANSWERED, "Klotter på två elskåp"),
        (Kind.LATE, "Bänk vid lekplatsen"),
        (Kind.LATE, "Trasig trappa vid dagcentralen"),
        (Kind.BOUNCED, "Sly bakom parkeringen"),
        (Kind.REOPENED, "Två lampor släckta igen"),
        (Kind.NOBODYS, "Trasig skylt"),
    ]


def test_a_silent_owner_is_said_to_be_so_since_the_point_was_noted(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    silent = desk.home(tools, world.actor(world.ann)).rows[0]
    assert silent.waited_days == DAYS_AGO
    assert silent.is_late
    assert (silent.owner, silent.owner_is_external, silent.asked_count) == ("Elnätsbolaget", True, 2)
    assert silent.points == "BRU\u20112026\u20112\u201101"


def test_what_is_late_has_waited_since_the_day_it_was_promised_for(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    days = {need.title: need.waited_days for need in desk.home(tools, world.actor(world.ann)).rows}
    assert days["Trasig trappa vid dagcentralen"] == 29
    assert days["Sly bakom parkeringen"] == 3


def test_the_four_numbers_are_those_of_the_list_and_of_what_waits(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    numbers = desk.home(tools, world.actor(world.ann)).numbers
    assert (numbers.late, numbers.to_review, numbers.reopened, numbers.drafts) == (3, 1, 1, 2)


@pytest.mark.parametrize(("points", "minutes"), [(1, 1), (7, 5), (24, 16)])
def test_review_is_told_in_minutes(points: int, minutes: int) -> None:
    assert desk.Numbers(to_review=points).review_minutes == minutes


def test_the_figures_of_the_last_walk_add_up_to_its_points(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    last = desk.home(tools, world.actor(world.ann)).last
    assert last is not None
    figures = last.figures
    # The merged point shares the answer of the one it follows; the withdrawn one is no point any more.
    assert (figures.good, figures.done, figures.planned, figures.project_or_no) == (1, 2, 2, 4)
    assert figures.total == len(story.points) - 2
    assert last.kept_count == figures.total - figures.unanswered


def test_an_answer_that_came_after_thirty_days_does_not_keep_the_promise(
    world: World, tools: Toolbox
) -> None:
    story = DeskStory(world)
    before = desk.home(tools, world.actor(world.ann)).past[0].kept_count
    late = story.ticket(
        "slow", T.DECLINED, "Sen", world.streets, "GAT", answer={"text": "Nej.", "lang": "sv"}
    )
    _answer_after(late, days=31)
    after = desk.home(tools, world.actor(world.ann)).past[0]
    assert after.kept_count == before
    assert after.figures.answered == before + 1


def _answer_after(ticket_id: UUID, days: int) -> None:
    with unit_of_work():
        ticket = by_key(Ticket, ticket_id)
        assert ticket is not None
        ticket.answered_at = ticket.first_answered_at = ticket.created_at + timedelta(days=days)


def test_the_page_asks_the_same_number_of_questions_however_long_the_list_is(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    actor = world.actor(world.ann)
    db.session.rollback()
    with counted_queries() as few:
        desk.home(tools, actor)
    for number in range(8):
        story.ticket(f"more {number}", T.BOUNCED, f"Mer {number}", world.streets, "BEL")
    db.session.rollback()
    with counted_queries() as many:
        found = desk.home(tools, actor)
    assert found.row_count == 14
    assert len(many) == len(few) <= 16


@pytest.mark.parametrize("name", ["lena", "paul", "bea", "adam"])
def test_only_the_coordinator_gets_the_list(
    story: DeskStory, world: World, tools: Toolbox, name: str
) -> None:
    home = desk.home(tools, world.actor(getattr(world, name)))
    assert home.rows == ()
    assert bool(home.past) == (name in ("bea", "adam"))


def test_a_crew_has_no_desk(world: World, tools: Toolbox) -> None:
    with pytest.raises(Forbidden):
        desk.home(tools, world.actor(world.cem))


def test_a_partner_sees_what_they_were_told_of_and_nothing_else(
    story: DeskStory, world: World, tools: Toolbox
) -> None:
    with unit_of_work():
        ticket = by_key(Ticket, story.tickets["silent"])
        assert ticket is not None
        ticket.informed = ["PO"]
    home = desk.home(tools, world.actor(world.paul))
    assert [ticket.title for ticket in home.told] == ["Klotter på två elskåp"]
    assert home.ahead == ()


def test_a_walk_ahead_says_what_is_ready_and_when_the_sun_sets(world: World, tools: Toolbox) -> None:
    ahead = desk.home(tools, world.actor(world.lena)).ahead
    assert len(ahead) == 2
    assert ahead[0].stop_count == 3
    assert ahead[0].light.sunset == "18.43"
