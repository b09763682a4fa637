"""The protocol as PDF: archivable, accessible, in reading order, and indifferent to what people type."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfua
import pikepdf
import pypdf
import pytest

from fieldapp.documents.protocol_data import Language, ProtocolData, Section
from fieldapp.documents.typst_pdf import PdfError, protocol_pdf
from fieldapp.domain.figures import Figure
from tests.documents.conftest import FONTS, ICONS, TEMPLATES, MakePdf
from tests.documents.story import BRUNNA, EMPTY_WALK, photograph, point, with_photos

LETTERS = [f"{section.value}. " for section in Section]
TEXT_FIELDS = (
    "place",
    "category",
    "text",
    "suggestion",
    "owner",
    "priority",
    "due",
    "state_word",
    "answer",
    "alt_text",
)
HOSTILE = (
    '#panic(1) *x* #read("/etc/passwd") $ @ref \\ \u2028 \x00 </w> "quotes" `code` = heading // comment '
    + "x" * 2000
    + " "
    + "ÅÄÖ" * 650
)


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def page_count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Every structure element with its kind, depth first: the order in which it is read aloud."""

    def walk(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node["/S"]), node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(pdf.Root["/StructTreeRoot"]["/K"])


@pytest.fixture(scope="module")
def brunna(make_pdf: MakePdf, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_pdf(with_photos(BRUNNA, tmp_path_factory.mktemp("photos")))


def test_it_declares_archive_and_accessibility_language_title_and_tags(brunna: bytes) -> None:
    with pikepdf.open(io.BytesIO(brunna)) as pdf:
        meta = str(pdf.Root["/Metadata"].read_bytes(), "utf-8")
        assert "<pdfuaid:part>1</pdfuaid:part>" in meta
        assert "<pdfaid:part>3</pdfaid:part>" in meta
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
        assert str(pdf.Root["/Lang"]) == "sv-SE"
        assert pdf.Root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
        assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
        assert "Protokoll trygghetsvandring Brunna BRU-2026-2" in meta


def test_every_picture_has_an_alternative_text_and_every_table_its_headers(brunna: bytes) -> None:
    with pikepdf.open(io.BytesIO(brunna)) as pdf:
        found = list(elements(pdf))
        kinds = Counter(kind for kind, _ in found)
        alts = [str(node.get("/Alt", "")) for kind, node in found if kind == "/Figure"]
        assert kinds["/Figure"] == len(BRUNNA.points) + 1
        assert all(alts)
        assert any(alt.startswith("Karta över rutten. Stopp: 1 Hagnässkolan, 2 ") for alt in alts)
        assert "Bild av punkt BRU-2026-2-07: Belysning, Stopp 3. Gångtunneln vid Granhammarsvägen" in alts
        assert kinds["/Table"] >= 9
        assert kinds["/TH"] >= 10 + kinds["/Table"] * 2


def test_headings_go_down_one_step_at_a_time(brunna: bytes) -> None:
    with pikepdf.open(io.BytesIO(brunna)) as pdf:
        levels = [int(kind[2:]) for kind, _ in elements(pdf) if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 8
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_the_machine_checks_of_pdf_ua_find_nothing(brunna: bytes, make_pdf: MakePdf, tmp_path: Path) -> None:
    for name, pdf in {"brunna": brunna, "empty": make_pdf(EMPTY_WALK)}.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(pdf)
        report = pdfua.validate(str(file))
        assert not report.findings, [finding.message for finding in report.findings]
        assert len(report.outcomes) - len(report.skipped) >= 10


def test_text_comes_out_in_reading_order(brunna: bytes) -> None:
    text = text_of(brunna)
    order = [
        "Protokoll trygghetsvandring Brunna",
        "Torsdag 24 september 2026, kl. 18.00–20.05",
        "23 boende. Trygghet och prevention",
        "KS 26/0412",
        "Rutten är streckad",
        *(f"{section} " for section in ("A. Det här är bra", "B. Sedan sist", "C. Enklare åtgärder")),
        "Grenar döljer",
        "Två lampor är släckta",
        "D. Kräver större projektering eller budget",
        "E. Samtalspunkter",
        "F. Görs inte – och varför",
        "G. Upplevd trygghet per stopp",
        "H. Nästa steg",
        "Vid protokollet",
    ]
    places = [text.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert "59,5026 N" in text
    assert "Extern: elnätsbolaget" in text
    assert "för få svar" in text


def test_every_foot_has_number_contact_and_page(brunna: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(brunna))
    for number, page in enumerate(reader.pages, 1):
        text = " ".join(page.extract_text().split())
        assert f"Sida {number} av {len(reader.pages)}" in text
        assert "Frågor: trygghet@demo.invalid" in text
        assert "BRU-2026-2 · fastställt 12 oktober 2026" in text


def test_tables_of_points_are_landscape_and_the_rest_portrait(brunna: bytes) -> None:
    wide = [page.mediabox.width > page.mediabox.height for page in pypdf.PdfReader(io.BytesIO(brunna)).pages]
    assert wide[0] is False
    assert wide[1] is True
    assert wide[-1] is False


def test_a_draft_says_so_on_every_page_and_is_not_signed(make_pdf: MakePdf) -> None:
    pages = pypdf.PdfReader(io.BytesIO(make_pdf(replace(BRUNNA, sealed_on=None)))).pages
    for page in pages:
        assert "Arbetsmaterial, utkast" in page.extract_text()
    assert "Vid protokollet" not in pages[-1].extract_text()


def test_the_citizens_own_language_is_marked_on_the_words(brunna: bytes) -> None:
    with pikepdf.open(io.BytesIO(brunna)) as pdf:
        languages = {str(node["/Lang"]) for _, node in elements(pdf) if "/Lang" in node}
    assert "en" in languages


def test_what_people_type_is_never_markup_and_never_stops_the_document(make_pdf: MakePdf) -> None:
    languages = ("text_language", "answer_language", "category_icon", "state_icon")
    words = dict.fromkeys((*TEXT_FIELDS, *languages), HOSTILE)
    short = HOSTILE[:140]
    hostile = replace(
        BRUNNA,
        title=short,
        municipality=HOSTILE,
        contact=HOSTILE,
        theme=short,
        number="#panic(2)",
        points=tuple(
            point(f"{n:02d}", Section(letter), Figure.PLANNED, **words) for n, letter in enumerate("AE", 1)
        ),
        leader_roles=(short,),
    )
    text = text_of(make_pdf(hostile)).replace("\u200b", "")
    assert '#panic(1) *x* #read("/etc/passwd") $ @ref \\' in text
    assert "root:" not in text
    assert "= heading // comment" in text


def test_a_name_of_an_icon_cannot_leave_its_folder(make_pdf: MakePdf, tmp_path: Path) -> None:
    walk = replace(BRUNNA, points=(point("01", Section.GOOD, Figure.GOOD, category_icon="../../base"),))
    assert make_pdf(walk).startswith(b"%PDF")


def test_sixty_points_with_photos_and_a_header_on_every_page(make_pdf: MakePdf, tmp_path: Path) -> None:
    many = tuple(
        replace(BRUNNA.points[n % 6], number=f"BRU-2026-2-{n:02d}", short_number=f"{n:02d}", stop_order=n)
        for n in range(1, 61)
    )
    pdf = make_pdf(with_photos(replace(BRUNNA, points=many), tmp_path))
    assert page_count(pdf) >= 12
    wide = [
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages if page.mediabox.width > 600
    ]
    for text in wide:
        assert "Iakttagelse" in text
        assert "Klart" in text


def test_a_photo_that_is_gone_or_broken_is_said_and_stops_nothing(make_pdf: MakePdf, tmp_path: Path) -> None:
    whole = photograph(tmp_path, 1)
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole.read_bytes()[:600])
    text = tmp_path / "text.jpg"
    text.write_text("#panic()")
    paths = [whole, cut, text, tmp_path / "gone.jpg"]
    points = [
        point(f"{n:02d}", Section.SIMPLE, Figure.DONE, photo_path=path) for n, path in enumerate(paths, 1)
    ]
    pdf = make_pdf(replace(BRUNNA, points=tuple(points)))
    assert text_of(pdf).count("Bilden kan inte visas.") == 3


def test_an_empty_walk_says_so_in_one_sentence_a_section(make_pdf: MakePdf) -> None:
    text = text_of(make_pdf(EMPTY_WALK))
    for letter in LETTERS:
        assert letter in text
    for sentence in (
        "Det finns inga enklare åtgärder.",
        "Det finns inga samtalspunkter.",
        "Ingen har svarat på hur trygg platsen känns.",
        "Nästa steg är inte bestämda än.",
    ):
        assert text.count(sentence) == 1


@pytest.mark.parametrize(
    ("language", "tag", "day"),
    [
        ("sv", "sv-SE", "Torsdag 24 september 2026"),
        ("fi", "fi-FI", "Torstai 24. syyskuuta 2026"),
        ("en", "en-GB", "Thursday"),
    ],
)
def test_each_language_has_its_own_tag_and_dates(
    language: Language, tag: str, day: str, make_pdf: MakePdf
) -> None:
    pdf = make_pdf(replace(BRUNNA, language=language))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root["/Lang"]) == tag
    assert day in text_of(pdf)


def test_the_same_protocol_gives_the_same_bytes(make_pdf: MakePdf) -> None:
    assert make_pdf(BRUNNA) == make_pdf(BRUNNA)


def test_without_a_map_the_document_is_still_whole() -> None:
    pdf = _set(BRUNNA, TEMPLATES / "print", map_svg="")
    assert "Rutten är streckad" not in text_of(pdf)


def test_a_faulty_template_is_a_pdf_error_with_its_reason(tmp_path: Path) -> None:
    for part in (TEMPLATES / "print").glob("*.typ"):
        (tmp_path / part.name).write_bytes(part.read_bytes())
    (tmp_path / "front.typ").write_text("#let front(doc) = panic(doc.number)")
    with pytest.raises(PdfError, match="BRU-2026-2"):
        _set(BRUNNA, tmp_path, map_svg="")


def _set(protocol: ProtocolData, templates: Path, map_svg: str) -> bytes:
    return protocol_pdf(
        protocol, map_svg=map_svg, translate=str, templates_dir=templates, fonts_dir=FONTS, icons_dir=ICONS
    )
