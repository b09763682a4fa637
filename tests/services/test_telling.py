"""One message when a point is answered and one when it is done, to whoever asked, until they stop it."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Forbidden, Invalid, NotFound, TooManyTries
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services import following, outbox, telling
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.followers import Follower, FollowerNews
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.world import World

EMAIL = "karin@exempel.se"


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


@pytest.fixture
def karin(world: World) -> Actor:
    return world.phone()[1]


def mails(kind: str = "follow") -> list[dict[str, str]]:
    """What waits in the outbox, oldest first."""
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.created_at)
    )
    return [row.payload for row in rows]


def token(mail: dict[str, str]) -> str:
    found = re.search(r"/m/([A-Za-z0-9_-]+)", mail["text"])
    assert found is not None
    return found[1]


def follow(tools: Toolbox, phone: Actor, language: str = "sv") -> str:
    """The token of a confirmed address."""
    following.ask(tools, phone, EMAIL, language)
    found = token(mails()[-1])
    following.confirm(tools, found)
    return found


def answered(asked: Asked, point_id: UUID) -> UUID:
    ticket_id = asked.ticket(point_id, owner_id=asked.world.streets)
    wanted = TicketChange(to=S.PLANNED, sentence={"template": "planned.general"}, planned_for="2026-W46")
    change(asked.tools, asked.world.actor(asked.world.cem), ticket_id, wanted, "phone")
    return ticket_id


def finish(asked: Asked, ticket_id: UUID) -> None:
    wanted = TicketChange(to=S.DONE, sentence={"template": "done.bench"}, no_photo_reason="Ingen bild")
    change(asked.tools, asked.world.actor(asked.world.cem), ticket_id, wanted, "phone")


def test_one_mail_when_answered_and_one_when_done(
    asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock
) -> None:
    follow(tools, karin)
    point = asked.point(participant_id=karin.id)
    ticket = answered(asked, point)
    clock.pass_time(minutes=59)
    assert telling.tell_due(tools) == 0
    clock.pass_time(minutes=1)
    assert telling.tell_due(tools) == 1
    assert telling.tell_due(tools) == 0
    finish(asked, ticket)
    clock.pass_time(days=1)
    assert telling.tell_due(tools) == 1

    _, first, second = mails()

    assert "BRU-2026-2-01  Har fått svar" in first["text"]
    assert "BRU-2026-2-01  Klart" in second["text"]
    for mail in (first, second):
        assert mail["to"] == EMAIL
        assert "Kalle" not in mail["text"] + mail["html"]
        assert mail["stop_link"] in mail["text"]
        assert mail["stop_link"] in mail["html"]
    clock.pass_time(days=2)
    assert telling.tell_due(tools) == 0


@on_sqlite_only
def test_what_comes_in_the_same_hour_is_one_mail_and_what_comes_later_that_day_waits(
    asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock
) -> None:
    follow(tools, karin)
    points = [asked.point(participant_id=karin.id) for _ in range(3)]
    finish(asked, answered(asked, points[0]))
    clock.pass_time(minutes=30)
    answered(asked, points[1])
    clock.pass_time(minutes=30)
    assert telling.tell_due(tools) == 1
    answered(asked, points[2])
    clock.pass_time(hours=2)
    assert telling.tell_due(tools) == 0
    clock.pass_time(days=1)
    assert telling.tell_due(tools) == 1
    _, first, second = mails()
    assert re.findall(r"BRU-2026-2-0\d  .*", first["text"]) == [
        "BRU-2026-2-01  Klart",
        "BRU-2026-2-02  Har fått svar",
    ]
    assert re.findall(r"BRU-2026-2-0\d", second["text"]) == ["BRU-2026-2-03"]


@on_sqlite_only
def test_an_answer_taken_back_within_the_hour_is_never_told_and_the_next_one_is(
    asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock, world: World
) -> None:
    follow(tools, karin)
    ticket = answered(asked, asked.point(participant_id=karin.id))
    asked.change(Ticket, ticket, state=S.ACCEPTED, answer=None, answered_at=None)
    clock.pass_time(hours=1)
    assert telling.tell_due(tools) == 0
    finish(asked, ticket)
    clock.pass_time(hours=1)
    assert telling.tell_due(tools) == 1
    assert "Klart" in mails()[-1]["text"]


@on_sqlite_only
def test_nobody_is_told_of_anothers_point_or_before_the_address_is_confirmed(
    asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock, world: World
) -> None:
    following.ask(tools, karin, EMAIL, "sv")
    answered(asked, asked.point(participant_id=karin.id))
    following.confirm(tools, token(mails()[-1]))
    answered(asked, asked.point(participant_id=world.phone()[1].id))
    neighbours = asked.point(participant_id=karin.id)
    answered(asked, neighbours)
    asked.change(Observation, neighbours, for_other=True)
    answered(asked, asked.point(participant_id=karin.id, for_other=True))
    withdrawn = asked.point(participant_id=karin.id)
    ticket = asked.ticket(withdrawn, owner_id=world.streets)
    asked.change(Observation, withdrawn, state=O.WITHDRAWN)
    finish(asked, ticket)
    clock.pass_time(hours=1)
    assert telling.tell_due(tools) == 0


@on_sqlite_only
def test_a_merged_point_and_one_put_aside_are_told_too(
    asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock
) -> None:
    follow(tools, karin)
    main = asked.point()
    asked.point(participant_id=karin.id, state=O.MERGED, merged_into_id=main)
    answered(asked, main)
    aside = asked.point(
        participant_id=karin.id, state=O.DISMISSED, answer={"template": "dismissed.person", "values": {}}
    )
    with unit_of_work() as session:
        row = by_key(Observation, aside)
        assert row is not None
        telling.points_answered(session, [row], tools.clock.now())
    clock.pass_time(hours=1)
    assert telling.tell_due(tools) == 1
    assert re.findall(r"BRU-2026-2-0\d", mails()[-1]["text"]) == ["BRU-2026-2-02", "BRU-2026-2-03"]


@on_sqlite_only
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_a_sensitive_point_is_told_by_its_number_alone(
    language: str, asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock
) -> None:
    follow(tools, karin, language)
    answered(asked, asked.point(participant_id=karin.id, is_sensitive=True, place="HEMLIG GATA"))
    clock.pass_time(hours=1)
    telling.tell_due(tools)
    mail = mails()[-1]
    assert mail["language"] == language
    assert "BRU-2026-2-01" in mail["text"]
    assert "46" not in mail["text"].partition("/walk")[0]
    assert "HEMLIG" not in repr(mail)


def test_stopping_erases_the_address_and_every_mail_that_waits(
    asked: Asked, karin: Actor, tools: Toolbox, clock: HeldClock
) -> None:
    opened = follow(tools, karin)
    outbox.deliver_due(tools)
    answered(asked, asked.point(participant_id=karin.id))
    clock.pass_time(hours=1)
    telling.tell_due(tools)
    following.stop(tools, opened)
    assert following.stop(tools, opened).state == "none"
    assert following.standing(karin).state == "none"
    assert outbox.due_ids(tools) == []
    assert not any("karin" in repr(mail) for mail in mails())
    assert db.session.scalars(select(Follower)).all() == []
    assert db.session.scalars(select(FollowerNews)).all() == []


@on_sqlite_only
def test_a_mail_that_has_left_leaves_no_address_behind(karin: Actor, tools: Toolbox) -> None:
    following.ask(tools, karin, EMAIL, "sv")
    assert outbox.deliver_due(tools).sent_count == 1
    assert mails() == [{}]
    (file,) = outbox.mail_folder(tools).glob("*.eml")
    sent = file.read_text()
    assert "List-Unsubscribe: <http://localhost/m/" in sent.replace("\n ", " ")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sent


@on_sqlite_only
def test_the_first_mail_only_asks(karin: Actor, tools: Toolbox, world: World) -> None:
    following.ask(tools, karin, EMAIL, "sv")
    (mail,) = mails()
    walk = by_key(Walk, world.walk_id)
    assert walk is not None
    assert walk.title not in mail["text"]
    assert walk.place not in mail["text"]


@on_sqlite_only
def test_a_wrong_address_is_no_way_to_write_to_strangers(
    karin: Actor, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    for _ in range(3):
        following.ask(tools, world.phone()[1], EMAIL, "sv")
    with pytest.raises(TooManyTries):
        following.ask(tools, karin, EMAIL.upper(), "sv")
    for number in range(4):
        following.ask(tools, karin, f"k{number}@exempel.se", "sv")
    with pytest.raises(TooManyTries):
        following.ask(tools, karin, "k9@exempel.se", "sv")
    for wrong in ("", "karin", "a@b", "a b@c.se", "å@exempel.se", "a@b.se\nBcc: x@y.se", "a" * 250 + "@b.se"):
        with pytest.raises(Invalid):
            following.ask(tools, karin, wrong, "sv")
    with pytest.raises(Forbidden):
        following.ask(tools, world.actor(world.ann), EMAIL, "sv")


@on_sqlite_only
def test_another_address_takes_the_place_of_the_first_and_its_links_stop_nothing(
    karin: Actor, tools: Toolbox
) -> None:
    first = follow(tools, karin)
    following.ask(tools, karin, "kaarina@exempel.fi", "fi")
    assert following.standing(karin).masked == "k…@exempel.fi"
    assert following.read(tools, first).state == "none"
    following.stop(tools, first)
    assert following.standing(karin).state == "asked"
    for broken in ("", "x", first[:-4], "A" * 43, "å"):
        with pytest.raises(NotFound):
            following.read(tools, broken)


@on_sqlite_only
def test_an_address_is_forgotten_a_week_unconfirmed_or_with_the_phones_time(
    karin: Actor, world: World, tools: Toolbox, clock: HeldClock, asked: Asked
) -> None:
    following.ask(tools, world.phone()[1], "annan@exempel.se", "sv")
    follow(tools, karin)
    clock.pass_time(days=6)
    assert following.forget_past(tools) == 0
    clock.pass_time(days=1)
    assert following.forget_past(tools) == 1
    asked.change(Walk, world.walk_id, closed_at=clock.now())
    clock.pass_time(days=365 + 182)
    assert following.forget_past(tools) == 0
    clock.pass_time(days=1)
    assert following.forget_past(tools) == 1
    assert db.session.scalars(select(Follower)).all() == []


@on_sqlite_only
def test_a_fault_of_the_database_names_no_address_in_the_log(tools: Toolbox, karin: Actor) -> None:
    following.ask(tools, karin, EMAIL, "sv")
    with pytest.raises(IntegrityError) as fault, unit_of_work() as session:
        now = tools.clock.now()
        session.add(Follower(participant_id=karin.id, email=EMAIL, language="sv", asked_at=now))
        session.flush()
    assert EMAIL not in str(fault.value)
