"""Whose a ticket is: "inte vår" and where it goes then, what that teaches, borders, and who gets the rest."""

from typing import Any

import pytest
from sqlalchemy import select

from fieldapp.domain.errors import Conflict, Forbidden, Invalid
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import owner_settings, rule_learning
from fieldapp.services.owner_settings import OwnerFacts
from fieldapp.services.review.whole_walk import send
from fieldapp.services.routing import Question, Town
from fieldapp.services.ticketing import bordering, changing, history, reading, whose
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.reading import Filters
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.tickets import Ticket
from tests.services.points import METRE, accept, add_area, add_point, add_rule, let_go, sent_ticket, ticket_of
from tests.support.sync import Phone
from tests.support.world import BRUNNA, World

S = TicketStatus
FAR_OUT = (BRUNNA[0] + 2000 * METRE, BRUNNA[1])


def change(world: World, ticket: Ticket, **wanted: Any) -> Ticket:
    return changing.change(
        world.tools, world.actor(world.ann), ticket.id, TicketChange(**wanted), history.DESK
    )


def again(ticket: Ticket) -> Ticket:
    let_go()
    found = by_key(Ticket, ticket.id)
    assert found is not None
    return found


def send_on(world: World, ticket: Ticket, owner: str = "bostad") -> Ticket:
    ann = world.actor(world.ann)
    bordering.settle(world.tools, ann, ticket.id, again(ticket).version, owner)
    return again(ticket)


def bounced(world: World, words: str = "Bostadsbolaget. Deras gård.", **given: Any) -> Ticket:
    ticket = sent_ticket(world, **given)
    return change(world, ticket, to=S.BOUNCED, note=words)


def test_what_came_back_goes_in_one_tap_to_the_owner_that_was_named(world: World) -> None:
    ticket = bounced(world)
    found = whose.of(world.actor(world.ann), ticket, may_change=True)
    assert found.suggested is not None and found.suggested.code == "bostad"
    sent = send_on(world, ticket)
    assert (sent.state, sent.owner_id) == (S.SENT, world.housing)
    assert sent.because["code"] == "chosen_after_bounce"
    assert sent.because["values"]["from"] == "Gata och park"
    assert tickets.events_of(ticket.id)[0].owner_id == world.housing


def test_words_that_name_nobody_suggest_nobody(world: World) -> None:
    ticket = bounced(world, "Vet inte")
    assert whose.of(world.actor(world.ann), ticket, may_change=True).suggested is None


def test_after_three_like_ones_the_rule_is_offered_and_one_tap_makes_it(world: World) -> None:
    ann = world.actor(world.ann)
    area = add_area(world, world.streets)
    misled = add_rule(world, world.streets, category_code="BEL", rank=10)
    made = []
    for _number in range(3):
        assert rule_learning.offers(ann) == []
        made.append(send_on(world, bounced(world)))
        let_go()
    [offer] = rule_learning.offers(ann)
    assert (offer.count, offer.to_owner.code, offer.from_owner.code) == (3, "bostad", "gata-park")
    assert offer.area is not None and offer.area.id == area
    assert offer.before is not None and offer.before.id == misled
    rule_learning.make(world.tools, ann, offer.key)
    let_go()
    first, second = owner_settings.all_rules(ann)
    assert (first.owner_id, first.area_id, first.subcategory_code) == (world.housing, area, "BEL1")
    assert second.id == misled
    question = Question("BEL", "BEL1", world.tools.clock.now(), *BRUNNA, accuracy_m=5.0)
    owner = Town().propose(question).owner
    assert owner is not None and owner.id == world.housing
    assert rule_learning.offers(ann) == []
    with pytest.raises(Conflict):
        rule_learning.make(world.tools, ann, offer.key)
    assert len({one.id for one in made}) == 3


def test_a_refused_rule_is_offered_again_only_after_as_many_more(world: World) -> None:
    ann = world.actor(world.ann)
    for _number in range(3):
        send_on(world, bounced(world))
    [offer] = rule_learning.offers(ann)
    assert offer.area is None
    rule_learning.refuse(world.tools, ann, offer.key)
    send_on(world, bounced(world))
    let_go()
    assert rule_learning.offers(ann) == []
    with pytest.raises(Forbidden):
        rule_learning.offers(world.actor(world.cem))


def test_near_a_border_both_owners_are_one_tap_away_until_somebody_has_looked(world: World) -> None:
    ann = world.actor(world.ann)
    add_area(world, world.housing, half_m=100)
    edge = (BRUNNA[0] + 97 * METRE, BRUNNA[1])
    world.add_owner("belysning", "BE", "Belysning")
    point = add_point(world, lat=edge[0], lon=edge[1], accuracy_m=6.0)
    accept(world, point)
    send(world.tools, ann, world.walk_id)
    ticket = ticket_of(point)
    assert ticket.owner_id == world.housing
    assert [one.code for one in bordering.beside(ticket)] == ["belysning"]
    for nobody in ("", "finns-inte"):
        with pytest.raises(Invalid, match="unknown-owner"):
            send_on(world, ticket, nobody)
    stays = send_on(world, ticket, "bostad")
    assert (stays.state, stays.owner_id, bordering.beside(stays)) == (S.SENT, world.housing, [])
    assert "near" not in stays.because


def test_the_other_side_of_the_border_gets_a_mail_of_its_own(world: World) -> None:
    add_area(world, world.housing, half_m=100)
    world.add_owner("belysning", "BE", "Belysning")
    point = add_point(world, lat=BRUNNA[0] + 103 * METRE, accuracy_m=6.0)
    accept(world, point)
    send(world.tools, world.actor(world.ann), world.walk_id)
    ticket = ticket_of(point)
    assert [one.code for one in bordering.beside(ticket)] == ["bostad"]
    moved = send_on(world, ticket)
    assert (moved.state, moved.owner_id) == (S.SENT, world.housing)
    written = db.session.scalars(select(OutboxMessage.payload)).all()
    assert any("bostad@demo.invalid" in str(payload) for payload in written)


def test_what_nobody_owns_goes_to_the_owner_of_last_resort(world: World) -> None:
    adam = world.actor(world.adam)
    question = Question("KOL", "KOL4", world.tools.clock.now(), *FAR_OUT)
    assert Town().propose(question).owner is None
    owner_settings.set_default_owner(adam, world.streets)
    let_go()
    found = Town().propose(question)
    assert found.owner is not None and found.owner.id == world.streets
    assert found.because["code"] == "default_owner"
    facts = OwnerFacts("gata-park", "GP", "Gata och park", email="g@demo.invalid", is_active=False)
    with pytest.raises(Invalid, match="is-default-owner"):
        owner_settings.save_owner(adam, world.streets, facts)


def test_a_post_s_earlier_tickets_are_found_by_its_number(world: World) -> None:
    ann = world.actor(world.ann)
    first, other = sent_ticket(world, asset="BEL 0417-3"), sent_ticket(world, asset="BEL 0418-1")
    second = sent_ticket(world, asset="BEL 0417-3")
    assert second.asset == "BEL 0417-3"
    found = whose.of(ann, second, may_change=True)
    assert [one.id for one in found.same_asset] == [first.id]
    page = reading.page(world.tools, ann, Filters(asset="BEL 0417-3"))
    assert {line.ticket.id for line in page.lines} == {first.id, second.id}
    assert other.id not in {line.ticket.id for line in page.lines}


def test_the_number_that_a_phone_sends_is_kept_in_one_way_and_reaches_the_ticket(world: World) -> None:
    phone = Phone.in_walk(world)
    point = phone.note(asset=" bel 0417 - 3 ")
    edited = phone.do(phone.op("observation.edit", {"asset": "bel 0417-4"}, point))
    assert edited["result"] == "applied"
    row = by_key(Observation, point)
    assert row is not None and row.asset == "BEL 0417-4"
    too_long = phone.do(phone.op("observation.edit", {"asset": "7" * 41}, point))
    assert (too_long["result"], too_long["field"]) == ("rejected", "payload.asset")
    accept(world, row)
    send(world.tools, world.actor(world.ann), world.walk_id)
    assert ticket_of(row).asset == "BEL 0417-4"


def test_what_is_dangerous_is_a_ticket_before_its_number_is_written(world: World) -> None:
    phone = Phone.in_walk(world)
    point = phone.note(severity="akut")
    assert phone.do(phone.op("observation.edit", {"asset": "skåp 12"}, point))["result"] == "merged"
    row = by_key(Observation, point)
    assert row is not None and ticket_of(row).asset == "SKÅP 12"


def test_a_tap_that_names_nobody_is_answered_in_words(world: World) -> None:
    ticket = bounced(world)
    ann = world.staff(world.ann)
    sent = ann.post(f"/tickets/{ticket.id}/whose", {"version": again(ticket).version, "owner": ""})
    assert "Välj vem ärendet ska till." in ann.get(sent.headers["Location"]).text
    assert again(ticket).state is S.BOUNCED
