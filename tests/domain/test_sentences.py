"""Public sentences: whole in three languages, checked in what they are given, the same after a round trip."""

import json
import re
from datetime import date
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.categories import POSITIVE, load_defaults
from fieldapp.domain.errors import Invalid
from fieldapp.domain.languages import Language
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.sentences import (
    ALWAYS_OFFERED,
    OWN_FIELDS,
    FromTemplate,
    Outcome,
    OwnWords,
    Rendered,
    Template,
    from_json,
    from_template,
    may_put_away,
    own_words,
    render,
    silence,
    templates,
    templates_for,
    to_json,
)
from fieldapp.domain.ticket_status import TicketStatus

EXAMPLES: dict[str, str | int] = {
    "when": "2026-W41",
    "date": "2026-10-24",
    "owner": "Gata och park",
    "case": "SR-4711",
    "number": "BRU-2026-2-07",
    "year": 2027,
}
ALL = list(templates().values())
LANGUAGES = list(Language)


def example(template: Template) -> FromTemplate:
    return from_template(template.id, **{name: EXAMPLES[name] for name in template.fields})


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_a_template_is_a_plain_whole_sentence_in_every_language(template: Template) -> None:
    assert template.id.partition(".")[0] == template.outcome.value
    for language in LANGUAGES:
        words = template.words.in_(language)
        fields = [name for _, name, _, _ in Formatter().parse(words) if name]
        assert sorted(fields) == sorted(template.fields)
        text = render(example(template), language).text
        assert re.fullmatch(r"[A-ZÅÄÖ].*[.]", text)
        assert "!" not in text
        assert "{" not in text
        assert text == re.sub(r"\s+", " ", text)
        assert len(text) <= 140


def test_no_two_templates_of_an_outcome_say_the_same() -> None:
    for language in LANGUAGES:
        said = [
            (template.outcome, template.words.in_(language)) for template in ALL if not template.applies_to
        ]
        assert len(set(said)) == len(said)


def test_every_template_is_meant_for_codes_that_exist() -> None:
    known = {*load_defaults().categories, *load_defaults().subcategories}
    assert {code for template in ALL for code in template.applies_to} <= known


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_sentence_for_any_point(outcome: Outcome) -> None:
    assert templates_for(outcome)
    assert all(not template.applies_to for template in templates_for(outcome))


def test_every_state_that_owes_a_sentence_has_some_to_choose_from() -> None:
    owing = {TicketStatus.PLANNED, TicketStatus.DONE, TicketStatus.DECLINED, TicketStatus.NEEDS_PROJECT}
    states = {state.value for state in owing} | {
        state.value
        for state in (ObservationStatus.PRAISE, ObservationStatus.DIALOGUE, ObservationStatus.DISMISSED)
    }
    assert states <= {outcome.value for outcome in Outcome}


@pytest.mark.parametrize(
    "code", [code for code, sub in load_defaults().subcategories.items() if sub.category != POSITIVE]
)
def test_every_fault_has_a_plan_of_its_own_offered_first(code: str) -> None:
    assert code in templates_for(Outcome.PLANNED, code)[0].applies_to or code in ("ORI2", "ORI3")
    assert templates_for(Outcome.DONE, code)[-1].id == "done.general"


def test_the_sentences_for_exactly_this_fault_come_first_then_its_category_then_any() -> None:
    fits = [template.fit("VAX1") for template in templates_for(Outcome.DECLINED, "VAX1")]
    assert fits == sorted(fits, reverse=True)
    assert {1, 2} <= set(fits)
    assert "declined.light_is_enough" not in {one.id for one in templates_for(Outcome.DECLINED, "VAX1")}
    assert templates_for(Outcome.DONE, "BEL1")[0].id == "done.lamp"


def test_the_reasons_for_a_no_have_codes() -> None:
    reasons = {template.reason for template in templates_for(Outcome.DECLINED, "VAX1")}
    assert {"cost", "law", "nesting", "not_ours", "better_idea"} <= reasons


@pytest.mark.parametrize(
    ("when", "sv", "fi", "en"),
    [
        ("2026-W41", "vecka 41", "viikolla 41", "in week 41"),
        ("2026-10-06", "senast 6 oktober", "viimeistään 6. lokakuuta", "by 6 October"),
        ("2027-spring", "under våren 2027", "keväällä 2027", "in spring 2027"),
        ("2027-winter", "under vintern 2026–2027", "talvella 2026–2027", "in winter 2026–2027"),
        ("pruning", "mellan november och mars", "marras–maaliskuussa", "between November and March"),
        ("running", "vid den löpande skötseln", "tavallisen hoidon yhteydessä", "as part of regular upkeep"),
    ],
)
def test_a_plan_is_read_in_each_readers_language(when: str, sv: str, fi: str, en: str) -> None:
    sentence = from_template("planned.bench", when=when)
    assert render(sentence, "sv") == Rendered(f"Bänken lagas {sv}.", Language.SV)
    assert render(sentence, "fi") == Rendered(f"Penkki korjataan {fi}.", Language.FI)
    assert render(sentence, "en") == Rendered(f"The bench will be repaired {en}.", Language.EN)


@pytest.mark.parametrize(
    ("times_asked", "today", "words"),
    [
        (1, date(2026, 9, 24), "Vi har frågat Elnätsbolaget. Svaret ska komma senast 24 oktober."),
        (1, date(2026, 10, 3), "Vi har frågat Elnätsbolaget. Svaret ska komma senast 24 oktober."),
        (1, date(2026, 10, 4), "Vi har frågat Elnätsbolaget. Inget svar än."),
        (1, date(2026, 11, 9), "Vi har frågat Elnätsbolaget. Inget svar än."),
        (2, date(2026, 10, 14), "Vi har frågat Elnätsbolaget två gånger. Inget svar än."),
        (3, date(2026, 10, 24), "Vi har frågat Elnätsbolaget flera gånger. Inget svar än."),
        (7, date(2027, 3, 1), "Vi har frågat Elnätsbolaget flera gånger. Inget svar än."),
    ],
)
def test_an_answer_is_missed_from_the_first_reminder_on(times_asked: int, today: date, words: str) -> None:
    said = silence("Elnätsbolaget", times_asked=times_asked, answer_by=date(2026, 10, 24), today=today)
    assert render(said, "sv").text == words


def test_an_owner_with_a_long_name_is_silent_too() -> None:
    said = silence("A" * 200, times_asked=1, today=date(2026, 9, 24))
    assert render(said, "sv").text.endswith("Inget svar än.")


def test_own_words_keep_their_language() -> None:
    sentence = own_words("  Två lampor är bytta\noch tunneln är ljus igen. ", "sv")
    assert render(sentence, "fi") == Rendered("Två lampor är bytta och tunneln är ljus igen.", Language.SV)


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_a_template_is_the_same_after_a_round_trip(template: Template) -> None:
    sentence = example(template)
    assert from_json(json.loads(json.dumps(to_json(sentence)))) == sentence


@given(st.text(min_size=1, max_size=600), st.sampled_from(LANGUAGES))
def test_own_words_are_the_same_after_a_round_trip(text: str, language: Language) -> None:
    try:
        sentence = own_words(text, language)
    except Invalid:
        return
    assert from_json(json.loads(json.dumps(to_json(sentence)))) == sentence


def test_what_the_phone_sends_is_read_with_its_empty_keys() -> None:
    data: dict[str, Any] = {"template": "done.lamp", "values": {}, "text": None, "lang": None}
    assert from_json(data) == FromTemplate("done.lamp", {})
    data = {"template": None, "values": {}, "text": "Klart.", "lang": "sv"}
    assert from_json(data) == OwnWords("Klart.", Language.SV)


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({}, "public_text", "not-a-sentence"),
        ({"text": "Klart."}, "public_text", "not-a-sentence"),
        ({"text": "Klart.", "lang": "de"}, "public_text.lang", "unknown-language"),
        ({"text": "  ", "lang": "sv"}, "public_text.text", "empty"),
        ({"text": "x" * 601, "lang": "sv"}, "public_text.text", "too-long"),
        ({"template": "done.lamp", "text": "x", "lang": "sv"}, "public_text", "not-a-sentence"),
        ({"template": "done.lamp", "values": [1]}, "public_text", "not-a-sentence"),
        ({"template": "done.moon"}, "public_text.template", "unknown-template"),
        ({"template": "planned.lamp"}, "public_text.values.when", "missing-value"),
        (
            {"template": "done.lamp", "values": {"when": "2026-W41"}},
            "public_text.values.when",
            "unknown-value",
        ),
        (
            {"template": "planned.lamp", "values": {"when": "someday"}},
            "public_text.values.when",
            "wrong-value",
        ),
        ({"template": "planned.lamp", "values": {"when": 41}}, "public_text.values.when", "wrong-value"),
        ({"template": "planned.lamp", "values": {"when": None}}, "public_text.values.when", "wrong-value"),
        (
            {"template": "investigating.visit", "values": {"date": "24/10"}},
            "public_text.values.date",
            "wrong-value",
        ),
        (
            {"template": "praise.thanks_owner", "values": {"owner": " "}},
            "public_text.values.owner",
            "wrong-value",
        ),
        (
            {"template": "merged.same", "values": {"number": "{0}"}},
            "public_text.values.number",
            "wrong-value",
        ),
        (
            {"template": "needs_project.budget", "values": {"year": True}},
            "public_text.values.year",
            "wrong-value",
        ),
        (
            {"template": "needs_project.budget", "values": {"year": "2027"}},
            "public_text.values.year",
            "wrong-value",
        ),
    ],
)
def test_a_sentence_that_says_nothing_or_too_much_is_refused(
    data: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        from_json(data)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_value_is_text_and_never_a_template_of_its_own() -> None:
    sentence = from_template("praise.thanks_owner", owner="{when} {0.__class__}")
    assert render(sentence, "sv").text.endswith("Vi har hälsat {when} {0.__class__}.")


@pytest.mark.parametrize("outcome", list(OWN_FIELDS))
def test_only_sentences_whose_outcome_keeps_another_for_any_point_can_be_put_away(outcome: Outcome) -> None:
    general = {id_: one for id_, one in templates().items() if one.outcome is outcome and not one.applies_to}
    last = next(iter(general.values()))
    assert not may_put_away(last, {last.id: last})
    free = [one for one in general.values() if one.id not in ALWAYS_OFFERED]
    assert all(may_put_away(one, general) == (len(general) > 1) for one in free)


def test_words_that_are_sent_with_a_template_are_not_believed() -> None:
    words = {"sv": "Nej.", "fi": "Ei.", "en": "No."}
    with pytest.raises(Invalid):
        from_json({"template": "own.x", "values": {}, "words": words}, templates())
