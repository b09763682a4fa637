"""The library of sentences: three languages, offered at once, and nothing that was said changes."""

import re

import pytest

from fieldapp.domain import sentences
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import defaults
from fieldapp.store.tickets import Ticket
from tests.services.moves import now
from tests.services.points import sent_ticket
from tests.support.visitor import Visitor
from tests.support.world import World
from tests.web.desk_browser import at_desk

LIST = "/settings/sentences/"
OWN = {
    "sv": "Vi byter den gamla lampan {när}.",
    "fi": "Vaihdamme vanhan lampun {när}.",
    "en": "We replace the old lamp {när}.",
}


@pytest.fixture
def ann(world: World) -> Visitor:
    defaults.fill()
    return at_desk(world, world.ann)


@pytest.fixture
def ticket(world: World) -> Ticket:
    return sent_ticket(world, stop_id=world.stop_ids()[2])


def offered(browser: Visitor, outcome: str) -> str:
    return browser.get(f"{LIST}?outcome={outcome}").text


def write(browser: Visitor, **changed: str) -> str:
    """A sentence of one's own for what is planned; returns its id as the list knows it."""
    answer = browser.post(f"{LIST}new", {"outcome": "planned", **OWN, **changed})
    assert answer.status_code == 303, answer.text
    found = re.search(r"instead_of=(own\.\w+)", offered(browser, "planned"))
    assert found is not None
    return found[1]


def plan(browser: Visitor, ticket: Ticket, template: str) -> int:
    form = {"to": "planned", "version": str(now(ticket).version), "template": template}
    return browser.post(f"/tickets/{ticket.id}", {**form, "planned_for": "2026-W46"}).status_code


def test_an_own_sentence_is_offered_and_read_in_each_readers_language(ann: Visitor, ticket: Ticket) -> None:
    own = write(ann)
    assert own in ann.get(f"/tickets/{ticket.id}").text
    assert plan(ann, ticket, own) == 303

    said = sentences.from_json(now(ticket).answer or {})
    assert now(ticket).state is TicketStatus.PLANNED
    assert sentences.render(said, "sv").text == "Vi byter den gamla lampan vecka 46."
    assert sentences.render(said, "fi").text == "Vaihdamme vanhan lampun viikolla 46."


def test_what_was_said_stays_said_when_the_sentence_is_changed(ann: Visitor, ticket: Ticket) -> None:
    own = write(ann)
    plan(ann, ticket, own)
    write(ann, instead_of=own, sv="Lampan får vänta till {när}.")
    page = offered(ann, "planned")
    assert "Lampan får vänta till …." in page
    assert "Vi byter den gamla lampan …." not in page
    assert "Vi byter den gamla lampan vecka 46." in ann.get(f"/tickets/{ticket.id}").text


def test_a_phone_that_chose_a_sentence_before_it_was_put_away_may_still_say_it(
    ann: Visitor, ticket: Ticket
) -> None:
    own = write(ann)
    write(ann, instead_of=own)
    assert plan(ann, ticket, own) == 303


def test_one_of_the_products_sentences_is_put_away_and_brought_back(ann: Visitor, ticket: Ticket) -> None:
    away = {"outcome": "declined"}
    assert ann.post(f"{LIST}declined.cost/put-away", away).status_code == 303
    assert "declined.cost" not in ann.get(f"/tickets/{ticket.id}").text
    assert ann.post(f"{LIST}declined.cost/bring-back", away).status_code == 303
    assert "declined.cost" in ann.get(f"/tickets/{ticket.id}").text


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("fi", "", "Skriv meningen på det här språket också."),
        ("sv", "x" * 601, "Skriv högst 600 tecken."),
        ("en", "We replace it {owner}.", "Inom klamrar kan bara det stå som nämns ovanför rutorna."),
        ("en", "We replace it {", "Inom klamrar kan bara det stå som nämns ovanför rutorna."),
        ("en", "We replace it soon.", "Samma sak ska fyllas i på alla språk."),
    ],
)
def test_what_cannot_be_said_is_refused_at_its_field_and_kept(
    ann: Visitor, field: str, text: str, words: str
) -> None:
    answer = ann.post(f"{LIST}new", {"outcome": "planned", **OWN, field: text})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert words in answer.text
    assert OWN["sv"] in answer.text or field == "sv"


def test_a_sentence_that_a_button_needs_stays(ann: Visitor) -> None:
    refused = ann.post(f"{LIST}done.general/put-away", {"outcome": "done"})
    assert refused.status_code == 422
    assert "Den här meningen behövs" in refused.text


def test_a_coordinator_writes_and_a_leader_does_not_see_the_settings(world: World, ann: Visitor) -> None:
    assert ann.get(f"{LIST}new").status_code == 200
    assert at_desk(world, world.lena).get(f"{LIST}new").status_code == 403


def test_what_every_point_needs_is_not_replaced_by_a_sentence_for_some(ann: Visitor) -> None:
    year = {lang: "Vi söker pengar {år}." for lang in ("sv", "fi", "en")}
    ids = [key for key, one in sentences.templates().items() if one.outcome.value == "needs_project"]
    for key in ids[1:]:
        assert ann.post(f"{LIST}{key}/put-away", {"outcome": "needs_project"}).status_code == 303
    form = {"outcome": "needs_project", "instead_of": ids[0], **year}
    refused = ann.post(f"{LIST}new", {**form, "for": "BEL"})
    assert refused.status_code == 422 and "minst en att välja" in refused.text
    assert ids[0] in offered(ann, "needs_project")
    assert ann.post(f"{LIST}new", form).status_code == 303
