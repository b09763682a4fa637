"""From a fresh demo: noted in Finnish, answered from the mail, mended offline, read in each one's words."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import participants, photos, tickets
from fieldapp.store.db import db
from fieldapp.store.photos import PhotoState
from fieldapp.store.tickets import Ticket
from tests.browser.capture.phone import (
    evening_photo,
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    take_photo,
)
from tests.browser.conftest import OpenDesk, OpenPhone
from tests.browser.crew import Shift
from tests.support.browser import Watch, axe_findings, on_sqlite_only, picture, sideways
from tests.support.demo_town import DemoTown
from tests.support.letters import leave

pytestmark = on_sqlite_only

OFFLINE = "ERR_INTERNET_DISCONNECTED|Failed to load resource"
#: In the middle of the housing company's yard at Emaljstigen.
YARD = {"latitude": 59.5014, "longitude": 17.7472, "accuracy": 6}
#: The only words that anybody writes.
NOTED = "Lamppu on pimeänä pyörävaraston ovella."
PLANNED = {"sv": "Lampan lagas ", "fi": "Lamppu korjataan "}
MENDED = {
    "sv": "Lampan är bytt och lyser igen.",
    "fi": "Lamppu on vaihdettu ja palaa taas.",
    "en": "The lamp has been replaced and is lit again.",
}
#: What the desk reads, latest first: what was done, by whom, by which way, and in which words.
HISTORY = (
    ("Klart", "Bostadsbolaget, från telefonen", MENDED["sv"]),
    ("Planerat", "Bostadsbolaget, via länken från ", PLANNED["sv"]),
    ("Skickat", "Sara, samordnare", "Till Bostadsbolaget."),
    ("Ärendet öppnat", "Sara, samordnare"),
    ("Loggat: 05", "Deltagare, stopp 5", "1 bild"),
)


@pytest.fixture
def world(app: Flask, tools: Toolbox) -> DemoTown:
    """The demo in place of the usual municipality: servers, phones and desks open onto it."""
    return DemoTown(app, tools)


def test_a_point_in_finnish_is_answered_by_mail_mended_offline_and_read_by_its_reporter(
    open_phone: OpenPhone, open_desk: OpenDesk, world: DemoTown, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    card = a_printed_card(world)

    phone = open_phone("/j/BRUNNA", code=None, language="fi", position=YARD)
    note_offline_in_finnish(phone, card)
    desk = open_desk(world.ann, f"/review/{world.walk_id}")
    review_and_send(desk, the_point(world))
    answer_from_the_mail(open_phone, the_mailed_link(world))
    is_promised_in_finnish(phone)
    ticket = the_ticket(world)
    mend_offline(Shift(world, open_desk), ticket)

    is_read_in_finnish(phone)
    is_read_by_the_card(open_phone(f"/k/{card}", code=None, language="en"))
    stands_in_the_history(desk, ticket)


def a_printed_card(world: DemoTown) -> str:
    """One of those that lie in the leader's bag; nobody has taken it."""
    code = participants.codes_of_batch(world.walk_id, 1)[-1]
    db.session.rollback()
    return code


def note_offline_in_finnish(phone: Page, card: str) -> None:
    """The photo, the choice, the words and the card: all without coverage, all on the reporter's phone."""
    phone.locator("main form button").last.click()
    is_ready(phone)
    phone.context.set_offline(True)
    phone.locator("#menu-button").click()
    phone.get_by_role("dialog").get_by_role("button", name="Emaljstigen").click()
    take_photo(phone, "Valaistus", evening_photo(), saved="Tallennettu")
    phone.locator(".toast").get_by_role("button", name="Täydennä").click()
    sheet = phone.get_by_role("dialog")
    sheet.get_by_text("Rikkinäinen tai sammunut lamppu").click()
    sheet.get_by_label("Kerro lisää").fill(NOTED)
    sheet.get_by_role("button", name="Valmis").click()
    phone.locator("#tabs a", has_text="Omat").click()
    phone.get_by_role("button", name="Seuraa kortilla").click()
    phone.get_by_label("Kortin koodi").fill(f"{card[:4]} {card[4:]}".lower())
    phone.get_by_role("dialog").get_by_role("button", name="Tallenna").click()
    expect(phone.locator(".following")).to_contain_text("tallennetaan, kun yhteys löytyy")
    picture(phone, "answered-1-noted", full_page=True)
    hold_is_over(phone)
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(phone)
    expect(phone.locator(".following")).to_contain_text("seuraa kaikkia havaintojasi", timeout=30_000)


def the_point(world: DemoTown) -> str:
    """Its number, as the review shows it: the photo has come, the choice was the reporter's."""
    [point] = [one for one in points_on_server(world) if one.text == NOTED]
    assert (point.subcategory, point.lang) == ("BEL1", "fi")
    return f"{point.number:02d}"


def review_and_send(desk: Page, number: str) -> None:
    """Whose it is is proposed by place, the reporter's words stand there: two buttons, and it is sent."""
    desk.goto(f"{desk.url.partition('?')[0]}?point={number}")
    expect(desk.locator("#public-text")).to_have_value(NOTED)
    expect(desk.locator("#owner option:checked")).to_contain_text("Bostadsbolaget")
    picture(desk, "answered-2-review")
    desk.locator("button[value=accept]").click()
    desk.goto(f"{desk.url.partition('?')[0]}/ready")
    picture(desk, "answered-3-ready")
    expect(desk.locator(".parcel")).to_contain_text("Bostadsbolaget")
    desk.get_by_role("button", name="Skicka till ansvariga").click()
    expect(desk.get_by_role("status").first).to_contain_text("Skickat")


def the_mailed_link(world: DemoTown) -> str:
    """The only mail that leaves goes to the housing company; its link, as the reader would tap it."""
    [mail] = leave(world.tools)
    assert mail["To"] == "bostad@demo.invalid"
    text = mail.get_body(("plain",))
    assert text is not None and NOTED in text.get_content() and "Emaljstigen" in text.get_content()
    assert "image/jpeg" in [part.get_content_type() for part in mail.walk()]
    found = re.search(r"https?://\S+/o/\S+", text.get_content())
    assert found is not None
    return urlsplit(found[0]).path


def answer_from_the_mail(open_phone: OpenPhone, path: str) -> None:
    """One tap and the ready sentence."""
    reader = open_phone(path, code=None)
    reader.get_by_text("Planerat", exact=True).click()
    expect(reader.locator("#preview-words")).to_contain_text(PLANNED["sv"])
    picture(reader, "answered-4-link", full_page=True)
    assert (axe_findings(reader), sideways(reader)) == ([], 0)
    reader.get_by_role("button", name="Skicka svaret").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ni har svarat på er punkt")


def is_promised_in_finnish(phone: Page) -> None:
    phone.reload()
    expect(phone.locator("blockquote")).to_contain_text(PLANNED["fi"], timeout=30_000)
    picture(phone, "answered-5-planned", full_page=True)


def the_ticket(world: DemoTown) -> Ticket:
    [ticket] = tickets.of_walk(world.walk_id)
    assert (ticket.state, ticket.owner_id) == (TicketStatus.PLANNED, world.housing)
    db.session.expunge_all()
    db.session.rollback()
    return ticket


def mend_offline(shift: Shift, ticket: Ticket) -> None:
    """The caretaker's phone has its list, loses coverage, closes with a photo, and sends when it is back."""
    crew = shift.open(ticket.id)
    crew.context.set_offline(True)
    picture(crew, "answered-6-crew")
    shift.photograph(crew, evening_photo(1200, 900))
    assert shift.now(ticket.id).state == TicketStatus.PLANNED
    db.session.rollback()
    crew.context.set_offline(False)
    crew.evaluate("dispatchEvent(new Event('online'))")
    shift.wait_until(lambda: is_mended(shift, ticket))


def is_mended(shift: Shift, ticket: Ticket) -> bool:
    states = [photo.state for photo in photos.live_of_tickets([ticket.id])]
    return shift.now(ticket.id).state == TicketStatus.DONE and states == [PhotoState.STORED]


def is_read_in_finnish(phone: Page) -> None:
    phone.reload()
    expect(phone.locator("blockquote")).to_contain_text(MENDED["fi"], timeout=30_000)
    expect(phone.locator(".pair img")).to_have_count(2)
    picture(phone, "answered-7-phone", full_page=True)
    assert (axe_findings(phone), sideways(phone)) == ([], 0)


def is_read_by_the_card(page: Page) -> None:
    """Whoever reads the card reads English; the reporter's own words stay as they were written."""
    expect(page.locator("blockquote")).to_contain_text(MENDED["en"])
    expect(page.locator(".told")).to_have_count(1)
    expect(page.locator(".told-words[lang=fi]")).to_have_text(NOTED)
    expect(page.locator(".shots-two img")).to_have_count(2)
    picture(page, "answered-8-card", full_page=True)
    assert (axe_findings(page), sideways(page)) == ([], 0)


def stands_in_the_history(desk: Page, ticket: Ticket) -> None:
    """Every step with who took it, and by which way."""
    parts = urlsplit(desk.url)
    desk.goto(f"{parts.scheme}://{parts.netloc}/tickets/{ticket.id}")
    picture(desk, "answered-9-history", full_page=True)
    entries = desk.locator(".timeline li")
    expect(entries).to_have_count(len(HISTORY))
    for entry, said in zip(entries.all(), HISTORY, strict=True):
        for words in said:
            expect(entry).to_contain_text(words)
    expect(desk.locator(".gathered p[lang=fi]")).to_contain_text(NOTED)
    expect(desk.locator(".side-why").first).to_contain_text("Emaljstigens gård")
