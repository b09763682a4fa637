"""The whole story with real parts: noted offline, reviewed, sent, closed by the crew, answered, printed."""

from io import BytesIO
from uuid import UUID

from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from fieldapp.store import photos, tickets
from fieldapp.store.photos import PhotoState
from tests.browser.capture.phone import (
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.browser.conftest import OpenDesk, OpenPhone
from tests.browser.crew import Shift
from tests.photos.pictures import (
    BLUE,
    GREEN,
    RED,
    YELLOW,
    corner_colours,
    corners,
    encoded,
    exif,
)
from tests.support.browser import Watch, picture, sideways
from tests.support.world import World

#: As a camera stores it that was held upright: the pixels lie on their side, a tag says how to turn them.
SIDEWAYS = encoded(corners(900, 1200).transpose(Image.Transpose.ROTATE_90), exif=exif(6, gps=True))
OFFLINE = "ERR_INTERNET_DISCONNECTED|Failed to load resource"


def test_from_three_taps_offline_to_an_answer_on_the_phone_and_a_protocol(
    open_phone: OpenPhone, open_desk: OpenDesk, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)

    phone = join_by_code(open_phone)
    note_three_points_offline(phone)
    is_stored_upright(world)
    review_and_send(open_desk(world.ann, "/review"))
    close_with_an_after_photo(Shift(world, open_desk))
    read_the_answer(phone)
    download_the_protocol(open_desk(world.ann, f"/walks/{world.walk_id}"))


def join_by_code(open_phone: OpenPhone) -> Page:
    phone = open_phone("/j/BRUNNA", code=None)
    picture(phone, "story-1-join")
    phone.locator("main form button").last.click()
    is_ready(phone)
    picture(phone, "story-2-capture")
    return phone


def note_three_points_offline(phone: Page) -> None:
    phone.context.set_offline(True)
    take_photo(phone, "Växtlighet", SIDEWAYS)
    without_photo(phone)
    save_without_photo(phone, "Väg och mark")
    phone.context.clear_permissions()
    phone.reload()
    is_ready(phone)
    save_without_photo(phone, "Klotter")
    phone.reload()
    is_ready(phone)
    expect(phone.locator("#status")).to_contain_text("3 väntar på täckning")
    picture(phone, "story-3-offline")
    hold_is_over(phone)
    phone.context.set_offline(False)
    everything_is_sent(phone)


def is_stored_upright(world: World) -> None:
    """Three points once each, one with its photo, turned as the camera meant and without its metadata."""
    points = points_on_server(world)
    assert sorted(point.category for point in points) == ["GAT", "KLO", "VAX"]
    assert [point.lat is None for point in points].count(True) == 1
    [photo] = photos.live_of_observations([point.id for point in points])
    assert photo.state is PhotoState.STORED
    assert photo.large_key is not None
    with world.tools.vault.open(photo.large_key) as file, Image.open(file) as image:
        assert corner_colours(image) == [RED, GREEN, BLUE, YELLOW]
        assert image.height > image.width
        assert not image.getexif()


def review_and_send(desk: Page) -> None:
    desk.get_by_role("link", name="Granska Trygghetsvandring Brunna").first.click()
    assert sideways(desk) == 0
    picture(desk, "story-4-review")
    for left in (2, 1, 0):
        if left == 2:
            desk.get_by_label("Text som alla läser").fill("Buskar skymmer sikten.")
        desk.locator("button[value=accept]").click()
    if desk.get_by_role("link", name="Till utskicket").count():
        desk.get_by_role("link", name="Till utskicket").click()
    picture(desk, "story-5-ready")
    desk.get_by_role("button", name="Skicka till ansvariga").click()
    expect(desk.get_by_role("status").first).to_contain_text("Skickat")


def close_with_an_after_photo(shift: Shift) -> None:
    crew = shift.start()
    picture(crew, "story-6-crew-list")
    crew.locator(".ticket-card").filter(has_text="Växtlighet").click()
    picture(crew, "story-7-crew-ticket")
    shift.photograph(crew, encoded(corners(1200, 900)))
    tickets_of_walk = [ticket.id for ticket in tickets.of_walk(shift.world.walk_id)]
    shift.wait_until(lambda: is_stored(tickets_of_walk))


def is_stored(ticket_ids: list[UUID]) -> bool:
    return [photo.state for photo in photos.live_of_tickets(ticket_ids)] == [PhotoState.STORED]


def read_the_answer(phone: Page) -> None:
    phone.locator("#tabs a", has_text="Mina").click()
    phone.reload()
    answered = phone.get_by_text("Det är åtgärdat.")
    expect(answered).to_be_visible(timeout=30_000)
    expect(phone.locator(".pair img")).to_have_count(2)
    picture(phone, "story-8-answer")
    assert sideways(phone) == 0


def download_the_protocol(desk: Page) -> None:
    desk.get_by_role("link", name="Utkast till protokoll").first.click()
    picture(desk, "story-9-protocol", full_page=True)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="PDF").first.click()
    pdf = PdfReader(BytesIO(download.value.path().read_bytes()))
    words = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Buskar skymmer sikten." in words
    assert "Det är åtgärdat." in words
