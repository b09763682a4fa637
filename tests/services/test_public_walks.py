"""The public page: what is there, in which order, and above all what is not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from fieldapp.documents.protocol_data import Section
from fieldapp.domain.errors import NotFound
from fieldapp.domain.figures import Figure, Figures
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import public_walks
from fieldapp.services.public_walks import Feeling
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.world import World

NUMBER = "BRU-2026-2"
SHOWN = (WalkStatus.SENT, WalkStatus.SEALED, WalkStatus.FOLLOWED_UP)


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def done(asked: Asked, point_id: UUID) -> UUID:
    ticket_id = asked.ticket(point_id, owner_id=asked.world.streets)
    wanted = TicketChange(to=S.DONE, sentence={"template": "done.bench"}, no_photo_reason="Ingen bild")
    change(asked.tools, asked.world.actor(asked.world.cem), ticket_id, wanted, "phone")
    return ticket_id


@on_sqlite_only
@pytest.mark.parametrize("state", list(WalkStatus))
def test_the_page_exists_only_after_review_and_sending(
    state: WalkStatus, asked: Asked, tools: Toolbox
) -> None:
    asked.publish(state)
    if state in SHOWN:
        assert public_walks.show(tools, " bru-2026-2 ").number == NUMBER
    else:
        with pytest.raises(NotFound):
            public_walks.show(tools, NUMBER)


@on_sqlite_only
def test_a_walk_that_was_not_published_has_no_page(asked: Asked, world: World, tools: Toolbox) -> None:
    asked.publish()
    asked.change(Walk, world.walk_id, published_at=None)
    for number in (NUMBER, "NO-2026-9", "nonsense"):
        with pytest.raises(NotFound):
            public_walks.show(tools, number)


HIDDEN: list[dict[str, Any]] = [
    {"reviewed_at": None, "state": O.NOTED},
    {"reviewed_at": None, "state": O.TICKET},
    {"is_sensitive": True},
    {"state": O.WITHDRAWN},
]


@on_sqlite_only
@pytest.mark.parametrize("columns", HIDDEN, ids=["noted", "akut before review", "sensitive", "withdrawn"])
def test_what_may_not_be_public_is_nowhere_on_the_page(
    columns: dict[str, Any], asked: Asked, tools: Toolbox
) -> None:
    hidden = asked.point(public_text="HEMLIGT", place="HEMLIGT", **columns)
    photo = asked.photo(hidden)
    asked.point()
    asked.publish()

    walk = public_walks.show(tools, NUMBER)

    assert [point.short for point in walk.points] == ["02"]
    assert walk.figures.total == 1
    assert "HEMLIGT" not in repr(walk)
    with pytest.raises(NotFound):
        public_walks.photo(tools, NUMBER, photo, "small")


def test_the_figures_add_up_and_every_point_stands_in_its_section(asked: Asked, tools: Toolbox) -> None:
    asked.point(category="POS", subcategory="POS3", state=O.PRAISE, answer=said("praise.thanks"))
    done(asked, asked.point())
    project = asked.ticket(asked.point(), owner_id=asked.world.streets)
    declined = asked.ticket(asked.point(), owner_id=asked.world.streets)
    cem = asked.world.actor(asked.world.cem)
    change(
        tools, cem, project, TicketChange(to=S.NEEDS_PROJECT, sentence=said("needs_project.list")), "phone"
    )
    change(tools, cem, declined, TicketChange(to=S.DECLINED, sentence=said("declined.cost")), "phone")
    asked.point(category="UPP", subcategory="UPP1", state=O.DIALOGUE, answer=said("dialogue.next_walk"))
    asked.point(state=O.DISMISSED, answer=said("dismissed.person"), public_text="Om en person")
    asked.ticket(asked.point())
    asked.publish()

    walk = public_walks.show(tools, NUMBER)

    assert walk.figures == Figures(good=1, done=1, planned=0, project_or_no=4, unanswered=1)
    numbers = {section: [point.short for point in walk.section(section)] for section in Section}
    assert numbers == {
        Section.GOOD: ["01"],
        Section.SINCE_LAST: [],
        Section.SIMPLE: ["02", "07"],
        Section.PROJECT: ["03"],
        Section.DIALOGUE: ["05"],
        Section.DECLINED: ["04", "06"],
        Section.FELT_SAFETY: [],
        Section.NEXT_STEPS: [],
    }
    assert "Om en person" not in repr(walk)
    assert "Kalle" not in repr(walk)


def said(template: str) -> dict[str, Any]:
    return {"template": template, "values": {}}


def test_a_merged_point_is_counted_and_named_where_its_answer_stands(asked: Asked, tools: Toolbox) -> None:
    main = asked.point()
    twin = asked.point(state=O.MERGED, merged_into_id=main)
    done(asked, main)
    asked.publish()
    walk = public_walks.show(tools, NUMBER)
    assert walk.figures == Figures(done=2)
    assert [(point.short, point.also) for point in walk.points] == [("01", ("02",))]
    asked.change(Observation, main, is_sensitive=True)
    assert public_walks.show(tools, NUMBER).points == ()
    assert twin


def test_before_and_after_are_shown_once_somebody_has_confirmed_the_work(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    point = asked.point()
    before = asked.photo(point)
    late = asked.photo(point, stored_at=clock.now() + timedelta(hours=2), role="detail")
    waiting = asked.ticket(asked.point())
    too_early = asked.photo(ticket_id=waiting)
    mended = done(asked, point)
    after = asked.photo(ticket_id=mended)
    asked.publish()
    unseen = public_walks.show(tools, NUMBER).points[0]
    assert (unseen.figure, unseen.after) == (Figure.DONE, None)
    with pytest.raises(NotFound):
        public_walks.photo(tools, NUMBER, after, "print")
    change(tools, asked.world.actor(asked.world.ann), mended, TicketChange(to=S.CONFIRMED), "desk")

    shown = public_walks.show(tools, NUMBER).points[0]

    assert shown.before is not None
    assert shown.after is not None
    assert (shown.before.id, shown.after.id) == (before, after)
    for photo_id in (before, after):
        public_walks.photo(tools, NUMBER, photo_id, "print").file.close()
    for photo_id in (late, too_early):
        with pytest.raises(NotFound):
            public_walks.photo(tools, NUMBER, photo_id, "print")
    with pytest.raises(NotFound):
        public_walks.photo(tools, NUMBER, before, "original")


@on_sqlite_only
def test_a_photo_that_came_after_the_review_is_not_shown(asked: Asked, tools: Toolbox) -> None:
    point = asked.point()
    asked.photo(point, stored_at=tools.clock.now() + timedelta(hours=1))
    asked.publish()
    assert public_walks.show(tools, NUMBER).points[0].before is None


def test_felt_safety_is_shown_from_five_answers_rounded_to_five(
    asked: Asked, world: World, tools: Toolbox
) -> None:
    first, second, third = world.stop_ids()
    asked.ratings(first, "day", 1, 2, 3, 4)
    asked.ratings(second, "day", 1, 1, 2, 2, 2, 4, 5)
    asked.ratings(second, "dark", 5, 5, 5, 4)
    asked.ratings(third, "dark", 4, 4, 5, 5, 3)
    asked.publish()
    shown = public_walks.show(tools, NUMBER).felt_safety
    assert [(row.order, row.feelings) for row in shown] == [
        (2, (Feeling("day", 5, 5),)),
        (3, (Feeling("dark", 0, 5),)),
    ]


def test_a_silence_is_told_truthfully_with_its_last_day(asked: Asked, tools: Toolbox) -> None:
    ticket_id = asked.ticket(asked.point())
    asked.change(Ticket, ticket_id, asked_count=2)
    asked.publish()
    walk = public_walks.show(tools, NUMBER)
    (point,) = walk.points
    assert (point.owner, point.asked_count, point.is_answered) == ("Bostadsbolaget", 2, False)
    assert walk.answers_due_on == point.answer_due_on
