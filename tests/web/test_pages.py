"""Pages that anyone may open."""

from tests.support.visitor import Visitor


def test_the_first_page_answers_in_the_browsers_language(visitor: Visitor) -> None:
    page = visitor.get("/", headers={"Accept-Language": "fi"})
    assert '<html lang="fi"' in page.text


def test_a_chosen_language_is_kept_and_leads_back_to_the_page(visitor: Visitor) -> None:
    answer = visitor.post("/language", {"language": "en", "next": "/about/privacy"})
    assert answer.location == "/about/privacy"
    assert '<html lang="en"' in visitor.get("/about/privacy").text


def test_an_unknown_page_is_said_to_be_missing(visitor: Visitor) -> None:
    assert visitor.get("/nowhere").status_code == 404
