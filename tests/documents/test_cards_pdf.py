"""Cards in print: ten on an A4, tagged and archivable, each with its own code in letters and as QR."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pdfua
import pikepdf
import pypdf
import pytest

from fieldapp.documents.cards_pdf import CardSheet, CardWords, cards_pdf
from tests.documents.conftest import FONTS, TEMPLATES
from tests.documents.test_protocol_pdf import elements

CODES = [f"KORT23{letter}{other}" for letter in "ABC" for other in "DEFG"][:11]
SHEET = CardSheet(
    title="Kort till Trygghetsvandring Brunna, omgång 1",
    town="Upplands-Bro #panic(1) 🙂",
    language="sv",
    address="trygg.exempel.se/k",
    link="https://trygg.exempel.se/k/{code}",
    alt_text="QR-kod till kortet {code}",
    words=[
        CardWords("sv", ("Läs svaren på dina punkter.", "Ingen vet vem som har kortet.")),
        CardWords("fi", ("Lue vastaukset havaintoihisi.", "Kukaan ei tiedä, kenen kortti on.")),
        CardWords("en", ("Read answers to your points.", "Nobody knows whose card it is.")),
    ],
    codes=CODES,
)


@pytest.fixture(scope="module")
def printed() -> bytes:
    made_on = datetime(2026, 10, 6, 12, 0, 0, 123456, tzinfo=UTC)
    return cards_pdf(SHEET, templates_dir=TEMPLATES / "print", fonts_dir=FONTS, made_on=made_on)


def test_eleven_cards_are_two_pages_and_each_has_its_code_and_three_languages(printed: bytes) -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
    assert [sum(f"{code[:4]} {code[4:]}" in page for code in CODES) for page in pages] == [10, 1]
    for words in SHEET.words:
        for line in words.lines:
            assert line in " ".join(pages[1].split())
    assert "trygg.exempel.se/k" in pages[1]
    assert "#panic(1) □" in pages[1]


def test_the_machine_checks_of_pdf_ua_find_nothing(printed: bytes, tmp_path: Path) -> None:
    file = tmp_path / "cards.pdf"
    file.write_bytes(printed)
    report = pdfua.validate(str(file))
    assert not report.findings, [finding.message for finding in report.findings]


def test_it_is_archivable_and_every_code_is_read_aloud_as_heading_and_picture(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        meta = str(pdf.Root["/Metadata"].read_bytes(), "utf-8")
        assert "<pdfuaid:part>1</pdfuaid:part>" in meta
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
        found = list(elements(pdf))
        assert sum(kind == "/H1" for kind, _ in found) == len(CODES)
        alts = [str(node.get("/Alt", "")) for kind, node in found if kind == "/Figure"]
        assert alts == [f"QR-kod till kortet {code[:4]} {code[4:]}" for code in CODES]
