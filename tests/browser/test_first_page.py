"""The house stands: a browser gets a page of ours, and nothing from anywhere else."""

from tests.browser.conftest import OpenDesk, OpenPhone
from tests.support.browser import axe_findings, large_text, sideways


def test_a_phone_and_a_desk_open_the_first_page(open_phone: OpenPhone, open_desk: OpenDesk) -> None:
    for page in (open_phone("/", code=None), open_desk(None, "/")):
        assert page.title()
        assert sideways(page) == 0
        assert axe_findings(page) == []


def test_text_grows_with_the_readers_own_size(open_phone: OpenPhone) -> None:
    page = open_phone("/", code=None)
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    before = page.evaluate(size)

    large_text(page, 200)

    assert page.evaluate(size) == 2 * before
