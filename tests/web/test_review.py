"""The review on the desk: every button, two reviewers at once, and how much the page asks of the database."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from fieldapp.domain.observation_status import ObservationStatus as S
from fieldapp.store import outbox
from fieldapp.store.db import db
from fieldapp.store.observations import Observation
from tests.services.points import METRE, accept, add_photo, add_point, again
from tests.support.visitor import Visitor
from tests.support.world import BRUNNA, World
from tests.web.desk_browser import at_desk


@pytest.fixture
def ann(world: World) -> Visitor:
    return at_desk(world, world.ann)


def url(point: Observation, more: str = "") -> str:
    return f"/review/{point.walk_id}/{point.id}{more}"


def press(browser: Visitor, point: Observation, decision: str, **fields: Any) -> TestResponse:
    found = again(point)
    data = {
        "version": str(found.version),
        "number": f"{found.number:02d}",
        "public_text": found.text,
        "category": found.subcategory or found.category,
        "decision": decision,
        **fields,
    }
    return browser.post(url(found), data)


def test_the_screen_shows_the_original_beside_the_public_text_with_owner_and_reason(
    world: World, ann: Visitor
) -> None:
    point = add_point(
        world, text="Anders på 14:an säger att lampan är <b>trasig</b>.", stop_id=world.stop_ids()[2]
    )
    add_photo(world, point)
    page = ann.get(f"/review/{world.walk_id}").text
    assert "BRU-2026-2-01" in page
    assert "<mark>Anders på 14:an</mark> säger att lampan är &lt;b&gt;trasig&lt;/b&gt;." in page
    assert re.search(r"<textarea[^>]*name=\"public_text\"[^>]*>Lampan är &lt;b&gt;trasig", page)
    assert "Gångtunneln vid Granhammarsvägen" in page
    assert "Ingen ansvarig är utpekad för belysning" in page
    assert "Klart senast 8 oktober" in page
    assert "1 av 1, ungefär 1 minut kvar" in page
    for key in "btkag":
        assert f'data-key="{key}"' in page


@pytest.mark.parametrize(
    ("decision", "fields", "state"),
    [
        ("accept", {}, S.REVIEWED),
        ("praise", {}, S.REVIEWED),
        ("dialogue", {}, S.REVIEWED),
        ("dismiss", {"dismissal": "dismissed.test"}, S.DISMISSED),
        ("sensitive", {}, S.NOTED),
        ("save", {}, S.NOTED),
    ],
)
def test_every_button_does_what_it_says_and_goes_on_where_it_should(
    world: World, ann: Visitor, decision: str, fields: dict[str, str], state: S
) -> None:
    point, following = add_point(world), add_point(world)
    response = press(ann, point, decision, next="02", public_text="Läst", **fields)
    assert response.status_code == 303
    goes_on = decision not in ("sensitive", "save")
    assert f"point={'02' if goes_on else '01'}" in response.location
    assert (again(point).state, again(point).public_text) == (state, "Läst")
    assert again(following).state is S.NOTED


def test_the_twin_is_shown_and_merged_by_one_button(world: World, ann: Visitor) -> None:
    first, second = add_point(world, text="Lampan blinkar."), add_point(world, lat=BRUNNA[0] + 12 * METRE)
    page = ann.get(f"/review/{world.walk_id}?point=02").text
    assert "Kan vara samma som 01" in page
    assert "12 m bort, samtidigt: ”Lampan blinkar.”" in page
    press(ann, second, "merge", into=str(first.id))
    assert again(second).merged_into_id == first.id
    assert "Sammanslagen" in ann.get(f"/review/{world.walk_id}?point=02").text


def test_undo_takes_the_last_decision_back_and_goes_there(world: World, ann: Visitor) -> None:
    point, other = add_point(world), add_point(world)
    press(ann, point, "praise")
    page = ann.get(f"/review/{world.walk_id}").text
    assert "Ångra 01" in page
    data = {"undo": str(point.id), "undo_version": str(again(point).version), "undo_number": "01"}
    response = ann.post(f"/review/{world.walk_id}/take-back", data)
    assert "point=01" in response.location
    assert (again(point).state, again(other).state) == (S.NOTED, S.NOTED)


def test_the_second_of_two_reviewers_is_told_and_changes_nothing(world: World, ann: Visitor) -> None:
    point = add_point(world)
    version = again(point).version
    accept(world, point, public_text="Först")
    for decision in ("accept", "dismiss", "sensitive", "save"):
        response = press(
            ann, point, decision, version=str(version), public_text="Sedan", dismissal="dismissed.test"
        )
        assert response.status_code == 303
        assert "said=conflict" in response.location
    place = {"version": str(version), "number": "01", "move": "north"}
    assert "said=conflict" in ann.post(url(point, "/place"), place).location
    assert again(point).public_text == "Först"
    assert "ändrade samtidigt" in ann.get(f"/review/{world.walk_id}?point=01&said=conflict").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "dismiss"}, "Välj varför punkten avfärdas."),
        ({"public_text": "x" * 2001}, "Texten är för lång."),
        ({"category": "XXX"}, "Kategorin finns inte."),
        ({"owner": "ingen"}, "Den ansvariga finns inte längre."),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_words_stay_on_the_screen(
    world: World, ann: Visitor, fields: dict[str, str], words: str
) -> None:
    point = add_point(world)
    values = {"public_text": "Mina ord", **fields}
    response = press(ann, point, values.pop("decision", "accept"), **values)
    assert response.status_code == 422
    assert words in response.text
    assert values["public_text"] in response.text
    assert again(point).state is S.NOTED


def test_a_request_that_no_page_sends_is_refused(world: World, ann: Visitor) -> None:
    point = add_point(world)
    for wrong in ({"version": "x"}, {"decision": "win"}):
        assert press(ann, point, wrong.pop("decision", "accept"), **wrong).status_code == 422
    assert ann.get(f"/review/{world.walk_id}?point=99").status_code == 404
    assert ann.get(f"/review/{UUID(int=7)}").status_code == 404


def test_the_pin_moves_without_dragging_and_what_was_written_is_kept(world: World, ann: Visitor) -> None:
    point = add_point(world)
    base = {"number": "01", "public_text": "Utkast", "category": "BEL1"}

    def version() -> str:
        return str(again(point).version)

    ann.post(url(point, "/place"), {**base, "version": version(), "move": "north"})
    assert again(point).lat == pytest.approx(BRUNNA[0] + 10 * METRE, abs=1e-6)
    assert again(point).public_text == "Utkast"
    typed = {**base, "version": version(), "move": "numbers", "lat": "59,5", "lon": "17.7"}
    ann.post(url(point, "/place"), typed)
    assert (again(point).lat, again(point).lon) == (59.5, 17.7)
    stop = {**base, "version": version(), "move": "stop", "stop": str(world.stop_ids()[0])}
    ann.post(url(point, "/place"), stop)
    assert again(point).position_source == "stop"
    wrong = {**base, "version": version(), "move": "numbers", "lat": "norr", "lon": "17"}
    response = ann.post(url(point, "/place"), wrong)
    assert response.status_code == 422
    assert "Skriv platsen som två tal" in response.text


def test_the_end_lists_what_goes_to_whom_and_one_button_sends_it(world: World, ann: Visitor) -> None:
    for owner in ("gata-park", "bostad"):
        accept(world, add_point(world), owner=owner)
    accept(world, add_point(world, category="POS", subcategory="POS1"))
    response = ann.request("GET", f"/review/{world.walk_id}")
    assert response.status_code == 303
    page = ann.get(response.location).text
    assert "Alla granskade" in page
    for words in ("Gata och park", "Bostadsbolaget", "i utförarnas lista", "i ett mejl med svarslänk"):
        assert words in page
    sent = ann.post(f"/review/{world.walk_id}/send")
    assert (sent.status_code, outbox.unsent_count()) == (303, 2)
    after = ann.get(sent.location).text
    assert "Allt är granskat och skickat" in after
    assert "Skicka till ansvariga</button>" not in after
    ann.post(f"/review/{world.walk_id}/send")
    assert outbox.unsent_count() == 2


def test_the_list_of_walks_says_what_waits(world: World, ann: Visitor) -> None:
    assert "Här kommer punkterna" in ann.get("/review/").text
    add_point(world)
    accept(world, add_point(world, world.other_walk_id))
    page = ann.get("/review/").text
    assert "1 att granska" in page
    assert "1 att skicka" in page


def test_others_than_the_coordinator_do_not_get_in(world: World) -> None:
    point = add_point(world)
    for person in (world.cem, world.paul, world.bea, world.lena, world.adam):
        browser = at_desk(world, person)
        assert browser.get(f"/review/{world.walk_id}").status_code == 403
        assert press(browser, point, "accept").status_code == 403
    phone, _actor = world.phone()
    assert phone.get(f"/review/{world.walk_id}").status_code == 403
    assert Visitor(world.app).request("GET", f"/review/{world.walk_id}").status_code == 303
    assert again(point).state is S.NOTED


def test_the_page_asks_the_database_as_often_for_thirty_points_as_for_three(
    app: Flask, world: World, ann: Visitor
) -> None:
    def asked() -> int:
        found: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            found.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert ann.get(f"/review/{world.walk_id}?point=03").status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(found)

    for number in range(3):
        add_photo(world, add_point(world, lat=BRUNNA[0] + number / 1e5))
    asked()
    few = asked()
    for number in range(27):
        add_photo(world, add_point(world, lat=BRUNNA[0] + number / 1e5))
    assert asked() == few
    assert few <= 20


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_screens_are_whole_in_every_language(world: World, ann: Visitor, language: str) -> None:
    add_point(world)
    accept(world, add_point(world), owner="bostad")
    for path in ("/review/", f"/review/{world.walk_id}", f"/review/{world.walk_id}/ready"):
        separator = "&" if "?" in path else "?"
        assert ann.get(f"{path}{separator}lang={language}").status_code == 200
