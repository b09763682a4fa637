"""The protocol as a page: valid HTML, headings in order, cells that are named, words that stay words."""

from dataclasses import replace
from typing import Any

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fieldapp.documents.protocol_data import ProtocolData
from fieldapp.documents.protocol_page import Row, lay_out
from tests.documents.conftest import MAP, ROOT, TEMPLATES
from tests.documents.story import BRUNNA, EMPTY_WALK

HTML = "{http://www.w3.org/1999/xhtml}"


def page_of(protocol: ProtocolData) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)

    def photo_url(row: Row) -> str:
        return f"/photos/{row.badge}.jpg"

    return environment.get_template("print/protocol.html").render(
        page=lay_out(protocol, str),
        map_svg=MAP,
        css_urls=["/static/css/print.css"],
        photo_url=photo_url,
        icon_url=lambda name: f"/static/icons/{name}.svg" if name else "",
        actions=[("/walks/1/protocol.pdf", "Hämta som PDF")],
    )


def parsed(protocol: ProtocolData) -> Any:
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(page_of(protocol))


@pytest.mark.parametrize("walk", [BRUNNA, EMPTY_WALK, replace(BRUNNA, sealed_on=None)])
def test_it_is_valid_html_in_its_language_with_one_main_part(walk: ProtocolData) -> None:
    root = parsed(walk)
    assert root.get("lang") == "sv"
    assert len(list(root.iter(f"{HTML}main"))) == 1
    assert (
        "".join(next(root.iter(f"{HTML}title")).itertext()) == "Protokoll trygghetsvandring Brunna BRU-2026-2"
    )


def test_headings_come_in_order_and_name_their_sections() -> None:
    root = parsed(BRUNNA)
    headings = [e for e in root.iter() if e.tag in (f"{HTML}h1", f"{HTML}h2")]
    assert [e.tag[-2:] for e in headings] == ["h1"] + ["h2"] * 9
    assert ["".join(e.itertext())[:2] for e in headings[1:9]] == [f"{letter}." for letter in "ABCDEFGH"]
    named = {e.get("aria-labelledby") for e in root.iter(f"{HTML}section")}
    assert named == {e.get("id") for e in headings[1:]}


def test_every_header_cell_has_a_scope_and_every_picture_an_alternative() -> None:
    root = parsed(BRUNNA)
    assert all(cell.get("scope") for cell in root.iter(f"{HTML}th"))
    assert all(picture.get("alt") is not None for picture in root.iter(f"{HTML}img"))
    photos = [
        picture for picture in root.iter(f"{HTML}img") if (picture.get("src") or "").startswith("/photos/")
    ]
    assert len(photos) == len(BRUNNA.points)
    assert all(picture.get("alt") for picture in photos)
    drawing = next(e for e in root.iter(f"{HTML}div") if e.get("role") == "img")
    assert drawing.get("aria-label", "").startswith("Karta över rutten")


def test_a_strict_content_policy_has_nothing_to_refuse() -> None:
    page = page_of(BRUNNA)
    for refused in (" style=", "<script", " onclick", "javascript:", "<style"):
        assert refused not in page


def test_what_people_type_stays_text() -> None:
    evil = '"><img src=x onerror=alert(1)>{{ 7*7 }}\x00\u202e'
    points = tuple(
        replace(p, text=evil, place=evil, answer=evil, alt_text=evil, owner=evil, text_language='"x')
        for p in BRUNNA.points
    )
    root = parsed(replace(BRUNNA, title=evil, municipality=evil, contact=evil, points=points))
    assert not [e for e in root.iter() if e.get("onerror")]
    text = "".join(root.itertext())
    assert '"><img src=x onerror=alert(1)>{{ 7*7 }}□□' in text
    assert "Tecken som inte går att skriva ut visas som □" in text


def test_another_language_is_marked_on_the_words_themselves() -> None:
    odd = replace(
        BRUNNA, points=tuple(replace(p, text_language='"x', answer_language="EN-gb") for p in BRUNNA.points)
    )
    assert {e.get("lang") for e in parsed(odd).iter(f"{HTML}span") if e.get("lang")} == {"en"}
    said = [e for e in parsed(BRUNNA).iter(f"{HTML}span") if e.get("lang") == "en"]
    assert ["".join(e.itertext()) for e in said] == ["The playground is lovely, and many people are out."]


def test_the_style_sheet_prints_on_a4_both_ways() -> None:
    style = (ROOT / "static/css/print.css").read_text(encoding="utf-8")
    assert "A4 portrait" in style
    assert "A4 landscape" in style
    assert "@import" not in style
    assert "url(" not in style
