"""A crew's shift on its phone: the list comes along, tickets are closed without coverage, each once."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from fieldapp.domain.actors import Role
from fieldapp.store import photos, tickets
from fieldapp.store.db import db
from tests.browser.conftest import OpenDesk
from tests.browser.crew import Shift
from tests.photos.pictures import BLUE, GREEN, RED, YELLOW, corners, encoded
from tests.support.browser import Watch, on_sqlite_only, picture
from tests.support.live_server import LiveServer
from tests.support.world import World

OFFLINE = "ERR_INTERNET_DISCONNECTED|Failed to load resource"


@pytest.fixture
def shift(world: World, open_desk: OpenDesk, live: LiveServer) -> Shift:
    return Shift(world, open_desk, live.url)


def test_a_ticket_is_closed_with_an_after_photo_without_coverage_and_arrives_once(
    shift: Shift, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    ticket_id = shift.ticket("MOB", "MOB1", place="Nyckelbergsparken")
    page = shift.start()
    expect(page.locator(".crew-status")).to_contain_text("1 ärende · 1 bild")

    page.context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="Trasig bänk").click()
    expect(page.locator(".ticket-photos img")).to_be_visible()
    shift.photograph(page, sideways_photo())
    expect(page.locator(".crew-toast")).to_contain_text("Sparat · Klart")
    expect(page.locator(".card-state")).to_have_text("Klart, väntar på täckning")
    expect(page.locator(".crew-status")).to_contain_text("1 väntar på täckning")
    page.reload()
    expect(page.locator(".card-state")).to_have_text("Klart, väntar på täckning")

    page.context.set_offline(False)
    shift.time_passes()
    expect(page.locator(".card-state")).to_have_text("Klart")
    shift.wait_until(lambda: after_photos(ticket_id) == ["stored"])

    done = shift.now(ticket_id)
    assert done.state == "done"
    assert done.answer == {"template": "done.bench", "values": {}}
    assert [event.kind for event in tickets.events_of(ticket_id) if event.via == "phone"] == ["status"]
    assert upright(shift.world, ticket_id) == [RED, GREEN, BLUE, YELLOW]


@on_sqlite_only
def test_a_ticket_is_opened_by_its_own_address_without_coverage(shift: Shift, watch: Watch) -> None:
    watch.expect(OFFLINE)
    ticket_id = shift.ticket("BEL", "BEL1", place="Hagnäsvägen")
    page = shift.start()

    page.context.set_offline(True)
    page.goto(f"{shift.url(page)}/crew/{ticket_id}")

    expect(page.get_by_role("heading", level=2)).to_have_text("Trasig eller släckt lampa")
    expect(page.locator(".ticket-photos img")).to_be_visible()
    expect(page.get_by_role("link", name="Visa vägen")).to_have_attribute("href", re.compile(r"^geo:59\.\d"))
    expect(page.locator("q").first).to_have_text("Lampan är bytt och lyser igen.")


@on_sqlite_only
def test_without_a_photo_a_reason_is_given_and_kept(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.get_by_role("button", name="Klart, men utan bild").click()
    page.get_by_role("button", name="Klart, utan bild").click()
    expect(page.get_by_text("Skriv skälet, eller välj ett ovanför.")).to_be_visible()
    page.get_by_role("button", name="Det var för mörkt").click()

    shift.wait_until(lambda: shift.now(ticket_id).state == "done")
    assert shift.now(ticket_id).no_photo_reason == "Det var för mörkt"


@on_sqlite_only
def test_what_is_not_ours_goes_back_with_whose_it_is(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.get_by_role("button", name="Inte vår", exact=True).click()
    page.get_by_label("Ansvarig").select_option("Trafikverket")
    page.get_by_label("Hur vet du det?").fill("Skylt på stolpen")
    page.get_by_role("button", name="Inte vår, skicka tillbaka").click()

    shift.wait_until(lambda: shift.now(ticket_id).state == "bounced")
    assert tickets.events_of(ticket_id)[0].note == "Trafikverket: Skylt på stolpen"


@pytest.mark.parametrize(
    ("way", "save", "state", "template"),
    [
        ("Behöver del", "Spara: behöver del", "planned", "planned.spare_part"),
        ("Väntar på säsong", "Spara: väntar på säsong", "planned", "planned.season"),
        ("Hittar inget fel", "Spara: inget fel", "done", "done.nothing_found"),
    ],
)
@on_sqlite_only
def test_every_way_out_carries_its_public_sentence(
    shift: Shift, way: str, save: str, state: str, template: str
) -> None:
    ticket_id = shift.ticket("VAX", "VAX2")
    page = shift.open(ticket_id)
    page.get_by_role("button", name=way).click()
    expect(page.locator("dialog[open] q")).not_to_be_empty()
    page.get_by_role("button", name=save).click()

    shift.wait_until(lambda: shift.now(ticket_id).state == state)
    assert (shift.now(ticket_id).answer or {})["template"] == template


@on_sqlite_only
def test_a_note_comes_with_its_photo_and_closes_nothing(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.get_by_role("button", name="Skriv en anteckning").click()
    page.get_by_label("Vad vill du berätta?").fill("Grinden är låst efter fyra.")
    page.locator("#sheet-note input").set_input_files(
        {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": encoded(corners())}
    )
    expect(page.get_by_text("Bilden är med")).to_be_visible()
    page.get_by_role("button", name="Spara anteckningen").click()
    expect(page.locator(".crew-toast")).to_contain_text("Sparat · Anteckning")
    expect(page.get_by_role("heading", level=2)).to_have_text("Trasig bänk/bord")

    shift.wait_until(lambda: tickets.events_of(ticket_id)[0].kind == "note")
    assert tickets.events_of(ticket_id)[0].note == "Grinden är låst efter fyra."
    assert shift.now(ticket_id).state == "sent"
    assert [photo.role for photo in photos.live_of_tickets([ticket_id])] == ["detail"]


@on_sqlite_only
def test_own_words_are_sent_as_they_were_written(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.get_by_role("button", name="Ändra").click()
    page.get_by_label("Egna ord").fill("Två nya brädor och nya skruvar.")
    page.get_by_role("button", name="Använd svaret").click()
    expect(page.locator(".ticket-acts q")).to_have_text("Två nya brädor och nya skruvar.")
    shift.photograph(page, encoded(corners()))

    shift.wait_until(lambda: shift.now(ticket_id).state == "done")
    assert shift.now(ticket_id).answer == {"text": "Två nya brädor och nya skruvar.", "lang": "sv"}


@on_sqlite_only
def test_an_act_is_taken_back_before_it_leaves(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    shift.photograph(page, encoded(corners()))
    expect(page.locator(".card-state")).to_contain_text("Klart")
    page.get_by_role("button", name="Ångra").click()

    expect(page.locator(".crew-toast")).to_contain_text("Ångrat")
    expect(page.locator(".card-state")).to_be_hidden()
    assert waiting(page) == 0
    assert shift.now(ticket_id).state == "sent"


@on_sqlite_only
def test_a_camera_that_was_left_empty_closes_nothing(shift: Shift) -> None:
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    with page.expect_file_chooser():
        page.get_by_text("Klart, ta efterbild").click()
    shift.wait_until(lambda: '"clicked":true' in page.evaluate(STORED.replace('"reading"', '"drafts"')))
    page.reload()

    expect(page.get_by_text("Bilden kom inte med. Ärendet är inte klart än.")).to_be_visible()
    page.get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Bilden kom inte med")).to_have_count(0)
    assert shift.now(ticket_id).state == "sent"


def test_other_owners_tickets_never_come_to_the_phone(shift: Shift) -> None:
    own, others = shift.ticket(), shift.ticket(owner_id=shift.world.housing)
    page = shift.start()
    expect(page.locator(".ticket-card")).to_have_count(1)
    assert str(own) in (page.locator(".ticket-card").get_attribute("href") or "")

    page.goto(f"{shift.url(page)}/crew/{others}")
    expect(page.get_by_text("Ärendet finns inte i din lista.")).to_be_visible()
    assert str(others) not in page.evaluate(STORED)


@on_sqlite_only
def test_a_ticket_that_moved_meanwhile_is_told_in_words(shift: Shift, watch: Watch) -> None:
    watch.expect(OFFLINE)
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.context.set_offline(True)
    shift.photograph(page, encoded(corners()))
    shift.reopen_meanwhile(ticket_id)
    page.context.set_offline(False)

    page.evaluate("dispatchEvent(new Event('online'))")
    shift.wait_until(lambda: shift.now(ticket_id).state == "contested")
    page.goto(f"{shift.url(page)}/crew/{ticket_id}")
    expect(page.get_by_text("Det du gjorde är sparat, och samordnaren bestämmer.")).to_be_visible()


@on_sqlite_only
def test_whoever_is_signed_out_keeps_what_waits(shift: Shift, watch: Watch) -> None:
    watch.expect(OFFLINE)
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.context.set_offline(True)
    shift.photograph(page, encoded(corners()))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_role("link", name="Logga in för att skicka och hämta")).to_be_visible()
    expect(page.locator(".crew-status")).to_contain_text("1 ligger kvar i telefonen")
    expect(page.locator(".ticket-card")).to_have_count(1)
    page.context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    page.evaluate("dispatchEvent(new Event('online'))")
    shift.wait_until(lambda: shift.now(ticket_id).state == "done")


@on_sqlite_only
def test_on_a_shared_phone_nobody_sends_what_another_has_done(shift: Shift, watch: Watch) -> None:
    watch.expect(OFFLINE)
    first, second = shift.ticket(), shift.ticket("REN", "REN2")
    carl = shift.world.add_person("carl@demo.invalid", Role.CREW, shift.world.streets)
    page = shift.open(first)
    page.context.set_offline(True)
    shift.photograph(page, encoded(corners()))
    shift.sign_in(page, carl)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".crew-status")).to_contain_text("På den här telefonen väntar 1 från någon annan")
    # What cem did is neither shown to carl as his own nor his to take back.
    page.locator(f'a[href="/crew/{first}"]').click()
    expect(page.get_by_text("Klart, ta efterbild")).to_be_visible()
    expect(page.locator("[data-part=state] button", has_text="Ångra")).to_have_count(0)
    page.go_back()

    page.locator(f'a[href="/crew/{second}"]').click()
    shift.photograph(page, encoded(corners()))
    shift.wait_until(lambda: shift.now(second).state == "done")
    assert shift.now(first).state == "sent"
    assert tickets.events_of(second)[0].actor_id == carl

    shift.sign_in(page, shift.world.cem)
    page.evaluate("dispatchEvent(new Event('online'))")
    shift.wait_until(lambda: shift.now(first).state == "done")
    assert tickets.events_of(first)[0].actor_id == shift.world.cem


@on_sqlite_only
def test_an_answer_that_was_lost_on_the_way_closes_the_ticket_once(shift: Shift, watch: Watch) -> None:
    watch.expect("ERR_CONNECTION_RESET|Failed to load resource")
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    lost: list[int] = []

    def lose(route: Route) -> None:
        answer = route.fetch()
        if lost:
            return route.fulfill(response=answer)
        lost.append(answer.status)
        return route.abort("connectionreset")

    page.context.route("**/sync/ops", lose)
    shift.photograph(page, encoded(corners()))
    shift.wait_until(lambda: bool(lost) and after_photos(ticket_id) != [])

    expect(page.locator(".card-state")).to_have_text("Klart", timeout=40_000)
    assert lost == [200]
    assert [event.to_state for event in tickets.events_of(ticket_id) if event.via == "phone"] == ["done"]


#: Everything that the phone keeps of its tickets, as text.
STORED = """async () => {
  const open = indexedDB.open("fieldapp-crew");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = db.transaction("reading").objectStore("reading").getAll();
  return JSON.stringify(await new Promise((done) => (all.onsuccess = () => done(all.result))));
}"""


def waiting(page: Page) -> int:
    count = page.evaluate(STORED.replace('"reading"', '"ops"').replace("JSON.stringify(", "("))
    return len(count)


def sideways_photo() -> bytes:
    """Lies on its side, as cameras write it, and says so."""
    turned = corners(240, 160).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(turned, exif=exif)


def after_photos(ticket_id: UUID) -> list[str]:
    db.session.rollback()
    return [photo.state.value for photo in photos.live_of_tickets([ticket_id]) if photo.role == "after"]


def upright(world: World, ticket_id: UUID) -> list[tuple[int, int, int]]:
    """The colours of the corners of the stored after-photo, each the nearest pure one."""
    [photo] = photos.live_of_tickets([ticket_id])
    assert photo.large_key is not None
    with world.tools.vault.open(photo.large_key) as file, Image.open(file) as image:
        width, height = image.size
        assert width > height
        places = [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)]
        found = [image.convert("RGB").getpixel((int(x * width), int(y * height))) for x, y in places]
    return [nearest(colour) for colour in found]


def nearest(colour: Any) -> tuple[int, int, int]:
    distance: Callable[[tuple[int, int, int]], int] = lambda pure: sum(  # noqa: E731
        (a - b) ** 2 for a, b in zip(pure, colour, strict=True)
    )
    return min((RED, GREEN, BLUE, YELLOW), key=distance)


def test_f34_a_late_close_is_told_on_the_phone_and_decided_at_the_desk_in_one_tap(
    shift: Shift, watch: Watch, open_desk: OpenDesk
) -> None:
    watch.expect(OFFLINE)
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    page.context.set_offline(True)
    shift.photograph(page, encoded(corners()))
    page.goto(f"{shift.url(page)}/crew/{ticket_id}")
    shift.time_passes()
    expect(page.locator("[data-outcome]")).to_contain_text("väntar på täckning")
    shift.reopen_meanwhile(ticket_id)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("samordnaren bestämmer.")).to_be_visible(timeout=20_000)
    picture(page, "crew-late-close")

    desk = open_desk(shift.world.ann, "/desk")
    expect(desk.locator(".need-met")).to_contain_text("Åtgärdad, granska.")
    picture(desk, "desk-late-close")
    desk.goto(f"{shift.url(page)}/tickets/{ticket_id}")
    expect(desk.locator(".ticket-waiting")).to_contain_text("Under tiden: öppnat igen")
    picture(desk, "ticket-late-close")
    desk.get_by_role("button", name="Godkänn").click()
    assert shift.now(ticket_id).state == "done"

    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Samordnaren har tittat och godkänt det du gjorde.")).to_be_visible(
        timeout=20_000
    )


@on_sqlite_only
def test_f35_signing_out_keeps_what_is_unsent_and_says_so(shift: Shift, watch: Watch) -> None:
    watch.expect("401")  # a reading that was under way
    ticket_id = shift.ticket()
    page = shift.open(ticket_id)
    shift.photograph(page, encoded(corners()))
    page.get_by_role("button", name="Meny").click()
    page.get_by_role("button", name="Logga ut").click()
    expect(page.locator("#sheet-leaving")).to_contain_text("1 post är inte skickad")
    picture(page, "crew-leaving")
    page.get_by_role("button", name="Behåll på telefonen och logga ut").click()

    expect(page.get_by_role("link", name="Logga in")).to_be_visible()
    expect(page.locator(".ticket-card")).to_have_count(0)
    assert waiting(page) == 1
    shift.time_passes()
    assert shift.now(ticket_id).state == "sent"
    shift.sign_in(page, shift.world.cem)
    page.evaluate("dispatchEvent(new Event('online'))")
    shift.wait_until(lambda: shift.now(ticket_id).state == "done")
