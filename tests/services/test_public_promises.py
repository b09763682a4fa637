"""Promises on the public page: counted once a ticket, by the first that was given and not taken back."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fieldapp.domain.promises import Promise, Promises
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services import owner_undo, public_promises, public_walks
from fieldapp.services.owner_replies import Reply, answer
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.world import World

GENERAL = {"template": "planned.general"}


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def plan(asked: Asked, ticket_id: UUID, planned_for: str) -> None:
    wanted = TicketChange(to=S.PLANNED, sentence=GENERAL, planned_for=planned_for)
    change(asked.tools, asked.world.actor(asked.world.cem), ticket_id, wanted, "phone")


def finish(asked: Asked, ticket_id: UUID) -> None:
    wanted = TicketChange(to=S.DONE, sentence={"template": "done.bench"}, no_photo_reason="Ingen bild")
    change(asked.tools, asked.world.actor(asked.world.cem), ticket_id, wanted, "phone")


def test_the_page_counts_promises_kept_missed_and_waiting(
    asked: Asked, tools: Toolbox, clock: HeldClock
) -> None:
    today = clock.now().date()
    kept, late, moved, waits, running = (
        asked.ticket(asked.point(), owner_id=asked.world.streets) for _ in range(5)
    )
    soon, later = today + timedelta(days=7), today + timedelta(days=70)
    for ticket, when in ((kept, soon), (late, soon), (moved, soon), (waits, later)):
        plan(asked, ticket, when.isoformat())
    plan(asked, running, "running")
    finish(asked, kept)
    clock.pass_time(days=5)
    plan(asked, moved, later.isoformat())
    clock.pass_time(days=5)
    finish(asked, late)
    asked.publish()

    walk = public_walks.show(tools, "BRU-2026-2")

    assert walk.promises == Promises(kept=1, missed=2, waiting=1)
    told = [walk.promise(point) for point in sorted(walk.points, key=lambda one: one.short)]
    assert told == [
        Promise(soon, today),
        Promise(soon, today + timedelta(days=10)),
        Promise(soon, None),
        None,
        None,
    ]


@on_sqlite_only
def test_an_answer_that_was_undone_promised_nothing(asked: Asked, tools: Toolbox) -> None:
    ticket = asked.ticket(asked.point())
    token = asked.link(ticket)
    wanted = TicketChange(to=S.PLANNED, sentence=GENERAL, planned_for="2026-W50")
    answer(tools, token, ticket, Reply(wanted, None))
    assert public_promises.of_tickets([ticket]) == {ticket: Promise(date(2026, 12, 13))}
    owner_undo.undo(tools, token, ticket)
    assert public_promises.of_tickets([ticket]) == {}
