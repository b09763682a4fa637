"""The page *Att göra* for each role: numbers that are links, one verb a row, one sentence when empty."""

import re

import pytest

from tests.services.desk_story import DeskStory
from tests.support.visitor import Visitor
from tests.support.world import World


def test_the_list_has_one_verb_a_row_and_the_silent_owner_is_called(world: World) -> None:
    story = DeskStory(world)
    page = world.staff(world.ann).get("/desk").text
    verbs = re.findall(r'class="button need-verb" href="([^"]+)"', page)
    assert len(verbs) == 6
    assert verbs[0] == "tel:080000001"
    assert verbs[1] == f"/tickets/{story.tickets['overdue plan']}"
    assert "Extern: Elnätsbolaget" in page
    assert "frågad två gånger" in page


def test_the_four_numbers_are_links(world: World) -> None:
    DeskStory(world)
    page = world.staff(world.ann).get("/desk").text
    found = re.findall(r'class="number-link[^"]*" href="([^"]+)">.*?<strong>(\d+)</strong>', page)
    assert [number for _, number in found] == ["3", "1", "1", "2"]
    assert all(href.startswith(("#", "/")) for href, _ in found)


def test_red_is_for_the_unanswered_and_the_late_alone(world: World) -> None:
    DeskStory(world)
    rows = world.staff(world.ann).get("/desk").text.split('<li class="need')[1:]
    assert [row.startswith(" need-late") for row in rows] == [True, True, True, False, False, False]
    assert ["chip-rust" in row for row in rows] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("paul", "Här står ärenden som ni har fått veta om. Det finns inga än."),
        ("bea", "Här står hur löftet hålls, vandring för vandring. Ingen vandring har gått än."),
    ],
)
def test_where_there_is_nothing_one_sentence_says_what_will_be_here(
    world: World, name: str, sentence: str
) -> None:
    page = world.staff(getattr(world, name)).get("/desk").text
    assert sentence in page
    assert 'class="button"' in page


def test_the_board_sees_figures_a_walk_and_no_tickets(world: World) -> None:
    DeskStory(world)
    page = world.staff(world.bea).get("/desk").text
    assert "av 17 i tid" in page
    assert "Elnätsbolaget" not in page
    assert "/tickets/" not in page


def test_every_role_can_read_it_in_every_language(world: World) -> None:
    for person in (world.ann, world.lena, world.paul, world.bea, world.adam):
        browser = world.staff(person)
        for language in ("sv", "fi", "en"):
            page = browser.get(f"/desk?lang={language}")
            assert page.status_code == 200
            assert f'<html lang="{language}"' in page.text


def test_a_crew_is_not_let_in_and_a_stranger_signs_in_first(world: World) -> None:
    assert world.staff(world.cem).get("/desk").status_code == 403
    assert Visitor(world.app).request("GET", "/desk").location == "/sign-in?next=/desk"
