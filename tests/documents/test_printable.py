"""Every character a person can type is printed or becomes □, and no protocol ever stops on one."""

import io
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from fieldapp.documents.printable import FontError, Printable, breakable, code_points, glyphs_of
from fieldapp.documents.protocol_data import Section
from fieldapp.domain.figures import Figure
from tests.documents.conftest import FONTS, MakePdf
from tests.documents.story import BRUNNA, point

BLOCK = 0x10
"""Every Unicode block begins on a multiple of this: no block is missed."""


def every_block() -> list[str]:
    """Two of every sixteen code points of all 17 planes: the first of each block and more."""
    offsets = (0, 9)
    return [chr(start + offset) for start in range(0, sys.maxunicode, BLOCK) for offset in offsets]


@pytest.fixture(scope="module")
def glyphs() -> frozenset[int]:
    return glyphs_of(FONTS)


CASES = {
    "swedish, finnish and english letters": ("Åäö ÄÖ š ž é –", "Åäö ÄÖ š ž é –"),
    "an emoji": ("Fint 🌳 här", "Fint □ här"),
    "a family is one square": ("👩\u200d👩\u200d👧", "□□□"),
    "a skin tone and a variation belong to their emoji": ("👍🏽 ☀\ufe0f", "□ □"),
    "another script": ("北京", "□□"),
    "arabic": ("شارع", "□□□□"),
    "bidirectional controls": ("a\u202eb\u2066c", "a□b□c"),
    "controls": ("a\x00b\x1bc", "a□b□c"),
    "a lone surrogate": ("a\ud800b", "a□b"),
    "unassigned and private": ("\u0378\ue000\U0010ffff", "□□□"),
    "line ends of all kinds": ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
    "a tab": ("a\tb", "a b"),
    "invisible joints vanish": ("tryg\u00adghet\u200b\ufeff", "trygghet"),
    "a square is a square": ("□", "□"),
    "letters are composed": ("a\u030a", "å"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_text_is_printed_as_the_table_says(name: str, glyphs: frozenset[int]) -> None:
    written, printed = CASES[name]
    printable = Printable(glyphs)
    assert printable.text(written) == printed
    assert printable.has_replaced == ("□" in printed and "□" not in written)


def test_a_browser_keeps_every_script_but_no_controls() -> None:
    assert Printable().text("北京 🌳 شارع\x00\u202e") == "北京 🌳 شارع□□"


def test_the_fonts_own_character_map_decides(glyphs: frozenset[int]) -> None:
    assert {ord(letter) for letter in "aÅäöÖé–·©…€−’”"} <= glyphs
    assert not {0x25A1, 0x2603, 0x5317, 0x1F333} & glyphs
    assert len(glyphs) > 2500


def test_no_fonts_and_broken_fonts_are_said(tmp_path: Path) -> None:
    with pytest.raises(FontError, match="no font"):
        glyphs_of(tmp_path)
    broken = tmp_path / "NotoSans-Regular.ttf"
    broken.write_bytes((FONTS / "NotoSans-Regular.ttf").read_bytes()[:40])
    with pytest.raises(FontError):
        code_points(broken)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("trygghetsvandringsprotokoll", 1),
        ("(Nyckelbergsparken),", 1),
        ("Upplands-Brohus-och-Gatukontoret", 1),
        ("x" * 2000, 200),
        ("https://example.org/en/mycket/lång/adress", 5),
        ("kort", 1),
    ],
)
def test_only_runs_that_would_overflow_are_broken(written: str, parts: int) -> None:
    broken = breakable(written)
    assert len(broken.split("\u200b")) == parts
    assert broken.replace("\u200b", "") == written


def test_no_character_of_any_block_stops_a_protocol_and_the_replacement_is_said(make_pdf: MakePdf) -> None:
    characters = every_block()
    assert len(characters) == 2 * 0x110000 // BLOCK
    planes = {ord(character) >> 16 for character in characters}
    assert planes == set(range(17))
    size = 4000
    texts = [" ".join(characters[start : start + size]) for start in range(0, len(characters), size)]
    points = [
        point(f"{number:02d}", Section.SIMPLE, Figure.UNANSWERED, text=text)
        for number, text in enumerate(texts)
    ]
    everywhere = "".join(characters[:400]) + "🌳"
    pdf = make_pdf(
        replace(
            BRUNNA,
            points=tuple(points),
            title=f"Protokoll {everywhere}",
            municipality=everywhere,
            contact=everywhere,
            theme=everywhere,
        )
    )
    last_page = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert "Tecken som inte går att skriva ut visas som □" in " ".join(last_page.split())


def test_every_character_the_fonts_claim_is_truly_set(make_pdf: MakePdf, glyphs: frozenset[int]) -> None:
    printable = Printable(glyphs)
    letters = [chr(code) for code in sorted(glyphs) if unicodedata.category(chr(code))[0] not in "CZ"]
    text = " ".join(letters)
    assert printable.text(text).count("□") <= text.count("□")
    made = make_pdf(replace(BRUNNA, points=(point("01", Section.GOOD, Figure.GOOD, text=text),)))
    assert made.startswith(b"%PDF")


def test_without_replacements_there_is_no_note(make_pdf: MakePdf) -> None:
    last_page = pypdf.PdfReader(io.BytesIO(make_pdf(BRUNNA))).pages[-1].extract_text()
    assert "□" not in last_page
