"""A van's phone from the supervisor's screen to the list, a shift without coverage, out and in again."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from fieldapp.domain.actors import Role
from fieldapp.services import crew_phones
from fieldapp.services.ticketing import assigning
from fieldapp.store import photos
from fieldapp.store.db import db
from tests.browser.conftest import OpenDesk
from tests.browser.crew import PHONE, Shift
from tests.support.answered import jpeg
from tests.support.browser import Watch, axe_findings, on_sqlite_only, sideways
from tests.support.world import World

pytestmark = on_sqlite_only
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def shift(world: World, open_desk: OpenDesk) -> Shift:
    return Shift(world, open_desk)


def test_a_phone_is_read_in_works_without_coverage_and_keeps_its_work_when_it_is_let_out(
    shift: Shift, world: World, open_desk: OpenDesk, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    watch.expect("401")
    sam = world.add_person("sam@demo.invalid", Role.SUPERVISOR, world.streets)
    lead = world.actor(sam)
    ours = shift.ticket()
    shift.ticket("VAX", "VAX2")

    desk = open_desk(sam, "/work/phones/", width=390, height=844)
    desk.get_by_label("Vad heter telefonen?").fill("Bil 2")
    desk.get_by_role("button", name="Visa QR-koden").click()
    expect(desk.get_by_role("img", name="QR-kod som släpper in Bil 2")).to_be_visible()
    assert axe_findings(desk) == []
    assert not sideways(desk)
    phone_id = UUID(desk.url.rsplit("/", 1)[1])

    def code() -> str:
        found = crew_phones.phone(world.tools, lead, phone_id).code
        assert found is not None
        # An open read would keep the server from writing.
        db.session.rollback()
        return f"/e/{found.token}"

    assigning.assign(world.tools, lead, [ours], phone_id)
    page = shift.page = open_desk(None, code(), **PHONE)
    page.clock.install()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Den här telefonen är nu Gata och parks").click()

    expect(page.locator(".card-title")).to_have_count(2, timeout=30_000)
    expect(page.get_by_role("heading", name="Tilldelat er · 1")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.get_by_role("button", name="Rutt").click()
    expect(page.locator(".card-title").first).to_contain_text("1. ")
    page.locator(f'a[href="/crew/{ours}"]').click()
    page.get_by_role("button", name="Hittar inget fel").click()
    page.locator("dialog[open]").get_by_text("Skriv ett eget svar i stället").click()
    page.get_by_role("textbox", name="Eget svar").fill("Bänken är hel, vi satt på den.")
    page.get_by_role("button", name="Spara: inget fel").click()

    crew_phones.revoke(world.tools, lead, phone_id)
    page.context.set_offline(False)
    shift.time_passes()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".crew-status")).to_contain_text("Be arbetsledaren om en ny QR-kod")
    expect(page.locator(".crew-status")).to_contain_text("1 ligger kvar i telefonen")
    assert shift.now(ours).state == "sent"

    crew_phones.new_code(world.tools, lead, phone_id)
    page.goto(f"{shift.url(page)}{code()}")
    page.get_by_role("button", name="Den här telefonen är nu Gata och parks").click()
    shift.wait_until(lambda: shift.now(ours).state == "done")
    assert (shift.now(ours).answer or {})["text"] == "Bänken är hel, vi satt på den."


def test_whoever_says_not_ours_shows_why(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.get_by_role("button", name="Inte vår", exact=True).click()
    sheet = page.locator("dialog[open]")
    file = {"name": "skylt.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    sheet.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(sheet.get_by_text("Bilden är med")).to_be_visible()
    sheet.get_by_role("button", name="Inte vår, skicka tillbaka").click()

    shift.wait_until(lambda: shift.now(ticket_id).state == "bounced")
    assert [photo.role for photo in photos.live_of_tickets([ticket_id])] == ["detail"]
