"""The protocol laid out as words: figures that add up, sections in order, felt safety that betrays nobody."""

import string
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fieldapp.documents import wording
from fieldapp.documents.felt_safety import rounded_shares
from fieldapp.documents.protocol_data import FiveSteps, ProtocolData, Section, StopRating
from fieldapp.documents.protocol_page import SectionPage, lay_out
from fieldapp.domain.figures import Figure, Figures
from tests.documents.story import BRUNNA, EMPTY_WALK, point


def section(protocol: ProtocolData, letter: str) -> SectionPage:
    return next(found for found in lay_out(protocol, str).sections if found.letter == letter)


def test_sections_come_in_the_order_that_people_quote() -> None:
    assert "".join(found.letter for found in lay_out(BRUNNA, str).sections) == "ABCDEFGH"


def test_the_figures_come_in_one_order_and_add_up_without_earlier_walks_points() -> None:
    figures = lay_out(BRUNNA, str).figures
    words = [word for _, word in figures]
    assert words == ["punkter", "bra", "klara", "planerade", "projekt eller nej", "utan svar än"]
    counts = [int(count) for count, _ in figures]
    assert counts[0] == sum(counts[1:]) == len(BRUNNA.points) - 1


def test_one_is_not_many() -> None:
    one = replace(EMPTY_WALK, points=(point("01", Section.SIMPLE, Figure.DONE),))
    assert lay_out(one, str).figures[:3] == (("1", "punkt"), ("0", "bra"), ("1", "klar"))
    assert section(one, "C").intro == "1 punkt: 1 klar."


def test_a_section_of_points_says_what_became_of_them_in_route_order() -> None:
    simple = section(BRUNNA, "C")
    assert simple.intro == "6 punkter i ordning efter stopp: 4 klara, 1 planerad, 1 utan svar än."
    assert [row.badge for row in simple.rows] == ["02", "07", "13", "14", "16", "19"]
    assert len(simple.columns) == 10


def test_points_without_a_stop_come_last() -> None:
    points = [
        point("01", Section.SIMPLE, Figure.DONE),
        point("02", Section.SIMPLE, Figure.DONE, stop_order=9),
        point("03", Section.SIMPLE, Figure.DONE, stop_order=2),
    ]
    rows = section(replace(BRUNNA, points=tuple(points)), "C").rows
    assert [row.badge for row in rows] == ["03", "02", "01"]
    assert [row.place for row in rows][:2] == [
        "Stopp 2. Hagnäsvägen, gångbanan",
        "Stopp 9. Hagnäsvägen, gångbanan",
    ]


PLACES: dict[str, tuple[dict[str, Any], str, str]] = {
    "north and east": ({"lat": 59.50211, "lon": 17.739}, "59,5021 N 17,7390 E", ""),
    "south and west": ({"lat": -33.9, "lon": -70.5}, "33,9000 S 70,5000 W", ""),
    "coarse": ({"lat": 59.5, "lon": 17.7, "position_is_sure": False}, "59,5000 N 17,7000 E", "Osäkert läge"),
    "none": ({}, "", "Utan läge"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_place_has_coordinates_and_says_when_it_is_unsure(name: str) -> None:
    given, coordinates, note = PLACES[name]
    walk = replace(BRUNNA, points=(point("01", Section.SIMPLE, Figure.DONE, **given),))
    row = section(walk, "C").rows[0]
    assert (row.coordinates, row.place_note) == (coordinates, note)


def test_an_earlier_walks_point_keeps_its_whole_number_and_an_outsider_is_called_extern() -> None:
    assert section(BRUNNA, "B").rows[0].badge == "BRU-2023-1-04"
    assert section(BRUNNA, "C").rows[4].owner == "Extern: elnätsbolaget"


def test_what_the_map_leaves_out_is_named_under_it() -> None:
    assert lay_out(BRUNNA, str).map_note == "Inte på kartan: 24."
    assert lay_out(BRUNNA, str, off_map=("07",)).map_note == "Inte på kartan: 07, 24."
    assert lay_out(EMPTY_WALK, str).map_note == ""


def test_residents_are_counted_and_officials_are_organisations() -> None:
    people = next(fact.value for fact in lay_out(BRUNNA, str).facts if fact.label == "Deltagare")
    assert people == (
        "23 boende. Trygghet och prevention, Gata och park, Belysning, Upplands-Brohus, kommunpolis, "
        "räddningstjänst (9 personer)"
    )


def test_lines_without_anything_to_say_are_left_out() -> None:
    assert [fact.label for fact in lay_out(EMPTY_WALK, str).facts] == ["Datum och tid", "Deltagare"]


SHARES: dict[str, tuple[FiveSteps, tuple[int, ...]]] = {
    "nobody": ((0, 0, 0, 0, 0), ()),
    "four are too few": ((1, 1, 1, 1, 0), ()),
    "five are enough": ((5, 0, 0, 0, 0), (100, 0, 0, 0, 0)),
    "rounded to five": ((1, 2, 3, 0, 0), (15, 35, 50, 0, 0)),
    "one of forty is five percent": ((1, 39, 0, 0, 0), (5, 100, 0, 0, 0)),
    "one of a hundred is none": ((1, 99, 0, 0, 0), (0, 100, 0, 0, 0)),
}


@pytest.mark.parametrize("name", SHARES)
def test_felt_safety_is_shown_from_five_answers_and_rounded(name: str) -> None:
    counts, shares = SHARES[name]
    assert rounded_shares(counts) == shares


def test_too_few_answers_show_no_number_at_all() -> None:
    walk = replace(BRUNNA, ratings=(StopRating(1, (4, 0, 0, 0, 0), (5, 0, 0, 0, 1)),))
    day, dark = section(walk, "G").ratings
    assert (day.answers, day.shares, day.bar) == ("för få svar", (), ())
    assert (dark.stop, dark.answers, len(dark.shares)) == ("", "6", 5)


def test_a_walk_that_nobody_rated_says_so() -> None:
    walk = replace(BRUNNA, ratings=(StopRating(1), StopRating(2)))
    assert section(walk, "G").ratings == ()
    assert section(walk, "G").intro == "Ingen har svarat på hur trygg platsen känns."


def test_figures_count_every_outcome_once() -> None:
    points = [point(str(n), Section.SIMPLE, outcome) for n, outcome in enumerate(Figure)]
    assert replace(EMPTY_WALK, points=tuple(points)).figures == Figures(1, 1, 1, 1, 1)


def messages() -> list[str]:
    """Every message of the wording, however it is kept."""

    def inside(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [message for part in value.values() for message in inside(part)]
        return [message for part in value for message in inside(part)] if isinstance(value, tuple) else []

    return [m for name, value in vars(wording).items() if name.isupper() for m in inside(value)]


def test_every_fixed_word_goes_through_the_translation() -> None:
    asked: set[str] = set()

    def record(message: str) -> str:
        asked.add(message)
        return message

    one = replace(BRUNNA, points=BRUNNA.points[:1], ended=None, residents_count=1, sealed_on=None, ratings=())
    for walk in (BRUNNA, EMPTY_WALK, one, replace(one, started=None)):
        lay_out(walk, record)
    assert len(asked) > 70
    assert asked <= set(messages())


Translate = Callable[[str], str]


def test_a_translation_reaches_every_part_of_the_document() -> None:
    def shout(message: str) -> str:
        parts = string.Formatter().parse(message)
        return "".join(t.upper() + (f"{{{field}}}" if field is not None else "") for t, field, _, _ in parts)

    page = lay_out(BRUNNA, shout)
    assert page.sections[2].heading == "C. ENKLARE ÅTGÄRDER"
    assert page.sections[2].intro.startswith("6 PUNKTER I ORDNING")
    assert page.facts[0].label == "DATUM OCH TID"
    assert page.status == "FASTSTÄLLT 12 oktober 2026"
    assert page.rating_steps[0] == "MYCKET TRYGG"
