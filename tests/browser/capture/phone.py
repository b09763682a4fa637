"""What tests do with a phone: tap a tile, take a picture, wait for the queue, read what the server has."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page

from fieldapp.store import observations
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from tests.support.world import World


def evening_photo(width: int = 2400, height: int = 1800) -> bytes:
    """A JPEG as a camera gives it, with a bright square in the upper left corner."""
    picture = Image.new("RGB", (width, height), (24, 32, 52))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, height * 2 // 3, width, height), fill=(70, 70, 74))
    draw.rectangle((0, 0, width // 4, height // 4), fill=(250, 230, 150))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=92)
    return data.getvalue()


def as_file(data: bytes, name: str = "image.jpg", kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}


def is_ready(page: Page) -> None:
    """The tiles are there, and the worker holds the release."""
    page.locator(".tile").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def take_photo(page: Page, tile: str, data: bytes | None = None, saved: str = "Sparad") -> None:
    """Tap the tile, and come back from the camera with a picture; `saved` is the phone's own word for it."""
    with page.expect_file_chooser() as chooser:
        page.locator(".tile", has_text=tile).click()
    chooser.value.set_files([as_file(data or evening_photo())])
    page.locator(".toast", has_text=f"{saved} · {tile}").wait_for()


def without_photo(page: Page) -> None:
    page.get_by_text("Utan bild", exact=True).click()
    page.locator("button.tile").first.wait_for()


def save_without_photo(page: Page, tile: str) -> None:
    page.locator("button.tile", has_text=tile).click()
    page.locator(".toast", has_text=f"Sparad · {tile}").wait_for()


def hold_is_over(page: Page) -> None:
    """Let every photo leave now: its half minute is the owner's time, not the test's."""
    page.evaluate(
        """async () => {
          const db = await new Promise((done) => {
            const asked = indexedDB.open("fieldapp");
            asked.onsuccess = () => done(asked.result);
          });
          const tx = db.transaction("ops", "readwrite");
          const ops = await new Promise((done) => {
            const asked = tx.objectStore("ops").getAll();
            asked.onsuccess = () => done(asked.result);
          });
          for (const op of ops) {
            op.settles_at = 0;
            for (const photo of op.photos) photo.leaves_at = 0;
            tx.objectStore("ops").put(op);
          }
          await new Promise((done) => (tx.oncomplete = done));
          db.close();
        }"""
    )


def queue_of(page: Page) -> list[dict[str, object]]:
    """The acts that the phone holds, oldest first."""
    return rows_of(page, "ops")


def rows_of(page: Page, store: str) -> list[dict[str, object]]:
    """What the phone keeps in one of its stores."""
    found: list[dict[str, object]] = page.evaluate(f"({_ROWS})({store!r})")
    return found


_ROWS = """(store) => new Promise((done) => {
  const asked = indexedDB.open("fieldapp");
  asked.onsuccess = () => {
    const rows = asked.result.transaction(store).objectStore(store).getAll();
    rows.onsuccess = () => { asked.result.close(); done(rows.result); };
  };
})"""


def everything_is_sent(page: Page) -> None:
    """The queue is empty; what a tap began a moment ago is waited for by its own sign on the screen."""
    last: list[dict[str, object]] = []
    for _ in range(300):
        last = [one for one in queue_of(page) if not _is_sent(one)]
        if not last:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"still waiting: {last}")


def _is_sent(act: dict[str, Any]) -> bool:
    return act["state"] == "sent" and all(one["state"] in ("done", "dropped") for one in act["photos"])


def points_on_server(world: World) -> Sequence[Observation]:
    """The walk's points as the database holds them now, by number."""
    db.session.rollback()
    found = observations.of_walk(world.walk_id)
    # Nothing stays open: a reader that lingers keeps the server from writing.
    db.session.expunge_all()
    db.session.rollback()
    return found
