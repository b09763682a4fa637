"""*Vad sparas i din telefon*: what lies there in numbers, and no button that loses what is unsent."""

from playwright.sync_api import Browser, expect

from tests.browser.capture.phone import is_ready, queue_of, rows_of, save_without_photo, without_photo
from tests.browser.conftest import OpenPhone
from tests.support.browser import Watch, on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only


def test_nothing_unsent_is_cleared_before_it_was_sent_or_saved_as_a_file(
    open_phone: OpenPhone, live: LiveServer, world: World, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.set_offline(True)
    save_without_photo(page, "Belysning")
    page.context.route("**/sync/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto(f"{live.url}/about/your-phone")
    kept = page.locator("#kept")
    expect(kept).to_contain_text("1 post är inte skickad. Det äldsta är från")

    kept.get_by_role("button", name="Rensa").click()
    expect(kept.get_by_role("status")).to_contain_text("1 post är inte skickad och skulle försvinna.")
    assert len(queue_of(page)) == 1
    kept.get_by_role("button", name="Skicka nu").click()
    expect(kept.get_by_role("status")).to_contain_text("Det gick inte att skicka nu.")

    page.evaluate("navigator.canShare = () => false")
    with page.expect_download() as saved:
        kept.get_by_role("button", name="Spara som fil").click()
    assert saved.value.suggested_filename.endswith(".zip")
    kept.get_by_role("button", name="Rensa").click()
    question = page.get_by_role("dialog", name="Rensa telefonen?")
    expect(question).to_contain_text("1 post som inte är skickad finns sedan bara i filen")
    question.get_by_role("button", name="Rensa", exact=True).click()
    expect(kept.get_by_role("status")).to_contain_text("Telefonen är rensad.")
    assert queue_of(page) == []


def test_what_was_begun_and_not_saved_is_counted_before_all_is_cleared(
    open_phone: OpenPhone, live: LiveServer
) -> None:
    page = open_phone()
    is_ready(page)
    with page.expect_file_chooser():
        page.locator(".tile", has_text="Belysning").click()
    page.goto(f"{live.url}/about/your-phone")
    page.locator("#kept").get_by_role("button", name="Rensa").click()

    question = page.get_by_role("dialog", name="Rensa telefonen?")
    expect(question).to_contain_text("1 påbörjad punkt är inte sparad och försvinner.")
    question.get_by_role("button", name="Behåll").click()
    assert len(rows_of(page, "drafts")) == 1


def test_without_scripts_the_page_is_text(chromium: Browser, live: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{live.url}/about/your-phone")

    expect(page.get_by_role("heading", name="Dina punkter")).to_be_visible()
    expect(page.get_by_text("Just nu i den här telefonen")).to_be_hidden()
    context.close()
