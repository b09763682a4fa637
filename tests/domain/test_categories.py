"""The default set is whole: every code is known, every word exists in three languages."""

from pathlib import Path

import pytest

from fieldapp.domain.categories import CHOICES_MAX_COUNT, EXPERIENCE, POSITIVE, load_defaults
from fieldapp.domain.languages import Language, Words
from fieldapp.domain.urgency import DueKind, Urgency

DEFAULTS = load_defaults()
ICONS = Path(__file__).parents[2] / "node_modules" / "lucide-static" / "icons"


def all_words() -> list[Words]:
    words = [one.name for one in DEFAULTS.categories.values()]
    words += [one.short_name for one in DEFAULTS.categories.values()]
    words += [one.name for one in DEFAULTS.subcategories.values()]
    words += [one.name for one in DEFAULTS.owner_classes.values()]
    words += [one.name for one in DEFAULTS.seasons.values()]
    return words + [one.words for one in DEFAULTS.prompts]


def test_the_tiles_stand_in_their_order_with_the_good_first() -> None:
    assert " ".join(DEFAULTS.categories) == "POS BEL VAX KLO TRA UPP GAT REN KOL TIL MOB BYG ORI SAK"
    assert DEFAULTS.categories[POSITIVE].short_name.sv == "Det här är bra"
    assert DEFAULTS.categories[EXPERIENCE].short_name.sv == "Känns otryggt"


def test_every_word_exists_in_three_languages_without_stray_spaces() -> None:
    for words in all_words():
        for language in Language:
            text = words.in_(language)
            assert text
            assert text == text.strip()
            assert "  " not in text


def test_another_language_reads_swedish() -> None:
    assert Words("ja", "kyllä", "yes").in_("de") == "ja"


def test_every_subcategory_names_what_exists() -> None:
    for code, sub in DEFAULTS.subcategories.items():
        assert code.rstrip("0123456789") == sub.category
        assert sub.category in DEFAULTS.categories
        assert set(sub.owner_by_area) | set(sub.informed) <= set(DEFAULTS.owner_classes)
        assert sub.season is None or sub.season in DEFAULTS.seasons
        assert sub.owner not in sub.owner_by_area
        assert len(set(sub.owner_by_area)) == len(sub.owner_by_area)


def test_everything_but_the_good_has_an_owner_who_answers_an_urgency_and_a_limit() -> None:
    for sub in DEFAULTS.subcategories.values():
        if sub.category == POSITIVE:
            assert (sub.owner, sub.urgency, sub.due) == (None, None, None)
        else:
            assert sub.owner is not None
            assert not DEFAULTS.owner_classes[sub.owner].is_informed_only
            assert sub.urgency is not None
            assert sub.due is not None


def test_who_is_informed_owes_no_answer() -> None:
    informed = {code for sub in DEFAULTS.subcategories.values() for code in sub.informed}
    assert informed == {"PO", "RT"}
    assert all(DEFAULTS.owner_classes[code].is_informed_only for code in informed)


def test_what_is_akut_is_due_in_hours_and_what_is_investigated_in_days_until_an_answer() -> None:
    for sub in DEFAULTS.subcategories.values():
        if sub.urgency is Urgency.AKUT:
            assert sub.due is not None
            assert sub.due.kind is DueKind.HOURS
        if sub.urgency is Urgency.UTREDS:
            assert str(sub.due) == "30 answer_days"


def test_the_worse_case_is_never_slower() -> None:
    per_day = {DueKind.HOURS: 1 / 24, DueKind.WORKING_DAYS: 1, DueKind.DAYS: 1, DueKind.ANSWER_DAYS: 1}
    for sub in DEFAULTS.subcategories.values():
        if sub.worse_due is not None:
            assert sub.due is not None
            worse, usual = (rule.count * per_day[rule.kind] for rule in (sub.worse_due, sub.due))
            assert worse < usual


def test_a_screen_never_offers_more_than_five_choices() -> None:
    for category in DEFAULTS.categories:
        assert 1 <= len(DEFAULTS.of_category(category)) <= CHOICES_MAX_COUNT
        assert len(DEFAULTS.of_category(category, default_set_only=False)) <= CHOICES_MAX_COUNT


def test_every_category_has_its_own_icon_in_the_kept_set() -> None:
    icons = [category.icon for category in DEFAULTS.categories.values()]
    assert len(set(icons)) == len(icons)
    assert [icon for icon in icons if not (ICONS / f"{icon}.svg").is_file()] == []


def test_every_category_has_questions_that_are_asked_one_at_a_time() -> None:
    for category in DEFAULTS.categories:
        assert len(DEFAULTS.prompts_of(category)) >= 2
    for prompt in DEFAULTS.prompts:
        for language in Language:
            assert prompt.words.in_(language).count("?") == 1
            assert prompt.words.in_(language).endswith("?")


def test_the_first_question_about_lighting_is_whether_a_face_can_be_seen() -> None:
    assert DEFAULTS.prompts_of("BEL")[0].words.sv == "Ser du ett ansikte på 10–15 m?"


@pytest.mark.parametrize(
    ("category", "owner", "urgency"),
    [
        ("BEL", "BE", Urgency.UTREDS),
        ("REN", "GP", Urgency.SNART),
        ("BYG", "BO", Urgency.UTREDS),
        ("SAK", "GP", Urgency.SNART),
        ("UPP", "SO", Urgency.UTREDS),
        ("POS", None, None),
    ],
)
def test_a_tile_alone_has_the_usual_owner_and_is_never_akut_by_itself(
    category: str, owner: str | None, urgency: Urgency | None
) -> None:
    usual = DEFAULTS.find(category, None)
    assert (usual.code, usual.owner, usual.urgency) == (category, owner, urgency)
    assert usual.owner not in usual.owner_by_area


def test_a_subcategory_is_found_by_its_code_and_an_unknown_one_is_not() -> None:
    assert DEFAULTS.find("BEL", "BEL1").name.fi == "Rikkinäinen tai sammunut lamppu"
    with pytest.raises(KeyError):
        DEFAULTS.find("BEL", "BEL9")
    with pytest.raises(KeyError):
        DEFAULTS.find("XXX", None)
