"""Cards at the desk: ordered by count, printed by order, for whoever handles the walk's codes."""

from uuid import UUID

import pytest

from fieldapp.services import cards
from fieldapp.store.observations import Observation
from fieldapp.store.participants import card_by_code, codes_of_batch
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only


def path(walk_id: UUID, rest: str = "") -> str:
    return f"/walks/{walk_id}/cards{rest}"


def test_cards_are_ordered_listed_and_printed(world: World) -> None:
    desk = world.staff(world.ann)
    assert "Inga kort än" in desk.get(path(world.walk_id)).text
    for count in ("12", "1"):
        assert desk.post(path(world.walk_id), {"count": count}).status_code == 303
    code = codes_of_batch(world.walk_id, 1)[0]
    card = card_by_code(code)
    assert card is not None
    asked = Asked(world)
    for point in (asked.point(), asked.point()):
        asked.change(Observation, point, card_id=card.id)
    page = desk.get(path(world.walk_id)).text
    assert page.index("Omgång 2") < page.index("Omgång 1")
    assert "12 kort" in page
    assert "1 används" in page
    assert code not in page, "whoever looks over a shoulder reads no code"
    file = desk.get(path(world.walk_id, "/1.pdf"))
    assert (file.mimetype, file.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert file.data.startswith(b"%PDF")
    assert "BRU-2026-2" in file.headers["Content-Disposition"]


@pytest.mark.parametrize("count", ["", "0", "201", "-1", "tolv", "1e9"])
def test_a_count_that_is_none_is_said_and_nothing_is_made(count: str, world: World) -> None:
    answer = world.staff(world.ann).post(path(world.walk_id), {"count": count})
    assert answer.status_code == 422
    assert codes_of_batch(world.walk_id, 1) == []


def test_an_order_of_another_walk_or_of_none_is_not_there(world: World) -> None:
    cards.make_cards(world.tools, world.actor(world.ann), world.other_walk_id, 1)
    desk = world.staff(world.ann)
    for rest in ("/1.pdf", "/9.pdf"):
        assert desk.get(path(world.walk_id, rest)).status_code == 404
