"""What a leader's phone does within its walk."""

from uuid import UUID

from fieldapp.domain.ids import new_id
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.participants import Participant
from fieldapp.store.tickets import Ticket
from tests.support.sync import Phone
from tests.support.world import World


def stored(point_id: UUID) -> Observation:
    db.session.rollback()
    db.session.expire_all()
    found = by_key(Observation, point_id)
    assert found is not None
    return found


def test_words_are_read_by_others_only_after_release(world: World, phone: Phone, leader: Phone) -> None:
    other = Phone.in_walk(world)
    point = phone.note(text="Mörkt i tunneln", suggestion="Måla vitt")
    seen = other.reads(point)
    assert seen is not None
    assert seen.keys() == {
        "id", "rev", "number", "short", "label", "category", "stop", "agree_count", "agreed", "mine", "full"
    }  # fmt: skip
    for _ in range(2):
        assert leader.do(leader.op("observation.release", {}, point))["result"] == "applied"
    seen = other.reads(point)
    assert seen is not None and seen["text"] == "Mörkt i tunneln"
    assert not seen["mine"]


def test_a_merged_point_brings_those_that_were_merged_into_it(phone: Phone, leader: Phone) -> None:
    first, second, third = phone.note(), phone.note(), phone.note()
    for point, into in ((first, second), (second, third)):
        result = leader.do(leader.op("observation.merge", {"into": str(into)}, point))
        assert result["result"] == "applied"
    assert [stored(one).merged_into_id for one in (first, second, third)] == [third, third, None]
    assert stored(second).state is ObservationStatus.MERGED
    again = leader.do(leader.op("observation.merge", {"into": str(third)}, second))
    assert again["result"] == "applied"


def test_a_point_merges_only_into_a_living_other_one_of_its_walk(
    world: World, phone: Phone, leader: Phone
) -> None:
    point, gone = phone.note(), phone.note()
    phone.do(phone.op("observation.withdraw", {}, gone))
    foreign = Phone.in_walk(world, "KUNGSA").note()
    cases = {point: "not-a-target", gone: "not-a-target", foreign: "not-found", new_id(): "not-found"}
    for into, code in cases.items():
        result = leader.do(leader.op("observation.merge", {"into": str(into)}, point))
        assert (result["result"], result["code"], result["field"]) == ("rejected", code, "payload.into")


def test_a_reviewed_point_is_the_reviewers_to_merge(phone: Phone, leader: Phone) -> None:
    point, into = phone.note(), phone.note()
    with unit_of_work():
        row = by_key(Observation, point)
        assert row is not None
        row.state = ObservationStatus.REVIEWED
    result = leader.do(leader.op("observation.merge", {"into": str(into)}, point))
    assert (result["result"], result["code"]) == ("rejected", "not-allowed")


def test_the_owner_who_stands_there_gets_the_ticket_at_once(
    world: World, phone: Phone, leader: Phone
) -> None:
    point = phone.note()
    wrong = leader.do(leader.op("observation.owner", {"owner": "mafia"}, point))
    assert (wrong["code"], wrong["field"]) == ("unknown-owner", "payload.owner")
    assert stored(point).state is ObservationStatus.NOTED
    for _ in range(2):
        assert leader.do(leader.op("observation.owner", {"owner": "gata-park"}, point))["result"] == "applied"
    row = stored(point)
    assert (row.state, row.owner_hint, row.reviewed_at) == (ObservationStatus.TICKET, "gata-park", None)
    assert row.ticket_id is not None
    ticket = by_key(Ticket, row.ticket_id)
    assert ticket is not None
    assert (ticket.state, ticket.owner_id) == (TicketStatus.SENT, world.streets)
    assert [mail.payload["to"] for mail in db.session.query(OutboxMessage)] == ["gata-park@demo.invalid"]
    seen = phone.reads(point)
    assert seen is not None and seen["answer"]["words"]["sv"].startswith(
        "Vi har frågat Gata och park. Svaret"
    )


def test_what_is_good_or_reviewed_keeps_the_owner_as_a_hint(phone: Phone, leader: Phone) -> None:
    good, reviewed = phone.note(category="POS"), phone.note()
    with unit_of_work():
        row = by_key(Observation, reviewed)
        assert row is not None
        row.state = ObservationStatus.REVIEWED
    for point in (good, reviewed):
        assert leader.do(leader.op("observation.owner", {"owner": "gata-park"}, point))["result"] == "applied"
        assert (stored(point).owner_hint, stored(point).ticket_id) == ("gata-park", None)


def test_here_we_are_reaches_every_phone(world: World, phone: Phone, leader: Phone) -> None:
    tunnel = world.stop_ids()[2]
    here = {"walk": str(world.walk_id)}
    assert leader.do(leader.op("stop.announce", here, tunnel))["result"] == "applied"
    assert phone.changes()["walk"]["announced_stop"] == str(tunnel)
    foreign = world.stop_ids(world.other_walk_id)[0]
    assert leader.do(leader.op("stop.announce", here, foreign))["code"] == "not-found"


def test_the_leader_edits_anybodys_point(phone: Phone, leader: Phone) -> None:
    point = phone.note(text="Släckt")
    assert leader.do(leader.op("observation.edit", {"text": "Lampa 14"}, point))["result"] == "applied"
    assert stored(point).text == "Lampa 14"


def test_what_a_muted_phone_notes_is_stored_and_read_by_leaders_alone(
    world: World, phone: Phone, leader: Phone
) -> None:
    with unit_of_work():
        row = by_key(Participant, phone.actor.id) if phone.actor.id else None
        assert row is not None
        row.muted_at = world.tools.clock.now()
    other = Phone.in_walk(world)
    other.note()
    cursor = other.changes()["cursor"]
    point = phone.note(text="Skräp")
    assert other.reads(point) is None
    assert other.changes(cursor)["gone"] == [str(point)]
    for one in (phone, leader):
        seen = one.reads(point)
        assert seen is not None and seen["text"] == "Skräp"
