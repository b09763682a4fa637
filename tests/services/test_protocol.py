"""The protocol of a walk: every point in its section, nothing that was not reviewed, nobody named."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.documents.protocol_data import Point, ProtocolData, Section
from fieldapp.domain.errors import Forbidden, NotFound
from fieldapp.domain.figures import Figure
from fieldapp.domain.ids import new_id
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.services import desk, protocol
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from tests.services.desk_story import DeskStory
from tests.support.queries import counted_queries
from tests.support.world import World


@pytest.fixture
def story(world: World) -> DeskStory:
    return DeskStory(world)


def built(story: DeskStory, language: str = "sv") -> ProtocolData:
    world = story.world
    return protocol.build(story.tools, world.actor(world.ann), story.walk_id, language)


def point(story: DeskStory, found: ProtocolData, name: str) -> Point:
    row = by_key(Observation, story.points[name])
    assert row is not None
    short = f"{row.number:02d}"
    return next(one for one in found.points if one.number.endswith(f"-2-{short}"))


#: Where each kind of point stands, what it counts as, and the word that says so.
PLACES = {
    "praise": (Section.GOOD, Figure.GOOD, "Tackat"),
    "silent": (Section.SIMPLE, Figure.UNANSWERED, "Utan svar"),
    "waiting": (Section.SIMPLE, Figure.UNANSWERED, "Väntar på svar"),
    "done": (Section.SIMPLE, Figure.DONE, "Klart 5 aug"),
    "planned": (Section.SIMPLE, Figure.PLANNED, "Planerat vecka 10"),
    "project": (Section.PROJECT, Figure.PROJECT_OR_NO, "Kräver projekt"),
    "dialogue": (Section.DIALOGUE, Figure.PROJECT_OR_NO, "Samtalspunkt"),
    "declined": (Section.DECLINED, Figure.PROJECT_OR_NO, "Görs inte"),
    "dismissed": (Section.DECLINED, Figure.PROJECT_OR_NO, "Avskriven"),
    "merged": (Section.SIMPLE, Figure.DONE, "Klart 5 aug"),
}


def test_every_point_stands_in_its_section_with_its_state(story: DeskStory) -> None:
    whole = built(story)
    found = {name: point(story, whole, name) for name in PLACES}
    assert {name: (one.section, one.outcome, one.state_word) for name, one in found.items()} == PLACES


def test_the_figures_are_those_of_the_desk(story: DeskStory) -> None:
    of_desk = desk.home(story.tools, story.world.actor(story.world.ann)).past[0].figures
    figures = built(story).figures
    names = ("good", "done", "planned", "project_or_no", "unanswered", "total")
    assert [getattr(figures, name) for name in names] == [getattr(of_desk, name) for name in names]


def test_a_point_that_nobody_reviewed_is_said_to_be_so_without_its_words(story: DeskStory) -> None:
    found = point(story, built(story), "unreviewed")
    assert found.text.startswith("Ej granskad")
    assert "Anders" not in str(built(story))
    assert "070" not in str(built(story))


def test_a_sensitive_point_is_number_category_and_stop_only(story: DeskStory, tmp_path: Path) -> None:
    story.photo("sensitive", tmp_path)
    found = point(story, built(story), "sensitive")
    assert (found.place, found.category) == ("Gångtunneln vid Granhammarsvägen", "Brand och fara")
    assert (found.lat, found.photo_path, found.owner, found.answer) == (None, None, "", "")
    assert "elcentralen" not in str(built(story))


def test_a_withdrawn_point_is_no_point_and_a_dismissed_one_has_no_words(story: DeskStory) -> None:
    found = built(story)
    assert "Fel plats" not in str(found)
    assert "granne" not in str(found)
    assert len(found.points) == len(story.points) - 1


def test_a_merged_point_names_the_one_whose_answer_it_gets(story: DeskStory) -> None:
    found = built(story)
    same_as = point(story, found, "done").number.replace("-", "\u2011")
    assert same_as in point(story, found, "merged").answer


def test_the_truth_about_silence_stands_in_the_table(story: DeskStory) -> None:
    found = point(story, built(story), "silent")
    assert found.answer == "Vi har frågat Elnätsbolaget två gånger. Inget svar än."
    assert found.owner_is_external


def test_a_photo_is_the_print_derivative_and_one_that_came_after_review_is_left_out(
    story: DeskStory, tmp_path: Path
) -> None:
    story.photo("done", tmp_path)
    story.photo("planned", tmp_path, days_after=10)
    found = built(story)
    photo = point(story, found, "done").photo_path
    assert photo is not None
    assert photo.is_file()
    assert point(story, found, "planned").photo_path is None


def test_last_time_is_told_and_not_counted_again(story: DeskStory) -> None:
    found = built(story)
    earlier = [one for one in found.points if one.section is Section.SINCE_LAST]
    assert [one.number for one in earlier] == ["KUN-2026-3-19"]
    assert found.since_last == "Punkter från 2025: 1. Klara: 0. Kvar: 1."


def test_the_title_block_says_when_where_and_how_many_without_a_name(story: DeskStory) -> None:
    found = built(story)
    assert found.title == "Protokoll trygghetsvandring Brunna"
    assert found.residents_count == 23
    assert [one.name for one in found.organisations] == ["Gata och park", "Kommunpolis"]
    assert found.light_and_weather.endswith("Uppehåll, 11 grader")
    assert found.route_summary == "3 stopp, 0,2 km, utan trappor"
    assert "Ann" not in str(found)


def test_answers_are_read_in_the_language_of_the_protocol(story: DeskStory) -> None:
    found = point(story, built(story, "fi"), "praise")
    assert found.answer.startswith("Kiitos")
    assert found.category == "Tämä on hyvää"
    assert point(story, built(story, "fi"), "dialogue").answer_language == "sv"


def test_felt_safety_is_counted_by_stop_and_light(story: DeskStory) -> None:
    assert built(story).ratings[0].dark == (1, 2, 0, 1, 2)


def test_the_next_steps_say_who_owes_an_answer(story: DeskStory) -> None:
    steps = built(story).next_steps
    assert "Elnätsbolaget" in steps[0].who
    assert steps[0].when != ""


def test_it_asks_the_same_number_of_questions_however_many_points(story: DeskStory) -> None:
    db.session.rollback()
    with counted_queries() as few:
        built(story)
    for number in range(6):
        story.point(f"more {number}", "BEL", O.REVIEWED, text="Mer.")
    with counted_queries() as many:
        built(story)
    assert len(many) == len(few) <= 20


def test_only_those_who_may_get_it(story: DeskStory, world: World, tools: Toolbox) -> None:
    with pytest.raises(Forbidden):
        protocol.build(tools, world.actor(world.paul), story.walk_id, "sv")
    with pytest.raises(NotFound):
        protocol.build(tools, world.actor(world.ann), new_id(), "sv")


def test_a_walk_without_anything_has_a_protocol_too(world: World, tools: Toolbox) -> None:
    found = protocol.build(tools, world.actor(world.ann), world.walk_id, "sv")
    assert found.figures.total == 0
    assert protocol.page(found).sections


def test_sixty_points_are_set_while_somebody_waits(story: DeskStory, world: World, tools: Toolbox) -> None:
    with unit_of_work() as work:
        rows = [
            Observation(
                id=new_id(),
                walk_id=story.walk_id,
                number=100 + number,
                state=O.REVIEWED,
                category="BEL",
                public_text="En lampa är släckt mitt i tunneln. 🙂 #let",
                reviewed_at=tools.clock.now(),
                lat=59.5 + number / 9000,
                lon=17.74,
                observed_at=tools.clock.now() - timedelta(days=59),
                received_at=tools.clock.now(),
            )
            for number in range(45)
        ]
        work.add_all(rows)
    started = time.process_time()
    printed = protocol.pdf(tools, world.actor(world.ann), story.walk_id, "sv")
    assert printed.content.startswith(b"%PDF-")
    assert printed.name.startswith("BRU-2026-2 Protokoll trygghetsvandring Brunna 20")
    # Processor time, so that a busy machine does not fail it.
    assert time.process_time() - started < 8
