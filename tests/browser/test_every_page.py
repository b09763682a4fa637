"""Every page of the demo, for everybody: in each language and theme, on narrow and wide, with large text.

Structure, words and widths are looked at in all three languages. Colours are looked at in Swedish, in both
themes: no stylesheet asks for the language (test_looks.py), so they are the same in the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from fieldapp.app import create_app
from fieldapp.domain.actors import Role
from fieldapp.services import demo, demo_doors, phones, sign_in
from fieldapp.services.demo import pictures
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.upgrading import upgrade
from fieldapp.store import people
from fieldapp.store.db import db
from fieldapp.web import session
from tests.browser.every_page import ANYONE, NOT_PAGES, PHONE, Place, every_page, not_listed
from tests.conftest import settings_for
from tests.support.browser import (
    COLOURS,
    Watch,
    axe_findings,
    desk_context,
    large_text,
    phone_context,
    sideways,
)
from tests.support.clock import RunningClock
from tests.support.live_server import LiveServer

EVERYBODY = (
    ANYONE,
    PHONE,
    Role.COORDINATOR,
    Role.ADMIN,
    Role.LEADER,
    Role.PARTNER,
    Role.BOARD,
    Role.CREW,
    Role.SUPERVISOR,
)
NARROW, PHONE_WIDTH, WIDE = 320, 390, 1440
#: What a page that its scripts fill shows when it is there.
FILLED = {
    "capture.shell": "#outside:visible, .tile:visible, section[data-tab]:visible > *:visible",
    "crew.shell": ".ticket-card",
    "crew.ticket": ".ticket-title",
}
#: The innermost element whose right edge is the page's.
WIDEST = """() => {
  const page = document.documentElement.scrollWidth;
  const isOut = (one) => Math.ceil(one.getBoundingClientRect().right) >= page;
  const one = [...document.body.querySelectorAll("*")].filter(isOut).at(-1);
  return one ? `<${one.localName} class="${one.className}"> ${one.textContent.trim().slice(0, 40)}` : "?";
}"""


@dataclass(frozen=True)
class Demo:
    app: Flask
    tools: Toolbox
    server: LiveServer
    places: list[Place]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, loaded once for tests that only read, and a server over it."""
    folder = tmp_path_factory.mktemp("every-page")
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'fieldapp.db'}"), RunningClock())
    with app.app_context():
        upgrade()
        tools: Toolbox = app.extensions["fieldapp.toolbox"]
        assert demo.load(tools, size=pictures.SMALL)
        places = every_page(tools)
        db.session.rollback()
        server = LiveServer(app)
        yield Demo(app, tools, server, places)
        server.stop()
        db.session.remove()
        db.engine.dispose()


def test_no_page_is_left_out(loaded: Demo) -> None:
    assert not_listed(loaded.app, loaded.places) == set()
    assert {place.who for place in loaded.places} == set(EVERYBODY)
    assert set(NOT_PAGES) <= set(loaded.app.view_functions)


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_wrong_on_any_page(loaded: Demo, chromium: Browser, who: str, language: str) -> None:
    watch = Watch()
    watch.expect(r"status of (403|404) .*")
    page = opened(loaded, chromium, who, language, watch)
    found: dict[str, list[str]] = {}
    for place in loaded.places:
        if place.who == who:
            found[place.path(loaded.app)] = faults_of(page, loaded, place, language)
    page.context.close()

    wrong = [f"{path} {one}" for path, faults in found.items() for one in faults]
    assert not wrong, "\n".join(wrong)
    watch.check()


def opened(loaded: Demo, chromium: Browser, who: str, language: str, watch: Watch) -> Page:
    """A browser of this person, without movements that a picture or a colour would be caught in."""
    make = phone_context if who in (PHONE, Role.CREW) else desk_context
    context = make(chromium, language=language, reduced_motion="reduce")
    watch.over(context, f"localhost:{loaded.server.port}")
    if who == PHONE:
        joined = phones.join(loaded.tools, demo.links(loaded.tools)["join_code"], "127.0.0.1", language)
        assert joined is not None
        hold(context, loaded, session.PHONE, joined.token)
    elif who != ANYONE:
        person = people.person_by_email(demo_doors.email_of(Role(who)))
        assert person is not None
        hold(context, loaded, session.STAFF, sign_in.open_session(loaded.tools, person.id).token)
    db.session.rollback()
    return context.new_page()


def hold(context: BrowserContext, loaded: Demo, name: str, token: str) -> None:
    context.add_cookies(
        [{"name": name, "value": token, "url": loaded.server.url, "sameSite": "Lax", "httpOnly": True}]
    )


def faults_of(page: Page, loaded: Demo, place: Place, language: str) -> list[str]:
    """What is wrong with one page: as a phone shows it in light, then as a desk shows it in the dark."""
    look(page, PHONE_WIDTH, dark=False)
    answer = page.goto(loaded.server.url + place.path(loaded.app))
    # Another tab of the same page is no new page.
    status = answer.status if answer is not None else place.status
    if place.endpoint in FILLED:
        page.locator(FILLED[place.endpoint]).first.wait_for()
    found = [f"answers {status}"] if status != place.status else []
    if page.locator("html").get_attribute("lang") != language:
        found.append("another language")
    has_its_colours = language == "sv"
    found += [f"light: {one}" for one in axe_findings(page, without=() if has_its_colours else COLOURS)]
    found += [sticking_out(page, PHONE_WIDTH), sticking_out(page, NARROW)]
    large_text(page, 200)
    found.append(sticking_out(page, PHONE_WIDTH, ", text at 200 %"))
    large_text(page, 100)
    look(page, WIDE, dark=True)
    found.append(sticking_out(page, WIDE))
    if has_its_colours:
        found += [f"dark: {one}" for one in axe_findings(page, rules=COLOURS)]
    return [one for one in found if one]


def look(page: Page, width: int, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.set_viewport_size({"width": width, "height": 900})


def sticking_out(page: Page, width: int, how: str = "") -> str:
    """By how much the page is wider than a window of this width and because of what, or ""."""
    page.set_viewport_size({"width": width, "height": 900})
    pixels = sideways(page)
    return f"{pixels} px too wide at {width}{how}: {page.evaluate(WIDEST)}" if pixels else ""
