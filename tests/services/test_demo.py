"""The demo municipality: whole, believable, about places and not persons, and the same when loaded again."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fieldapp.app import create_app
from fieldapp.domain import sentences
from fieldapp.domain.actors import Role
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.figures import Figures
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.seasons import Season, Window
from fieldapp.domain.text import flags
from fieldapp.domain.ticket_status import ANSWERED, TicketStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import demo, standings
from fieldapp.services.demo import pictures, story
from fieldapp.services.demo.days import Days
from fieldapp.services.demo.pictures import Wanted
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import Model, db, unit_of_work
from fieldapp.store.observations import Agreement, Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import Area, Owner
from fieldapp.store.participants import Card, Participant
from fieldapp.store.people import Person
from fieldapp.store.photos import Photo
from fieldapp.store.ratings import Rating
from fieldapp.store.schema import upgrade
from fieldapp.store.tickets import OwnerLink, Ticket, TicketEvent
from fieldapp.store.walks import JoinCode, Stop, Walk
from tests.conftest import DATABASES, ROOT, settings_for
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.visitor import Visitor
from tests.support.world import World

#: The names of the contract, which scripts read.
LINKS = (
    "join_url",
    "join_code",
    "leader_url",
    "coordinator_url",
    "crew_url",
    "supervisor_url",
    "admin_url",
    "partner_url",
    "owner_reply_url",
    "card_url",
    "public_url",
)
NOW = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)
REAL_NAMES = ("trafikverket", "sl", "e.on", "eon", "vattenfall", "attunda", "brohus", "telia", "postnord")


@dataclass(frozen=True)
class Loaded:
    app: Flask
    tools: Toolbox


@pytest.fixture(scope="module", params=DATABASES)
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The demo on each kind of database, loaded once for tests that only read."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'fieldapp.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create(f"demo_{folder.name.replace('-', '_')}")
    app = create_app(settings_for(folder, url), HeldClock(NOW))
    with app.app_context():
        upgrade(ROOT / "migrations")
        tools: Toolbox = app.extensions["fieldapp.toolbox"]
        assert demo.load(tools, size=pictures.SMALL)
        yield Loaded(app, tools)
        db.session.remove()
        db.engine.dispose()


def every(kind: type[Any]) -> list[Any]:
    return list(db.session.scalars(select(kind)))


def walk_of(prefix: str, state: WalkStatus) -> Walk:
    walks: list[Walk] = every(Walk)
    return next(walk for walk in walks if walk.number.startswith(prefix) and walk.state is state)


def test_loading_again_changes_nothing(loaded: Loaded) -> None:
    before = _counted()
    assert not demo.load(loaded.tools, size=pictures.SMALL)
    assert _counted() == before


def _counted() -> dict[str, int]:
    return {mapper.class_.__name__: len(every(mapper.class_)) for mapper in Model.registry.mappers}


def test_the_figures_of_every_walk_add_up_to_its_points(loaded: Loaded) -> None:
    walks = every(Walk)
    found = standings.of_walks([walk.id for walk in walks], 30)
    points = Counter(p.walk_id for p in every(Observation) if p.state is not ObservationStatus.WITHDRAWN)
    assert {walk.id: found[walk.id].figures.total for walk in walks} == {w.id: points[w.id] for w in walks}
    told = {walk.number: found[walk.id].figures for walk in walks}
    assert told["KUN-2025-1"] == Figures(good=0, done=18, planned=0, project_or_no=4, unanswered=2)
    assert told["BRO-2026-1"] == Figures(good=4, done=15, planned=7, project_or_no=5, unanswered=0)
    assert told["BRU-2026-2"] == Figures(good=4, done=13, planned=5, project_or_no=2, unanswered=4)


def test_every_state_of_a_point_a_ticket_and_a_running_walk_occurs(loaded: Loaded) -> None:
    assert {point.state for point in every(Observation)} == set(ObservationStatus)
    assert {ticket.state for ticket in every(Ticket)} == set(TicketStatus)
    assert {walk.state for walk in every(Walk)} == set(WalkStatus) - {
        WalkStatus.CLOSING,
        WalkStatus.CANCELLED,
    }


def test_the_follow_up_walk_saw_all_24_points_again(loaded: Loaded) -> None:
    first = walk_of("KUN", WalkStatus.FOLLOWED_UP)
    points = [point for point in every(Observation) if point.walk_id == first.id]
    states = {ticket.id: ticket.state for ticket in every(Ticket)}
    assert Counter(states[point.ticket_id] for point in points) == {
        TicketStatus.CONFIRMED: 18,
        TicketStatus.REOPENED: 2,
        TicketStatus.NEEDS_PROJECT: 2,
        TicketStatus.DECLINED: 2,
    }
    seen = {event.ticket_id for event in every(TicketEvent) if event.via == "phone" and event.at.day == 19}
    assert {point.ticket_id for point in points} <= seen


def test_nobody_is_described_but_once_and_on_purpose(loaded: Loaded) -> None:
    flagged = [
        f"{point.place}: {point.text}"
        for point in every(Observation)
        if flags(point.text) or flags(point.suggestion) or flags(point.place) or flags(point.public_text)
    ]
    assert len(flagged) == 1 and "Anders på 14" in flagged[0]
    public = [
        *(point.public_text for point in every(Observation)),
        *(event.note for event in every(TicketEvent)),
        *(photo.alt_text for photo in every(Photo)),
        *(area.name for area in every(Area)),
        *(stop.name for stop in every(Stop)),
    ]
    assert not [text for text in public if flags(text)]
    planted = next(point for point in every(Observation) if "Anders" in point.text)
    assert planted.state is ObservationStatus.NOTED and planted.released_at is None


def test_no_real_company_or_agency_is_named(loaded: Loaded) -> None:
    owners = every(Owner)
    assert {owner.code for owner in owners if owner.is_external} >= {"vaghallare", "kollektivtrafik", "elnat"}
    words = [word.lower() for o in owners for word in f"{o.name} {o.company}".replace(",", " ").split()]
    assert not set(words) & set(REAL_NAMES)
    classes = load_defaults().owner_classes
    assert {owner.class_code for owner in owners} == set(classes)
    addresses = [*(owner.email for owner in owners), *(person.email for person in every(Person))]
    assert all(address.endswith("@demo.invalid") for address in addresses)


def test_only_generic_owners_are_silent_and_each_was_asked_twice(loaded: Loaded) -> None:
    late = [t for t in every(Ticket) if t.state is TicketStatus.SENT and t.answer_due_on < NOW.date()]
    assert {ticket.owner.name for ticket in late} == {
        "Elnätsbolaget",
        "Kollektivtrafiken",
        "Statens väghållare",
    }
    assert {ticket.asked_count for ticket in late} == {2}


def test_every_answer_has_its_sentence_and_every_promise_is_still_ahead_but_one(loaded: Loaded) -> None:
    answered = [ticket for ticket in every(Ticket) if ticket.state in ANSWERED]
    texts = [sentences.render(sentences.from_json(ticket.answer), "sv").text for ticket in answered]
    assert all(texts) and not any("{" in text for text in texts)
    windows = load_defaults().seasons
    broken = [
        ticket.number
        for ticket in answered
        if ticket.state is TicketStatus.PLANNED
        and (window := _window(ticket, dict(windows))) is not None
        and window.closes_on < NOW.date()
    ]
    assert broken == ["BRO-2026-1-11"]


def _window(ticket: Ticket, seasons: dict[str, Season]) -> Window | None:
    return PlannedFor.parse(ticket.planned_for).window(NOW.date(), seasons)


def test_history_is_told_in_order_and_never_from_tomorrow(loaded: Loaded) -> None:
    events: dict[Any, list[TicketEvent]] = {}
    for event in sorted(every(TicketEvent), key=lambda one: one.rev):
        events.setdefault(event.ticket_id, []).append(event)
    noted = {point.ticket_id: point.observed_at for point in every(Observation)}
    for ticket_id, its in events.items():
        moments = [event.at for event in its]
        assert moments == sorted(moments)
        assert noted[ticket_id] < moments[0] and moments[-1] <= NOW
        steps = [event for event in its if event.to_state]
        assert [s.from_state for s in steps[1:]] == [s.to_state for s in steps[:-1]]
    assert all(point.observed_at <= NOW for point in every(Observation))
    assert not every(OutboxMessage), "the past is not mailed again"


def test_every_photo_has_words_and_its_three_files(loaded: Loaded) -> None:
    photos = every(Photo)
    assert len(photos) > 60
    for photo in photos:
        assert photo.alt_text
        assert all(
            loaded.tools.vault.is_intact(k) for k in (photo.large_key, photo.print_key, photo.small_key)
        )
    done = {t.id: t for t in every(Ticket) if t.state in (TicketStatus.DONE, TicketStatus.CONFIRMED)}
    with_photo = {photo.ticket_id for photo in photos if photo.role == "after"}
    assert all(ticket.no_photo_reason for id_, ticket in done.items() if id_ not in with_photo)


def test_a_photo_was_kept_before_its_point_was_reviewed(loaded: Loaded) -> None:
    reviewed = {point.id: point.reviewed_at for point in every(Observation) if point.reviewed_at}
    before = [photo for photo in every(Photo) if photo.observation_id in reviewed]
    assert before and all(photo.stored_at <= reviewed[photo.observation_id] for photo in before)


def test_answers_about_safety_are_nobodys_once_the_walk_is_over(loaded: Loaded) -> None:
    states = {walk.id: walk.state for walk in every(Walk)}
    by_stop = Counter((r.stop_id, r.light) for r in every(Rating) if states[r.walk_id] is not WalkStatus.OPEN)
    assert set(by_stop.values()) <= set(range(7, 16))
    assert {
        rating.participant_id for rating in every(Rating) if states[rating.walk_id] is not WalkStatus.OPEN
    } == {None}
    open_ones = [rating for rating in every(Rating) if states[rating.walk_id] is WalkStatus.OPEN]
    assert open_ones and all(rating.participant_id for rating in open_ones)


def test_nobody_agrees_with_an_own_point(loaded: Loaded) -> None:
    reporters = {point.id: point.participant_id for point in every(Observation)}
    found = every(Agreement)
    assert len(found) > 50
    assert not [one for one in found if reporters[one.observation_id] == one.participant_id]


def test_the_open_walk_stays_open_and_has_points_of_other_phones(loaded: Loaded) -> None:
    walk = walk_of("BRU", WalkStatus.OPEN)
    assert walk.never_closes and walk.starts_at <= NOW - timedelta(minutes=55)
    points = [point for point in every(Observation) if point.walk_id == walk.id]
    assert sum(point.released_at is not None for point in points) == 3
    assert len([phone for phone in every(Participant) if phone.walk_id == walk.id]) > 3


def test_ten_cards_of_the_open_walk_are_printed_and_one_follows_all_points_of_its_holder(
    loaded: Loaded,
) -> None:
    walk = walk_of("BRU", WalkStatus.OPEN)
    printed = {card.id for card in every(Card) if card.walk_id == walk.id and card.batch == 1}
    [holder] = [phone for phone in every(Participant) if phone.card_id in printed]
    theirs = [point for point in every(Observation) if point.participant_id == holder.id]
    assert len(printed) == 10 and len(theirs) == 2
    assert {point.card_id for point in theirs} == {holder.card_id}


def test_the_housing_company_answered_by_link_although_it_has_a_caretaker(loaded: Loaded) -> None:
    housing = next(owner for owner in every(Owner) if owner.code == "bostad")
    caretaker = next(person for person in every(Person) if person.owner_id == housing.id)
    its = {ticket.id for ticket in every(Ticket) if ticket.owner_id == housing.id}
    said = [event for event in every(TicketEvent) if event.ticket_id in its and event.answer]
    assert caretaker.role is Role.CREW and caretaker.is_active
    assert said and "phone" not in {event.via for event in said}


def test_the_reply_link_names_three_tickets_that_await_their_answer(loaded: Loaded) -> None:
    (link,) = every(OwnerLink)
    theirs = [ticket for ticket in every(Ticket) if str(ticket.id) in link.ticket_ids]
    assert len(theirs) == 3 and {ticket.state for ticket in theirs} == {TicketStatus.SENT}
    assert {ticket.owner.name for ticket in theirs} == {"Bostadsbolaget"}


def test_every_link_opens_over_http(loaded: Loaded) -> None:
    links = demo.links(loaded.tools)
    assert tuple(links) == LINKS
    for name, url in links.items():
        if name != "join_code":
            path = url.removeprefix(loaded.tools.base_url)
            assert Visitor(loaded.app).get(path).status_code == 200, name


def test_asking_for_the_links_keeps_no_writer_waiting(loaded: Loaded) -> None:
    demo.links(loaded.tools)
    assert not db.session().in_transaction()


def test_the_demo_keeps_out_of_a_municipality_in_use(world: World) -> None:
    with pytest.raises(demo.AlreadyInUse):
        demo.load(world.tools, size=pictures.SMALL)


def test_outside_the_demo_it_is_refused_and_there_are_no_links(tools: Toolbox) -> None:
    real = replace(tools, is_demo=False)
    with pytest.raises(demo.NotTheDemo):
        demo.load(real, size=pictures.SMALL)
    assert demo.links(real) == {}


def test_a_load_that_fails_leaves_nothing(tools: Toolbox) -> None:
    with unit_of_work() as session:
        walk = Walk(number="ALM-2026-1", place="Alm", title="Alm", starts_at=NOW, ends_at=NOW)
        session.add(walk)
        session.flush()
        session.add(JoinCode(walk_id=walk.id, code="BRUNNA", kind="spoken", created_at=NOW))
    with pytest.raises(IntegrityError):
        demo.load(tools, size=pictures.SMALL)
    assert len(every(Walk)) == 1 and not every(Person) and not every(Owner)
    assert demo.links(tools) == {}


@pytest.mark.parametrize("day", range(14))
def test_on_whatever_day_it_is_loaded_walks_were_on_thursdays_and_answers_before_today(day: int) -> None:
    days = Days(datetime(2026, 3, 30, 7, 0, tzinfo=UTC) + timedelta(days=day))
    assert days.thursday.weekday() == 3 and 3 <= (days.today - days.thursday).days <= 9
    for walked in (days.thursday, days.thursday - timedelta(weeks=8)):
        review, sent = days.review(walked, 30), days.sent(walked)
        answers = [days.answer(walked, count, str(count)) for count in (1, 2, 30)]
        assert review < sent < min(answers)
        assert max(answers).date() < days.today


@on_sqlite_only
def test_pictures_drawn_by_several_processes_are_the_same(tmp_path: Path, tools: Toolbox) -> None:
    wanted = [Wanted("bench"), Wanted("bench", is_mended=True), Wanted("flowers")]
    alone = pictures.draw_all(tools, wanted, pictures.SMALL, workers=1)
    assert pictures.draw_all(tools, wanted, pictures.SMALL, workers=2) == alone
    assert len(set(alone.values())) == 3


def test_the_command_prints_exactly_the_links_as_json(loaded: Loaded) -> None:
    result = loaded.app.test_cli_runner().invoke(args=["fieldapp", "demo", "--links", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == demo.links(loaded.tools)


def test_the_command_says_in_words_what_each_link_opens(loaded: Loaded) -> None:
    result = loaded.app.test_cli_runner().invoke(args=["fieldapp", "demo", "--links"])
    assert result.exit_code == 0
    assert [line.split()[-1] for line in result.stdout.splitlines()] == list(
        demo.links(loaded.tools).values()
    )


def test_the_command_refuses_outside_the_demo(app: Flask, tools: Toolbox) -> None:
    app.extensions["fieldapp.toolbox"] = replace(tools, is_demo=False)
    result = app.test_cli_runner().invoke(args=["fieldapp", "demo"])
    assert result.exit_code == 1
    assert "FIELDAPP_ENV=demo" in result.stderr


def test_pictures_are_few_and_fit_what_their_points_say() -> None:
    told = story.read()
    assert len(pictures.wanted_by(told)) <= 48
    for walk in told.walks:
        used = [point.photo for point in told.points_of(walk.key) if point.photo]
        assert len(used) == len(set(used)), f"a picture twice in {walk.key}"
