"""Cards: made for a walk, read by whoever holds one, guessed by nobody."""

from uuid import UUID

import pytest

from fieldapp.domain.errors import Forbidden, Invalid, NotFound, TooManyTries
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services import cards
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.observations import Observation
from fieldapp.store.participants import card_by_code
from fieldapp.store.walks import Walk
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.world import World


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


@pytest.fixture
def code(world: World, tools: Toolbox) -> str:
    return cards.make_cards(tools, world.actor(world.ann), world.walk_id, 1)[0]


def attach(asked: Asked, code: str, *point_ids: UUID) -> None:
    card = card_by_code(code)
    assert card is not None
    for one in point_ids:
        asked.change(Observation, one, card_id=card.id)


@on_sqlite_only
def test_cards_are_plain_letters_and_each_its_own(world: World, tools: Toolbox) -> None:
    codes = cards.make_cards(tools, world.actor(world.ann), world.walk_id, 200)
    assert len(set(codes)) == 200
    assert all(len(code) == 8 and code.isalnum() and code.isupper() for code in codes)


@on_sqlite_only
def test_only_who_handles_codes_makes_cards(world: World, tools: Toolbox) -> None:
    with pytest.raises(Forbidden):
        cards.make_cards(tools, world.actor(world.cem), world.walk_id, 1)
    for count in (0, 201):
        with pytest.raises(Invalid):
            cards.make_cards(tools, world.actor(world.ann), world.walk_id, count)
    with pytest.raises(NotFound):
        cards.make_cards(tools, world.actor(world.ann), world.ann, 1)


def test_a_card_shows_its_own_points_with_their_answers(asked: Asked, code: str, tools: Toolbox) -> None:
    own, praised, foreign = (
        asked.point(),
        asked.point(
            category="POS",
            subcategory="POS3",
            state=ObservationStatus.PRAISE,
            answer={"template": "praise.thanks", "values": {}},
        ),
        asked.point(),
    )
    asked.ticket(own)
    attach(asked, code, own, praised)

    page = cards.read(tools, f" {code[:4].lower()}-{code[4:]} ", "127.0.0.1")

    assert [point.number for point in page.points] == ["BRU-2026-2-01", "BRU-2026-2-02"]
    assert page.answered_count == 1
    assert page.points[0].owner == "Bostadsbolaget"
    assert foreign not in {point.id for point in page.points}
    assert "Kalle" not in repr(page)


@on_sqlite_only
def test_what_is_sensitive_shows_its_answer_and_neither_words_nor_picture(
    asked: Asked, code: str, tools: Toolbox
) -> None:
    point = asked.point(is_sensitive=True)
    photo = asked.photo(point)
    attach(asked, code, point)
    (told,) = cards.read(tools, code, "127.0.0.1").points
    assert (told.words, told.before) == ("", None)
    with pytest.raises(NotFound):
        cards.photo(tools, code, "127.0.0.1", photo, "small")


@on_sqlite_only
def test_a_card_opens_its_own_pictures_and_no_other(asked: Asked, code: str, tools: Toolbox) -> None:
    own, foreign = asked.point(), asked.point()
    mine, theirs = asked.photo(own), asked.photo(foreign)
    attach(asked, code, own)
    cards.photo(tools, code, "127.0.0.1", mine, "print").file.close()
    with pytest.raises(NotFound):
        cards.photo(tools, code, "127.0.0.1", theirs, "print")


@on_sqlite_only
def test_a_withdrawn_point_is_gone_from_the_card(asked: Asked, code: str, tools: Toolbox) -> None:
    attach(asked, code, asked.point(state=ObservationStatus.WITHDRAWN))
    assert cards.read(tools, code, "127.0.0.1").points == ()


@on_sqlite_only
def test_only_wrong_codes_count_and_too_many_shut_the_door(code: str, tools: Toolbox) -> None:
    for _ in range(40):
        cards.read(tools, code, "10.0.0.1")
    for _ in range(30):
        with pytest.raises(NotFound):
            cards.read(tools, "WRONGONE", "10.0.0.1")
    with pytest.raises(TooManyTries):
        cards.read(tools, code, "10.0.0.1")
    assert cards.read(tools, code, "10.0.0.2").points == ()


def test_a_card_reads_as_long_as_the_phones_of_its_walk(
    asked: Asked, code: str, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    asked.change(Walk, world.walk_id, closed_at=clock.now())
    clock.pass_time(days=365 + 182)
    cards.read(tools, code, "127.0.0.1")
    clock.pass_time(days=2)
    with pytest.raises(NotFound):
        cards.read(tools, code, "127.0.0.1")
