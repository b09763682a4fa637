"""What the crew's scripts work out by themselves, against the same rules in the house."""

import json
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page

from fieldapp.domain.sentences import from_template, render
from tests.browser.conftest import OpenDesk
from tests.support.browser import on_sqlite_only

pytestmark = on_sqlite_only
DAYS = [date(2026, 1, 1) + timedelta(days=step) for step in range(0, 3000, 13)]


def run(page: Page, script: str, module: str, value: Any) -> Any:
    """Call `script` with a module of the crew's page and a value."""
    folder = page.evaluate(
        """document.querySelector('script[type="module"]').src.replace("page/crew.js", "")"""
    )
    return page.evaluate(
        f"async (value) => ({script})(await import({json.dumps(folder + module)}), value)", value
    )


def test_weeks_are_those_of_the_calendar(open_desk: OpenDesk) -> None:
    page = open_desk(None, "/crew")
    edges = [date(year, 12, 28) + timedelta(days=step) for year in range(2025, 2033) for step in range(9)]
    days = [day.isoformat() for day in (*DAYS, *edges)]
    found = run(page, "(m, days) => days.map(m.weekOf)", "crew/when.js", days)
    wanted = ["{}-W{:02}".format(*date.fromisoformat(day).isocalendar()) for day in days]
    assert found == wanted


def test_the_times_of_the_year_that_follow_are_named_as_promises_are(open_desk: OpenDesk) -> None:
    page = open_desk(None, "/crew")
    table = {
        "2026-11-22": ["2027-winter", "2027-spring", "2027-summer", "2027-autumn"],
        "2026-12-01": ["2027-spring", "2027-summer", "2027-autumn", "2028-winter"],
        "2027-02-28": ["2027-spring", "2027-summer", "2027-autumn", "2028-winter"],
        "2027-03-01": ["2027-summer", "2027-autumn", "2028-winter", "2028-spring"],
    }
    script = "(m, days) => days.map((day) => m.quartersAhead(day, 4))"
    assert run(page, script, "crew/when.js", list(table)) == list(table.values())


def test_a_promise_reads_on_the_phone_as_it_will_be_read(open_desk: OpenDesk) -> None:
    times = [
        "2026-W50",
        "2027-W02",
        "2027-spring",
        "2027-winter",
        "2026-12-06",
        "running",
        "pruning",
        "asphalt",
    ]
    script = """(m, times) => times.map((when) => m.inWords(m.fromTemplate("planned.season", when)))"""
    for language in ("sv", "fi", "en"):
        page = open_desk(None, f"/crew?lang={language}")
        found = run(page, script, "crew/sentences.js", times)
        assert found == [render(from_template("planned.season", when=when), language).text for when in times]


def test_distances_agree_with_the_ground(open_desk: OpenDesk) -> None:
    page = open_desk(None, "/crew")
    script = "(m, [a, b]) => m.metresBetween(a, b)"
    north = [{"lat": 59.5, "lon": 17.7}, {"lat": 59.51, "lon": 17.7}]
    east = [{"lat": 59.5, "lon": 17.7}, {"lat": 59.5, "lon": 17.71}]
    assert abs(run(page, script, "crew/place.js", north) - 1112) < 5
    assert abs(run(page, script, "crew/place.js", east) - 564) < 5
