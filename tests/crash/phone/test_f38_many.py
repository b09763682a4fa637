"""A long evening without coverage: two hundred points go in one round, one photo at a time in the memory."""

import io
import os
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Request

from tests.browser.capture.phone import is_ready, points_on_server
from tests.browser.conftest import OpenPhone
from tests.crash.phone.inside import OFFLINE, inside, until
from tests.support.browser import Watch, on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only
#: Each photo costs the server a decoder of its own: all 300 are sent in `make crash`, else a tenth of them.
POINTS, PHOTOS = 200, 300 if "FIELDAPP_LONG" in os.environ else 30
#: As the screen stores them, but without a hand for each tap.
NOTE = """
const { makeAct, add } = await m("queue/outbox.js");
const { newId } = await m("lib/ids.js");
const { sha256 } = await m("lib/hash.js");
for (let number = 0; number < argument.points; number += 1) {
  const photos = [];
  for (let photo = number; photo < argument.photos.length; photo += argument.points) {
    const bytes = Uint8Array.from(argument.photos[photo]).buffer;
    photos.push({ id: newId(), bytes, type: "image/jpeg", sha256: await sha256(bytes) });
  }
  const payload = {
    walk: argument.walk, stop: null, category: "BEL", subcategory: null, text: `Punkt ${number}`,
    suggestion: "", severity: null,
    sensitive: false, for_other: false, lang: "sv", position: null, stretch_to: null,
  };
  await add(makeAct("observation.create", newId(), payload, { photos }), photos);
}
"""
#: From now on: how many photos' bytes are asked for at once, and whether ever all of them.
COUNT_READINGS = """
const { get, getAll } = IDBObjectStore.prototype;
window.readings = { now: 0, most: 0, all: 0 };
IDBObjectStore.prototype.get = function (...given) {
  const request = get.apply(this, given);
  if (this.name === "photos") {
    window.readings.most = Math.max(window.readings.most, ++window.readings.now);
    request.addEventListener("success", () => (window.readings.now -= 1));
  }
  return request;
};
IDBObjectStore.prototype.getAll = function (...given) {
  if (this.name === "photos") window.readings.all += 1;
  return getAll.apply(this, given);
};
"""
NOTHING_WAITS = """
const { acts } = await m("queue/outbox.js");
const isThere = (op) => op.state === "sent" && op.photos.every((photo) => photo.state === "done");
return (await acts()).every(isThere);
"""


def small_photo(number: int) -> list[int]:
    data = io.BytesIO()
    Image.new("RGB", (160, 120), (number % 256, 90 + number // 256, 40)).save(data, "JPEG")
    return list(data.getvalue())


def note_all(page: Page, world: World) -> None:
    photos = [small_photo(number) for number in range(PHOTOS)]
    inside(page, NOTE, {"points": POINTS, "photos": photos, "walk": str(world.walk_id)})


def test_f38_two_hundred_points_leave_in_few_rounds_one_photo_at_a_time(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    note_all(page, world)
    inside(page, COUNT_READINGS)
    asked: list[str] = []
    sending: dict[str, Any] = {"now": 0, "most": 0}

    def begun(request: Request) -> None:
        asked.append(request.url.rsplit("/sync/", 1)[-1].split("?")[0])
        if request.method == "PUT":
            sending["now"] += 1
            sending["most"] = max(sending["most"], sending["now"])

    def ended(request: Request) -> None:
        sending["now"] -= request.method == "PUT"

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)
    page.context.set_offline(False)
    # A phone in a pocket hears of the network again and again: no reason to begin anew.
    page.evaluate("setInterval(() => dispatchEvent(new Event('online')), 100)")
    until(page, NOTHING_WAITS, tries=300 + 20 * PHOTOS)

    assert len(points_on_server(world)) == POINTS
    assert asked.count("ops") == POINTS / 20
    assert sum(one.startswith("photos/") for one in asked) == PHOTOS
    assert asked.index("ops") < [one.startswith("photos/") for one in asked].index(True)
    until_photos = asked[: len(asked) - [one.startswith("photos/") for one in reversed(asked)].index(True)]
    assert until_photos.count("hello") == 1, "one round sends all"
    assert sending["most"] == 1
    assert page.evaluate("window.readings") == {"now": 0, "most": 1, "all": 0}
