"""The supervisor's pages: load by age, work given out, what the crew must know, and the list on paper."""

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.ids import new_id
from fieldapp.services import crew_work
from fieldapp.services.crew_work import Asked as Narrowed
from fieldapp.store import tickets
from fieldapp.store.db import by_key, db
from fieldapp.store.tickets import Ticket
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.world import World
from tests.web.desk_browser import DeskBrowser, at_desk


class Yard:
    """`sam` leads; `cem` is of the crew; tickets of their owner, and one of somebody else's."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked = Asked(world)
        self.sam = world.add_person("sam@demo.invalid", Role.SUPERVISOR, world.streets)
        self.desk = at_desk(world, self.sam)

    def ticket(self, days: int = 0, **columns: object) -> UUID:
        """A ticket that the owner got so many days ago."""
        made = self.asked.ticket(self.asked.point(), owner_id=self.world.streets)
        self.asked.change(Ticket, made, sent_at=self.asked.now - timedelta(days=days), **columns)
        return made

    def give(self, hand: UUID | None, *ticket_ids: UUID) -> object:
        fields = {"ticket": [str(one) for one in ticket_ids], "hand": str(hand or "")}
        return self.desk.post("/work/assign", fields)

    def row(self, ticket_id: UUID) -> Ticket:
        db.session.rollback()
        found = by_key(Ticket, ticket_id)
        assert found is not None
        return found

    def load(self) -> list[tuple[str, list[int], int]]:
        found = crew_work.overview(self.world.tools, self.world.actor(self.sam), Narrowed())
        return [
            (hand.name if hand else "", list(load.counts.values()), load.late) for hand, load in found.rows
        ]


@pytest.fixture
def yard(world: World) -> Yard:
    return Yard(world)


def test_work_is_counted_by_who_has_it_and_for_how_long(yard: Yard) -> None:
    for days in (0, 7, 8, 31):
        yard.ticket(days, due_on=None)
    late = yard.ticket(15, due_on=yard.asked.now.date() - timedelta(days=1))
    yard.give(yard.world.cem, late)
    yard.asked.ticket(yard.asked.point(), owner_id=yard.world.housing)

    assert yard.load() == [("", [2, 1, 0, 1], 0), ("Cem", [0, 0, 1, 0], 1)]
    page = yard.desk.get("/work/").text
    assert page.index("Ej fördelade") < page.index("Cem")


def test_several_are_given_at_once_and_the_phone_reads_whose_they_are(yard: Yard) -> None:
    ours = [yard.ticket() for _ in range(3)]
    before = {one: (yard.row(one).rev, yard.row(one).version) for one in ours}

    answer = yard.give(yard.world.cem, *ours[:2])

    assert "said=assigned" in answer.location  # type: ignore[attr-defined]
    crew = yard.world.staff(yard.world.cem)
    found = crew.request("GET", "/sync/changes", headers={"X-Fieldapp": "1"}).get_json()["tickets"]
    assert {row["id"]: (row["assigned_to"], row["is_mine"]) for row in found} == {
        str(ours[0]): ("Cem", True),
        str(ours[1]): ("Cem", True),
        str(ours[2]): ("", False),
    }
    assert yard.row(ours[0]).rev > before[ours[0]][0]
    assert yard.row(ours[2]).rev == before[ours[2]][0]
    assert all(yard.row(one).version == before[one][1] for one in ours), "no form at the desk is too old"
    [event] = [event for event in tickets.events_of(ours[0]) if event.kind == "assigned"]
    assert (event.actor_id, event.details) == (yard.sam, {"to": str(yard.world.cem)})
    told = html.unescape(at_desk(yard.world, yard.world.ann).get(f"/tickets/{ours[0]}").text)
    assert "Fördelat" in told
    assert "Till Cem." in told


@on_sqlite_only
def test_work_is_given_only_within_the_owner(yard: Yard) -> None:
    ours = yard.ticket()
    theirs = yard.asked.ticket(yard.asked.point(), owner_id=yard.world.housing)
    assert yard.give(yard.world.dora, ours).status_code == 422  # type: ignore[attr-defined]
    assert yard.give(new_id(), ours).status_code == 422  # type: ignore[attr-defined]
    assert yard.give(yard.world.cem, ours, theirs).status_code == 404  # type: ignore[attr-defined]
    assert yard.row(ours).assigned_to_id is None


@on_sqlite_only
def test_what_the_crew_must_know_is_written_by_supervisor_and_coordinator(yard: Yard) -> None:
    ours = yard.ticket()
    given = {"needed": "Skylift, 70 W LED", "hazard": "Trafik", "two_people": "1"}

    assert yard.desk.post(f"/work/tickets/{ours}/prepare", given).status_code == 303
    row = yard.row(ours)
    assert (row.needed, row.hazard, row.two_people) == ("Skylift, 70 W LED", "Trafik", True)

    ann = at_desk(yard.world, yard.world.ann)
    ann.post(f"/work/tickets/{ours}/prepare", {**given, "hazard": "Trafik och el"})
    found = [event.details["fields"] for event in tickets.events_of(ours) if event.kind == "prepared"]
    assert sorted(found, key=len) == [["hazard"], ["needed", "hazard", "two_people"]]
    page = html.unescape(ann.get(f"/tickets/{ours}").text)
    assert "Skylift, 70 W LED" in page
    cem = at_desk(yard.world, yard.world.cem)
    assert cem.post(f"/work/tickets/{ours}/prepare", given).status_code == 403


@on_sqlite_only
def test_the_paper_holds_what_one_phone_is_to_do(yard: Yard) -> None:
    ours, other = yard.ticket(hazard="Glas på marken", two_people=True), yard.ticket()
    yard.give(yard.world.cem, ours)
    page = html.unescape(yard.desk.get(f"/work/paper?who={yard.world.cem}").text)
    assert yard.row(ours).number in page
    assert yard.row(other).number not in page
    assert re.search(r"Se upp:</strong>\s*Glas på marken", page)
    assert "två personer" in page
    assert yard.row(other).number in yard.desk.get("/work/paper").text


def test_a_list_goes_on_where_it_ended_and_narrows_by_age(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew_work, "PAGE_SIZE", 2)
    made = [yard.ticket(days, due_on=None) for days in (0, 9, 9, 9, 40)]
    tools, sam = yard.world.tools, yard.world.actor(yard.sam)
    first = crew_work.overview(tools, sam, Narrowed("nobody", "fortnight"))
    second = crew_work.overview(tools, sam, Narrowed("nobody", "fortnight"), first.next_after)
    listed = [line.ticket.id for line in (*first.lines, *second.lines)]
    assert sorted(listed) == sorted(made[1:4])
    assert not second.next_after


@on_sqlite_only
def test_a_new_owner_gets_it_with_nobodys_name_on_it(yard: Yard) -> None:
    ours = yard.ticket()
    yard.give(yard.world.cem, ours)
    ann: DeskBrowser = at_desk(yard.world, yard.world.ann)
    steps = ({"to": "bounced"}, {"to": "sent", "owner": "bostad"})
    for step in steps:
        ann.post(f"/tickets/{ours}", {**step, "reason": "Fel", "version": yard.row(ours).version})
    assert yard.row(ours).owner_id == yard.world.housing
    assert yard.row(ours).assigned_to_id is None


@on_sqlite_only
def test_the_supervisor_comes_home_to_the_work(yard: Yard) -> None:
    assert yard.desk.request("GET", "/desk").location == "/work/"
    assert yard.desk.get("/work/").status_code == 200
    assert yard.desk.get("/tickets/").status_code == 403
