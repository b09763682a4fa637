"""The protocol over HTTP: the page that is read and printed, and the file that is kept."""

from pathlib import Path

import pytest

from tests.services.desk_story import DeskStory
from tests.support.world import World


def test_the_page_holds_all_sections_the_map_and_the_pictures(world: World, tmp_path: Path) -> None:
    photo = DeskStory(world).photo("done", tmp_path)
    ann = world.staff(world.ann)
    page = ann.get(f"/walks/{world.walk_id}/protocol").text
    assert [page.count(f'id="section-{letter}"') for letter in "ABCDEFGH"] == [1] * 8
    assert f'src="/photos/{photo}/print"' in page
    assert "<svg" in page
    assert "Arbetsmaterial, utkast" in page
    assert "Anders" not in page
    assert ann.get(f"/photos/{photo}/print").status_code == 200


def test_the_file_is_a_pdf_with_a_name_of_its_own_that_no_cache_keeps(world: World) -> None:
    DeskStory(world)
    answer = world.staff(world.lena).get(f"/walks/{world.walk_id}/protocol.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="BRU-2026-2 Protokoll trygghetsvandring Brunna 2026-09-24.pdf"; filename*=UTF-8'
    )


@pytest.mark.parametrize(("language", "day"), [("fi", "24. syyskuuta 2026"), ("en", "24 September 2026")])
def test_it_is_written_in_the_readers_language(world: World, language: str, day: str) -> None:
    page = world.staff(world.ann).get(f"/walks/{world.walk_id}/protocol?lang={language}").text
    assert f'<html lang="{language}">' in page
    assert day in page


@pytest.mark.parametrize(("name", "status"), [("paul", 403), ("adam", 403), ("cem", 403), ("lena", 200)])
def test_only_those_who_may_read_it(world: World, name: str, status: int) -> None:
    browser = world.staff(getattr(world, name))
    assert browser.get(f"/walks/{world.walk_id}/protocol").status_code == status


def test_a_walk_that_does_not_exist_has_no_protocol(world: World) -> None:
    path = "/walks/00000000-0000-7000-8000-000000000000/protocol.pdf"
    assert world.staff(world.ann).get(path).status_code == 404
