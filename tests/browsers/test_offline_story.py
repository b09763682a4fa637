"""Capture without a server, reload without a server, and everything is sent once when it is back."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fieldapp.services import phones
from fieldapp.store import photos
from fieldapp.store.photos import PhotoState
from fieldapp.web import session
from tests.browser.capture.phone import evening_photo, points_on_server
from tests.browsers.engines import Engine
from tests.support.browser import on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

WAIT_S = 60.0
#: The worker holds the release when it is ready and its cache holds the page.
READY = """
  return Promise.race([
    navigator.serviceWorker.ready.then((found) => Boolean(found.active)),
    new Promise((done) => setTimeout(() => done(false), 2000)),
  ]);
"""
#: The click is the app's own; only the window in which files are chosen is not opened.
TAP = """
  const word = arguments[0];
  const tile = [...document.querySelectorAll("label.tile")].find((one) => one.textContent.includes(word));
  const input = tile.querySelector("input");
  input.id = "chosen";
  tile.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  input.addEventListener("click", (event) => event.preventDefault(), { once: true });
  input.click();
"""
WITHOUT_PHOTO = """document.querySelector('#switch input[value="without"]').click();"""
TAP_BUTTON = """
  const word = arguments[0];
  const tile = [...document.querySelectorAll("button.tile")].find((one) => one.textContent.includes(word));
  if (!tile) return false;
  tile.click();
  return true;
"""
SAVED = """
  return [...document.querySelectorAll(".toast")].some((one) => one.textContent.includes(arguments[0]));
"""
ROWS = """
  return new Promise((done, failed) => {
    const asked = indexedDB.open("fieldapp");
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      const rows = asked.result.transaction("ops").objectStore("ops").getAll();
      rows.onsuccess = () => {
        asked.result.close();
        done(rows.result.map((op) => [op.state, op.photos.map((photo) => photo.state)]));
      };
    };
  });
"""
#: Every photo may leave now: its half minute is the owner's time, not the test's.
HOLD_IS_OVER = """
  return new Promise((done) => {
    const asked = indexedDB.open("fieldapp");
    asked.onsuccess = () => {
      const tx = asked.result.transaction("ops", "readwrite");
      const rows = tx.objectStore("ops").getAll();
      rows.onsuccess = () => {
        for (const op of rows.result) {
          op.settles_at = 0;
          for (const photo of op.photos) photo.leaves_at = 0;
          tx.objectStore("ops").put(op);
        }
      };
      tx.oncomplete = () => { asked.result.close(); done(true); };
    };
  });
"""


def until(what: str, holds: Callable[[], Any]) -> None:
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end, f"never came true: {what}"
        time.sleep(0.1)


def has_tiles(engine: Engine) -> bool:
    return bool(engine.run("return document.querySelectorAll('.tile').length > 3"))


@on_sqlite_only
def test_what_is_saved_without_a_server_is_there_after_a_reload_and_arrives_once(
    engine: Engine, live: LiveServer, world: World, tmp_path: Path
) -> None:
    joined = phones.join(world.tools, "BRUNNA", "127.0.0.1", "sv")
    assert joined is not None
    engine.go(f"{live.url}/health/live")
    engine.hold_cookie(session.PHONE, joined.token)
    engine.hold_cookie(session.LANGUAGE, "sv")
    engine.go(f"{live.url}/walk")
    until("the tiles are there", lambda: has_tiles(engine))
    until("the worker holds the release", lambda: engine.run(READY))

    live.stop()
    picture = tmp_path / "evening.jpg"
    picture.write_bytes(evening_photo(1600, 1200))
    engine.run(TAP, "Belysning")
    engine.choose_file("#chosen", picture)
    until("the lamp is saved", lambda: engine.run(SAVED, "Belysning"))
    engine.run(WITHOUT_PHOTO)
    until("the tiles save at once", lambda: engine.run(TAP_BUTTON, "Trafik"))
    until("the crossing is saved", lambda: engine.run(SAVED, "Trafik"))

    engine.go(f"{live.url}/walk")
    until("the app opens without a server", lambda: has_tiles(engine))
    until("both are still waiting", lambda: [state for state, _ in engine.run(ROWS)] == ["waiting"] * 2)

    live.start()
    engine.run(HOLD_IS_OVER)
    engine.go(f"{live.url}/walk")
    until("everything is sent", lambda: engine.run(ROWS) == [["sent", ["done"]], ["sent", []]])
    engine.go(f"{live.url}/walk")
    points = points_on_server(world)
    assert sorted(point.category for point in points) == ["BEL", "TRA"]
    [photo] = photos.live_of_observations([point.id for point in points])
    assert photo.state is PhotoState.STORED
