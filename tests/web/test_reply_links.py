"""The coordinator sees which reply links a ticket has, takes one back, and reads which one answered."""

import re

from fieldapp.store.db import db, unit_of_work
from fieldapp.store.tickets import OwnerLink, events_of
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.visitor import Visitor
from tests.support.world import World
from tests.web.desk_browser import at_desk

pytestmark = on_sqlite_only


def test_a_link_is_taken_back_at_the_desk_and_the_newer_one_goes_on(world: World, visitor: Visitor) -> None:
    asked, desk = Asked(world), at_desk(world, world.ann)
    old, (ticket_id,) = asked.asked()
    with unit_of_work():
        db.session.query(OwnerLink).one().sent_to = "bostad@demo.invalid"
    new = asked.link(ticket_id)
    page = desk.get(f"/tickets/{ticket_id}").text
    assert "bostad@demo.invalid" in page
    acts = re.findall(r'action="(/tickets/[^"]+/links/[^"]+/revoke)"', page)
    assert len(acts) == 2

    assert desk.post(acts[1]).status_code == 303
    assert desk.post(acts[1]).status_code == 303

    assert [visitor.get(f"/o/{token}").status_code for token in (old, new)] == [410, 200]
    page = desk.get(f"/tickets/{ticket_id}").text
    assert page.count("Återkallad") == 1 and "Svarslänken återkallad" in page
    assert [event.kind for event in events_of(ticket_id)].count("link-revoked") == 1


def test_a_link_of_another_ticket_is_not_taken_back_through_this_one(world: World) -> None:
    asked, desk = Asked(world), at_desk(world, world.ann)
    _, (own,) = asked.asked()
    _, (other,) = asked.asked()
    page = desk.get(f"/tickets/{other}").text
    (link_id,) = re.findall(r"/links/([^/]+)/revoke", page)
    assert desk.post(f"/tickets/{own}/links/{link_id}/revoke").status_code == 404
    assert at_desk(world, world.paul).post(f"/tickets/{other}/links/{link_id}/revoke").status_code == 403


def test_the_history_says_by_which_link_it_was_answered(world: World, visitor: Visitor) -> None:
    asked, desk = Asked(world), at_desk(world, world.ann)
    token, (ticket_id,) = asked.asked()
    fields = {"version": "2", "act": "planned", "when": "running", "external_case": "UB-4711"}
    assert visitor.post(f"/o/{token}/{ticket_id}", fields).status_code == 303
    page = desk.get(f"/tickets/{ticket_id}").text
    assert "via länken från 24 september" in page
    assert "Ärendenummer UB-4711." in page
    assert "<dd>UB-4711</dd>" in page
