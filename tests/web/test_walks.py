"""Walks on the desk, over HTTP: planned, changed, run, led, shown with their codes, put into calendars."""

import re

import pytest

from fieldapp.domain.walk_status import WalkStatus
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.walks import Walk, stops_of
from fieldapp.web import session
from tests.services.desk_story import DeskStory
from tests.support.visitor import Visitor
from tests.support.world import World

FORM = {
    "place": "Bro",
    "title": "Trygghetsvandring Bro",
    "day": "2026-10-15",
    "starts": "18:00",
    "ends": "20.00",
    "gathering": "Bro centrum",
    "is_step_free": "y",
}


def walk_of(world: World, walk_id: object = None) -> Walk:
    found = by_key(Walk, walk_id or world.walk_id)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_walk_is_planned_and_the_next_page_asks_for_its_stops(world: World) -> None:
    ann = world.staff(world.ann)
    answer = ann.post("/walks/new", FORM)
    assert answer.status_code == 303
    page = ann.get(answer.location).text
    assert "Lägg till stoppen i den ordning ni går." in page
    assert "Här står stoppen i den ordning ni går. Lägg till det första." in page
    assert "BRO\u20112026\u20114" in ann.get("/walks/").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"place": ""}, "Plats: Fyll i det här."),
        ({"day": "i morgon"}, "Dag: Skriv en dag, till exempel 2026-09-24."),
        ({"ends": "17:00"}, "Slutar: Vandringen slutar innan den börjar."),
        ({"place": "42"}, "Plats: Platsen behöver ett namn med bokstäver."),
        ({"theme": "x" * 201}, "Tema: Det är för långt."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    world: World, change: dict[str, str], sentence: str
) -> None:
    answer = world.staff(world.ann).post("/walks/new", {**FORM, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Trygghetsvandring Bro"' in answer.text


def test_facts_are_changed_and_the_number_stays(world: World) -> None:
    ann = world.staff(world.ann)
    page = ann.get(f"/walks/{world.walk_id}/facts").text
    assert 'value="18:00"' in page
    assert ann.post(f"/walks/{world.walk_id}/facts", {**FORM, "title": "Nytt namn"}).status_code == 303
    assert (walk_of(world).title, walk_of(world).number) == ("Nytt namn", "BRU-2026-2")


def test_stops_are_added_moved_and_taken_away_without_scripts(world: World) -> None:
    ann, base = world.staff(world.ann), f"/walks/{world.walk_id}"
    ann.post(f"{base}/stops", {"name": "Brunna centrum", "lat": "59,5031", "lon": "17.7402"})
    added = stops_of(world.walk_id)[-1]
    assert (added.order, added.lat) == (4, 59.5031)
    stop = f"{base}/stops/{added.id}"
    db.session.rollback()
    ann.post(f"{stop}/move", {"by": "up"})
    ann.post(stop, {"name": "Centrum", "lat": "59.5", "lon": "17.7"})
    assert [stop.name for stop in stops_of(world.walk_id)][2] == "Centrum"
    db.session.rollback()
    said = ann.post(f"{stop}/remove").location
    assert "stop-removed" in said
    assert len(stops_of(world.walk_id)) == 3


def test_a_stop_without_a_place_is_asked_for_again(world: World) -> None:
    answer = world.staff(world.ann).post(
        f"/walks/{world.walk_id}/stops", {"name": "X", "lat": "north", "lon": "200"}
    )
    assert answer.status_code == 422
    assert "Skriv grader med decimaler, till exempel 59,5028." in answer.text
    assert "Longitud är mellan −180 och 180." in answer.text


def test_a_stop_with_points_stays_and_the_page_says_why(world: World) -> None:
    DeskStory(world)
    ann = world.staff(world.ann)
    answer = ann.post(f"/walks/{world.walk_id}/stops/{world.stop_ids()[2]}/remove")
    assert "kan inte tas bort" in ann.get(answer.location).text


def test_the_page_shows_codes_large_and_as_pictures_to_those_who_may(world: World) -> None:
    path = f"/walks/{world.walk_id}"
    page = world.staff(world.lena).get(path).text
    assert '<p class="spoken">BRUNNA</p>' in page
    assert page.count('aria-label="QR-kod till http://localhost/j/') == 2
    assert "BRUNNA" not in world.staff(world.adam).get(path).text


def test_codes_are_changed_and_closed(world: World) -> None:
    ann, base = world.staff(world.ann), f"/walks/{world.walk_id}/codes"
    assert ann.post(f"{base}/spoken").status_code == 303
    assert Visitor(world.app).get("/j/BRUNNA").status_code == 404
    ann.post(f"{base}/link/revoke")
    page = ann.get(f"/walks/{world.walk_id}").text
    assert "Gör ny: länk för affisch och inbjudan" in page
    assert ann.post(f"{base}/moon").status_code == 422


def test_a_walk_is_closed_step_by_step(world: World) -> None:
    ann, path = world.staff(world.ann), f"/walks/{world.walk_id}/state"
    for to in ("closing", "review"):
        assert ann.post(path, {"to": to}).status_code == 303
    assert walk_of(world).state is WalkStatus.REVIEW
    assert ann.post(path, {"to": "open"}).status_code == 422
    assert ann.post(path, {"to": "moon"}).status_code == 422


def test_leading_here_makes_this_browser_a_phone_of_the_walk_and_stays_signed_in(world: World) -> None:
    lena = world.staff(world.lena)
    answer = lena.post(f"/walks/{world.walk_id}/lead")
    assert (answer.status_code, answer.location) == (303, "/walk")
    assert lena.client.get_cookie(session.PHONE) is not None
    hello = lena.get("/sync/hello", headers={"X-Fieldapp": "1"}).json
    assert hello is not None
    assert hello["actor"]["kind"] == "leader"
    assert lena.get("/desk").status_code == 200


def test_who_was_there_is_written_line_by_line(world: World) -> None:
    ann, path = world.staff(world.ann), f"/walks/{world.walk_id}/present"
    form = {"resident_count": "23", "organisations": "Upplands-Brohus, 2\nKommunpolis", "weather": "Regn"}
    assert ann.post(path, form).status_code == 303
    assert walk_of(world).organisations == [
        {"name": "Upplands-Brohus", "count": 2},
        {"name": "Kommunpolis", "count": 0},
    ]
    assert "Upplands-Brohus, 2" in ann.get(path).text
    assert ann.post(path, {**form, "resident_count": "många"}).status_code == 422


def test_the_calendar_file_is_for_all_once_the_walk_is_published(world: World) -> None:
    path = f"/walks/{world.walk_id}/invitation.ics"
    answer = Visitor(world.app).get(path)
    assert answer.mimetype == "text/calendar"
    assert "http://localhost/j/BRUNNALINK" in answer.text.replace("\r\n ", "")
    with unit_of_work():
        walk_of(world).published_at = None
    assert Visitor(world.app).get(path).status_code == 404
    assert "BRUNNALINK" not in world.staff(world.ann).get(path).text


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("lena", "/walks/new", 403),
        ("adam", "/walks/{walk}/route", 403),
        ("paul", "/walks/{walk}", 403),
        ("bea", "/walks/", 403),
        ("ann", "/walks/00000000-0000-7000-8000-000000000000", 404),
    ],
)
def test_others_are_not_let_in(world: World, name: str, path: str, status: int) -> None:
    answer = world.staff(getattr(world, name)).get(path.format(walk=world.walk_id))
    assert answer.status_code == status


def test_every_page_can_be_read_in_every_language(world: World) -> None:
    DeskStory(world)
    ann, base = world.staff(world.ann), f"/walks/{world.walk_id}"
    stop = world.stop_ids()[0]
    for language in ("sv", "fi", "en"):
        for path in ("/walks/", "/walks/new", base, f"{base}/route?stop={stop}", f"{base}/present"):
            mark = "&" if "?" in path else "?"
            page = ann.get(f"{path}{mark}lang={language}")
            assert page.status_code == 200
            assert not re.search(r"%\(\w+\)s", page.text)
