"""An owner answers by link: what it sees, what it can say, what it can take back, and nothing more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.errors import Conflict, NotFound
from fieldapp.domain.ids import fingerprint, new_id
from fieldapp.domain.sentences import render
from fieldapp.domain.ticket_status import NotAllowed
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.photos.sanitise import PhotoRefused
from fieldapp.services import owner_links, owner_pictures, owner_replies, owner_undo
from fieldapp.services.owner_links import LinkOver
from fieldapp.services.owner_replies import Reply
from fieldapp.services.owner_undo import TooLate
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import RoutingRule
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.tickets import OwnerLink, Ticket, events_of, link_by_fingerprint
from tests.support.answered import Asked, jpeg
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.world import World

ANSWERS: list[tuple[S, dict[str, Any], str]] = [
    (
        S.PLANNED,
        {"planned_for": "2026-W41", "sentence": {"template": "planned.general"}},
        "Det åtgärdas vecka 41.",
    ),
    (
        S.DONE,
        {"no_photo_reason": "Det syns inte.", "sentence": {"template": "done.bench"}},
        "Bänken är lagad.",
    ),
    (
        S.INVESTIGATING,
        {"answer_by": date(2026, 11, 20), "sentence": {"template": "investigating.visit"}},
        "Vi åker dit och tittar och ger besked senast 20 november.",
    ),
    (
        S.NEEDS_PROJECT,
        {"sentence": {"template": "needs_project.budget", "values": {"year": 2027}}},
        "Det kräver ett större projekt. Vi tar upp det i budgeten för 2027.",
    ),
    (
        S.DECLINED,
        {"reason": "Byggs om.", "sentence": {"text": "Gården byggs om i vår.", "lang": "sv"}},
        "Gården byggs om i vår.",
    ),
]


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def reply(to: S, version: int | None = None, **values: Any) -> Reply:
    return Reply(TicketChange(to=to, version=version, **values))


def ticket_of(ticket_id: UUID) -> Ticket:
    db.session.expire_all()
    found = by_key(Ticket, ticket_id)
    assert found is not None
    return found


@pytest.mark.parametrize(("to", "values", "words"), ANSWERS, ids=[str(to) for to, _, _ in ANSWERS])
def test_each_answer_moves_the_ticket_and_is_told_as_by_link(
    to: S, values: dict[str, Any], words: str, asked: Asked, tools: Toolbox
) -> None:
    token, (ticket_id,) = asked.asked()

    owner_replies.answer(tools, token, ticket_id, reply(to, **values))

    item = owner_replies.read(tools, token).items[0]
    assert item.state is to
    assert item.sentence is not None
    assert render(item.sentence, "sv").text == words
    event = events_of(ticket_id)[0]
    assert (event.via, event.actor_role, event.from_state, event.to_state) == ("link", "reader", "sent", to)


def test_not_ours_goes_back_with_whose_it_may_be_and_counts_against_the_rule(
    asked: Asked, tools: Toolbox, world: World
) -> None:
    token, (ticket_id,) = asked.asked()
    rule = RoutingRule(id=new_id(), owner_id=world.housing, created_at=tools.clock.now())
    with unit_of_work() as work:
        work.add(rule)
    asked.change(Ticket, ticket_id, rule_id=rule.id)

    owner_replies.answer(tools, token, ticket_id, reply(S.BOUNCED, note="Gata och park"))

    item = owner_replies.read(tools, token).items[0]
    assert (item.state, item.bounced_to, item.is_said) == (S.BOUNCED, "Gata och park", True)
    db.session.expire_all()
    assert rule.bounced_count == 1
    owner_undo.undo(tools, token, ticket_id)
    db.session.expire_all()
    assert rule.bounced_count == 0


def test_an_after_photo_is_made_harmless_and_shown_with_the_answer(asked: Asked, tools: Toolbox) -> None:
    token, (ticket_id,) = asked.asked()
    done = TicketChange(to=S.DONE, sentence={"template": "done.bench"})

    owner_replies.answer(tools, token, ticket_id, Reply(done, BytesIO(jpeg())))

    (picture,) = owner_replies.read(tools, token).items[0].pictures
    assert picture.role == "after"
    found = owner_pictures.photo(tools, token, picture.id, "small")
    assert found.file.read(4) == b"RIFF"
    found.file.close()

    owner_undo.undo(tools, token, ticket_id)
    db.session.expire_all()
    row = by_key(Photo, picture.id)
    assert row is not None
    assert row.state is PhotoState.REMOVED
    with pytest.raises(NotFound):
        owner_pictures.photo(tools, token, picture.id, "small")


@on_sqlite_only
def test_a_file_that_is_no_photo_changes_nothing(asked: Asked, tools: Toolbox) -> None:
    token, (ticket_id,) = asked.asked()
    done = TicketChange(to=S.DONE, sentence={"template": "done.bench"})
    with pytest.raises(PhotoRefused):
        owner_replies.answer(tools, token, ticket_id, Reply(done, BytesIO(b"<html>no")))
    assert ticket_of(ticket_id).state is S.SENT


def test_an_answer_is_taken_back_within_ten_minutes(asked: Asked, tools: Toolbox, clock: HeldClock) -> None:
    token, (ticket_id,) = asked.asked()
    before = {name: getattr(ticket_of(ticket_id), name) for name in ("answer", "planned_for", "answered_at")}
    owner_replies.answer(tools, token, ticket_id, reply(*ANSWERS[0][:1], **ANSWERS[0][1]))
    clock.pass_time(minutes=10)

    owner_undo.undo(tools, token, ticket_id)

    after = ticket_of(ticket_id)
    assert after.state is S.SENT
    assert {name: getattr(after, name) for name in before} == before
    assert [event.kind for event in events_of(ticket_id)][:2] == ["undone", "status"]
    with pytest.raises(TooLate):
        owner_undo.undo(tools, token, ticket_id)


def test_after_ten_minutes_an_answer_stands(asked: Asked, tools: Toolbox, clock: HeldClock) -> None:
    token, (ticket_id,) = asked.asked()
    owner_replies.answer(tools, token, ticket_id, reply(S.PLANNED, **ANSWERS[0][1]))
    clock.pass_time(minutes=10, seconds=1)
    assert owner_replies.read(tools, token).items[0].undo_until is None
    with pytest.raises(TooLate):
        owner_undo.undo(tools, token, ticket_id)
    assert ticket_of(ticket_id).state is S.PLANNED


@on_sqlite_only
def test_what_somebody_has_gone_on_from_is_not_taken_back(asked: Asked, tools: Toolbox, world: World) -> None:
    token, (ticket_id,) = asked.asked()
    owner_replies.answer(tools, token, ticket_id, reply(S.PLANNED, **ANSWERS[0][1]))
    change(tools, world.actor(world.ann), ticket_id, TicketChange(to=S.IN_PROGRESS), "desk")
    with pytest.raises(TooLate):
        owner_undo.undo(tools, token, ticket_id)


@on_sqlite_only
def test_an_investigation_that_is_taken_back_puts_the_clock_back(asked: Asked, tools: Toolbox) -> None:
    token, (ticket_id,) = asked.asked()
    promised = ticket_of(ticket_id).answer_due_on
    owner_replies.answer(tools, token, ticket_id, reply(S.INVESTIGATING, **ANSWERS[2][1]))
    assert ticket_of(ticket_id).answer_due_on == date(2026, 11, 20)
    owner_undo.undo(tools, token, ticket_id)
    assert ticket_of(ticket_id).answer_due_on == promised


def test_who_answers_a_ticket_that_was_changed_meanwhile_is_told(
    asked: Asked, tools: Toolbox, world: World
) -> None:
    token, (ticket_id,) = asked.asked()
    seen = owner_replies.read(tools, token).items[0].version
    change(tools, world.actor(world.ann), ticket_id, TicketChange(to=S.ACCEPTED), "desk")
    with pytest.raises(Conflict):
        owner_replies.answer(tools, token, ticket_id, reply(S.PLANNED, seen, **ANSWERS[0][1]))


@on_sqlite_only
def test_an_arrow_that_the_table_lacks_is_refused_by_link_too(asked: Asked, tools: Toolbox) -> None:
    token, (ticket_id,) = asked.asked()
    with pytest.raises(NotAllowed):
        owner_replies.answer(tools, token, ticket_id, reply(S.CONFIRMED))


def test_a_link_opens_its_own_tickets_and_no_other(asked: Asked, tools: Toolbox, world: World) -> None:
    token, (own,) = asked.asked()
    _, (same_owner,) = asked.asked()
    foreign = asked.ticket(asked.point(), owner_id=world.streets)
    assert [item.ticket_id for item in owner_replies.read(tools, token).items] == [own]
    for other in (same_owner, foreign):
        for act in (
            lambda other=other: owner_replies.answer(tools, token, other, reply(S.PLANNED, **ANSWERS[0][1])),
            lambda other=other: owner_undo.undo(tools, token, other),
            lambda other=other: owner_pictures.map_of(tools, token, other, "sv", ""),
        ):
            with pytest.raises(NotFound):
                act()


@on_sqlite_only
def test_a_ticket_that_has_moved_to_another_owner_is_gone_from_the_old_link(
    asked: Asked, tools: Toolbox, world: World
) -> None:
    token, (first, moved) = asked.asked(2)
    asked.change(Ticket, moved, owner_id=world.streets)
    assert [item.ticket_id for item in owner_replies.read(tools, token).items] == [first]
    with pytest.raises(NotFound):
        owner_replies.answer(tools, token, moved, reply(S.PLANNED, **ANSWERS[0][1]))


@on_sqlite_only
def test_words_and_pictures_are_shown_only_once_they_are_reviewed(asked: Asked, tools: Toolbox) -> None:
    reviewed, urgent = asked.point(), asked.point()
    shown, hidden = asked.photo(reviewed), asked.photo(urgent)
    late = asked.photo(reviewed, stored_at=tools.clock.now() + timedelta(days=1))
    tickets = [asked.ticket(reviewed), asked.ticket(urgent)]
    asked.change(Observation, urgent, reviewed_at=None)
    token = asked.link(*tickets)
    first, second = owner_replies.read(tools, token).items
    assert [picture.id for picture in first.pictures] == [shown]
    assert (second.pictures, second.points[0].words, second.points[0].is_reviewed) == ((), "", False)
    for photo_id in (hidden, late):
        with pytest.raises(NotFound):
            owner_pictures.photo(tools, token, photo_id, "small")
    assert "Kalle" not in repr(first)


def expire(link: OwnerLink, now: Any) -> None:
    link.expires_at = now


def revoke(link: OwnerLink, now: Any) -> None:
    link.revoked_at = now


@pytest.mark.parametrize("end", [expire, revoke])
def test_a_link_that_is_over_opens_nothing_and_is_renewed_to_its_own_address(
    end: Callable[[OwnerLink, Any], None], asked: Asked, tools: Toolbox
) -> None:
    token, (ticket_id,) = asked.asked()
    with unit_of_work():
        link = link_by_fingerprint(fingerprint(token))
        assert link is not None
        end(link, tools.clock.now())
    for act in (
        lambda: owner_replies.read(tools, token),
        lambda: owner_replies.answer(tools, token, ticket_id, reply(S.PLANNED, **ANSWERS[0][1])),
        lambda: owner_undo.undo(tools, token, ticket_id),
    ):
        with pytest.raises(LinkOver):
            act()

    owner_links.send_new(tools, token)
    owner_links.send_new(tools, token)

    letters = [row for row in db.session.query(OutboxMessage) if row.kind == "owner-link"]
    assert [letter.payload["to"] for letter in letters] == ["bostad@demo.invalid"]
    new = letters[0].payload["text"].split("/o/")[1].split()[0]
    assert [item.ticket_id for item in owner_replies.read(tools, new).items] == [ticket_id]


@on_sqlite_only
def test_an_unknown_link_is_not_found(asked: Asked, tools: Toolbox) -> None:
    for act in (owner_replies.read, owner_links.send_new):
        with pytest.raises(NotFound):
            act(tools, "not-a-token")


def test_one_answer_for_several_leaves_out_what_was_changed_and_is_taken_back_whole(
    asked: Asked, tools: Toolbox, world: World
) -> None:
    token, ids = asked.asked(3)
    versions = {item.ticket_id: item.version for item in owner_replies.read(tools, token).items}
    change(tools, world.actor(world.ann), ids[1], TicketChange(to=S.ACCEPTED), "desk")
    planned = TicketChange(to=S.PLANNED, **ANSWERS[0][1])

    refused = owner_replies.answer_several(
        tools, token, {one: replace(planned, version=versions[one]) for one in ids}
    )

    assert refused == [ids[1]]
    assert [ticket_of(one).state for one in ids] == [S.PLANNED, S.ACCEPTED, S.PLANNED]
    assert owner_undo.undo(tools, token, ids[2]) == 2
    after = [ticket_of(one) for one in ids]
    assert [(row.state, row.answer, row.first_answered_at) for row in after] == [
        (S.SENT, None, None),
        (S.ACCEPTED, None, None),
        (S.SENT, None, None),
    ]
    assert [event.via for event in events_of(ids[1])][:1] == ["desk"]
