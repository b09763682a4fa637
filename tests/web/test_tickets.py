"""Tickets on the desk: the list, one ticket, and every act through its form."""

import io
from typing import Any

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from fieldapp.domain.clock import to_ms
from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_status import Party, TicketStatus, allowed
from fieldapp.store import photos, tickets
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from fieldapp.store.tickets import Ticket
from tests.services.moves import now, put
from tests.services.points import add_photo, sent_ticket
from tests.support.visitor import Visitor
from tests.support.world import World
from tests.web.desk_browser import at_desk

S = TicketStatus


@pytest.fixture
def ann(world: World) -> Visitor:
    return at_desk(world, world.ann)


@pytest.fixture
def ticket(world: World) -> Ticket:
    return sent_ticket(world, stop_id=world.stop_ids()[2])


def submit(browser: Visitor, ticket: Ticket, to: TicketStatus, **fields: Any) -> TestResponse:
    """The form of an act, filled in with all that any act may need."""
    templates = {
        S.PLANNED: "planned.general",
        S.DONE: "done.lamp",
        S.DECLINED: "declined.cost",
        S.NEEDS_PROJECT: "needs_project.budget",
        S.INVESTIGATING: "investigating.answer_by",
    }
    data = {
        "to": to.value,
        "version": str(now(ticket).version),
        "template": templates.get(to, ""),
        "planned_for": "2026-W46",
        "answer_by": "2026-12-01",
        "no_photo_reason": "Det var mörkt",
        "year": "2027",
        **fields,
    }
    return browser.post(f"/tickets/{ticket.id}", data)


@pytest.mark.parametrize("from_", S)
def test_the_page_offers_exactly_what_the_table_allows(
    world: World, ann: Visitor, ticket: Ticket, from_: S
) -> None:
    other = sent_ticket(world)
    put(ticket.id, from_, merged_into_id=other.id if from_ is S.MERGED else None)
    page = ann.get(f"/tickets/{ticket.id}").text
    offered = {to for to in S if f'id="act-{to.value}"' in page}
    assert offered == set(allowed(from_, Party.COORDINATOR))


def test_the_page_tells_state_owner_reason_answer_and_history(
    world: World, ann: Visitor, ticket: Ticket
) -> None:
    submit(ann, ticket, S.PLANNED, note="Lampor är beställda")
    page = ann.get(f"/tickets/{ticket.id}").text
    for words in (
        "Trasig eller släckt lampa",
        ticket.number,
        "Gångtunneln vid Granhammarsvägen",
        "Planerat vecka 46",
        "”Det åtgärdas vecka 46.”",
        "efter 0 dagar, löftet är 30",
        "Därför: vald av den som granskade.",
        "Ann, samordnare",
        "Lampor är beställda",
        "Till Gata och park.",
        "Loggat: 01",
        "±6 m, ingen bild.",
    ):
        assert words in page, words


def test_the_second_of_two_coordinators_is_told(world: World, ann: Visitor, ticket: Ticket) -> None:
    version = str(now(ticket).version)
    submit(ann, ticket, S.ACCEPTED)
    response = submit(ann, ticket, S.DECLINED, version=version)
    assert "said=conflict" in response.location
    assert now(ticket).state is S.ACCEPTED


@pytest.mark.parametrize(
    ("to", "fields", "words"),
    [
        (S.DONE, {"no_photo_reason": ""}, "Lägg till en bild efteråt"),
        (S.DONE, {"template": ""}, "Välj eller skriv meningen"),
        (S.DECLINED, {"template": "", "own_words": "Nej"}, "Välj eller skriv skälet."),
        (S.INVESTIGATING, {"answer_by": "2027-12-01"}, "som längst"),
        (S.INVESTIGATING, {"answer_by": "i morgon"}, "Dagen går inte att läsa"),
        (S.PLANNED, {"planned_for": "snart"}, "Tiden går inte att läsa"),
        (S.MERGED, {"into": "BRU-2026-2-77"}, "Det ärendet går inte att slå ihop med"),
    ],
)
def test_what_is_missing_is_said_and_the_form_keeps_its_words(
    ann: Visitor, ticket: Ticket, to: TicketStatus, fields: dict[str, str], words: str
) -> None:
    response = submit(ann, ticket, to, note="Min anteckning", **fields)
    assert response.status_code == 422
    assert words in response.text
    assert "Min anteckning" in response.text
    assert now(ticket).state is S.SENT


def picture() -> io.BytesIO:
    found = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(found, "JPEG")
    found.seek(0)
    return found


def test_done_takes_its_after_photo_with_it(world: World, ann: Visitor, ticket: Ticket) -> None:
    response = submit(
        ann, ticket, S.DONE, no_photo_reason="", own_words="Lampan lyser.", photo=(picture(), "efter.jpg")
    )
    assert response.status_code == 303
    found = now(ticket)
    assert (found.state, found.answer) == (S.DONE, {"text": "Lampan lyser.", "lang": "sv"})
    [photo] = photos.live_of_tickets([ticket.id])
    assert (photo.role, photo.width) == ("after", 64)
    assert world.tools.vault.has(photo.large_key or "")
    assert "Efter · " in ann.get(f"/tickets/{ticket.id}").text


def test_a_photo_can_come_alone_and_what_is_no_photo_is_refused(
    world: World, ann: Visitor, ticket: Ticket
) -> None:
    response = ann.post(f"/tickets/{ticket.id}/photo", {"photo": (picture(), "efter.jpg")})
    assert response.status_code == 303
    assert tickets.events_of(ticket.id)[0].kind == "photo"
    for wrong in ({"photo": (io.BytesIO(b"no picture"), "x.jpg")}, {}):
        response = ann.post(f"/tickets/{ticket.id}/photo", wrong)
        assert response.status_code == 422
    assert len(photos.live_of_tickets([ticket.id])) == 1


def test_a_note_enters_the_history_and_nothing_else(ann: Visitor, ticket: Ticket) -> None:
    ann.post(f"/tickets/{ticket.id}/note", {"note": "Ring <Bo> först"})
    assert "Ring &lt;Bo&gt; först" in ann.get(f"/tickets/{ticket.id}").text
    assert now(ticket).state is S.SENT


def test_the_list_shows_filters_and_says_what_is_late(world: World, ann: Visitor) -> None:
    assert "Här kommer ärendena" in ann.get("/tickets/").text
    ticket, other = sent_ticket(world), sent_ticket(world, "bostad")
    submit(ann, other, S.PLANNED)
    page = ann.get("/tickets/").text
    assert ticket.number in page and other.number in page
    assert "Planerat vecka 46" in page and "Väntar på svar" in page
    assert other.number not in ann.get("/tickets/?group=waiting").text
    assert ticket.number not in ann.get(f"/tickets/?owner={world.housing}").text
    assert "Inga ärenden här." in ann.get("/tickets/?late=1").text
    world.tools.clock.pass_time(days=56)  # type: ignore[attr-defined]
    late = at_desk(world, world.ann).get("/tickets/?late=1").text
    assert "Utan svar" in late and "Sen" in late
    nonsense = "/tickets/?owner=nobody&walk=x&after=y&group=z"
    assert at_desk(world, world.ann).get(nonsense).status_code == 200


def test_the_partner_reads_and_gets_no_forms(world: World) -> None:
    ticket = sent_ticket(world, category="UPP", subcategory="UPP3")
    add_photo(world, ticket_id=ticket.id, role="after")
    paul = at_desk(world, world.paul)
    page = paul.get(f"/tickets/{ticket.id}").text
    assert "Vad händer nu" not in page
    assert submit(paul, ticket, S.ACCEPTED).status_code == 403
    assert paul.get(f"/tickets/{sent_ticket(world).id}").status_code == 404


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_pages_are_whole_in_every_language(ann: Visitor, ticket: Ticket, language: str) -> None:
    submit(ann, ticket, S.PLANNED)
    assert ann.get(f"/tickets/{ticket.id}?lang={language}").status_code == 200
    assert ann.get(f"/tickets/?lang={language}").status_code == 200


def test_an_akut_point_from_a_phone_is_with_its_owner_at_once(world: World, ann: Visitor) -> None:
    light = world.add_owner("belysning", "BE", "Belysning")
    browser, phone = world.phone()
    entity = new_id()
    payload = {"walk": str(world.walk_id), "category": "BEL", "severity": "akut", "text": "Anna bor här"}
    op: dict[str, Any] = {
        "id": str(new_id()),
        "kind": "observation.create",
        "entity_id": str(entity),
        "base_rev": None,
        "client_at": to_ms(world.tools.clock.now()),
        "payload": payload,
        "photos": [],
    }
    batch = {
        "proto": 1,
        "client_now": to_ms(world.tools.clock.now()),
        "boot_id": "b",
        "mono_ms": 1,
        "actor": str(phone.id),
        "ops": [op],
    }
    response = browser.request("POST", "/sync/ops", json=batch, headers={"X-Fieldapp": "1"})
    assert response.get_json()["results"][0]["result"] == "applied"
    point = by_key(Observation, entity)
    assert point is not None and point.ticket_id is not None
    ticket = by_key(Ticket, point.ticket_id)
    assert ticket is not None and (ticket.state, ticket.owner_id) == (S.SENT, light)
    assert tickets.events_of(ticket.id)[0].via == "server"
    page = ann.get(f"/tickets/{ticket.id}").text
    assert "Orden är inte granskade" in page
    assert "Anna" not in page
