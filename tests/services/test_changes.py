"""What a phone reads: own points whole, others' little, nothing twice, and never a query per point."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import changes as reading
from fieldapp.services.changes import changes
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from tests.services.capture.test_tickets import send_ticket
from tests.support.queries import counted_queries
from tests.support.sync import Phone, manifest
from tests.support.world import World


def ids(page: dict[str, Any], what: str = "observations") -> list[str]:
    return [one["id"] for one in page[what]]


def test_nothing_comes_twice_and_nothing_is_missed(phone: Phone) -> None:
    first = phone.note()
    page = phone.changes()
    assert ids(page) == [str(first)]
    assert phone.changes(page["cursor"])["observations"] == []
    second = phone.note()
    assert ids(phone.changes(page["cursor"])) == [str(second)]


def test_a_cursor_that_nobody_gave_begins_anew(tools: Toolbox, phone: Phone) -> None:
    point = phone.note()
    for cursor in ("0.7", "1.999999", "nonsense", "1.-1", "\x00", "1.1' OR 1=1", "1." + "9" * 40):
        assert [one["id"] for one in changes(tools, phone.actor, cursor).observations] == [point], cursor


def test_pages_follow_each_other_whatever_their_size(tools: Toolbox, world: World, phone: Phone) -> None:
    other = Phone.in_walk(world)
    points = {phone.note() for _ in range(4)} | {other.note() for _ in range(3)}
    for size in (1, 2, 3, 7, 50):
        seen: list[UUID] = []
        cursor = ""
        for _ in range(20):
            page = changes(tools, phone.actor, cursor, page_size=size)
            seen += [one["id"] for one in page.observations]
            assert len(page.observations) <= size
            if page.cursor == cursor:
                break
            cursor = page.cursor
        assert len(seen) == len(points)
        assert set(seen) == points


def test_own_points_are_whole_and_say_how_many_photos_have_come(phone: Phone) -> None:
    point = phone.note(
        text="Släckt",
        position={"lat": 59.5, "lon": 17.7, "accuracy_m": 8, "source": "gps", "at": 1},
        photos=[manifest(b"one"), manifest(b"two")],
    )
    seen = phone.reads(point)
    assert seen is not None
    assert seen["label"] == "BRU-2026-2-01"
    assert seen["position"] == {"lat": 59.5, "lon": 17.7, "accuracy_m": 8.0, "source": "gps"}
    assert [one["state"] for one in seen["photos"]] == ["expected", "expected"]
    assert (seen["mine"], seen["full"], seen["state"], seen["figure"]) == (True, True, "noted", "unanswered")


def test_who_joined_by_link_reads_only_own_points_and_no_spoken_code(world: World, phone: Phone) -> None:
    linked = Phone.in_walk(world, "BRUNNALINK")
    phone.note()
    own = linked.note()
    page = linked.changes()
    assert ids(page) == [str(own)]
    assert page["walk"]["code"] is None
    assert phone.changes()["walk"]["code"] == "BRUNNA"


def test_the_leader_reads_everything_sensitive_too(phone: Phone, leader: Phone) -> None:
    point = phone.note(text="Hot", sensitive=True, photos=[manifest(b"one")])
    seen = leader.reads(point)
    assert seen is not None
    assert (seen["text"], seen["mine"], seen["full"]) == ("Hot", False, True)
    assert [one["state"] for one in seen["photos"]] == ["expected"]


def test_a_point_that_becomes_sensitive_or_is_withdrawn_is_gone_from_other_phones(
    world: World, phone: Phone
) -> None:
    other = Phone.in_walk(world)
    points = [phone.note(), phone.note()]
    cursor = other.changes()["cursor"]
    phone.do(phone.op("observation.edit", {"sensitive": True}, points[0]))
    phone.do(phone.op("observation.withdraw", {}, points[1]))
    page = other.changes(cursor)
    assert (ids(page), page["gone"]) == ([], [str(point) for point in points])
    assert other.changes()["gone"] == [], "who begins anew has nothing to forget"
    assert ids(phone.changes()) == [str(point) for point in points]


def test_a_sensitive_point_stays_hidden_when_all_is_released(
    world: World, phone: Phone, leader: Phone
) -> None:
    point = phone.note(text="Hot", sensitive=True)
    leader.do(leader.op("observation.release", {}, point))
    assert Phone.in_walk(world).reads(point) is None


def test_the_answer_comes_although_only_the_ticket_changed(world: World, phone: Phone) -> None:
    point = phone.note()
    ticket = send_ticket(world, point, world.streets)
    cursor = phone.changes()["cursor"]
    with unit_of_work():
        row = by_key(Ticket, ticket)
        assert row is not None
        row.state, row.planned_for = TicketStatus.PLANNED, "2026-W46"
        row.answer = {"template": "planned.lamp", "values": {"when": "2026-W46"}}
        row.answered_at, row.rev = world.tools.clock.now(), next_rev()
    (seen,) = phone.changes(cursor)["observations"]
    assert (seen["figure"], seen["ticket"]["planned_for"]) == ("planned", "2026-W46")
    assert seen["ticket"]["owner"] == "Gata och park"
    assert "46" in seen["answer"]["words"]["sv"]


@pytest.mark.parametrize(
    ("asked_count", "words"),
    [
        (1, "Vi har frågat Gata och park. Svaret ska komma senast 24 oktober."),
        (2, "Vi har frågat Gata och park två gånger. Inget svar än."),
    ],
)
def test_the_silence_of_an_owner_is_told_truthfully(
    world: World, phone: Phone, asked_count: int, words: str
) -> None:
    point = phone.note()
    ticket = send_ticket(world, point, world.streets)
    with unit_of_work():
        row = by_key(Ticket, ticket)
        assert row is not None
        row.asked_count, row.answer_due_on, row.rev = asked_count, date(2026, 10, 24), next_rev()
    seen = phone.reads(point)
    assert seen is not None
    assert seen["answer"]["words"]["sv"] == words
    assert not seen["answered"]


def test_a_merged_point_reads_the_answer_of_the_one_it_follows(
    world: World, phone: Phone, leader: Phone
) -> None:
    merged, into = phone.note(), Phone.in_walk(world).note()
    leader.do(leader.op("observation.merge", {"into": str(into)}, merged))
    ticket = send_ticket(world, into, world.streets)
    cursor = phone.changes()["cursor"]
    with unit_of_work():
        row = by_key(Ticket, ticket)
        assert row is not None
        row.state, row.answer = TicketStatus.DONE, {"text": "Lampan är bytt.", "lang": "sv"}
        row.answered_at, row.rev = world.tools.clock.now(), next_rev()
    seen = next(one for one in phone.changes(cursor)["observations"] if one["id"] == str(merged))
    assert (seen["answer"]["text"], seen["same_as"]) == ("Lampan är bytt.", "BRU-2026-2-02")
    assert "text" in seen and seen["text"] == ""


class TestCrew:
    @pytest.fixture
    def crew(self, world: World) -> Phone:
        return Phone.of_staff(world, world.cem)

    def test_a_ticket_says_all_that_is_needed_in_the_van(
        self, world: World, phone: Phone, crew: Phone
    ) -> None:
        point = phone.note(text="Anna Andersson såg det")
        ticket = send_ticket(world, point, world.streets)
        page = crew.changes()
        assert (page["walk"], page["observations"]) == (None, [])
        (seen,) = page["tickets"]
        assert (seen["id"], seen["state"], seen["urgency"]) == (str(ticket), "sent", "snart")
        assert seen["said"] == [{"number": "01", "text": "Släckt", "lang": "sv", "unreviewed": False}]
        assert "Anna" not in str(page)
        assert "done" in seen["allowed"]
        assert seen["needs"]["done"] == ["photo_or_reason", "public_sentence"]
        assert "confirmed" not in seen["allowed"]

    def test_what_has_not_been_sent_or_is_anothers_does_not_exist(
        self, world: World, phone: Phone, crew: Phone
    ) -> None:
        send_ticket(world, phone.note(), world.housing)
        unsent = send_ticket(world, phone.note(), world.streets, TicketStatus.NEW)
        with unit_of_work():
            row = by_key(Ticket, unsent)
            assert row is not None
            row.sent_at = None
        assert crew.changes()["tickets"] == []

    def test_a_ticket_that_moves_to_another_owner_is_gone(
        self, world: World, phone: Phone, crew: Phone
    ) -> None:
        ticket = send_ticket(world, phone.note(), world.streets)
        cursor = crew.changes()["cursor"]
        with unit_of_work():
            row = by_key(Ticket, ticket)
            assert row is not None
            row.owner_id, row.rev = world.housing, next_rev()
        page = crew.changes(cursor)
        assert (page["tickets"], page["gone"]) == ([], [str(ticket)])
        assert crew.changes()["gone"] == []
        dora = Phone.of_staff(world, world.dora)
        assert ids(dora.changes(), "tickets") == [str(ticket)]

    def test_who_begins_anew_is_not_sent_what_is_long_closed(
        self, world: World, phone: Phone, crew: Phone
    ) -> None:
        phone.note()
        cursor = crew.changes()["cursor"]
        ticket = send_ticket(world, phone.note(), world.streets, TicketStatus.CONFIRMED)
        assert ids(crew.changes(cursor), "tickets") == [str(ticket)]
        assert crew.changes()["tickets"] == []

    def test_new_words_of_a_point_bring_its_ticket_again(
        self, world: World, phone: Phone, crew: Phone
    ) -> None:
        point = phone.note()
        send_ticket(world, point, world.streets)
        cursor = crew.changes()["cursor"]
        with unit_of_work():
            row = by_key(Observation, point)
            assert row is not None
            row.public_text, row.rev = "Två lampor är släckta", next_rev()
        (seen,) = crew.changes(cursor)["tickets"]
        assert seen["said"][0]["text"] == "Två lampor är släckta"


def test_thirty_points_need_no_more_queries_than_three(
    tools: Toolbox, world: World, phone: Phone, leader: Phone
) -> None:
    crew = world.actor(world.cem)

    def add(count: int) -> None:
        phone.send(*(phone.point(photos=[manifest(b"one")]) for _ in range(count)))
        points = [one["id"] for one in phone.changes()["observations"]][-count:]
        leader.send(*(leader.op("observation.agree", {"on": True}, point) for point in points))
        for point in points[: count // 2]:
            send_ticket(world, UUID(point), world.streets)

    add(3)
    counts = []
    for count in (0, 14, 13):
        if count:
            add(count)
        for actor in (phone.actor, leader.actor, crew):
            db.session.rollback()
            db.session.expire_all()
            with counted_queries() as statements:
                changes(tools, actor, "")
            counts.append(len(statements))
    assert counts[:3] == counts[3:6] == counts[6:]
    assert max(counts) <= 20


def test_the_page_size_is_bounded() -> None:
    assert reading.PAGE_SIZE <= 200
