"""Owners and areas over HTTP: absences, files out and in, and pages that begin without a map."""

from io import BytesIO

from werkzeug.test import TestResponse

from fieldapp.services import area_settings, imports
from fieldapp.services.area_settings import AreaFacts
from fieldapp.store import absences
from fieldapp.store.db import db
from tests.services.test_imports import RING, TUNNEL, geojson
from tests.support.visitor import Visitor
from tests.support.world import World

HOLIDAY = {
    "from_on": "2026-09-21",
    "until_on": "2026-10-04",
    "substitute_email": "vikarie@demo.invalid",
    "substitute_name": "Vikarien",
}
CORNERS = "\r\n".join(f"{lat}, {lon}" for lon, lat in RING[:-1])


def send(browser: Visitor, path: str, content: bytes, name: str) -> TestResponse:
    data = {"file": (BytesIO(content), name)}
    return browser.post(path, data, content_type="multipart/form-data")


def test_who_stands_in_is_added_shown_and_taken_away(world: World) -> None:
    adam, path = world.staff(world.adam), f"/settings/owners/{world.housing}"
    wrong = adam.post(f"{path}/absences", {**HOLIDAY, "until_on": "2026-09-20"})
    assert (wrong.status_code, "Sista dagen ligger före den första." in wrong.text) == (422, True)
    assert adam.post(f"{path}/absences", HOLIDAY).status_code == 303
    assert "vikarie@demo.invalid" in adam.get(path).text
    assert "Vikarien läser" in world.staff(world.ann).get("/settings/owners").text
    absence_id = absences.every()[0].id
    # A reader that stays open would hold up the next writer.
    db.session.rollback()
    other = f"/settings/owners/{world.streets}/absences/{absence_id}/remove"
    assert adam.post(other).status_code == 404
    assert adam.post(f"{path}/absences/{absence_id}/remove").status_code == 303
    assert list(absences.every()) == []


def test_whoever_only_gets_to_know_is_marked_as_such(world: World) -> None:
    police = world.add_owner("polis", "PO", "Polisen")
    adam = world.staff(world.adam)
    assert "Får bara veta" in adam.get("/settings/owners").text
    assert "De är inte skyldiga ett svar" in adam.get(f"/settings/owners/{police}").text
    assert "De är inte skyldiga ett svar" not in adam.get(f"/settings/owners/{world.housing}").text


def test_owners_go_out_as_a_table_and_come_back(world: World) -> None:
    adam, ann = world.staff(world.adam), world.staff(world.ann)
    file = ann.get("/settings/owners.csv")
    assert file.headers["Content-Disposition"] == 'attachment; filename="ansvariga.csv"'
    assert file.data.startswith(b"\xef\xbb\xbfcode;class;name")
    taken = send(adam, "/settings/owners", file.data + b"ny;GP;Nya parken\r\n", "ansvariga.csv")
    count = len(file.data.splitlines()) - 1
    told = adam.get(taken.headers["Location"]).text
    assert f"Filen är inläst: 1 nya, 0 ändrade och {count} som var likadana." in told
    wrong = send(adam, "/settings/owners", b"code,class,name\nny,ZZ,Ny\n", "x.csv")
    assert (wrong.status_code, "Inget är inläst" in wrong.text) == (422, True)
    assert send(ann, "/settings/owners", file.data, "ansvariga.csv").status_code == 403


def test_a_town_without_areas_is_told_who_gets_what(world: World) -> None:
    text = world.staff(world.adam).get("/settings/areas").text
    assert "Ni behöver inga områden för att börja." in text
    assert "Gata och park" in text


def test_an_area_is_written_without_a_map(world: World) -> None:
    adam = world.staff(world.adam)
    form = {"name": "Gården", "kind": "owner", "owner": str(world.housing), "rank": "10", "corners": CORNERS}
    wrong = adam.post("/settings/areas/new", {**form, "corners": "59.5, 17.7\r\nhär"})
    assert (wrong.status_code, "Rad 2 är inget hörn." in wrong.text) == (422, True)
    assert "här</textarea>" in wrong.text
    assert adam.post("/settings/areas/new", form).status_code == 303
    taken = adam.post("/settings/areas/new", form)
    assert "Ett annat område heter så." in taken.text
    assert adam.get("/settings/areas.geojson").json["features"][0]["geometry"]["type"] == "Polygon"  # type: ignore[index]


def test_areas_of_a_file_are_counted_and_a_place_that_is_none_is_left_out(world: World) -> None:
    adam = world.staff(world.adam)
    taken = send(adam, "/settings/areas", geojson(TUNNEL), "omraden.geojson")
    assert (
        "Filen är inläst: 1 nya, 0 ändrade och 0 som var likadana."
        in adam.get(taken.headers["Location"]).text
    )
    for place in ("lat=nan&lon=17.7", "lat=59.5&lon=-inf", "lat=1e9&lon=0", "lat=x&lon=1", "lat=59.5"):
        text = adam.get(f"/settings/areas/new?{place}").text
        assert 'data-start="[]"' in text


def test_areas_that_overlap_say_so_in_words(world: World) -> None:
    imports.import_areas(geojson(TUNNEL))
    area_settings.save(world.actor(world.adam), None, AreaFacts("Gården", "owner", world.housing, 9, CORNERS))
    text = world.staff(world.ann).get("/settings/areas").text
    assert "Överlappar Tunneln; den översta vinner." in text
    assert "Överlappar Gården och vinner där de möts." in text
