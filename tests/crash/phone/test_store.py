"""What becomes of the phone's own store: full, emptied, dead, spoilt, older or newer than the page."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.capture.phone import (
    everything_is_sent,
    hold_is_over,
    is_ready,
    points_on_server,
    queue_of,
    save_without_photo,
    take_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.crash.phone.inside import (
    KICK,
    OFFLINE,
    acts,
    health,
    inside,
    photo_states,
    until,
)
from tests.support.browser import Watch, on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only
OLD_STORE = Path(__file__).with_name("store_v1.json")


def test_f22_a_store_that_is_emptied_while_open_is_made_anew_and_said(
    open_phone: OpenPhone, world: World, live: LiveServer
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": live.url, "storageTypes": "indexeddb"}
    )

    save_without_photo(page, "Trafik")
    assert health(page)["trouble"] == "wiped"
    everything_is_sent(page)
    page.reload()
    is_ready(page)
    assert len(queue_of(page)) == len(points_on_server(world)) == 1


@pytest.mark.parametrize("name", ["InvalidStateError", "UnknownError"])
def test_f23_a_dead_handle_is_opened_again_and_one_that_stays_dead_is_said(
    open_phone: OpenPhone, world: World, watch: Watch, name: str
) -> None:
    # Whoever reads the store meanwhile stumbles over it too.
    watch.expect(": dead")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.evaluate(
        """(name) => {
          const real = IDBDatabase.prototype.transaction;
          window.dead = 1;
          IDBDatabase.prototype.transaction = function (...how) {
            if (window.dead-- > 0) throw new DOMException("dead", name);
            return real.apply(this, how);
          };
        }""",
        name,
    )
    save_without_photo(page, "Trafik")
    assert health(page)["trouble"] == ""
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1

    failed = inside(
        page,
        "window.dead = 1e9; return (await m('queue/database.js')).kept('x').then(() => '', (e) => e.name);",
    )
    assert (failed, health(page)["trouble"]) == (name, "broken")
    inside(page, "window.dead = 0; await (await m('queue/database.js')).kept('x');")
    assert health(page)["trouble"] == ""


@pytest.mark.parametrize("when", ["before it was made small", "after"])
def test_f24_a_photo_that_the_phone_has_lost_lets_its_words_go(
    open_phone: OpenPhone, world: World, watch: Watch, when: str
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    if when == "after":
        take_photo(page, "Belysning")
        inside(page, "await (await m('capture/photo.js')).finishPhotos();")
        spoil = "store.photos.put({ id: key, bytes: new ArrayBuffer(0) })"
        inside(
            page,
            f"""const {{ write }} = await m("queue/database.js");
            await write(["photos"], async (store) => {{
              for (const key of await store.photos.getAllKeys()) await {spoil};
            }});""",
        )
    else:
        inside(
            page,
            """const { add, makeAct } = await m("queue/outbox.js");
            const { newId } = await m("lib/ids.js");
            const { identity } = await m("queue/identity.js");
            const photos = [{ id: newId(), bytes: new ArrayBuffer(0), type: "image/jpeg" }];
            const point = { walk: identity().walk.id, stop: null, category: "BEL", subcategory: null,
              text: "", suggestion: "", severity: null, sensitive: false, for_other: false, lang: "sv",
              position: null, stretch_to: null };
            await add(makeAct("observation.create", newId(), point, { photos }), photos);
            await (await m("capture/photo.js")).finishPhotos();""",
        )
    hold_is_over(page)
    page.context.set_offline(False)
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].photos[0].state === 'refused';")
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].state === 'sent';")

    assert acts(page)[0]["photos"][0]["code"] == "unreadable-here"
    assert inside(page, "return (await m('queue/states.js')).summary();")["attention"] == 1
    assert len(points_on_server(world)) == 1


def old_store(page: Page, actor: str, walk: str) -> None:
    """What the first release wrote, byte for byte but for whose phone it is."""
    words = OLD_STORE.read_text(encoding="utf-8").replace("ACTOR", actor).replace("WALK", walk)
    page.evaluate(
        """async (rows) => {
          const db = await new Promise((done) => {
            const asked = indexedDB.open("fieldapp", 1);
            asked.onupgradeneeded = () => {
              for (const name of ["drafts", "ops", "photos", "thumbs", "reading"])
                asked.result.createObjectStore(name, { keyPath: "id" });
              asked.result.createObjectStore("kv");
            };
            asked.onsuccess = () => done(asked.result);
          });
          const tx = db.transaction(Object.keys(rows), "readwrite");
          for (const [name, list] of Object.entries(rows)) for (const row of list) {
            if (row.base64) row.bytes = Uint8Array.from(atob(row.base64), (c) => c.charCodeAt(0)).buffer;
            delete row.base64;
            tx.objectStore(name).put(row);
          }
          await new Promise((done) => (tx.oncomplete = done));
          db.close();
        }""",
        json.loads(words),
    )


def test_f25_a_store_of_the_first_release_is_opened_by_todays_and_all_of_it_is_sent(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone("/about/your-phone")
    actor = page.evaluate(
        "fetch('/sync/hello?app=walk', {headers: {'X-Fieldapp': '1'}}).then((a) => a.json())"
    )["actor"]["id"]
    old_store(page, actor, str(world.walk_id))
    page.goto(page.url.replace("/about/your-phone", "/walk"))
    is_ready(page)
    everything_is_sent(page)

    assert [one["state"] for one in acts(page)] == ["sent", "sent"]
    assert photo_states(page) == ["done"]
    assert [point.category for point in points_on_server(world)] == ["BEL"]
    assert [point.text for point in points_on_server(world)] == ["Lampan är släckt"]
    expect(page.locator(".draft")).to_have_count(1)


def test_f25_a_newer_store_than_the_page_knows_is_still_written_to(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    other: Any = page.context.new_page()
    other.goto(page.url.replace("/walk", "/about/your-phone"))
    other.evaluate(
        """new Promise((done, failed) => {
          const asked = indexedDB.open("fieldapp", 2);
          asked.onupgradeneeded = () => asked.result.createObjectStore("later");
          asked.onblocked = failed;
          asked.onsuccess = () => { asked.result.close(); done(); };
        })"""
    )
    until(page, "return (await m('queue/health.js')).health.trouble === 'outdated';")

    save_without_photo(page, "Trafik")
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1
