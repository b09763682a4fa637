"""An owner answers on a phone: quick with the script, whole without it, in every size and theme."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import by_key, db
from fieldapp.store.tickets import Ticket
from tests.browser.conftest import OpenPhone
from tests.support.answered import Asked
from tests.support.browser import axe_findings, large_text, on_sqlite_only, phone_context, picture, sideways
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def state_of(ticket_id: Any) -> TicketStatus:
    db.session.rollback()
    found = by_key(Ticket, ticket_id)
    assert found is not None
    state = found.state
    db.session.rollback()
    return state


def choose(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).click()


def test_the_sentence_is_read_before_it_is_sent_and_taken_back_after(
    asked: Asked, open_phone: OpenPhone
) -> None:
    token, (first, _second) = asked.asked(2)
    page = open_phone(f"/o/{token}", code=None)
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.locator("#look-first")).to_have_count(0)

    choose(page, "Planerat")
    shown = page.locator("#preview-words")
    expect(shown).to_contain_text("Bänken lagas vecka")
    before = shown.inner_text()
    page.get_by_role("button", name="En vecka senare").click()
    expect(shown).not_to_have_text(before)
    promised = shown.inner_text()
    assert axe_findings(page) == []
    picture(page, "owner-reply-planned", full_page=True)

    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_text(f"”{promised}”")).to_be_visible()
    expect(page.get_by_text("Punkt 2 av 2")).to_be_visible()
    assert state_of(first) is TicketStatus.PLANNED
    page.get_by_role("button", name="Ångra").click()
    expect(page.get_by_text("Punkt 1 av 2")).to_be_visible()
    assert state_of(first) is TicketStatus.SENT


def test_every_way_of_answering_changes_the_words_at_once(asked: Asked, open_phone: OpenPhone) -> None:
    token, _ = asked.asked()
    page = open_phone(f"/o/{token}", code=None)
    shown = page.locator("#preview-words")
    choose(page, "Planerat")
    choose(page, "Vid den löpande skötseln")
    expect(shown).to_have_text("Bänken lagas vid den löpande skötseln.")
    choose(page, "Görs inte, därför …")
    expect(page.locator("#preview")).to_be_hidden()
    page.get_by_text("Platsen är skyddad och får inte ändras.").click()
    expect(shown).to_have_text("Platsen är skyddad och får inte ändras.")
    choose(page, "Skriv med egna ord")
    page.locator("#own_words").fill("Gården byggs om i vår.")
    expect(shown).to_have_text("Gården byggs om i vår.")
    choose(page, "Inte vår")
    expect(page.locator("#preview")).to_be_hidden()
    expect(page.locator("#whose")).to_be_visible()


def test_without_a_script_the_same_form_answers(asked: Asked, chromium: Browser, live: LiveServer) -> None:
    token, (ticket_id,) = asked.asked()
    context = phone_context(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live.url}/o/{token}")
    choose(page, "Klart")
    page.get_by_role("button", name="Se först hur det läses").click()
    expect(page.locator("#preview-words")).to_have_text("Bänken är lagad.")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ni har svarat på er punkt")
    context.close()
    assert state_of(ticket_id) is TicketStatus.DONE


@pytest.mark.parametrize(("width", "dark"), [(320, True), (390, False)])
def test_nothing_is_cut_off_on_small_phones_and_with_large_text(
    width: int, dark: bool, asked: Asked, open_phone: OpenPhone
) -> None:
    token, _ = asked.asked()
    asked.publish()
    for path in (f"/o/{token}", "/p/BRU-2026-2", "/k"):
        page = open_phone(path, code=None, width=width, dark=dark)
        if path.startswith("/o/"):
            choose(page, "Planerat")
        assert sideways(page) == 0, path
        assert axe_findings(page) == [], path
        large_text(page, 200)
        assert sideways(page) == 0, f"{path} at 200 %"
        if path.startswith("/o/"):
            choose(page, "Klart")
            assert sideways(page) == 0, f"{path} with a field for a file at 200 %"
