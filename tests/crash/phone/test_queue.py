"""What stands still stops nobody else, and one page alone sends: poison, tabs, people, old receipts."""

import json
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Route, expect

from fieldapp.services import phones
from fieldapp.web import session
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
    answers,
    bytes_kept,
    change_acts,
    inside,
    ours,
    photo_states,
    until,
)
from tests.support.browser import Watch, on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only


def two_points_offline(page: Page) -> None:
    is_ready(page)
    without_photo(page)
    page.context.set_offline(True)
    save_without_photo(page, "Belysning")
    save_without_photo(page, "Trafik")


def test_f14_a_server_with_another_secret_takes_the_queue_all_the_same(
    open_phone: OpenPhone, world: World, live: LiveServer, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    two_points_offline(page)
    live.app.config["SECRET_KEY"] = "another secret, as after a restore of the settings"
    live.restart()

    page.context.set_offline(False)
    page.evaluate(KICK)
    everything_is_sent(page)
    assert len(points_on_server(world)) == 2


def test_f15_what_is_refused_comes_to_people_is_corrected_and_sent_as_a_new_act(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    two_points_offline(page)
    change_acts(page, "if (op.body.payload.category === 'BEL') op.body.payload.category = 'NO-SUCH';")

    page.context.set_offline(False)
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts()).every((op) => op.state !== 'waiting');")

    refused, sent = acts(page)
    assert (refused["state"], sent["state"]) == ("attention", "sent")
    assert refused["code"] and len(points_on_server(world)) == 1
    summary = inside(page, "return (await m('queue/states.js')).summary();")
    assert (summary["acts"], summary["attention"]) == (0, 1)
    # What is changed meanwhile waits behind it, and goes after it.
    inside(page, "await (await m('queue/outbox.js')).amend(argument, { text: 'mörkt' });", refused["entity"])
    assert inside(
        page, "return (await m('queue/again.js')).sendAgain(argument, { category: 'BEL' });", refused["id"]
    )
    everything_is_sent(page)

    points = points_on_server(world)
    assert sorted(point.category for point in points) == ["BEL", "TRA"]
    assert {point.text for point in points} == {"", "mörkt"}


def test_f15_what_is_refused_is_in_the_exported_file_and_thrown_away_only_when_said(
    open_phone: OpenPhone, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    take_photo(page, "Belysning")
    change_acts(page, "op.body.payload.category = 'NO-SUCH';")

    with page.expect_download() as download:
        told = inside(page, "return (await m('queue/exported.js')).exportQueue();")

    assert (told["how"], told["acts"], told["photos"]) == ("downloaded", 1, 1)
    with zipfile.ZipFile(download.value.path()) as file:
        assert file.namelist()[0] == "queue.json"
        head = json.loads(file.read("queue.json"))
        [op] = head["ops"]
        [photo] = op["body"]["photos"]
        assert len(file.read(f"photos/{photo['id']}")) == photo["bytes"]
    assert {name: head[name] for name in ("format", "v", "proto", "app")} == {
        "format": "fieldapp-queue",
        "v": 1,
        "proto": 1,
        "app": "walk",
    }
    [act] = acts(page)
    assert (op["state"], op["body"], head["actor"]) == ("waiting", act["body"], act["actor"])
    assert act["tried"] is True
    page.context.set_offline(False)
    page.evaluate(KICK)
    until(
        page, "return (await (await m('queue/outbox.js')).acts()).every((one) => one.state === 'attention');"
    )
    assert bytes_kept(page) == 1
    inside(page, "await (await m('queue/again.js')).throwAway(argument);", act["id"])
    assert (queue_of(page), bytes_kept(page)) == ([], 0)


@pytest.mark.parametrize("status", [400, 409, 413, 422, 418])
def test_f15_a_batch_that_is_refused_is_sent_act_by_act_and_never_round_and_round(
    open_phone: OpenPhone, world: World, watch: Watch, status: int
) -> None:
    watch.expect(f"status of {status}|{OFFLINE}")
    page = open_phone()
    two_points_offline(page)
    first = acts(page)[0]["id"]
    asked: list[int] = []

    def refuse_with_the_first(route: Route) -> None:
        ops = (route.request.post_data_json or {})["ops"]
        asked.append(len(ops))
        if first in [one["id"] for one in ops]:
            route.fulfill(status=status, json={"code": "unreadable"}, headers=ours())
        else:
            route.fallback()

    page.route("**/sync/ops", refuse_with_the_first)
    page.context.set_offline(False)
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts()).every((op) => op.state !== 'waiting');")
    page.evaluate(KICK)
    page.wait_for_timeout(400)

    assert [one["state"] for one in acts(page)] == ["attention", "sent"]
    assert asked == [2, 1, 1]
    assert len(points_on_server(world)) == 1


def test_f15_an_act_that_the_server_stumbles_over_lets_the_others_pass(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(f"status of 500|{OFFLINE}")
    page = open_phone()
    two_points_offline(page)
    first = acts(page)[0]["id"]

    def stumble(route: Route) -> None:
        if first in (route.request.post_data or ""):
            route.fulfill(status=500, json={"code": "unforeseen"}, headers=ours())
        else:
            route.fallback()

    page.route("**/sync/ops", stumble)
    page.context.set_offline(False)
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts())[1].state === 'sent';")
    assert acts(page)[0]["state"] == "waiting"
    page.unroute("**/sync/ops")
    page.evaluate(KICK)
    everything_is_sent(page)
    assert len(points_on_server(world)) == 2


def test_f17_a_browser_without_locks_still_sends_each_range_once(open_phone: OpenPhone, world: World) -> None:
    page = open_phone(None)
    page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    page.close()
    page = open_phone()
    page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    page.reload()
    is_ready(page)
    assert page.evaluate("navigator.locks === undefined")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)

    take_photo(page, "Belysning")
    hold_is_over(page)
    for _ in range(5):
        page.evaluate(KICK)
    everything_is_sent(page)
    assert len(sent) == 1


def test_f17_of_two_tabs_that_send_at_once_each_range_goes_once(open_phone: OpenPhone, world: World) -> None:
    first = open_phone()
    is_ready(first)
    second = first.context.new_page()
    second.goto(first.url)
    is_ready(second)
    sent: list[str] = []
    first.context.on("request", lambda one: sent.append(one.url) if one.method == "PUT" else None)

    take_photo(first, "Belysning")
    hold_is_over(first)
    for page in (first, second) * 5:
        page.evaluate(KICK)
    everything_is_sent(first)
    assert (len(sent), len(points_on_server(world))) == (1, 1)


def test_f18_a_tab_that_crashed_while_it_sent_is_followed_by_the_other(
    open_phone: OpenPhone, world: World
) -> None:
    first = open_phone()
    is_ready(first)
    without_photo(first)
    held: list[Route] = []
    first.route("**/sync/ops", lambda route: held.append(route))
    save_without_photo(first, "Trafik")
    first.evaluate(KICK)
    for _ in range(100):
        if held:
            break
        first.wait_for_timeout(50)
    second = first.context.new_page()
    second.goto(first.url)
    is_ready(second)
    assert second.evaluate("navigator.locks.query().then((all) => all.held.length)") >= 1

    crash(first)
    first.close()
    second.evaluate(KICK)
    everything_is_sent(second)
    assert len(points_on_server(world)) == 1


def crash(page: Page) -> None:
    """The tab's process dies, as when the phone needs its memory."""
    with page.expect_event("crash"), suppress(PlaywrightError):
        page.goto("chrome://crash", timeout=3_000)


def test_f35_what_one_did_is_never_sent_as_another_and_goes_when_its_person_is_back(
    open_phone: OpenPhone, world: World, live: LiveServer, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    watch.expect("status of 403")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    own = page.context.cookies()
    page.context.set_offline(True)
    save_without_photo(page, "Trafik")
    page.context.set_offline(False)
    page.route("**/sync/ops", lambda route: route.abort())
    watch.expect("ERR_FAILED")
    other = phones.join(world.tools, "BRUNNA", "127.0.0.1", "sv")
    assert other is not None
    page.context.add_cookies(
        [{"name": session.PHONE, "value": other.token, "url": live.url, "sameSite": "Lax", "httpOnly": True}]
    )
    page.unroute("**/sync/ops")
    page.evaluate(KICK)
    until(page, "return (await m('queue/standing.js')).standing.now === 'other-actor';")
    save_without_photo(page, "Belysning")
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts())[1].state === 'sent';")

    mine, theirs = acts(page)
    summary = inside(page, "return (await m('queue/states.js')).summary();")
    assert summary["others"] == [{"actor": mine["actor"], "acts": 1, "photos": 0}]
    assert (mine["state"], summary["acts"]) == ("waiting", 0)
    assert [point.participant_id for point in points_on_server(world)] == [other.actor.id]
    assert not inside(page, "return (await m('queue/again.js')).sendAgain(argument);", mine["id"])
    page.context.add_cookies([{**one, "url": None} for one in own])
    page.evaluate(KICK)
    everything_is_sent(page)
    assert str(points_on_server(world)[1].participant_id) == mine["actor"] != theirs["actor"]


def test_f35_leaving_with_unsent_work_keeps_it_and_sending_first_sends_all(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    take_photo(page, "Belysning")
    inside(page, "await (await m('capture/photo.js')).finishPhotos();")

    assert inside(page, "return (await m('queue/leaving.js')).sendNow(5000);") == "unreachable"
    inside(page, "await (await m('queue/identity.js')).leave();")
    kept = inside(page, "return (await m('queue/database.js')).keysOf('thumbs');")
    assert (len(acts(page)), bytes_kept(page), len(kept)) == (1, 1, 1)
    page.context.set_offline(False)
    page.reload()
    is_ready(page)
    assert inside(page, "return (await m('queue/leaving.js')).sendNow(20000);") == "sent"
    assert (photo_states(page), len(points_on_server(world))) == (["done"], 1)


def test_f37_bytes_stay_a_day_after_their_receipt_and_go_again_to_a_server_that_lost_them(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    hold_is_over(page)
    page.evaluate(KICK)
    everything_is_sent(page)
    [act] = acts(page)
    assert (photo_states(page), bytes_kept(page)) == (["done"], 1)

    lost = {"ops": [act["id"]], "photos": [act["photos"][0]["id"]]}
    ask = "await (await m('queue/database.js')).keep('receipts_at', 0);"
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.method) if one.method == "PUT" else None)
    with answers(page, "**/sync/receipts*", {"status": 200, "headers": ours(), "json": lost}):
        inside(page, ask)
        page.evaluate(KICK)
        until(page, "return (await (await m('queue/outbox.js')).acts())[0].result === 'duplicate';")
        everything_is_sent(page)
    assert sent == ["PUT"]

    change_acts(page, "op.photos[0].done_at -= 25 * 3600e3;")
    inside(page, ask)
    page.evaluate(KICK)
    until(page, "return (await (await m('queue/outbox.js')).acts())[0].photos[0].freed === true;")
    assert (photo_states(page), bytes_kept(page)) == (["done"], 0)
    assert len(points_on_server(world)) == 1
    expect(page.locator("#status")).to_contain_text("Allt skickat")


PHOTO_FAULTS: dict[str, tuple[dict[str, Any], list[str], str]] = {
    "409": ({"status": 409, "json": {"code": "unlike-size"}}, ["refused", "done"], "unlike-size"),
    "422": ({"status": 422, "json": {"code": "no-picture"}}, ["refused", "done"], "no-picture"),
    "400": ({"status": 400, "json": {"code": "bad-range"}}, ["refused", "done"], "bad-range"),
    "back to the start": ({"status": 416, "json": {"offset": 0}}, ["done", "done"], ""),
    "a hash that was not": (
        {"status": 416, "json": {"code": "hash-mismatch", "offset": 0}},
        ["done"] * 2,
        "",
    ),
    "too large for a proxy": ({"status": 413, "json": {"code": "too-large"}}, ["done", "done"], ""),
    "no words": ({"status": 404, "json": {"code": "send-op-first"}}, ["ready", "done"], ""),
    "words that say nothing": ({"status": 200, "json": {}}, ["done", "done"], ""),
}


@pytest.mark.parametrize("fault", PHOTO_FAULTS)
def test_f33_a_photo_that_is_refused_or_starts_over_never_stops_the_next(
    open_phone: OpenPhone, world: World, watch: Watch, fault: str
) -> None:
    watch.expect("status of 4")
    answer, states, code = PHOTO_FAULTS[fault]
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    take_photo(page, "Trafik")
    with answers(page, "**/sync/photos/*", {**answer, "headers": ours()}):
        hold_is_over(page)
        page.evaluate(KICK)
        until(
            page,
            """const all = (await (await m('queue/outbox.js')).acts()).flatMap((op) => op.photos);
            return JSON.stringify(all.map((one) => one.state)) === argument
              && !(await m('queue/standing.js')).standing.isSending;""",
            json.dumps(states, separators=(",", ":")),
        )
    assert (acts(page)[0]["photos"][0].get("code") or "") == code
    if code:
        act = acts(page)[0]
        both = [act["id"], act["photos"][0]["id"]]
        inside(page, "await (await m('queue/again.js')).tryPhotoAgain(...argument);", both)
        everything_is_sent(page)
    assert len(points_on_server(world)) == 2
