"""The first page and the statements that the law asks for."""

import pytest

from fieldapp.web.language import NAMES
from tests.support.visitor import Visitor
from tests.support.world import World

STATEMENTS = ("/about/accessibility", "/about/privacy", "/about/your-phone")


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("path", ["/", *STATEMENTS, "/sign-in", "/sign-in/forgotten"])
def test_every_page_opens_in_every_language(visitor: Visitor, path: str, language: str) -> None:
    page = visitor.get(path, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text


def test_the_first_page_leads_to_a_walk_to_the_desk_and_to_the_statements(visitor: Visitor) -> None:
    page = visitor.get("/").text
    assert 'action="/j"' in page
    assert 'href="/sign-in"' in page
    for statement in STATEMENTS:
        assert f'href="{statement}"' in page


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("brunna", "/j/BRUNNA"),
        ("  bru nna ", "/j/BRUNNA"),
        ("../../etc", "/j/....ETC"),
        ("", "/"),
        ("/", "/"),
    ],
)
def test_the_field_leads_to_the_codes_own_address(visitor: Visitor, typed: str, leads_to: str) -> None:
    answer = visitor.request("GET", "/j", query_string={"code": typed})
    assert answer.status_code == 303
    assert answer.location == leads_to


def test_a_phone_in_a_walk_finds_its_way_back_from_the_first_page(world: World) -> None:
    browser, _ = world.phone()
    assert 'href="/walk"' in browser.get("/").text


def test_the_accessibility_statement_says_what_the_law_wants(world: World, visitor: Visitor) -> None:
    page = visitor.get("/about/accessibility").text
    for needed in (
        "Exempelkommun",
        "2018:1937",
        "delvis förenlig",
        "mailto:trygghet@demo.invalid",
        "digg.se",
    ):
        assert needed in page


def test_no_page_of_the_door_asks_another_host_for_anything(visitor: Visitor) -> None:
    for path in ("/", *STATEMENTS, "/sign-in"):
        page = visitor.get(path).text
        assert 'src="http' not in page
        assert 'rel="stylesheet" href="http' not in page


def test_the_manifest_makes_the_capture_page_an_app(visitor: Visitor) -> None:
    found = visitor.get("/manifest.webmanifest", headers={"Accept-Language": "fi"})
    assert found.mimetype == "application/manifest+json"
    words = found.get_json(force=True)
    assert (words["id"], words["start_url"], words["scope"], words["lang"]) == ("/walk", "/walk", "/", "fi")
    assert {icon["purpose"] for icon in words["icons"]} == {"any", "maskable"}
    for icon in words["icons"]:
        assert visitor.get(icon["src"]).status_code == 200
