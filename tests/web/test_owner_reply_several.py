"""Several points of one mail answered at once by plain forms; opening it changes nothing."""

from uuid import UUID

import pytest
from sqlalchemy import text

from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db
from fieldapp.store.tickets import Ticket, TicketEvent, events_of
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.queries import counted_queries
from tests.support.visitor import Visitor
from tests.support.world import World

pytestmark = on_sqlite_only


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def tickets(*ids: UUID) -> list[Ticket]:
    db.session.rollback()
    db.session.expire_all()
    found = [row for one in ids if (row := by_key(Ticket, one)) is not None]
    db.session.expunge_all()
    db.session.rollback()
    return found


def last_event(ticket_id: UUID) -> TicketEvent:
    db.session.expire_all()
    found = events_of(ticket_id)[0]
    db.session.expunge_all()
    db.session.rollback()
    return found


def several(ids: list[UUID], **fields: object) -> dict[str, object]:
    versions = {f"version-{one}": "2" for one in ids}
    return {"item": [str(one) for one in ids], **versions, **fields}


def everything() -> str:
    """All rows of all tables, as text."""
    db.session.rollback()
    names = sorted(db.metadata.tables)
    rows = {name: db.session.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}  # noqa: S608
    db.session.rollback()
    return repr(rows)


def test_whatever_opens_every_address_of_a_mail_leaves_every_table_as_it_was(
    asked: Asked, visitor: Visitor
) -> None:
    points = [asked.point() for _ in range(4)]
    photo = asked.photo(points[0])
    ids = [asked.ticket(point) for point in points]
    token = asked.link(*ids)
    paths = [f"/o/{token}{rest}" for rest in ("", "?list=1", f"?item={ids[0]}", f"/several?item={ids[0]}")]
    paths += [f"/o/{token}/several?item={ids[0]}&item={ids[1]}", f"/o/{token}/map/{ids[0]}.svg"]
    paths += [f"/o/{token}/photos/{photo}/{size}" for size in ("small", "print", "large")]
    before = everything()
    for path in paths:
        for method in ("HEAD", "GET", "OPTIONS"):
            assert visitor.request(method, path).status_code < 400, path
    for act in (f"/{ids[0]}", f"/{ids[0]}/undo", "/new-link"):
        for method in ("HEAD", "GET"):
            assert visitor.request(method, f"/o/{token}{act}").status_code == 405
    assert visitor.request("POST", f"/o/{token}/{ids[0]}", data={"act": "done"}).status_code == 403
    assert everything() == before


def test_many_points_begin_with_the_list_where_alike_ones_are_one_tap_away(
    asked: Asked, visitor: Visitor
) -> None:
    lamps = [asked.point(category="BEL", subcategory="BEL1") for _ in range(3)]
    ids = [asked.ticket(point) for point in (*lamps, asked.point())]
    page = visitor.get(f"/o/{asked.link(*ids)}").text
    assert "4 punkter väntar på svar" in page
    assert page.count('type="checkbox" name="item"') == 4
    assert "Alla 3: Trasig eller släckt lampa" in page
    both = visitor.get(f"/o/{asked.link(*ids)}/several?item={ids[0]}&item={ids[3]}").text
    assert "Ett svar för 2 punkter" in both
    # What is said of a bench is not said of a lamp, and a picture shows one place.
    assert "planned.general" in both and "planned.bench" not in both and 'type="file"' not in both


def test_one_answer_reaches_all_that_were_chosen_and_one_tap_takes_it_back(
    asked: Asked, visitor: Visitor, clock: HeldClock
) -> None:
    token, ids = asked.asked(5)
    fields = several(ids[:3], act="planned", when="week", week="2026-W41", external_case="UB-1")
    looked = visitor.post(f"/o/{token}/several", {**fields, "step": "preview"})
    assert "Bänken lagas vecka 41." in looked.text
    assert [row.state for row in tickets(*ids)] == [S.SENT] * 5

    sent = visitor.post(f"/o/{token}/several", {**fields, "step": "send"})
    assert sent.status_code == 303
    assert [row.state for row in tickets(*ids)] == [S.PLANNED] * 3 + [S.SENT] * 2
    assert {row.external_case for row in tickets(*ids[:3])} == {"UB-1"}
    assert {last_event(one).via for one in ids[:3]} == {"link"}
    page = visitor.get(sent.location).text
    assert "3 svar är skickade." in page and "2 punkter väntar på svar" in page

    assert visitor.post(f"/o/{token}/{ids[1]}/undo").status_code == 303
    assert [row.state for row in tickets(*ids)] == [S.SENT] * 5
    assert {(row.external_case, row.planned_for, row.first_answered_at) for row in tickets(*ids)} == {
        ("", "", None)
    }


def test_what_was_changed_meanwhile_gets_no_answer_and_the_others_do(
    asked: Asked, visitor: Visitor, tools: Toolbox, world: World
) -> None:
    token, ids = asked.asked(3)
    change(tools, world.actor(world.ann), ids[1], TicketChange(to=S.ACCEPTED), "desk")
    sent = visitor.post(f"/o/{token}/several", several(ids, act="planned", when="running"))
    assert "said=some-changed" in sent.location
    assert [row.state for row in tickets(*ids)] == [S.PLANNED, S.ACCEPTED, S.PLANNED]
    assert last_event(ids[1]).via == "desk"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Välj ett svar."),
        ({"act": "declined"}, "Välj ett skäl"),
        ({"act": "planned", "when": "time"}, "när"),
    ],
)
def test_what_is_missing_in_one_answer_for_several_is_said_and_nothing_changes(
    fields: dict[str, object], words: str, asked: Asked, visitor: Visitor
) -> None:
    token, ids = asked.asked(2)
    answer = visitor.post(f"/o/{token}/several", several(ids, **fields))
    assert answer.status_code == 422 and words in answer.text
    assert [row.state for row in tickets(*ids)] == [S.SENT] * 2


def test_nobody_chosen_and_another_mails_point_are_no_answer(asked: Asked, visitor: Visitor) -> None:
    token, ids = asked.asked(2)
    _, (foreign,) = asked.asked()
    assert "said=choose-some" in visitor.request("GET", f"/o/{token}/several").location
    assert visitor.request("GET", f"/o/{token}/several?item={foreign}").status_code == 303
    assert visitor.post(f"/o/{token}/several", several([foreign], act="planned")).status_code == 404
    visitor.post(f"/o/{token}/several", several([ids[0], foreign], act="planned", when="running"))
    assert tickets(foreign)[0].state is S.SENT


def test_work_done_in_part_says_when_the_rest_is_done_and_keeps_the_picture(
    asked: Asked, visitor: Visitor
) -> None:
    token, (ticket_id,) = asked.asked()
    fields = {"version": "2", "act": "done", "how_much": "part", "rest_week": "2026-W45"}
    assert visitor.post(f"/o/{token}/{ticket_id}", fields).status_code == 303
    (row,) = tickets(ticket_id)
    assert (row.state, row.planned_for) == (S.PLANNED, "2026-W45")
    assert row.answer == {"template": "planned.rest", "values": {"when": "2026-W45"}}
    assert "En del är klar. Resten görs vecka 45." in visitor.get(f"/o/{token}").text


def test_theirs_without_an_answer_yet_keeps_the_clock_running_and_leads_on(
    asked: Asked, visitor: Visitor
) -> None:
    token, (first, second) = asked.asked(2)
    promised = tickets(first)[0].answer_due_on
    sent = visitor.post(
        f"/o/{token}/{first}", {"version": "2", "act": "accepted", "own_words": "Vi ser på det."}
    )
    assert f"item={second}" in sent.location
    (row,) = tickets(first)
    assert (row.state, row.answer, row.answer_due_on) == (S.ACCEPTED, None, promised)
    assert last_event(first).note == "Vi ser på det."
    visitor.post(f"/o/{token}/{second}", {"version": "2", "act": "planned", "when": "running"})
    page = visitor.get(f"/o/{token}").text
    assert "Svaret ska komma senast" in page


def test_a_mail_of_twelve_is_read_in_as_many_questions_as_a_mail_of_two(
    asked: Asked, visitor: Visitor
) -> None:
    few, _ = asked.asked(2)
    many, _ = asked.asked(12)
    with counted_queries() as two:
        visitor.get(f"/o/{few}?list=1")
    with counted_queries() as twelve:
        visitor.get(f"/o/{many}?list=1")
    assert len(twelve) == len(two)
