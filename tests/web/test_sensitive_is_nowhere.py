"""A sensitive point is searched for in all that is public: pages, pictures, map, others' cards and phones."""

import json
from uuid import UUID

import pytest
from sqlalchemy import select

from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import cards, following, telling
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.participants import card_by_code
from fieldapp.store.walks import Walk
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.sync import Phone
from tests.support.visitor import Visitor
from tests.support.world import World

pytestmark = on_sqlite_only
SECRET = "ZEBRAKRONA"
LANGUAGES = ("sv", "fi", "en")


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


class Hidden:
    """A sensitive point with words, place, photos and answer, and one that follows a point all may read."""

    def __init__(self, asked: Asked) -> None:
        world = asked.world
        self.reporter = Phone.in_walk(world)
        self.point = asked.point(
            participant_id=self.reporter.actor.id,
            is_sensitive=True,
            text=SECRET,
            suggestion=SECRET,
            public_text=SECRET,
            place=SECRET,
            lat=59.123456,
            lon=17.654321,
        )
        self.before = asked.photo(self.point, alt_text=SECRET)
        self.open_point = asked.point(public_text="Ett klottrat elskåp.")
        self.merged = asked.point(is_sensitive=True, public_text=SECRET, merged_into_id=self.open_point)
        self.merged_photo = asked.photo(self.merged, alt_text=SECRET)
        ticket = asked.ticket(self.point, owner_id=world.streets)
        sentence = {"text": f"Vi har lagat det som {SECRET} såg.", "lang": "sv"}
        wanted = TicketChange(to=S.DONE, sentence=sentence, no_photo_reason="x")
        change(asked.tools, world.actor(world.cem), ticket, wanted, "phone")
        self.after = asked.photo(ticket_id=ticket, alt_text=SECRET)
        change(asked.tools, world.actor(world.ann), ticket, TicketChange(to=S.CONFIRMED), "desk")

    @property
    def photos(self) -> tuple[UUID, ...]:
        return (self.before, self.merged_photo, self.after)


@pytest.fixture
def hidden(asked: Asked) -> Hidden:
    found = Hidden(asked)
    asked.publish()
    return found


def is_clean(text: str, hidden: Hidden) -> bool:
    secrets = (SECRET, "59.123", "17.654", str(hidden.point), *map(str, hidden.photos))
    return not any(one in text for one in secrets)


def test_neither_the_walks_page_nor_its_map_nor_its_pictures_show_it(
    hidden: Hidden, visitor: Visitor
) -> None:
    for language in LANGUAGES:
        for path in ("/p/BRU-2026-2", "/p/BRU-2026-2/map.svg", "/"):
            answer = visitor.get(path, headers={"Accept-Language": language})
            assert answer.status_code == 200
            assert is_clean(answer.text, hidden), (language, path)
    page = visitor.get("/p/BRU-2026-2").text
    assert "Ett klottrat elskåp." in page
    assert "BRU-2026-2-01" not in page
    for photo in hidden.photos:
        for size in ("small", "print", "large"):
            assert visitor.get(f"/p/BRU-2026-2/photos/{photo}/{size}").status_code == 404


def test_the_next_walks_page_does_not_show_it_as_done_since_last(
    hidden: Hidden, asked: Asked, world: World, visitor: Visitor
) -> None:
    asked.change(Walk, world.other_walk_id, follows_id=world.walk_id, state=WalkStatus.SENT)
    following_walk = by_key(Walk, world.other_walk_id)
    assert following_walk is not None
    page = visitor.get(f"/p/{following_walk.number}")
    assert page.status_code == 200
    assert "Sedan sist" in page.text
    assert is_clean(page.text, hidden)


def test_anothers_card_and_phone_do_not_have_it_and_its_own_card_keeps_words_and_pictures_back(
    hidden: Hidden, asked: Asked, world: World, visitor: Visitor
) -> None:
    own, other = cards.make_cards(world.tools, world.actor(world.ann), world.walk_id, 2)
    for code, point in ((own, hidden.point), (other, hidden.open_point)):
        card = card_by_code(code)
        assert card is not None
        asked.change(Observation, point, card_id=card.id)
    assert is_clean(visitor.get(f"/k/{other}").text, hidden)
    for code in (own, other):
        for photo in hidden.photos:
            assert visitor.get(f"/k/{code}/photos/{photo}/small").status_code == 404
    neighbour = Phone.in_walk(world)
    told = neighbour.request("GET", "/sync/changes").json
    assert is_clean(json.dumps(told, ensure_ascii=False), hidden)
    for photo in hidden.photos:
        assert neighbour.request("GET", f"/photos/{photo}/small").status_code in (403, 404)


def test_a_mail_to_somebody_else_does_not_have_it_and_its_own_says_only_its_number(
    hidden: Hidden, asked: Asked, world: World
) -> None:
    tokens = {}
    for phone, email in ((hidden.reporter, "egen@exempel.se"), (Phone.in_walk(world), "annan@exempel.se")):
        following.ask(world.tools, phone.actor, email, "sv")
        mail = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)).all()[-1]
        tokens[email] = mail.payload["stop_link"].split("/m/")[1].split("/")[0]
        following.confirm(world.tools, tokens[email])
    with unit_of_work() as session:
        row = by_key(Observation, hidden.point)
        assert row is not None
        telling.points_answered(session, [row], world.tools.clock.now())
    world.tools.clock.pass_time(hours=1)  # type: ignore[attr-defined]
    assert telling.tell_due(world.tools) == 1
    mails = [row.payload for row in db.session.scalars(select(OutboxMessage)) if row.kind == "follow"]
    assert all(is_clean(repr(mail), hidden) for mail in mails)
    assert sum("BRU-2026-2-01" in mail["text"] for mail in mails) == 1
