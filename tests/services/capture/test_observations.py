"""Points over HTTP: noted, numbered, edited, withdrawn, agreed with."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.clock import to_ms
from fieldapp.domain.ids import new_id
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services.capture import observations as capture
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from tests.support.clock import HeldClock
from tests.support.sync import Phone
from tests.support.world import World

GPS = {"lat": 59.5028, "lon": 17.7431, "accuracy_m": 6.0, "source": "gps", "at": 1790265900000}


def stored(point_id: UUID | str) -> Observation:
    db.session.rollback()
    db.session.expire_all()
    found = by_key(Observation, UUID(str(point_id)))
    assert found is not None
    return found


def become(point_id: UUID, state: ObservationStatus) -> None:
    """What a reviewer did meanwhile."""
    with unit_of_work():
        row = by_key(Observation, point_id)
        assert row is not None
        row.state = state


def test_a_point_is_stored_whole_with_a_number_from_the_server(phone: Phone, clock: HeldClock) -> None:
    said = {
        "subcategory": "BEL1",
        "text": "  Tre lampor\r\n är släckta\u202e ",
        "suggestion": "Byt dem",
        "severity": "snart",
        "for_other": True,
        "lang": "fi",
        "position": GPS,
        "stretch_to": {"lat": 59.503, "lon": 17.744},
    }
    result = phone.do(phone.point(**said))
    assert (result["result"], result["code"], result["field"]) == ("applied", None, None)
    row = stored(result["entity"])
    assert result["rev"] == row.rev > 0
    assert (row.number, row.state, row.participant_id) == (1, ObservationStatus.NOTED, phone.actor.id)
    assert (row.subcategory, row.severity, row.lang, row.for_other) == ("BEL1", "snart", "fi", True)
    assert row.text == "Tre lampor\n är släckta"
    assert (row.lat, row.lon, row.accuracy_m, row.position_source) == (59.5028, 17.7431, 6.0, "gps")
    assert (row.stretch_lat, row.stretch_lon) == (59.503, 17.744)
    assert row.place == "Hagnässkolan"
    assert (row.observed_at, row.clock) == (clock.now() - timedelta(seconds=1), "ok")
    assert not row.is_late


def test_numbers_run_through_the_walk_whoever_notes(world: World, phone: Phone) -> None:
    other = Phone.in_walk(world)
    points = [phone.note(), other.note(), phone.note()]
    assert [stored(point).number for point in points] == [1, 2, 3]


POSITIONS = {
    "none": (None, (None, None, None)),
    "the gulf of guinea": ({**GPS, "lat": 0, "lon": 0}, (None, None, None)),
    "three kilometres": ({**GPS, "accuracy_m": 3000}, (None, None, 3000)),
    "a pin": ({**GPS, "source": "pin", "accuracy_m": 0}, (59.5028, 17.7431, 0)),
}


def test_a_position_that_is_no_place_never_stops_a_point(phone: Phone) -> None:
    for position, expected in POSITIONS.values():
        row = stored(phone.note(position=position))
        assert (row.lat, row.lon, row.accuracy_m) == expected


def test_a_stop_that_was_deleted_meanwhile_costs_the_stop_and_not_the_point(
    world: World, phone: Phone
) -> None:
    row = stored(phone.note(stop=str(new_id())))
    assert (row.stop_id, row.place) == (None, "")
    foreign = world.stop_ids(world.other_walk_id)[0]
    assert stored(phone.note(stop=str(foreign))).stop_id is None


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"category": "XXX"}, "unknown-category", "payload.category"),
    ({"subcategory": "KLO1"}, "unknown-subcategory", "payload.subcategory"),
    ({"text": "a" * 2001}, "invalid-field", "payload.text"),
    ({"severity": "strax"}, "invalid-field", "payload.severity"),
    ({"status": "done"}, "invalid-field", "payload.status"),
    ({"participant_id": "x"}, "invalid-field", "payload.participant_id"),
    ({"position": {**GPS, "lat": 91}}, "invalid-field", "payload.position.lat"),
    ({"position": {**GPS, "speed": 3}}, "invalid-field", "payload.position.speed"),
]


def test_what_cannot_be_taken_is_refused_by_name_and_its_neighbours_are_taken(phone: Phone) -> None:
    ops = [phone.point(**payload) for payload, _, _ in REFUSED]
    *refused, last = phone.send(*ops, phone.point())
    assert [(one["code"], one["field"]) for one in refused] == [case[1:] for case in REFUSED]
    assert {one["result"] for one in refused} == {"rejected"}
    assert last["result"] == "applied"
    assert stored(last["entity"]).number == 1


def test_a_phone_that_notes_without_end_is_stopped_and_others_go_on(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "POINTS_PER_PHONE_MAX", 2)
    phone.note()
    phone.note()
    refused = phone.do(phone.point())
    assert (refused["result"], refused["code"]) == ("rejected", "too-many-points")
    Phone.in_walk(world).note()


def test_an_entity_is_created_once(phone: Phone) -> None:
    point = phone.note()
    again = phone.do(phone.point(point))
    assert (again["result"], again["code"], again["field"]) == ("rejected", "entity-exists", "entity_id")


def test_an_edit_changes_only_what_it_names(phone: Phone, world: World) -> None:
    point = phone.note(text="Släckt", severity="snart", position=GPS)
    tunnel = world.stop_ids()[2]
    edits = {"text": "Två är släckta", "stop": str(tunnel), "severity": None, "sensitive": True}
    before = stored(point).rev
    result = phone.do(phone.op("observation.edit", edits, point))
    row = stored(point)
    assert (result["result"], result["rev"]) == ("applied", row.rev)
    assert row.rev > before
    assert (row.text, row.severity, row.is_sensitive, row.lat) == ("Två är släckta", None, True, 59.5028)
    assert (row.stop_id, row.place) == (tunnel, "Gångtunneln vid Granhammarsvägen")


def test_another_category_drops_the_subcategory_that_no_longer_fits(phone: Phone) -> None:
    point = phone.note(subcategory="BEL1")
    assert phone.do(phone.op("observation.edit", {"category": "KLO"}, point))["result"] == "applied"
    row = stored(point)
    assert (row.category, row.subcategory) == ("KLO", None)


def test_acts_of_one_point_in_one_batch_apply_in_the_order_sent(phone: Phone) -> None:
    create = phone.point(text="ett")
    entity = create["entity_id"]
    edits = [phone.op("observation.edit", {"text": text}, entity) for text in ("två", "tre", "fyra")]
    results = phone.send(create, *edits)
    assert [one["result"] for one in results] == ["applied"] * 4
    assert stored(entity).text == "fyra"


class TestTwoWhoEdit:
    """The reporter and the leader, each without coverage."""

    def test_different_fields_are_both_kept_and_the_later_phone_is_told(
        self, phone: Phone, leader: Phone
    ) -> None:
        point = phone.note(text="Släckt")
        read = stored(point).rev
        assert (
            leader.do(leader.op("observation.edit", {"severity": "akut"}, point, base_rev=read))["code"]
            is None
        )
        late = phone.do(phone.op("observation.edit", {"text": "Helt släckt"}, point, base_rev=read))
        assert late["result"] == "merged"
        row = stored(point)
        assert (row.text, row.severity) == ("Helt släckt", "akut")

    @pytest.mark.parametrize("knows", ["an older revision", "only its own acts"])
    def test_a_field_that_changed_unseen_is_not_overwritten(
        self, phone: Phone, leader: Phone, knows: str
    ) -> None:
        point = phone.note(text="Släckt")
        read = stored(point).rev
        leader.do(leader.op("observation.edit", {"text": "Lampa 14 är släckt"}, point, base_rev=read))
        base = read if knows == "an older revision" else None
        edit = phone.op(
            "observation.edit", {"text": "Helt släckt", "severity": "snart"}, point, base_rev=base
        )
        result = phone.do(edit)
        assert (result["result"], result["code"], result["field"]) == (
            "conflict",
            "changed-meanwhile",
            "payload.text",
        )
        row = stored(point)
        assert (row.text, row.severity) == ("Lampa 14 är släckt", None)
        assert phone.do(edit)["result"] == "conflict"

    def test_whoever_has_read_the_change_may_change_it_again(self, phone: Phone, leader: Phone) -> None:
        point = phone.note(text="Släckt")
        leader.do(leader.op("observation.edit", {"text": "Lampa 14"}, point, base_rev=stored(point).rev))
        seen = phone.reads(point)
        assert seen is not None
        edit = phone.op("observation.edit", {"text": "Lampa 15"}, point, base_rev=seen["rev"])
        assert phone.do(edit)["result"] == "applied"
        assert stored(point).text == "Lampa 15"

    def test_the_same_words_from_both_are_no_conflict(self, phone: Phone, leader: Phone) -> None:
        point = phone.note(text="Släckt")
        read = stored(point).rev
        for one in (leader, phone):
            done = one.do(one.op("observation.edit", {"text": "Trasig"}, point, base_rev=read))
            assert done["result"] in ("applied", "merged")


def test_after_review_own_words_still_grow_and_what_was_decided_on_stays(phone: Phone) -> None:
    point = phone.note(text="Släckt")
    become(point, ObservationStatus.TICKET)
    grown = phone.do(phone.op("observation.edit", {"text": "Släckt sedan i våras"}, point))
    assert grown["result"] == "merged"
    moved = phone.do(phone.op("observation.edit", {"category": "KLO"}, point))
    assert (moved["result"], moved["code"], moved["field"]) == ("conflict", "reviewed", "payload.category")
    row = stored(point)
    assert (row.text, row.category) == ("Släckt sedan i våras", "BEL")


def test_a_noted_point_is_withdrawn_at_once_and_twice_is_harmless(phone: Phone) -> None:
    point = phone.note()
    for _ in range(2):
        assert phone.do(phone.op("observation.withdraw", {}, point))["result"] == "applied"
    assert stored(point).state is ObservationStatus.WITHDRAWN
    edit = phone.do(phone.op("observation.edit", {"text": "?"}, point))
    assert (edit["result"], edit["code"]) == ("rejected", "withdrawn")


def test_withdrawing_a_reviewed_point_is_a_request(phone: Phone, clock: HeldClock) -> None:
    point = phone.note()
    become(point, ObservationStatus.REVIEWED)
    result = phone.do(phone.op("observation.withdraw", {}, point))
    assert (result["result"], result["code"]) == ("applied", "withdrawal-asked")
    row = stored(point)
    assert (row.state, row.withdrawal_asked_at) == (ObservationStatus.REVIEWED, clock.now())
    seen = phone.reads(point)
    assert seen is not None and seen["withdrawal_asked"]


def test_agreeing_counts_a_phone_once_and_can_be_taken_back(world: World, phone: Phone) -> None:
    point = phone.note()
    others = [Phone.in_walk(world) for _ in range(2)]
    for other in others:
        for _ in range(2):
            assert other.do(other.op("observation.agree", {"on": True}, point))["result"] == "applied"
    seen = others[0].reads(point)
    assert seen is not None
    assert (seen["agree_count"], seen["agreed"]) == (2, True)
    others[0].do(others[0].op("observation.agree", {"on": False}, point))
    seen = others[0].reads(point)
    assert seen is not None
    assert (seen["agree_count"], seen["agreed"]) == (1, False)


def test_a_points_own_reporter_agrees_already(phone: Phone) -> None:
    result = phone.do(phone.op("observation.agree", {"on": True}, phone.note()))
    assert (result["result"], result["code"]) == ("rejected", "own-point")


def test_a_card_follows_an_own_point(world: World, phone: Phone) -> None:
    from fieldapp.services import cards

    (code,) = cards.make_cards(world.tools, world.actor(world.ann), world.walk_id, 1)
    (foreign,) = cards.make_cards(world.tools, world.actor(world.ann), world.other_walk_id, 1)
    point = phone.note()
    spoken = f"{code[:4].lower()} {code[4:]}"
    assert phone.do(phone.op("card.attach", {"card": spoken}, point))["result"] == "applied"
    assert stored(point).card_id is not None
    for wrong in (foreign, "NOSUCHCARD", "\x00\x00\x00\x00"):
        result = phone.do(phone.op("card.attach", {"card": wrong}, point))
        assert (result["result"], result["code"], result["field"]) == (
            "rejected",
            "unknown-card",
            "payload.card",
        )


class TestAfterTheWalk:
    def close(self, world: World) -> None:
        from fieldapp.domain.walk_status import WalkStatus
        from fieldapp.services import walk_running

        for to in (WalkStatus.CLOSING, WalkStatus.REVIEW):
            walk_running.move(world.tools, world.actor(world.ann), world.walk_id, to)

    def test_a_late_point_is_taken_and_marked(self, world: World, phone: Phone, clock: HeldClock) -> None:
        op = phone.point(text="Sent framme")
        self.close(world)
        clock.pass_time(days=20)
        result = phone.do(op)
        assert result["result"] == "applied"
        assert stored(result["entity"]).is_late

    def test_what_was_noted_long_after_the_walk_is_refused(
        self, world: World, phone: Phone, clock: HeldClock
    ) -> None:
        point = phone.note()
        self.close(world)
        clock.pass_time(hours=13)
        for op in (phone.point(), phone.op("observation.edit", {"text": "?"}, point)):
            result = phone.do(op)
            assert (result["result"], result["code"]) == ("rejected", "walk-over")

    def test_a_queue_of_more_than_thirty_days_is_refused(
        self, world: World, phone: Phone, clock: HeldClock
    ) -> None:
        op = phone.point()
        self.close(world)
        clock.pass_time(days=31)
        assert phone.do(op)["code"] == "walk-over"

    def test_a_phone_whose_clock_nobody_can_know_is_believed(
        self, world: World, phone: Phone, clock: HeldClock
    ) -> None:
        self.close(world)
        clock.pass_time(days=2)
        years_ago = to_ms(clock.now() - timedelta(days=2000))
        op = phone.point(text="Telefonen trodde att det var 2021")
        result = phone.do({**op, "client_at": years_ago}, client_now=years_ago + 60_000, mono_ms=1000)
        assert result["result"] == "applied"
        row = stored(result["entity"])
        assert (row.clock, row.observed_at) == ("suspect", clock.now())
