"""Places, not persons: what is flagged in a text, and what a reviewer is offered instead."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.errors import Invalid
from fieldapp.domain.public_draft import suggest_public
from fieldapp.domain.text import FlagKind, clean, flags, keeps_words, limited, one_line

ABOUT_PERSONS = [
    (
        "sv",
        "Två lampor är släckta mitt i tunneln. Anders på 14:an säger att det varit så sedan maj.",
        {"Anders": FlagKind.NAME, "14:an": FlagKind.HOME},
        "Två lampor är släckta mitt i tunneln. Det har varit så sedan maj.",
    ),
    (
        "sv",
        "Lampan är trasig, ring Anna Svensson 070-123 45 67.",
        {"Anna Svensson": FlagKind.NAME, "070-123 45 67": FlagKind.PHONE},
        "Lampan är trasig.",
    ),
    (
        "sv",
        "Anna Svensson ramlade på isen här.",
        {"Anna Svensson": FlagKind.NAME},
        "Någon ramlade på isen här.",
    ),
    (
        "sv",
        "Hålet är utanför Emaljstigen 14 B, vid grinden",
        {"14 B": FlagKind.HOME},
        "Hålet är utanför Emaljstigen, vid grinden",
    ),
    (
        "sv",
        "Ett gäng alkisar sitter på bänken varje kväll.",
        {"Ett gäng alkisar": FlagKind.PERSON},
        "Några sitter på bänken varje kväll.",
    ),
    (
        "sv",
        "Bilen ABC 123 står i vägen. Ägaren (070-1234567) svarar inte.",
        {"ABC 123": FlagKind.PLATE, "070-1234567": FlagKind.PHONE},
        "Bilen står i vägen. Ägaren svarar inte.",
    ),
    (
        "sv",
        "Mörkt vid porten. Mejla mig på anna.b@example.com om ni vill veta mer.",
        {"anna.b@example.com": FlagKind.EMAIL},
        "Mörkt vid porten.",
    ),
    ("sv", "Annas garage skymmer sikten", {"Annas": FlagKind.NAME}, "Någons garage skymmer sikten"),
    (
        "sv",
        "Min granne klipper aldrig häcken",
        {"Min granne": FlagKind.PERSON},
        "Någon klipper aldrig häcken",
    ),
    (
        "sv",
        "En kille i svart luvtröja brukar stå här",
        {"En kille i svart luvtröja": FlagKind.PERSON},
        "Någon brukar stå här",
    ),
    (
        "sv",
        "Hyresgästen i lägenhet 1203 spelar musik",
        {"Hyresgästen": FlagKind.PERSON, "lägenhet 1203": FlagKind.HOME},
        "Någon spelar musik",
    ),
    (
        "sv",
        "Familjen Andersson parkerar på gångvägen",
        {"Familjen Andersson": FlagKind.NAME},
        "Någon parkerar på gångvägen",
    ),
    ("sv", "Skåpet hör till 850612-1234.", {"850612-1234": FlagKind.PERSONAL_NUMBER}, "Skåpet hör till."),
    ("fi", "Antti Virtanen sanoo, että valo on poissa", {"Antti Virtanen": FlagKind.NAME}, "Valo on poissa"),
    (
        "fi",
        "Naapurit heittävät roskia tänne. Soita 040 123 4567.",
        {"Naapurit": FlagKind.PERSON, "040 123 4567": FlagKind.PHONE},
        "Jotkut heittävät roskia tänne.",
    ),
    ("fi", "Auto ABC-123 seisoo tiellä", {"ABC-123": FlagKind.PLATE}, "Auto seisoo tiellä"),
    (
        "en",
        "A man in a black jacket shouted at us here",
        {"A man in a black jacket": FlagKind.PERSON},
        "Someone shouted at us here",
    ),
    ("sv", "Det är mörkt, säger Inga.", {"Inga": FlagKind.NAME}, "Det är mörkt, säger någon."),
    ("sv", "Inga Berg parkerar här", {"Inga Berg": FlagKind.NAME}, "Någon parkerar här"),
    ("en", "The lamp is out, says Lars.", {"Lars": FlagKind.NAME}, "The lamp is out, says someone."),
]

ABOUT_PLACES = [
    "Två lampor är släckta mitt i tunneln.",
    "Lampan på Hagnäsvägen 12 meter från tunneln",
    "Mörkt vid Anna Lindhs plats",
    "Jag som kvinna undviker platsen när det är mörkt",
    "Buss 557 stannar inte efter kl 22. Ring 112 eller 114 14.",
    "Stolpe 1234 lutar. Skåp BEL1.",
    "Här samlas ungdomar, och barn går här till skolan",
    "Det var så 2024-09-24 och 2025-10-09",
    "Sten ligger på vägen. Hans på taket? Björn har setts.",
    "Vid Torget 4 saknas bänk",
    "Inga lampor lyser. Inga bänkar heller.",
    "Maj till september är det ljust. Lina hänger ner. Urban miljö.",
    "Punkt BRU-2026-2-07 gäller samma tunnel",
    "Tunneli on pimeä ja lamput rikki",
    "Polku on liukas talvella",
    "The underpass is dark and wet",
    "Street lamp 12 is out",
    "",
]


@pytest.mark.parametrize(("lang", "text", "spans", "draft"), ABOUT_PERSONS)
def test_what_describes_a_person_is_flagged_where_it_stands(
    lang: str, text: str, spans: dict[str, FlagKind], draft: str
) -> None:
    assert {text[flag.start : flag.end]: flag.kind for flag in flags(text)} == spans


@pytest.mark.parametrize(("lang", "text", "spans", "draft"), ABOUT_PERSONS)
def test_the_suggestion_keeps_the_place_and_leaves_the_person_out(
    lang: str, text: str, spans: dict[str, FlagKind], draft: str
) -> None:
    assert suggest_public(text, lang) == draft


@pytest.mark.parametrize("text", ABOUT_PLACES)
def test_what_describes_a_place_is_left_alone(text: str) -> None:
    assert flags(text) == ()
    assert suggest_public(text) == text


pieces = st.sampled_from(
    [word for _, text, _, _ in ABOUT_PERSONS for word in text.split()]
    + ["!", "(", ")", ",", "\n", "😀", "\ue003"]
)
mixtures = st.lists(pieces, max_size=30).map(" ".join) | st.text(max_size=200)


@given(mixtures)
def test_flags_stand_in_order_within_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for flag in flags(text):
        assert end <= flag.start < flag.end <= len(text)
        end = flag.end


@given(mixtures, st.sampled_from(["sv", "fi", "en"]))
def test_a_suggestion_holds_no_address_number_or_plate_and_no_marks(text: str, lang: str) -> None:
    draft = suggest_public(text, lang)
    leaks = {FlagKind.EMAIL, FlagKind.PHONE, FlagKind.PERSONAL_NUMBER}
    original = {text[flag.start : flag.end] for flag in flags(text) if flag.kind in leaks}
    assert not any(secret in draft for secret in original)
    assert not any("\ue000" <= letter <= "\ue007" for letter in draft)
    assert draft == one_line(draft)


@pytest.mark.parametrize(
    "unit", ["a", "A", "0", "0 ", "-", ".", "@", "a@", "Anna ", "ring ", "en man i ", "Åvägen ", "("]
)
def test_a_long_and_strange_text_is_read_in_no_time(unit: str) -> None:
    text = (unit * 2000)[:2000]
    started = time.perf_counter()
    suggest_public(text)
    assert time.perf_counter() - started < 1


@given(st.text(max_size=200))
def test_one_line_is_one_line_and_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert line == one_line(line)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert unicodedata.is_normalized("NFC", line)


def test_clean_keeps_lines_and_takes_away_what_is_invisible() -> None:
    assert clean(" a\r\nb\u2028c\x00\u202ed\ud800 ") == "a\nb\ncd"
    assert one_line("a\n\n  b\tc") == "a b c"
    assert one_line("A\u030angvägen 👩‍🚒") == "Ångvägen 👩‍🚒"


def test_a_text_within_its_length_is_kept_and_a_longer_one_refused() -> None:
    assert limited(" åäö ", 3, "text") == "åäö"
    with pytest.raises(Invalid) as refused:
        limited("åäöx", 3, "text")
    assert (refused.value.field, refused.value.code, refused.value.values["max"]) == ("text", "too-long", 3)


@pytest.mark.parametrize(
    ("public", "original", "is_theirs"),
    [
        ("Lamppu on pimeänä ovella.", "Lamppu on pimeänä ovella.", True),
        ("Lamppu on pimeänä.", "Naapurin Kallen mukaan lamppu on pimeänä aina.", True),
        ("Lampan är släckt vid Emaljstigens gård.", "Emaljstigens gård: lamppu on pimeänä.", False),
        ("Lampan är släckt.", "", False),
        ("", "Lamppu on pimeänä.", False),
    ],
)
def test_a_shortened_text_is_still_its_reporters_and_one_written_anew_is_not(
    public: str, original: str, is_theirs: bool
) -> None:
    assert keeps_words(public, original) is is_theirs
