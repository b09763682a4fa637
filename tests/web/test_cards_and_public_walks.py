"""A card and a walk's public page over HTTP: what anyone who holds the code or the number reads."""

import pytest

from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.services import cards
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.observations import Observation
from fieldapp.store.participants import card_by_code
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.visitor import Visitor
from tests.support.world import World

pytestmark = on_sqlite_only


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_a_card_is_read_in_each_language(
    language: str, asked: Asked, world: World, tools: Toolbox, visitor: Visitor
) -> None:
    code = cards.make_cards(tools, world.actor(world.ann), world.walk_id, 1)[0]
    card = card_by_code(code)
    assert card is not None
    point = asked.point()
    photo = asked.photo(point)
    asked.ticket(point)
    asked.change(Observation, point, card_id=card.id)
    answer = visitor.request("GET", f"/k?code={code.lower()}")
    assert answer.location == f"/k/{code}"
    page = visitor.get(answer.location, headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in page.text
    assert "BRU-2026-2-01" in page.text
    assert visitor.get(f"/k/{code}/photos/{photo}/small").status_code == 200


def test_a_wrong_card_gets_a_page_that_helps_and_too_many_wait(visitor: Visitor, world: World) -> None:
    assert visitor.get("/k").status_code == 200
    for _ in range(30):
        answer = visitor.get("/k/WRONGONE")
        assert answer.status_code == 404
        assert "Kod på kortet" in answer.text
    waiting = visitor.get("/k/WRONGONE")
    assert waiting.status_code == 429
    assert int(waiting.headers["Retry-After"]) > 0


def test_the_public_page_begins_with_the_promise_and_ends_with_the_noes(
    asked: Asked, visitor: Visitor
) -> None:
    asked.point(
        category="POS", subcategory="POS3", state=O.PRAISE, answer={"template": "praise.thanks", "values": {}}
    )
    asked.ticket(asked.point())
    asked.point(is_sensitive=True, public_text="HEMLIGT")
    asked.point(state=O.DISMISSED, answer={"template": "dismissed.police", "values": {}})
    assert visitor.get("/p/BRU-2026-2").status_code == 404
    asked.publish()
    page = visitor.get("/p/BRU-2026-2").text
    heads = ["av 3 punkter har fått svar", "Det här är bra", "Utan svar än", "Görs inte, och varför"]
    places = [page.index(words) for words in heads]
    assert places == sorted(places)
    assert "HEMLIGT" not in page
    assert "Vi har frågat Bostadsbolaget. Svaret ska komma senast" in page
    drawn = visitor.get("/p/BRU-2026-2/map.svg")
    assert drawn.mimetype == "image/svg+xml"


def test_pictures_of_the_public_page_are_those_that_it_shows(asked: Asked, visitor: Visitor) -> None:
    shown, hidden = asked.point(), asked.point(is_sensitive=True)
    public, private = asked.photo(shown), asked.photo(hidden)
    assert visitor.get(f"/p/BRU-2026-2/photos/{public}/print").status_code == 404
    asked.publish()
    assert visitor.get(f"/p/BRU-2026-2/photos/{public}/print").mimetype == "image/jpeg"
    assert visitor.get(f"/p/BRU-2026-2/photos/{private}/print").status_code == 404
