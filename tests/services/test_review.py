"""Every act of a reviewer, on the version that was read, and how each is undone."""

from uuid import uuid4

import pytest

from fieldapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fieldapp.domain.observation_status import ObservationStatus as S
from fieldapp.domain.ticket_status import NotAllowed, TicketStatus
from fieldapp.services.review import acts, reading, whole_walk
from fieldapp.services.review.acts import Decision, Edits, Said
from fieldapp.services.ticketing import opening
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.photos import Photo
from tests.services.points import (
    accept,
    add_area,
    add_photo,
    add_point,
    again,
    let_go,
    ticket_of,
)
from tests.support.world import BRUNNA, World


def decide(world: World, point: Observation, decision: Decision, **given: object) -> Observation:
    said = Said(**{name: given.pop(name) for name in ("dismissal", "into") if name in given})  # type: ignore[arg-type]
    return acts.decide(
        world.tools,
        world.actor(world.ann),
        point.id,
        again(point).version,
        decision,
        Edits(**given),  # type: ignore[arg-type]
        said,
    )


def test_accepting_keeps_the_public_words_and_leaves_the_original(world: World) -> None:
    point = add_point(world, text="Anders på 14:an säger att lampan är trasig.")
    accept(world, point, public_text="Lampan är trasig.", category="BEL", subcategory="BEL2")
    found = again(point)
    assert (found.state, found.outcome) == (S.REVIEWED, "ticket")
    assert (found.text, found.public_text) == (point.text, "Lampan är trasig.")
    assert found.subcategory == "BEL2"
    assert found.reviewed_at == world.tools.clock.now()


@pytest.mark.parametrize(
    ("decision", "outcome", "template"),
    [(Decision.PRAISE, "praise", "praise."), (Decision.DIALOGUE, "dialogue", "dialogue.")],
)
def test_praise_and_dialogue_owe_a_sentence_and_can_be_undone_until_the_walk_is_sent(
    world: World, decision: Decision, outcome: str, template: str
) -> None:
    point = add_point(world)
    decide(world, point, decision)
    found = again(point)
    assert (found.state, found.outcome) == (S.REVIEWED, outcome)
    assert found.answer is not None and found.answer["template"].startswith(template)
    acts.take_back(world.tools, world.actor(world.ann), point.id, found.version)
    assert (again(point).state, again(point).answer) == (S.NOTED, None)
    decide(world, point, decision)
    whole_walk.send(world.tools, world.actor(world.ann), world.walk_id)
    assert again(point).state == S(outcome)
    assert again(point).answered_at is not None


def test_the_good_becomes_thanks_by_the_same_button(world: World) -> None:
    point = add_point(world, category="POS", subcategory="POS3")
    accept(world, point)
    assert again(point).outcome == "praise"


def test_a_chosen_sentence_is_kept(world: World) -> None:
    point = add_point(world)
    decide(world, point, Decision.DIALOGUE, sentence="dialogue.next_walk")
    assert again(point).answer == {"template": "dialogue.next_walk", "values": {}}


def test_dismissing_needs_a_reason_of_the_library_and_answers_at_once(world: World) -> None:
    point = add_point(world)
    for wrong in ("", "praise.thanks", "nothing"):
        with pytest.raises(Invalid) as refused:
            decide(world, point, Decision.DISMISS, dismissal=wrong)
        assert refused.value.field == "dismissal"
    decide(world, point, Decision.DISMISS, dismissal="dismissed.person")
    found = again(point)
    assert (found.state, found.reason) == (S.DISMISSED, "person")
    assert found.answer == {"template": "dismissed.person", "values": {}}
    acts.take_back(world.tools, world.actor(world.ann), point.id, found.version)
    assert again(point).state is S.NOTED


def test_sensitive_goes_on_and_off_and_keeps_what_was_written(world: World) -> None:
    point = add_point(world)
    decide(world, point, Decision.SENSITIVE, public_text="Utkast")
    assert (again(point).is_sensitive, again(point).public_text) == (True, "Utkast")
    decide(world, point, Decision.SENSITIVE)
    assert again(point).is_sensitive is False
    assert again(point).state is S.NOTED


def test_owner_urgency_and_alternative_text_are_the_reviewer_s_to_say(world: World) -> None:
    point = add_point(world, severity="akut")
    photo_id = add_photo(world, point)
    accept(world, point, owner="bostad", urgency="planeras", alt_texts={photo_id: "En mörk tunnel"})
    found = again(point)
    assert (found.owner_hint, found.urgency, found.severity) == ("bostad", "planeras", "akut")
    photo = by_key(Photo, photo_id)
    assert photo is not None and photo.alt_text == "En mörk tunnel"


@pytest.mark.parametrize(
    ("edits", "field"),
    [
        ({"owner": "ingen"}, "owner"),
        ({"category": "XXX"}, "category"),
        ({"category": "BEL", "subcategory": "VAX1"}, "category"),
        ({"public_text": "x" * 2001}, "public_text"),
    ],
)
def test_an_edit_that_cannot_be_leaves_everything_as_it_was(
    world: World, edits: dict[str, str], field: str
) -> None:
    point = add_point(world)
    with pytest.raises(Invalid) as refused:
        decide(world, point, Decision.ACCEPT, **edits)
    assert refused.value.field == field
    assert again(point).state is S.NOTED
    assert again(point).version == 1


def test_the_place_is_set_by_numbers_by_steps_and_at_a_stop(world: World) -> None:
    ann, point = world.actor(world.ann), add_point(world, lat=None, lon=None, accuracy_m=None)
    with pytest.raises(Invalid):
        acts.move_place(world.tools, ann, point.id, 1, 10, 0)
    acts.set_place(world.tools, ann, point.id, 1, 59.5, 17.7)
    acts.move_place(world.tools, ann, point.id, 2, 10, -10)
    moved = again(point)
    assert moved.lat is not None and moved.lon is not None
    assert (moved.lat - 59.5) * 111_400 == pytest.approx(10, abs=0.1)
    assert moved.lon < 17.7
    assert moved.position_source == "pin"
    stop_id = world.stop_ids()[1]
    acts.place_at_stop(world.tools, ann, point.id, 3, stop_id)
    assert (again(point).stop_id, again(point).position_source) == (stop_id, "stop")
    with pytest.raises(Invalid):
        acts.place_at_stop(world.tools, ann, point.id, 4, world.stop_ids(world.other_walk_id)[0])
    with pytest.raises(Invalid):
        acts.set_place(world.tools, ann, point.id, 4, 0, 0)


def test_a_merged_point_follows_the_other_into_its_ticket_and_out_again(world: World) -> None:
    first, second = add_point(world), add_point(world)
    decide(world, second, Decision.MERGE, into=first.id)
    assert (again(second).state, again(second).merged_into_id) == (S.MERGED, first.id)
    accept(world, first, owner="gata-park")
    whole_walk.send(world.tools, world.actor(world.ann), world.walk_id)
    ticket = ticket_of(first)
    assert again(second).ticket_id == ticket.id
    kinds = [event.kind for event in tickets.events_of(ticket.id)]
    assert "gathered" in kinds
    acts.take_back(world.tools, world.actor(world.ann), second.id, again(second).version)
    assert (again(second).state, again(second).ticket_id) == (S.NOTED, None)
    assert tickets.events_of(ticket.id)[0].kind == "split"


def test_a_point_cannot_be_merged_into_itself_or_into_one_that_is_put_aside(world: World) -> None:
    point, other = add_point(world), add_point(world)
    decide(world, other, Decision.DISMISS, dismissal="dismissed.test")
    for into in (point.id, other.id, uuid4(), None):
        with pytest.raises(Invalid) as refused:
            decide(world, point, Decision.MERGE, into=into)
        assert refused.value.field == "into"


def test_two_reviewers_on_one_point_the_second_is_told(world: World) -> None:
    point = add_point(world)
    accept(world, point, public_text="Först")
    for act in (Decision.ACCEPT, Decision.DISMISS, Decision.SENSITIVE, Decision.SAVE):
        with pytest.raises(Conflict):
            acts.decide(
                world.tools,
                world.actor(world.ann),
                point.id,
                1,
                act,
                Edits(public_text="Sedan"),
                Said(dismissal="dismissed.test"),
            )
    with pytest.raises(Conflict):
        acts.set_place(world.tools, world.actor(world.ann), point.id, 1, 59.5, 17.7)
    with pytest.raises(Conflict):
        acts.take_back(world.tools, world.actor(world.ann), point.id, 1)
    assert again(point).public_text == "Först"


def test_what_the_table_refuses_stays(world: World) -> None:
    point = add_point(world, state=S.WITHDRAWN)
    for act in (Decision.ACCEPT, Decision.PRAISE, Decision.DIALOGUE, Decision.DISMISS):
        with pytest.raises(NotAllowed):
            decide(world, point, act, dismissal="dismissed.test")
    accepted = add_point(world)
    accept(world, accepted, owner="gata-park")
    whole_walk.send(world.tools, world.actor(world.ann), world.walk_id)
    with pytest.raises(NotAllowed):
        acts.take_back(world.tools, world.actor(world.ann), accepted.id, again(accepted).version)


def test_nobody_but_the_coordinator_reviews(world: World) -> None:
    point = add_point(world)
    for person in (world.cem, world.paul, world.bea, world.lena, world.adam):
        with pytest.raises(Forbidden):
            acts.decide(world.tools, world.actor(person), point.id, 1, Decision.ACCEPT)
    with pytest.raises(Forbidden):
        acts.decide(world.tools, world.add_phone(world.walk_id), point.id, 1, Decision.ACCEPT)
    with pytest.raises(NotFound):
        acts.decide(world.tools, world.actor(world.ann), uuid4(), 1, Decision.ACCEPT)


def test_the_screen_goes_through_the_points_and_knows_where_it_is(world: World) -> None:
    points = [add_point(world, lat=BRUNNA[0] + n / 100) for n in range(4)]
    add_point(world, state=S.WITHDRAWN)
    ann = world.actor(world.ann)
    shown = reading.show(world.tools, ann, world.walk_id)
    assert shown is not None
    assert (shown.number, shown.index, len(shown.boxes)) == ("BRU-2026-2-01", 1, 4)
    assert (shown.waiting_count, shown.minutes_left, shown.following) == (4, 3, "02")
    accept(world, points[0])
    accept(world, points[3])
    shown = reading.show(world.tools, ann, world.walk_id)
    assert shown is not None
    assert (shown.point.number, shown.previous, shown.following) == (2, "01", "03")
    assert shown.undo is not None and shown.undo.number == "04"
    here = reading.show(world.tools, ann, world.walk_id, 1)
    assert here is not None and here.undo is not None and here.undo.number == "01"
    with pytest.raises(NotFound):
        reading.show(world.tools, ann, world.walk_id, 77)


def test_the_words_that_name_a_person_are_flagged_and_left_out_of_the_proposal(world: World) -> None:
    text = "Två lampor är släckta. Anders på 14:an säger att det varit så sedan maj."
    add_point(world, text=text)
    shown = reading.show(world.tools, world.actor(world.ann), world.walk_id)
    assert shown is not None
    assert [text[flag.start : flag.end] for flag in shown.flags] == ["Anders", "14:an"]
    assert "Anders" not in shown.draft


def test_the_twin_is_proposed_with_distance_and_time(world: World) -> None:
    add_point(world)
    world.tools.clock.pass_time(minutes=4)  # type: ignore[attr-defined]
    add_point(world, lat=BRUNNA[0] + 0.0001)
    shown = reading.show(world.tools, world.actor(world.ann), world.walk_id, 2)
    assert shown is not None and shown.twin is not None
    assert (shown.twin.number, shown.twin.minutes_earlier) == ("01", 4)
    assert shown.twin.distance_m == pytest.approx(11, abs=0.5)


def test_an_akut_point_goes_out_before_review_and_is_read_afterwards(world: World) -> None:
    add_area(world, world.housing)
    point = add_point(world, severity="akut")
    with unit_of_work():
        row = by_key(Observation, point.id)
        assert row is not None
        opening.open_at_once(world.tools, row)
    ticket = ticket_of(point)
    assert (ticket.state, ticket.urgency, ticket.owner_id) == (TicketStatus.SENT, "akut", world.housing)
    letter = db.session.query(OutboxMessage).one().payload["text"]
    assert "ännu inte granskat" in letter
    assert point.text not in letter
    assert observations_waiting(world) == 1
    accept(world, point, public_text="Läst.")
    assert observations_waiting(world) == 0
    assert (again(point).state, again(point).public_text) == (S.TICKET, "Läst.")
    assert tickets.events_of(ticket.id)[0].kind == "reviewed"


def test_what_the_leader_says_is_ours_goes_to_that_owner(world: World) -> None:
    from fieldapp.domain.actors import Role
    from fieldapp.services.ticketing import history

    point = add_point(world)
    leader = world.add_phone(world.walk_id, Role.LEADER)
    with unit_of_work():
        row = by_key(Observation, point.id)
        assert row is not None
        opening.open_as_ours(world.tools, history.act_of(world.tools, leader, "phone"), row, "gata-park")
    assert (ticket_of(point).state, ticket_of(point).owner_id) == (TicketStatus.SENT, world.streets)


def observations_waiting(world: World) -> int:
    let_go()
    return sum(one.waiting_count for one in reading.overview(world.actor(world.ann)))


def test_the_overview_puts_what_waits_first(world: World) -> None:
    accept(world, add_point(world))
    add_point(world, walk_id=world.other_walk_id)
    found = reading.overview(world.actor(world.ann))
    assert [one.walk.id for one in found] == [world.other_walk_id, world.walk_id]
    assert [(one.waiting_count, one.ready_count, one.point_count) for one in found] == [(1, 0, 1), (0, 1, 1)]
