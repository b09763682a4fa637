"""What is late, at the desk: the table, the lists behind it, and the call that is written down."""

import re

import pytest

from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services import asking
from fieldapp.store.db import db
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.tickets import Ticket
from tests.support.answered import Asked
from tests.support.clock import HeldClock
from tests.support.sync import Phone
from tests.support.world import World


@pytest.fixture
def silent(world: World, clock: HeldClock) -> Asked:
    """Three tickets of the housing company that were asked about, reminded and lifted."""
    asked = Asked(world)
    for _ in range(3):
        asked.ticket(asked.point())
    for days, hours in ((20, 14), (12, 0)):
        clock.pass_time(days=days, hours=hours)
        asking.run(world.tools)
    return asked


def test_the_table_leads_to_lists_that_hold_as_many(silent: Asked, world: World) -> None:
    ann = world.staff(world.ann)
    page = ann.get("/tickets/late").get_data(as_text=True)
    links = re.findall(r'class="age age-(\w+)" href="([^"]+)"', page)
    assert [colour for colour, _ in links] == ["rust"]
    listed = ann.get(links[0][1].replace("&amp;", "&")).get_data(as_text=True)
    assert listed.count('class="ticket-line ') == 3
    assert "Över 30 dagar" in listed


def test_one_call_takes_the_owner_off_the_page_and_leaves_the_number_red(silent: Asked, world: World) -> None:
    ann = world.staff(world.ann)
    page = ann.get("/desk").get_data(as_text=True)
    assert "3 ärenden utan svar" in page
    ann.post("/tickets/called", {"owner": str(world.housing)})
    page = ann.get("/desk").get_data(as_text=True)
    assert "3 ärenden utan svar" not in page and "number-late" in page
    first = db.session.query(Ticket).limit(1).one()
    assert "Frågat för hand" in ann.get(f"/tickets/{first.id}").get_data(as_text=True)


def test_what_becomes_akut_afterwards_goes_out_at_once_before_review(world: World) -> None:
    world.add_owner("belysning", "BE", "Belysningen")
    phone = Phone.in_walk(world)
    point = phone.note(text="Anna bor här", category="BEL", subcategory="BEL2")
    assert db.session.query(Ticket).count() == 0
    result = phone.do(phone.op("observation.edit", {"severity": "akut"}, point))
    assert result["result"] == "applied"
    db.session.expire_all()
    ticket = db.session.query(Ticket).one()
    assert (ticket.urgency, ticket.state, ticket.asked_count) == ("akut", S.SENT, 1)
    letter = db.session.query(OutboxMessage).one().payload
    assert letter["to"] == "belysning@demo.invalid"
    assert "ännu inte granskat" in letter["text"] and "Anna" not in letter["text"]


def test_danger_that_reaches_no_owner_is_the_coordinators_at_once(world: World) -> None:
    phone = Phone.in_walk(world)
    phone.note(text="Anna bor här", category="KOL", subcategory="KOL4", severity="akut")
    letter = db.session.query(OutboxMessage).one().payload
    assert letter["to"] == "ann@demo.invalid"
    assert letter["subject"] == "Akut: BRU-2026-2-01 har inte nått någon ansvarig"
    assert "Anna" not in letter["text"]
