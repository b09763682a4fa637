"""What becomes of a photo that was refused, painted over or did not fit: nobody waits in vain."""

import pytest
from playwright.sync_api import Page, expect

from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store import photos
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from tests.browser.capture.phone import (
    as_file,
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
from tests.crash.phone.inside import KICK, OFFLINE, acts, change_acts, inside, noisy_photo, until
from tests.crash.phone.test_full import NO_ROOM
from tests.support.browser import Watch, on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only
#: A painted photo in place of the first one of the first act.
PAINT = """const { replacePhoto } = await m("queue/pictures.js");
  const { sha256 } = await m("lib/hash.js");
  const { newId } = await m("lib/ids.js");
  const { acts, bytesOf } = await m("queue/outbox.js");
  const [op] = await acts();
  const bytes = await bytesOf(op.photos[0].id);
  const hash = await sha256(bytes);
  const photo = { id: newId(), bytes, type: "image/jpeg", sha256: hash, leavesAt: 0 };
  await replacePhoto(op.id, op.photos[0].id, photo);"""
SENT = "return (await (await m('queue/outbox.js')).acts())[0].state === 'sent';"
STUCK = "return (await (await m('queue/outbox.js')).acts()).some((op) => op.state === 'attention');"
IS_SMALL = "return (await (await m('queue/outbox.js')).acts())[0].photos[0].state === 'ready';"


def kick(page: Page) -> None:
    hold_is_over(page)
    page.evaluate(KICK)


def states_on_server(world: World) -> list[str]:
    [point] = points_on_server(world)
    found = sorted(photo.state.value for photo in photos.live_of_observations([point.id]))
    # An open read would keep the server from writing.
    db.session.rollback()
    return found


def test_f24_of_a_lost_photo_that_is_thrown_away_the_server_is_told(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    until(page, IS_SMALL)
    inside(
        page,
        """const { write } = await m("queue/database.js");
        await write(["ops", "photos"], async ({ ops, photos }) => {
          await photos.clear();
          for (const op of await ops.getAll()) await ops.put({ ...op, settles_at: 0 });
        });""",
    )
    kick(page)
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].photos[0].state === 'refused';")
    assert states_on_server(world) == ["expected"]

    inside(page, "await (await m('queue/again.js')).throwAway(argument);", acts(page)[0]["id"])
    page.evaluate(KICK)
    everything_is_sent(page)
    assert states_on_server(world) == []


@pytest.mark.parametrize("kind", ["photo.replace", "photo.remove"])
def test_f15_what_follows_a_point_that_is_sent_again_names_its_photo_by_the_new_id(
    open_phone: OpenPhone, world: World, watch: Watch, kind: str
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    take_photo(page, "Belysning")
    until(page, IS_SMALL)
    change_acts(page, "op.body.payload.category = 'NO-SUCH';")
    page.context.set_offline(False)
    kick(page)
    until(page, STUCK)
    if kind == "photo.replace":
        inside(page, PAINT)
    else:
        inside(
            page,
            """const { acts, addAct } = await m("queue/outbox.js");
            const [op] = await acts();
            await addAct("photo.remove", op.entity, { photo: op.photos[0].id });""",
        )
    refused = acts(page)[0]["id"]
    inside(page, "return (await m('queue/again.js')).sendAgain(argument, { category: 'BEL' });", refused)
    kick(page)
    everything_is_sent(page)
    assert states_on_server(world) == (["stored"] if kind == "photo.replace" else [])


def is_dealt_with(world: World) -> None:
    """Somebody at the desk has decided on the point meanwhile."""
    [point] = points_on_server(world)
    point_id = point.id
    db.session.rollback()
    with unit_of_work():
        row = by_key(Observation, point_id)
        assert row is not None
        row.state = ObservationStatus.PRAISE


def test_a_painted_photo_comes_in_place_of_a_first_that_never_came_also_when_it_is_late(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    until(page, IS_SMALL)
    page.route("**/sync/photos/*", lambda route: route.abort("internetdisconnected"))
    change_acts(page, "op.settles_at = 0;")
    page.evaluate(KICK)
    until(page, SENT)
    is_dealt_with(world)
    inside(page, PAINT)
    page.unroute("**/sync/photos/*")
    kick(page)
    everything_is_sent(page)
    assert states_on_server(world) == ["stored"], "nobody waits for the first"


def test_a_painted_photo_that_comes_too_late_is_said_and_goes_beside_the_first(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    kick(page)
    everything_is_sent(page)
    is_dealt_with(world)
    inside(page, PAINT)
    page.evaluate(KICK)
    until(page, STUCK)
    page.locator("#tabs a", has_text="Mina").click()

    list_ = page.get_by_role("region", name="Behöver åtgärd")
    expect(list_).to_contain_text("Om den första bilden hann fram ligger den kvar hos oss utan övermålning.")
    db.session.rollback()
    list_.get_by_role("button", name="Skicka igen").click()
    expect(list_).to_have_count(0)
    kick(page)
    everything_is_sent(page)
    assert states_on_server(world) == ["stored", "stored"]


def test_f21_a_picture_added_on_a_full_phone_is_said_and_no_empty_act_is_left(open_phone: OpenPhone) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    save_without_photo(page, "Belysning")
    before = [act["id"] for act in queue_of(page)]
    page.get_by_role("button", name="Mer", exact=True).click()
    page.evaluate(NO_ROOM, 200_000)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Lägg till bild").click()
    chooser.value.set_files([as_file(noisy_photo(1600, 1200))])

    expect(page.locator("#notices")).to_contain_text("Telefonen är full, så bilden fick inte plats.")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert [act["id"] for act in queue_of(page)] == before
