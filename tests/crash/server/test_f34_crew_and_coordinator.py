"""F34: crew and coordinator act on one ticket unknown to each other; each row of the table, over HTTP."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store import photos, tickets
from fieldapp.store.db import db
from fieldapp.store.tickets import Ticket, TicketEvent
from fieldapp.web import session
from tests.services.moves import now
from tests.services.points import sent_ticket
from tests.support.answered import jpeg
from tests.support.clock import HeldClock
from tests.support.live_server import LiveServer
from tests.support.sync import Phone, manifest
from tests.support.world import World
from tests.web.desk_browser import DeskBrowser, at_desk

S = TicketStatus
AFTER = b"the bench with its new boards"
BENCH = {"template": "done.bench", "values": {}}


class Two:
    """Cem on his phone without coverage, Ann at her desk, and one ticket between them."""

    def __init__(self, world: World, clock: HeldClock) -> None:
        self.world, self.clock = world, clock
        self.cem = Phone.of_staff(world, world.cem)
        self.ann: DeskBrowser = at_desk(world, world.ann)
        self.ticket: Ticket = sent_ticket(world, "gata-park")
        self.read_rev = now(self.ticket).rev
        self.photo: dict[str, Any] = {}

    def does(self, to: str = "done", phone: Phone | None = None, **more: Any) -> dict[str, Any]:
        """An act of a crew on what its phone had read, an hour before it comes."""
        payload: dict[str, Any] = {"to": to}
        if to == "done":
            payload["public_text"] = BENCH
        if to == "planned":
            payload |= {
                "public_text": {"template": "planned.general", "values": {"when": "2026-W48"}},
                "planned_for": "2026-W48",
            }
        phone = phone or self.cem
        self.photo = manifest(AFTER, role="after")
        op = phone.op(
            "ticket.status",
            payload,
            self.ticket.id,
            photos=[self.photo],
            **{"base_rev": self.read_rev, **more},
        )
        self.clock.pass_time(hours=1)
        return phone.do(op)

    def takes_to(self, to: TicketStatus, ticket: Ticket | None = None, **fields: str) -> None:
        """A form of the desk; a minute passes, as it does."""
        ticket = ticket or self.ticket
        self.clock.pass_time(minutes=1)
        said = {"version": str(now(ticket).version), "to": to.value, **fields}
        answer = self.ann.post(f"/tickets/{ticket.id}", said)
        assert answer.status_code == 303, answer.text

    def page(self, ticket: Ticket | None = None) -> str:
        return self.ann.get(f"/tickets/{(ticket or self.ticket).id}").text

    def last(self, ticket: Ticket | None = None) -> TicketEvent:
        return tickets.events_of((ticket or self.ticket).id)[0]

    def evidence(self, ticket: Ticket | None = None) -> bool:
        """Whether the last after-photo belongs to the ticket and its bytes are taken."""
        found = [str(one.id) for one in photos.live_of_tickets([(ticket or self.ticket).id])]
        taken = self.cem.put(self.photo["id"], AFTER, end=9).get_json()
        return self.photo["id"] in found and taken == {"offset": 9}


@pytest.fixture
def two(world: World, clock: HeldClock) -> Two:
    return Two(world, clock)


def test_f34_notes_of_both_are_all_kept(two: Two) -> None:
    two.ann.post(f"/tickets/{two.ticket.id}/note", {"note": "Ta med stege"})
    noted = two.cem.do(
        two.cem.op("ticket.note", {"text": "Behöver del"}, two.ticket.id, base_rev=two.read_rev)
    )
    assert (noted["result"], noted["code"]) == ("applied", None)
    assert [event.note for event in tickets.events_of(two.ticket.id)][:2] == ["Behöver del", "Ta med stege"]
    assert two.does()["result"] == "applied"


def test_f34_the_desk_changed_what_the_act_does_not_touch(two: Two) -> None:
    add = {"photo": (BytesIO(jpeg()), "efter.jpg")}
    assert two.ann.post(f"/tickets/{two.ticket.id}/photo", add).status_code == 303
    done = two.does()
    assert (done["result"], done["code"], now(two.ticket).state) == ("merged", "rebased", S.DONE)
    assert two.evidence()


def test_f34_the_desk_planned_and_the_crew_came_further(two: Two) -> None:
    two.takes_to(S.PLANNED, template="planned.general", planned_for="2026-W46")
    done = two.does()
    assert (done["result"], done["code"], now(two.ticket).state) == ("merged", "rebased", S.DONE)
    page = two.page()
    assert "Ersatte: planerat" in page and "Ann" in page
    assert two.evidence()


def test_f34_two_plans_keep_the_coordinators_date_and_words(two: Two) -> None:
    two.takes_to(S.PLANNED, template="planned.general", planned_for="2026-W46")
    done = two.does("planned")
    assert (done["result"], done["code"]) == ("merged", "overtaken")
    assert (now(two.ticket).state, now(two.ticket).planned_for) == (S.PLANNED, "2026-W46")
    assert two.last().details["planned_for"] == "2026-W48"
    assert "Ersattes av: planerat" in two.page()
    assert two.evidence()


def test_f34_the_desk_gave_it_to_somebody_else(two: Two) -> None:
    two.takes_to(S.BOUNCED)
    two.takes_to(S.SENT, owner="bostad")
    done = two.does()
    assert (done["result"], done["code"], now(two.ticket).state) == ("merged", "contested", S.CONTESTED)
    assert (two.last().answer or {})["template"] == "done.bench"
    assert two.evidence()


def test_f34_a_chain_of_acts_goes_on_where_its_first_met_a_new_owner(two: Two) -> None:
    two.takes_to(S.BOUNCED)
    two.takes_to(S.SENT, owner="bostad")
    assert two.does("accepted")["code"] == "contested"
    done = two.does(base_rev=None)
    assert (done["result"], done["code"]) == ("merged", "contested")
    assert (two.last().answer or {})["template"] == "done.bench"
    assert two.evidence()


def test_f34_the_desk_had_closed_it(two: Two) -> None:
    two.takes_to(S.DONE, template="done.general", no_photo_reason="Sett på plats")
    done = two.does()
    assert (done["result"], done["code"], now(two.ticket).state) == ("merged", "already-done", S.DONE)
    assert "Klart en gång till" in two.page()
    assert two.evidence()


def test_f34_two_crews_close_it_and_the_second_is_further_evidence(two: Two, world: World) -> None:
    carl = Phone.of_staff(world, world.add_person("carl@demo.invalid", Role.CREW, world.streets))
    assert two.does()["result"] == "applied"
    first = two.photo["id"]
    second = two.does(phone=carl)
    assert (second["result"], second["code"], now(two.ticket).state) == ("merged", "already-done", S.DONE)
    shown = {str(photo.id) for photo in photos.live_of_tickets([two.ticket.id])}
    assert shown == {first, two.photo["id"]}
    assert [event.actor_id for event in tickets.events_of(two.ticket.id)][:2] == [carl.actor.id, world.cem]


def test_f34_the_desk_opened_it_again(two: Two) -> None:
    two.takes_to(S.DECLINED, template="declined.cost")
    two.takes_to(S.REOPENED)
    done = two.does()
    assert (done["result"], done["code"], now(two.ticket).state) == ("merged", "contested", S.CONTESTED)
    assert two.evidence()


def test_f34_the_desk_withdrew_it(two: Two) -> None:
    two.takes_to(S.DECLINED, template="declined.cost")
    done = two.does()
    assert (done["result"], done["code"], now(two.ticket).state) == ("merged", "contested", S.CONTESTED)
    assert "Under tiden: görs inte" in two.page()
    assert two.evidence()


def test_f34_the_desk_merged_it_and_the_act_follows(two: Two, world: World) -> None:
    other = sent_ticket(world, "gata-park")
    two.takes_to(S.MERGED, into=other.number)
    done = two.does()
    assert (done["result"], done["code"], done["entity"]) == ("merged", "merged-ticket", str(other.id))
    assert (now(two.ticket).state, now(other).state) == (S.MERGED, S.DONE)
    assert f"Gjort på {two.ticket.number}, som följer det här ärendet." in two.page(other)
    more = two.cem.op("photo.add", {}, two.ticket.id, base_rev=two.read_rev, photos=[manifest(b"one more")])
    assert two.cem.do(more)["result"] == "applied"
    assert len(photos.live_of_tickets([other.id])) == 2
    assert two.evidence(other)


def test_f34_a_ticket_that_is_gone_blocks_nothing(two: Two, world: World) -> None:
    gone = two.cem.op("ticket.status", {"to": "done"}, UUID(int=7), base_rev=1)
    other = two.cem.op("ticket.note", {"text": "Klart i morgon"}, two.ticket.id, base_rev=two.read_rev)
    results = two.cem.send(gone, other)
    assert [(one["result"], one["code"]) for one in results] == [("rejected", "not-found"), ("applied", None)]


def test_f34_a_phone_that_had_read_more_than_a_restored_server_is_not_refused(two: Two) -> None:
    two.takes_to(S.DECLINED, template="declined.cost")
    done = two.does(base_rev=10**6)
    assert (done["result"], done["code"]) == ("merged", "contested")


DECISIONS: tuple[tuple[str, TicketStatus], ...] = (("approve", S.DONE), ("open", S.ACCEPTED))


@pytest.mark.parametrize(("decision", "state"), DECISIONS)
def test_f34_the_coordinator_decides_with_one_tap_and_both_are_told(
    two: Two, decision: str, state: TicketStatus
) -> None:
    cursor = two.cem.changes()["cursor"]
    two.takes_to(S.DECLINED, template="declined.cost")
    two.takes_to(S.REOPENED)
    two.does()
    (seen,) = two.cem.changes(cursor)["tickets"]
    assert seen["state"] == "contested"

    home = two.ann.get("/desk").text
    assert "Åtgärdad, granska." in home and "på telefonen, kom in" in home
    assert "Under tiden: öppnat igen" in two.page()
    version = str(now(two.ticket).version)
    said = {"decision": decision, "version": version, "home": "1"}
    assert two.ann.post(f"/tickets/{two.ticket.id}/decide", said).status_code == 303
    assert now(two.ticket).state is state
    assert now(two.ticket).answer == (BENCH if state is S.DONE else None)
    assert "Åtgärdad, granska." not in two.ann.get("/desk").text
    (seen,) = two.cem.changes(cursor)["tickets"]
    assert seen["state"] == state.value

    again = two.ann.post(f"/tickets/{two.ticket.id}/decide", said)
    assert again.headers["Location"].endswith("said=conflict")


def test_f34_the_history_says_both_times_and_doubts_a_wrong_clock(two: Two, clock: HeldClock) -> None:
    two.does()
    assert "på telefonen, kom in" in two.page()
    later = sent_ticket(two.world, "gata-park")
    two.ticket, two.read_rev = later, now(later).rev
    two.does(client_at=946_684_800_000)
    assert "done_at" not in two.last().details


def test_f16_one_ticket_act_from_five_tabs_at_once_has_one_effect(two: Two) -> None:
    op = two.cem.op(
        "ticket.status",
        {"to": "done", "public_text": BENCH, "no_photo_reason": "Mörkt"},
        two.ticket.id,
        base_rev=two.read_rev,
    )
    body = json.dumps(two.cem.batch(op)).encode()
    cookie = f"{session.STAFF}={two.cem.browser.held(session.STAFF)}"
    headers = {
        "X-Fieldapp": "1",
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "same-origin",
        "Cookie": cookie,
    }
    server = LiveServer(two.world.app)

    def send(_: int) -> dict[str, Any]:
        connection = HTTPConnection("localhost", server.port, timeout=20)
        with closing(connection):
            connection.request("POST", "/sync/ops", body, headers)
            found: dict[str, Any] = json.load(connection.getresponse())["results"][0]
        return found

    db.session.rollback()
    try:
        with ThreadPoolExecutor(5) as senders:
            answers = list(senders.map(send, range(5)))
    finally:
        server.stop()
    assert sorted(one["result"] for one in answers) == ["applied"] + ["duplicate"] * 4
    assert len({(one["rev"], one["code"], one["entity"]) for one in answers}) == 1
    assert len([event for event in tickets.events_of(two.ticket.id) if event.via == "phone"]) == 1
