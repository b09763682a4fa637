"""A crew's acts on its tickets, and the verdicts of a follow-up walk."""

from datetime import date
from uuid import UUID

import pytest

from fieldapp.domain.ids import new_id
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket, TicketEvent, events_of
from fieldapp.store.walks import Walk
from tests.support.sync import Phone, manifest
from tests.support.world import World

DONE = {
    "to": "done",
    "public_text": {"template": "done.general", "values": {}},
    "no_photo_reason": "Lampan sitter för högt för en bild",
}


@pytest.fixture
def crew(world: World) -> Phone:
    return Phone.of_staff(world, world.cem)


def send_ticket(
    world: World, point_id: UUID, owner_id: UUID, state: TicketStatus = TicketStatus.SENT
) -> UUID:
    """A ticket that its owner has got, as ticketing leaves it."""
    now = world.tools.clock.now()
    with unit_of_work() as work:
        point = by_key(Observation, point_id)
        assert point is not None
        ticket = Ticket(
            id=new_id(),
            number=f"BRU-2026-2-{point.number:02d}",
            walk_id=point.walk_id,
            owner_id=owner_id,
            state=state,
            category=point.category,
            title="Trasig lampa",
            urgency="snart",
            due_on=date(2026, 10, 8),
            created_at=now,
            sent_at=now,
            rev=next_rev(),
        )
        work.add(ticket)
        work.flush()
        work.add(
            TicketEvent(
                ticket_id=ticket.id, at=now, actor_role="server", owner_id=owner_id, via="server",
                kind="opened", to_state=state.value, rev=ticket.rev,
            )
        )  # fmt: skip
        point.state, point.ticket_id, point.public_text = ObservationStatus.TICKET, ticket.id, "Släckt"
        point.reviewed_at, point.rev = now, next_rev()
    return ticket.id


def stored(ticket_id: UUID) -> Ticket:
    db.session.rollback()
    db.session.expire_all()
    found = by_key(Ticket, ticket_id)
    assert found is not None
    return found


def test_a_note_is_kept_in_the_history(world: World, phone: Phone, crew: Phone) -> None:
    ticket = send_ticket(world, phone.note(), world.streets)
    result = crew.do(crew.op("ticket.note", {"text": "Ny armatur beställd"}, ticket))
    assert (result["result"], result["rev"]) == ("applied", stored(ticket).rev)
    assert [event.note for event in events_of(ticket) if event.kind == "note"] == ["Ny armatur beställd"]


def test_done_with_its_sentence_reaches_the_reporter(world: World, phone: Phone, crew: Phone) -> None:
    point = phone.note(text="Släckt")
    ticket = send_ticket(world, point, world.streets)
    cursor = phone.changes()["cursor"]
    result = crew.do(crew.op("ticket.status", DONE, ticket, base_rev=stored(ticket).rev))
    assert result["result"] == "applied", result
    (seen,) = phone.changes(cursor)["observations"]
    assert (seen["figure"], seen["answered"], seen["ticket"]["state"]) == ("done", True, "done")
    assert seen["answer"]["template"] == "done.general"
    assert set(seen["answer"]["words"]) == {"sv", "fi", "en"}


def test_an_incomplete_step_and_one_that_is_not_in_the_table_are_refused(
    world: World, phone: Phone, crew: Phone
) -> None:
    ticket = send_ticket(world, phone.note(), world.streets)
    rev = stored(ticket).rev
    for payload, code in (({"to": "done"}, "incomplete"), ({"to": "confirmed"}, "not-allowed")):
        result = crew.do(crew.op("ticket.status", payload, ticket, base_rev=rev))
        assert (result["result"], result["code"]) == ("rejected", code)
    assert stored(ticket).state is TicketStatus.SENT


def test_another_owners_crew_finds_no_such_ticket(world: World, phone: Phone) -> None:
    ticket = send_ticket(world, phone.note(), world.streets)
    dora = Phone.of_staff(world, world.dora)
    for kind, payload in (("ticket.note", {"text": "?"}), ("ticket.status", DONE), ("photo.add", {})):
        photos = [manifest(b"x")] if kind == "photo.add" else []
        result = dora.do(dora.op(kind, payload, ticket, photos=photos))
        assert (result["result"], result["code"]) == ("rejected", "not-found")


def test_a_ticket_that_moved_meanwhile_is_contested_and_keeps_the_photo(
    world: World, phone: Phone, crew: Phone
) -> None:
    ticket = send_ticket(world, phone.note(), world.streets)
    read = stored(ticket).rev
    with unit_of_work() as work:
        row = by_key(Ticket, ticket)
        assert row is not None
        row.owner_id, row.rev = world.housing, next_rev()
        work.add(
            TicketEvent(
                ticket_id=ticket, at=world.tools.clock.now(), actor_role="coordinator",
                owner_id=world.housing, via="desk", kind="status", to_state="sent", rev=row.rev,
            )
        )  # fmt: skip
    photo = manifest(b"after", role="after")
    result = crew.do(crew.op("ticket.status", DONE, ticket, base_rev=read, photos=[photo]))
    assert (result["result"], result["code"]) == ("merged", "contested")
    assert stored(ticket).state is TicketStatus.CONTESTED
    assert crew.put(photo["id"], b"after", end=3).get_json() == {"offset": 3}


def test_a_crew_adds_and_takes_away_photos_of_its_ticket(world: World, phone: Phone, crew: Phone) -> None:
    ticket = send_ticket(world, phone.note(), world.streets)
    photo = manifest(b"after", role="after")
    assert crew.do(crew.op("photo.add", {}, ticket, photos=[photo]))["result"] == "applied"
    assert crew.do(crew.op("photo.remove", {"photo": photo["id"]}, ticket))["result"] == "applied"


class TestFollowUp:
    @pytest.fixture
    def follow_up(self, world: World) -> Phone:
        """The leader's phone of the walk that revisits the first one."""
        walk_id = world.add_walk("BRU-2027-1", code="FOLJUP")
        with unit_of_work():
            walk = by_key(Walk, walk_id)
            assert walk is not None
            walk.kind, walk.follows_id = "follow_up", world.walk_id
        return Phone.in_walk(world, "FOLJUPLEAD")

    VERDICTS = (
        (TicketStatus.DONE, "fixed", TicketStatus.CONFIRMED),
        (TicketStatus.DONE, "worse", TicketStatus.REOPENED),
        (TicketStatus.CONFIRMED, "not_fixed", TicketStatus.REOPENED),
        (TicketStatus.PLANNED, "fixed", TicketStatus.PLANNED),
    )

    def test_a_verdict_confirms_reopens_or_is_noted(
        self, world: World, phone: Phone, follow_up: Phone
    ) -> None:
        for state, result, after in self.VERDICTS:
            ticket = send_ticket(world, phone.note(), world.streets, state)
            said = {"result": result, "text": "Vi stod där"}
            done = follow_up.do(follow_up.op("followup.verdict", said, ticket))
            assert done["result"] == "applied", done
            assert stored(ticket).state is after
            assert events_of(ticket)[0].note == "Vi stod där"

    def test_only_the_walk_that_follows_judges(self, world: World, phone: Phone, leader: Phone) -> None:
        ticket = send_ticket(world, phone.note(), world.streets, TicketStatus.DONE)
        done = leader.do(leader.op("followup.verdict", {"result": "fixed"}, ticket))
        assert (done["result"], done["code"]) == ("rejected", "not-found")
