"""What a bad network does to a phone: each point is stored once, whatever was cut or answered."""

import time

import pytest
from playwright.sync_api import Route, expect

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
    inside,
    noisy_photo,
    ours,
    photo_states,
    standing,
    until,
)
from tests.support.browser import Watch, on_sqlite_only
from tests.support.world import World

pytestmark = on_sqlite_only


def test_f01_the_app_opens_offline_and_f02_what_is_saved_there_is_whole_after_a_reload(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)
    page.reload()
    is_ready(page)

    take_photo(page, "Belysning")
    until(page, "return (await (await m('queue/outbox.js')).acts())[0]?.photos[0].state === 'ready';")
    page.reload()
    is_ready(page)

    announced = [photo["sha256"] for op in acts(page) for photo in op["body"]["photos"]]
    stored = inside(
        page,
        """const { sha256 } = await m("lib/hash.js");
        const { acts, bytesOf } = await m("queue/outbox.js");
        const photos = (await acts()).flatMap((op) => op.photos);
        return Promise.all(photos.map(async ({ id }) => sha256(await bytesOf(id))));""",
    )
    assert announced == stored and len(stored) == 1
    assert standing(page)["why"] == "offline"
    hold_is_over(page)
    page.context.set_offline(False)
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1


def test_f03_what_never_left_stays_queued(open_phone: OpenPhone, world: World, watch: Watch) -> None:
    watch.expect("ERR_CONNECTION_RESET")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.route("**/sync/ops", lambda route: route.abort("connectionreset"))

    save_without_photo(page, "Trafik")
    until(page, "return (await m('queue/standing.js')).standing.why === 'silent';")
    assert [one["state"] for one in queue_of(page)] == ["waiting"]
    page.unroute("**/sync/ops")
    page.evaluate(KICK)
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1


def test_f04_a_photo_whose_receipt_was_lost_is_stored_once(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    page = open_phone()
    is_ready(page)
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if route.request.url in lost:
            route.fallback()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/sync/ops", lose_the_first)
    page.route("**/sync/photos/*", lose_the_first)
    take_photo(page, "Belysning")
    hold_is_over(page)
    page.evaluate(KICK)
    until(page, "return (await m('queue/standing.js')).standing.why === 'silent';")
    page.evaluate(KICK)
    everything_is_sent(page)

    assert len(lost) == 2
    assert len(points_on_server(world)) == 1


def test_f08_a_server_that_answers_nothing_and_stores_it_afterwards_stores_it_once(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.clock.install()
    page.reload()
    is_ready(page)
    held: list[Route] = []
    page.route("**/sync/ops", lambda route: held.append(route) if not held else route.fallback())

    save_without_photo(page, "Trafik")
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    page.clock.fast_forward(16_000)
    until(page, "return (await m('queue/standing.js')).standing.why === 'silent';")
    held[0].fetch()
    page.evaluate(KICK)
    everything_is_sent(page)

    assert queue_of(page)[0]["result"] == "duplicate"
    assert len(points_on_server(world)) == 1


def test_f09_a_thin_link_sends_each_range_once_and_says_how_far_it_is(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    ranges: list[str] = []
    waiting: list[str] = []

    def note(route: Route) -> None:
        ranges.append(route.request.headers["content-range"])
        waiting.append(route.request.headers["x-fieldapp-waiting"])
        route.fallback()

    page.route("**/sync/photos/*", note)
    slow = page.context.new_cdp_session(page)
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000},
    )
    take_photo(page, "Belysning", noisy_photo(1200, 900))
    inside(
        page,
        """const { stateOf } = await m("queue/states.js");
        const { acts } = await m("queue/outbox.js");
        const { hear } = await m("queue/news.js");
        window.told = [];
        hear("status", async () => { const [op] = await acts(); if (op) window.told.push(stateOf(op)); });""",
    )
    hold_is_over(page)
    page.evaluate(KICK)
    everything_is_sent(page)

    assert len(ranges) == len(set(ranges)) >= 2
    assert waiting[0] == "1" and waiting[-1] == "0"
    told = page.evaluate("window.told")
    assert any(one["state"] == "sending" and 0 < one["sent"] < one["total"] for one in told)
    assert len(points_on_server(world)) == 1


@pytest.mark.parametrize(
    ("status", "after", "why"),
    [(500, "", "server"), (502, "", "server"), (503, "2", "busy"), (429, "2", "busy"), (507, "", "server")],
)
def test_f10_a_server_that_is_ill_or_busy_is_asked_again_not_before_it_said(
    open_phone: OpenPhone, world: World, watch: Watch, status: int, after: str, why: str
) -> None:
    watch.expect(f"status of {status}")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    moments: list[float] = []
    page.on(
        "request", lambda request: moments.append(time.monotonic()) if "/sync/hello" in request.url else None
    )
    with answers(page, "**/sync/hello*", *[{"status": status, "headers": ours(after), "json": {}}] * 1):
        save_without_photo(page, "Trafik")
        until(page, "return (await m('queue/standing.js')).standing.why === argument;", why)
        asked = len(moments)
        page.evaluate(KICK)
        everything_is_sent(page)

    if after:
        assert moments[asked] - moments[asked - 1] >= float(after) - 0.1
    assert len(points_on_server(world)) == 1


def test_f10_a_photo_that_has_to_wait_lets_the_next_one_pass(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("status of 503")
    page = open_phone()
    is_ready(page)
    busy = {"status": 503, "headers": ours("1"), "json": {"code": "decoder-busy"}}
    take_photo(page, "Belysning")
    take_photo(page, "Trafik")
    with answers(page, "**/sync/photos/*", busy) as asked:
        hold_is_over(page)
        page.evaluate(KICK)
        everything_is_sent(page)

    assert len(asked) == 3 and asked[0] == asked[2] != asked[1]


def test_f11_a_photo_that_never_gets_an_answer_lets_the_next_one_pass(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("ERR_CONNECTION_RESET")
    page = open_phone()
    is_ready(page)
    take_photo(page, "Belysning")
    take_photo(page, "Trafik")
    asked: list[str] = []

    def never(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url == asked[0]:
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route("**/sync/photos/*", never)
    hold_is_over(page)
    page.evaluate(KICK)
    until(
        page,
        """const all = (await (await m('queue/outbox.js')).acts()).flatMap((op) => op.photos);
        return all[1].state === 'done';""",
    )
    assert photo_states(page) == ["ready", "done"]
    assert asked.count(asked[0]) == 2


def test_a_browser_that_is_stuck_on_offline_still_sends_within_five_minutes(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    without_photo(page)
    save_without_photo(page, "Belysning")
    hold_is_over(page)
    page.evaluate(KICK)
    until(page, "return (await m('queue/standing.js')).standing.why === 'offline';")
    assert len(points_on_server(world)) == 0

    page.evaluate("{ const now = performance.now() + 301000; performance.now = () => now; }")
    page.evaluate(KICK)
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1


@pytest.mark.parametrize("status", [200, 302])
@pytest.mark.parametrize("where", ["hello*", "ops", "photos/*"])
def test_f11_and_f12_another_networks_page_or_its_redirect_is_no_answer(
    open_phone: OpenPhone, world: World, status: int, where: str
) -> None:
    page = open_phone()
    is_ready(page)
    headers = {"Location": "/login"} if status == 302 else {}
    page.route(
        f"**/sync/{where}",
        lambda route: route.fulfill(
            status=status, headers=headers, content_type="text/html", body="<p>Hotell</p>"
        ),
    )
    take_photo(page, "Belysning")
    hold_is_over(page)
    page.evaluate(KICK)
    until(page, "return (await m('queue/standing.js')).standing.why === 'elsewhere';")
    assert any(one["state"] != "done" for op in acts(page) for one in op["photos"])

    page.unroute(f"**/sync/{where}")
    page.evaluate(KICK)
    everything_is_sent(page)
    assert len(points_on_server(world)) == 1


def test_f13_a_phone_that_lost_its_walk_goes_on_and_sends_when_it_is_back(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    cookies = page.context.cookies()
    page.context.clear_cookies()

    save_without_photo(page, "Trafik")
    expect(page.locator("#status")).to_contain_text("1 väntar")
    until(page, "return (await m('queue/standing.js')).standing.now === 'signed-out';")
    save_without_photo(page, "Belysning")
    page.context.add_cookies([{**one, "url": None} for one in cookies])
    page.evaluate(KICK)
    everything_is_sent(page)

    assert len(points_on_server(world)) == 2


def test_f16_one_act_sent_by_five_at_once_is_one_point_with_five_equal_answers(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.set_offline(True)
    save_without_photo(page, "Trafik")
    bodies = [one["body"] for one in acts(page)]
    actor = acts(page)[0]["actor"]
    page.context.set_offline(False)

    found = inside(
        page,
        """const { post } = await m("queue/transport.js");
        const batch = { proto: 1, client_now: Date.now(), boot_id: "b", mono_ms: 1, ...argument };
        return Promise.all([1, 2, 3, 4, 5].map(() => post("/sync/ops", batch, 0)));""",
        {"actor": actor, "ops": bodies},
    )

    results = [one["data"]["results"][0] for one in found]
    assert {one["result"] for one in results} <= {"applied", "duplicate"}
    assert len({one["rev"] for one in results}) == 1
    assert len(points_on_server(world)) == 1
    page.evaluate(KICK)
    everything_is_sent(page)
