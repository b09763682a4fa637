"""Nothing is lost and nothing is doubled: three points without coverage are three on the server, once."""

from playwright.sync_api import Route, expect

from fieldapp.store import photos
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
from tests.browser.conftest import OpenPhone
from tests.support.browser import Watch, on_sqlite_only
from tests.support.world import World

OFFLINE = "ERR_INTERNET_DISCONNECTED"


def test_three_points_noted_offline_arrive_once_each(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone()
    is_ready(page)
    page.context.set_offline(True)

    take_photo(page, "Belysning")
    without_photo(page)
    save_without_photo(page, "Trafik")
    page.context.clear_permissions()
    page.reload()
    is_ready(page)
    save_without_photo(page, "Klotter")
    expect(page.locator("#status")).to_contain_text("3 väntar på täckning")
    expect(page.locator("#tabs")).to_contain_text("Mina 3")
    page.reload()
    is_ready(page)
    expect(page.locator("#status")).to_contain_text("3 väntar på täckning")

    hold_is_over(page)
    page.context.set_offline(False)
    everything_is_sent(page)
    page.reload()
    everything_is_sent(page)

    points = points_on_server(world)
    assert sorted(point.category for point in points) == ["BEL", "KLO", "TRA"]
    where = {point.category: point.lat for point in points}
    assert where["BEL"] is not None and where["KLO"] is None
    [photo] = photos.live_of_observations([point.id for point in points])
    assert photo.state is PhotoState.STORED


@on_sqlite_only
def test_the_app_opens_offline_after_the_first_visit_in_the_language_that_was_shown(
    open_phone: OpenPhone, watch: Watch
) -> None:
    watch.expect(OFFLINE)
    page = open_phone("/walk?lang=fi")
    is_ready(page)
    page.context.set_offline(True)

    for address, language in (
        ("/walk", "fi"),
        ("/walk/whatever", "fi"),
        ("/walk?lang=en", "en"),
        ("/walk", "en"),
    ):
        page.goto(page.url.split("/walk")[0] + address)
        page.locator(".tile").first.wait_for()
        expect(page.locator("html")).to_have_attribute("lang", language)

    page.goto(page.url.split("/walk")[0] + "/walk?lang=sv")
    expect(page.locator(".tile").first).to_have_text("Det här är bra")
    page.locator("#tabs a", has_text="Trygghet").click()
    expect(page.get_by_text("Hur trygg känner du dig här?")).to_be_visible()


@on_sqlite_only
def test_two_tabs_do_not_send_anything_twice(open_phone: OpenPhone, world: World) -> None:
    first = open_phone()
    is_ready(first)
    second = first.context.new_page()
    second.goto(first.url)
    is_ready(second)
    sent: list[str] = []
    first.context.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    take_photo(first, "Belysning")
    hold_is_over(first)
    for page in (first, second):
        page.evaluate("dispatchEvent(new Event('online'))")

    everything_is_sent(first)
    everything_is_sent(second)

    assert len(points_on_server(world)) == 1
    assert len(sent) == len(set(sent)) == 1


@on_sqlite_only
def test_an_answer_that_gets_lost_makes_no_second_point(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("ERR_FAILED|ERR_CONNECTION")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    lost: list[str] = []

    def lose_the_first(route: object) -> None:
        from playwright.sync_api import Route

        assert isinstance(route, Route)
        if lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route("**/sync/ops", lose_the_first)
    save_without_photo(page, "Trafik")
    everything_is_sent(page)

    assert lost
    assert len(points_on_server(world)) == 1


@on_sqlite_only
def test_a_page_of_another_network_is_not_taken_for_an_answer(open_phone: OpenPhone, world: World) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.route(
        "**/sync/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Hotell</p>")
    )

    save_without_photo(page, "Trafik")
    expect(page.locator("#status")).to_contain_text("1 väntar på täckning")
    page.unroute("**/sync/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(page)

    assert len(points_on_server(world)) == 1


@on_sqlite_only
def test_a_batch_that_is_refused_as_a_whole_is_sent_act_by_act(
    open_phone: OpenPhone, world: World, watch: Watch
) -> None:
    watch.expect("422")
    page = open_phone()
    is_ready(page)
    without_photo(page)
    page.context.set_offline(True)
    watch.expect(OFFLINE)
    save_without_photo(page, "Belysning")
    save_without_photo(page, "Trafik")

    def refuse_many(route: Route) -> None:
        if len((route.request.post_data_json or {})["ops"]) == 1:
            route.continue_()
            return
        refusal = {"code": "not-json", "field": "body"}
        route.fulfill(status=422, json=refusal, headers={"X-Fieldapp": "1"})

    page.route("**/sync/ops", refuse_many)
    page.context.set_offline(False)
    everything_is_sent(page)

    assert sorted(point.category for point in points_on_server(world)) == ["BEL", "TRA"]
