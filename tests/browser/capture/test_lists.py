"""What a phone reads: own points with answers, the walk's points, and where the leader says we are."""

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import expect

from fieldapp.domain.actors import Role
from fieldapp.domain.ids import new_id
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.store import observations, participants, ratings
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.participants import Participant
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import Walk
from tests.browser.capture.phone import (
    everything_is_sent,
    is_ready,
    points_on_server,
    save_without_photo,
    without_photo,
)
from tests.browser.conftest import OpenPhone
from tests.support.answered import mend_lamp
from tests.support.browser import on_sqlite_only
from tests.support.live_server import LiveServer
from tests.support.world import World

pytestmark = on_sqlite_only
KICK = "dispatchEvent(new Event('online'))"


def add_point(world: World, text: str, **how: object) -> UUID:
    """A point of another phone in the walk."""
    other = world.add_phone(world.walk_id)
    now = world.tools.clock.now()
    with unit_of_work() as work:
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.last_point_number += 1
        point = Observation(
            id=new_id(),
            walk_id=walk.id,
            number=walk.last_point_number,
            participant_id=other.id,
            category="VAX",
            text=text,
            stop_id=world.stop_ids()[0],
            observed_at=now,
            received_at=now,
            **how,
        )
        work.add(point)
        work.flush()
        point.rev = next_rev()
    return point.id


def test_the_answer_stands_as_a_quotation_with_who_said_it_and_when(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)
    save_without_photo(page, "Belysning")
    everything_is_sent(page)
    [point] = points_on_server(world)
    mend_lamp(world, point.id, "BRU-2026-2-01", world.tools.clock.now() - timedelta(days=1))

    page.locator("#tabs a", has_text="Mina").click()
    page.evaluate(KICK)

    card = page.locator(".point")
    expect(card.get_by_text("Klart")).to_be_visible()
    expect(card.locator("blockquote")).to_contain_text("Lamporna är bytta, och platsen är ljus igen.")
    expect(card.locator("blockquote footer")).to_contain_text("Gata och park")
    expect(page.get_by_text("1 av 1 har svar.")).to_be_visible()


def test_words_of_others_are_shown_when_they_were_released(open_phone: OpenPhone, world: World) -> None:
    add_point(world, "Hemligt ännu")
    add_point(world, "Buskarna skymmer", released_at=world.tools.clock.now())
    page = open_phone()
    is_ready(page)

    page.locator("#tabs a", has_text="Alla").click()

    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator(".rows")).to_contain_text("Buskarna skymmer")
    expect(page.locator(".rows")).not_to_contain_text("Hemligt")


def test_agreeing_is_one_tap_and_can_be_taken_back(open_phone: OpenPhone, world: World) -> None:
    point = add_point(world, "Buskarna skymmer")
    page = open_phone()
    is_ready(page)
    page.locator("#tabs a", has_text="Alla").click()
    agree = page.get_by_role("button", name="Jag håller med")

    agree.click()
    expect(agree).to_have_attribute("aria-pressed", "true")
    everything_is_sent(page)
    page.reload()
    expect(agree).to_have_attribute("aria-pressed", "true")
    agree.click()
    expect(agree).to_have_attribute("aria-pressed", "false")
    everything_is_sent(page)

    db.session.rollback()
    assert observations.agree_counts([point]) == {}


def test_a_leader_releases_points_and_says_where_we_are(open_phone: OpenPhone, world: World) -> None:
    point = add_point(world, "Buskarna skymmer")
    walker, leader = open_phone("/"), open_phone("/")
    walker.goto(walker.url + "walk")
    is_ready(walker)
    with unit_of_work():
        newest = max(
            db.session.query(Participant).filter_by(walk_id=world.walk_id), key=lambda one: one.id.int
        )
        newest.role = Role.LEADER
    leader.goto(leader.url + "walk")
    is_ready(leader)
    leader.locator("#tabs a", has_text="Alla").click()

    leader.get_by_role("button", name="Släpp").click()
    expect(leader.get_by_text("Visas")).to_be_visible()
    leader.get_by_role("button", name="Här är vi: stopp 2").click()
    expect(leader.locator("#title")).to_contain_text("Alla punkter")
    everything_is_sent(leader)

    walker.evaluate(KICK)
    expect(walker.locator("#title")).to_contain_text("stopp 2 av 3")
    db.session.rollback()
    row = by_key(Observation, point)
    assert row is not None and row.released_at is not None


def test_felt_safety_is_saved_at_once_and_changed_until_the_end(open_phone: OpenPhone, world: World) -> None:
    page = open_phone()
    is_ready(page)
    page.locator("#tabs a", has_text="Trygghet").click()

    page.get_by_role("group", name="Dagtid").get_by_text("Ganska trygg").click()
    page.get_by_role("group", name="När det är mörkt").get_by_text("Mycket otrygg").click()
    expect(page.get_by_text("Sparat. Du kan ändra tills vandringen är slut.")).to_be_visible()
    page.get_by_role("group", name="Dagtid").get_by_text("Mycket trygg").click()
    everything_is_sent(page)
    page.reload()
    expect(page.get_by_role("group", name="Dagtid").get_by_role("radio", name="Mycket trygg")).to_be_checked()

    db.session.rollback()
    stop = world.stop_ids()[0]
    assert ratings.counts_of_walk(world.walk_id) == {(stop, "day", 1): 1, (stop, "dark", 4): 1}


def test_another_stop_is_chosen_in_the_menu_and_the_next_point_belongs_to_it(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    without_photo(page)

    page.locator("#menu-button").click()
    page.get_by_role("dialog").get_by_role("button", name="Hagnäsvägen").click()
    expect(page.locator("#place")).to_have_text("Hagnäsvägen")
    save_without_photo(page, "Trafik")
    everything_is_sent(page)

    [point] = points_on_server(world)
    assert point.stop_id == world.stop_ids()[1]


def test_a_walk_that_is_over_says_that_points_come_late(open_phone: OpenPhone, world: World) -> None:
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.state, walk.rev = WalkStatus.CLOSING, next_rev()

    page = open_phone()
    is_ready(page)

    expect(page.get_by_text("Vandringen är slut. Det du sparar nu kommer med som sent.")).to_be_visible()


def test_leaving_the_walk_forgets_it_and_shows_the_field_for_a_code(
    open_phone: OpenPhone, world: World
) -> None:
    page = open_phone()
    is_ready(page)
    assert participants.phone_count(world.walk_id) == 1
    db.session.rollback()

    page.locator("#menu-button").click()
    page.get_by_role("button", name="Lämna vandringen").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Lämna", exact=True).click()

    expect(page.get_by_label("Vandringens kod")).to_be_visible()


def test_a_page_inside_another_app_says_how_to_get_out(open_phone: OpenPhone, live: LiveServer) -> None:
    page = open_phone(None)
    page.add_init_script(
        "Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 Instagram 300.0' })"
    )

    page.goto(live.url + "/walk")

    expect(page.get_by_text("Välj Öppna i webbläsaren i appens meny")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(open_phone: OpenPhone, live: LiveServer) -> None:
    page = open_phone(None)
    page.add_init_script(
        "indexedDB.open = () => { throw new DOMException('no storage here', 'SecurityError'); }"
    )

    page.goto(live.url + "/walk")

    expect(page.get_by_text("Webbläsaren kan inte spara något här.")).to_be_visible()
