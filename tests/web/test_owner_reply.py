"""The owner's page over HTTP: plain forms without a script, and a link that shows no more than it should."""

import re
from io import BytesIO
from uuid import UUID

import pytest

from fieldapp.domain.ids import fingerprint
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.tickets import Ticket, events_of, link_by_fingerprint
from tests.support.answered import Asked, jpeg
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.visitor import Visitor
from tests.support.world import World

pytestmark = on_sqlite_only


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def state_of(ticket_id: UUID) -> S:
    db.session.rollback()
    found = by_key(Ticket, ticket_id)
    assert found is not None
    state = found.state
    db.session.rollback()
    return state


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_opening_the_page_again_and_again_changes_nothing(asked: Asked, visitor: Visitor) -> None:
    point = asked.point()
    photo = asked.photo(point)
    ticket_id = asked.ticket(point)
    token = asked.link(ticket_id)
    before = (len(events_of(ticket_id)), state_of(ticket_id))
    paths = (f"/o/{token}", f"/o/{token}/photos/{photo}/small", f"/o/{token}/map/{ticket_id}.svg")
    for path in paths * 2:
        assert visitor.get(path).status_code == 200
        assert visitor.request("HEAD", path).status_code == 200
    for path in (f"/o/{token}/{ticket_id}", f"/o/{token}/{ticket_id}/undo", f"/o/{token}/new-link"):
        assert visitor.request("GET", path).status_code == 405
    assert (len(events_of(ticket_id)), state_of(ticket_id)) == before


def test_nothing_of_the_page_is_kept_or_leaks_by_its_address(asked: Asked, visitor: Visitor) -> None:
    token, _ = asked.asked()
    answer = visitor.get(f"/o/{token}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Kalle" not in answer.text
    assert "bostad@demo.invalid" not in answer.text


def test_a_plain_form_looks_first_sends_then_and_takes_back(
    asked: Asked, visitor: Visitor, clock: HeldClock
) -> None:
    token, (first, second) = asked.asked(2)
    page = visitor.get(f"/o/{token}").text
    assert "Punkt 1 av 2" in page
    form = {
        "version": version_on(page),
        "ours": "yes",
        "act": "planned",
        "when": "week",
        "week": "2026-W41",
        "sentence-planned": "planned.bench",
    }

    looked = visitor.post(f"/o/{token}/{first}", {**form, "step": "preview"})
    assert "Bänken lagas vecka 41." in looked.text
    assert state_of(first) is S.SENT

    sent = visitor.post(f"/o/{token}/{first}", {**form, "step": "send"})
    assert (sent.status_code, state_of(first)) == (303, S.PLANNED)
    following = visitor.get(sent.location).text
    assert "Punkt 2 av 2" in following
    assert "Bänken lagas vecka 41." in following

    assert visitor.post(f"/o/{token}/{first}/undo").status_code == 303
    assert state_of(first) is S.SENT
    clock.pass_time(minutes=11)
    late = visitor.post(f"/o/{token}/{second}/undo")
    assert "said=too-late" in late.location


def test_every_answer_of_the_form_arrives(asked: Asked, visitor: Visitor) -> None:
    forms: dict[S, dict[str, object]] = {
        S.PLANNED: {"when": "running"},
        S.DONE: {"no_photo": "Det syns inte på bild."},
        S.INVESTIGATING: {"answer_by": "2026-11-20"},
        S.NEEDS_PROJECT: {"sentence-needs_project": "needs_project.budget", "year": "2028"},
        S.DECLINED: {"sentence-declined": "declined.cost"},
    }
    token, ids = asked.asked(len(forms) + 1)
    for ticket_id, (to, fields) in zip(ids, forms.items(), strict=False):
        page = visitor.get(f"/o/{token}?item={ticket_id}").text
        answer = visitor.post(
            f"/o/{token}/{ticket_id}", {"version": version_on(page), "act": to.value, **fields}
        )
        assert (answer.status_code, state_of(ticket_id)) == (303, to)
    page = visitor.get(f"/o/{token}").text
    visitor.post(
        f"/o/{token}/{ids[-1]}",
        {"version": version_on(page), "ours": "no", "whose": "gata-park", "whose_words": "Trottoaren"},
    )
    assert state_of(ids[-1]) is S.BOUNCED
    assert "Ni har svarat på era 6 punkter" in visitor.get(f"/o/{token}").text
    event = events_of(ids[-1])[0]
    assert (event.note, event.details["owner"]) == ("Trottoaren", "Gata och park")


def test_own_words_go_before_templates_and_stand_as_reason(asked: Asked, visitor: Visitor) -> None:
    token, (ticket_id,) = asked.asked()
    own = "Gården byggs om i vår."
    visitor.post(f"/o/{token}/{ticket_id}", {"version": "2", "act": "declined", "own_words": own})
    found = by_key(Ticket, ticket_id)
    assert found is not None
    assert (found.answer, found.reason) == ({"text": own, "lang": "sv"}, own)


def test_a_photo_comes_with_the_plain_form(asked: Asked, visitor: Visitor) -> None:
    token, (ticket_id,) = asked.asked()
    fields = {"version": "2", "act": "done", "photo": (BytesIO(jpeg()), "efter.jpg")}
    assert visitor.post(f"/o/{token}/{ticket_id}", fields).status_code == 303
    page = visitor.get(f"/o/{token}?item={ticket_id}")
    assert "Klart" in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Välj ett svar."),
        ({"act": "declined"}, "Välj ett skäl"),
        ({"act": "investigating"}, "Välj en dag för beskedet."),
        ({"act": "investigating", "answer_by": "2027-09-01"}, "Välj en dag från"),
        ({"act": "planned", "when": "time"}, "Välj när det görs."),
        ({"act": "planned", "when": "time", "time": "2026-99"}, "Något saknas eller är fel"),
        ({"act": "confirmed"}, "Välj ett svar."),
        ({"act": "done", "photo": (BytesIO(b"no photo"), "x.jpg")}, "Filen är ingen bild"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    fields: dict[str, object], words: str, asked: Asked, visitor: Visitor
) -> None:
    token, (ticket_id,) = asked.asked()
    answer = visitor.post(f"/o/{token}/{ticket_id}", {"version": "2", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert state_of(ticket_id) is S.SENT


def test_who_was_second_is_told_and_keeps_the_words(
    asked: Asked, visitor: Visitor, tools: Toolbox, world: World
) -> None:
    token, (ticket_id,) = asked.asked()
    page = visitor.get(f"/o/{token}").text
    change(tools, world.actor(world.ann), ticket_id, TicketChange(to=S.ACCEPTED), "desk")
    fields = {"version": version_on(page), "act": "planned", "when": "running", "own_words": "Vi lagar den."}

    answer = visitor.post(f"/o/{token}/{ticket_id}", fields)

    assert answer.status_code == 409
    assert "Vi lagar den." in answer.text
    assert state_of(ticket_id) is S.ACCEPTED
    again = visitor.post(f"/o/{token}/{ticket_id}", {**fields, "version": version_on(answer.text)})
    assert (again.status_code, state_of(ticket_id)) == (303, S.PLANNED)


def test_another_mails_ticket_is_not_found_by_this_link(asked: Asked, visitor: Visitor) -> None:
    token, _ = asked.asked()
    point = asked.point()
    foreign, photo = asked.ticket(point, owner_id=asked.world.streets), asked.photo(point)
    for path in (f"?item={foreign}", f"/map/{foreign}.svg", f"/photos/{photo}/small"):
        assert visitor.get(f"/o/{token}{path}").status_code == 404
    for path in (f"/{foreign}", f"/{foreign}/undo"):
        answer = visitor.post(f"/o/{token}{path}", {"version": "2", "act": "planned", "when": "running"})
        assert answer.status_code == 404
    assert state_of(foreign) is S.SENT


def test_a_link_that_is_over_offers_a_new_one_and_tells_no_address(
    asked: Asked, visitor: Visitor, tools: Toolbox
) -> None:
    token, (ticket_id,) = asked.asked()
    with unit_of_work():
        link = link_by_fingerprint(fingerprint(token))
        assert link is not None
        link.expires_at = tools.clock.now()
    page = visitor.get(f"/o/{token}")
    assert page.status_code == 410
    assert "Skicka en ny länk" in page.text
    assert visitor.post(f"/o/{token}/{ticket_id}", {"version": "2", "act": "planned"}).status_code == 410
    renewed = visitor.post(f"/o/{token}/new-link")
    assert renewed.status_code == 200
    for text in (page.text, renewed.text):
        assert "bostad@demo.invalid" not in text
    assert visitor.get("/o/unknown").status_code == 404
