"""Leaving a walk or signing out with unsent work: three ways, and none of them loses anything."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.capture.phone import (
    is_ready,
    points_on_server,
    queue_of,
    save_without_photo,
    without_photo,
)
from tests.browser.conftest import OpenDesk, OpenPhone
from tests.support.browser import Watch, on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only


@pytest.fixture
def page(open_phone: OpenPhone, watch: Watch) -> Page:
    """A phone that has noted one point where there is no network."""
    watch.expect("ERR_INTERNET_DISCONNECTED")
    # A file that is shared goes to another app; a download is what a test can read.
    found = open_phone()
    is_ready(found)
    found.evaluate("navigator.canShare = () => false")
    without_photo(found)
    found.context.set_offline(True)
    save_without_photo(found, "Belysning")
    return found


def ask_to_leave(page: Page) -> None:
    page.locator("#menu-button").click()
    page.get_by_role("button", name="Lämna vandringen").click()
    expect(page.get_by_role("dialog", name="Allt är inte skickat")).to_contain_text("1 post är inte skickad")


def test_f35_unsent_work_is_sent_first_and_then_the_walk_is_left(page: Page, world: World) -> None:
    ask_to_leave(page)
    page.context.set_offline(False)
    page.get_by_role("dialog").last.get_by_role("button", name="Skicka nu").click()

    expect(page.get_by_label("Vandringens kod")).to_be_visible()
    assert [point.category for point in points_on_server(world)] == ["BEL"]


def test_f35_what_cannot_be_sent_stays_and_the_question_stays_open(page: Page, world: World) -> None:
    ask_to_leave(page)
    dialog = page.get_by_role("dialog").last

    dialog.get_by_role("button", name="Skicka nu").click()

    expect(dialog).to_contain_text("Det gick inte att skicka nu. Det ligger kvar i telefonen.")
    assert len(queue_of(page)) == 1


def test_f35_kept_on_the_phone_it_is_neither_shown_nor_sent_as_the_next_person(
    page: Page, live: LiveServer, world: World, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    ask_to_leave(page)
    page.context.route("**/sync/ops", lambda route: route.abort())
    page.context.set_offline(False)
    page.get_by_role("dialog").last.get_by_role("button", name="Behåll på telefonen och lämna").click()
    expect(page.get_by_label("Vandringens kod")).to_be_visible()
    assert len(queue_of(page)) == 1
    page.context.unroute("**/sync/ops")
    page.goto(f"{live.url}/j/BRUNNA")
    page.locator("main form button").last.click()
    is_ready(page)

    page.locator("#tabs a", has_text="Mina").click()
    expect(page.get_by_role("heading", name="1 post från någon annan väntar här")).to_be_visible()
    expect(page.locator(".point")).to_have_count(0)
    with page.expect_response("**/sync/hello*"):
        page.evaluate("dispatchEvent(new Event('online'))")
    assert points_on_server(world) == []
    with page.expect_download() as saved:
        page.evaluate("navigator.canShare = () => false")
        page.get_by_role("button", name="Spara som fil").click()
    head = queue_in(saved.value.path())
    assert [op["body"]["payload"]["category"] for op in head["ops"]] == ["BEL"]


def test_f35_the_queue_is_saved_as_a_file_and_stays(page: Page) -> None:
    ask_to_leave(page)
    dialog = page.get_by_role("dialog").last

    with page.expect_download() as saved:
        dialog.get_by_role("button", name="Spara som fil").click()

    expect(dialog).to_contain_text("Sparat som fil. Allt ligger också kvar i telefonen.")
    head = queue_in(saved.value.path())
    assert (head["format"], head["app"], len(head["ops"])) == ("fieldapp-queue", "walk", 1)
    assert len(queue_of(page)) == 1


def queue_in(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        assert packed.namelist()[0] == "queue.json"
        found: dict[str, Any] = json.loads(packed.read("queue.json"))
        return found


def test_f35_a_crew_that_signs_out_with_unsent_work_is_asked(
    open_desk: OpenDesk, live: LiveServer, world: World, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page = open_desk(world.cem, "/crew", width=390, height=844)
    page.locator("#main").wait_for()
    page.wait_for_function(
        "indexedDB.databases().then((all) => all.some((one) => one.name === 'fieldapp-crew'))"
    )
    page.evaluate(UNSENT_NOTE)
    page.goto(f"{live.url}/account")

    page.get_by_role("button", name="Logga ut", exact=True).click()
    dialog = page.get_by_role("dialog", name="Allt är inte skickat")
    expect(dialog).to_contain_text("1 post är inte skickad")
    dialog.get_by_role("button", name="Behåll på telefonen och logga ut").click()

    page.wait_for_url(lambda url: not url.endswith("/account"))
    left = page.evaluate(LEFT)
    assert left == {"ops": 1, "reading": 0, "isSomebody": False}


#: An act of the crew's person that waits for a network, as it lies in the phone.
UNSENT_NOTE = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("fieldapp-crew");
    asked.onsuccess = () => done(asked.result);
  });
  const read = (store, key) => new Promise((done) => {
    const asked = db.transaction(store).objectStore(store).get(key);
    asked.onsuccess = () => done(asked.result);
  });
  let identity = null;
  while (!(identity = await read("kv", "identity"))) await new Promise((done) => setTimeout(done, 20));
  const id = crypto.randomUUID();
  const tx = db.transaction("ops", "readwrite");
  tx.objectStore("ops").put({
    id, actor: identity.actor.id, entity: id, state: "waiting", tried: false, at: Date.now(),
    settles_at: Date.now() + 600000, photos: [],
    body: { id, kind: "ticket.note", entity_id: id, base_rev: null, client_at: 1, payload: {}, photos: [] },
  });
  await new Promise((done) => (tx.oncomplete = done));
  db.close();
}"""
LEFT = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("fieldapp-crew");
    asked.onsuccess = () => done(asked.result);
  });
  const ask = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const tx = db.transaction(["ops", "reading", "kv"]);
  const found = {
    ops: await ask(tx.objectStore("ops").count()),
    reading: await ask(tx.objectStore("reading").count()),
    isSomebody: Boolean(await ask(tx.objectStore("kv").get("identity"))),
  };
  db.close();
  return found;
}"""
