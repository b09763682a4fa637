"""F29, the server's half: phones in 2020 and 2035, and clocks that jump; the order stays, the flag is set."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.clock import to_ms
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation, of_walk
from tests.crash.server.queue_files import packed, queue_of
from tests.services.capture.test_tickets import send_ticket
from tests.support.clock import HeldClock
from tests.support.sync import Op, Phone
from tests.support.world import World

MINUTE = timedelta(minutes=1)
HOUR_MS = 3_600_000.0


@pytest.fixture
def phone(world: World) -> Phone:
    return Phone.in_walk(world)


def stored(op: Op) -> Observation:
    db.session.rollback()
    db.session.expire_all()
    found = by_key(Observation, UUID(op["entity_id"]))
    assert found is not None
    return found


def noted(phone: Phone, phone_says: datetime, ago: timedelta, **batch: Any) -> Op:
    """A point that was noted `ago`, by a phone whose clock says `phone_says` now."""
    op = {**phone.point(), "client_at": to_ms(phone_says - ago)}
    said = {"client_now": to_ms(phone_says), "mono_ms": HOUR_MS, **batch}
    assert phone.do(op, **said)["result"] == "applied"
    return op


@pytest.mark.parametrize("year", [2020, 2035])
def test_f29_a_clock_that_is_years_off_is_corrected_while_its_page_runs(
    world: World, phone: Phone, clock: HeldClock, year: int
) -> None:
    clock.pass_time(minutes=30)
    wrong = datetime(year, 1, 1, 12, tzinfo=UTC)
    op = noted(phone, wrong, 10 * MINUTE)
    assert (stored(op).clock, stored(op).observed_at) == ("corrected", clock.now() - 10 * MINUTE)
    op = noted(phone, wrong, 10 * MINUTE, mono_ms=5_000.0, boot_id="boot-2")
    assert (stored(op).clock, stored(op).observed_at) == ("suspect", clock.now())


def test_f29_a_clock_that_was_set_while_the_page_ran_is_believed_by_nobody(
    phone: Phone, clock: HeldClock
) -> None:
    clock.pass_time(minutes=30)
    noted(phone, clock.now() + 60 * MINUTE, MINUTE)
    clock.pass_time(minutes=5)
    jumped = noted(phone, clock.now(), 2 * MINUTE)
    assert (stored(jumped).clock, stored(jumped).observed_at) == ("suspect", clock.now())
    clock.pass_time(minutes=5)
    after = noted(phone, clock.now(), 2 * MINUTE)
    assert (stored(after).clock, stored(after).observed_at) == ("ok", clock.now() - 2 * MINUTE)


def test_f29_another_page_starts_anew(phone: Phone, clock: HeldClock) -> None:
    clock.pass_time(minutes=30)
    noted(phone, clock.now() + 60 * MINUTE, MINUTE)
    op = noted(phone, clock.now(), 2 * MINUTE, boot_id="boot-2")
    assert stored(op).clock == "ok"


def test_f29_a_slow_network_is_no_jump(phone: Phone, clock: HeldClock) -> None:
    clock.pass_time(minutes=30)
    noted(phone, clock.now() - timedelta(seconds=1), MINUTE)
    op = noted(phone, clock.now() - timedelta(seconds=50), MINUTE)
    assert stored(op).clock == "ok"


def test_f29_the_order_is_the_servers_whatever_the_phones_say(
    world: World, phone: Phone, clock: HeldClock
) -> None:
    ops = []
    for year in (2035, 2020, 2026):
        clock.pass_time(minutes=1)
        ops.append(noted(Phone.in_walk(world), datetime(year, 6, 1, tzinfo=UTC), timedelta(seconds=5)))
    rows = [stored(op) for op in ops]
    assert [row.number for row in rows] == sorted(row.number for row in rows)
    assert [row.rev for row in rows] == sorted(row.rev for row in rows)
    assert [row.received_at for row in rows] == sorted(row.received_at for row in rows)
    assert [row.id for row in of_walk(world.walk_id)] == [row.id for row in rows]
    assert all(row.observed_at <= row.received_at for row in rows)


def test_f29_where_the_clock_is_suspect_the_desk_reads_when_it_came(
    world: World, phone: Phone, clock: HeldClock
) -> None:
    clock.pass_time(minutes=30)
    good = noted(phone, clock.now(), MINUTE, boot_id="boot-1")
    bad = noted(phone, datetime(2020, 1, 1, tzinfo=UTC), MINUTE, mono_ms=1.0, boot_id="boot-2")
    desk = world.staff(world.ann)
    for op, words in ((good, "Loggat: "), (bad, "Mottaget: ")):
        ticket = send_ticket(world, UUID(op["entity_id"]), world.streets)
        db.session.rollback()
        assert words in desk.get(f"/tickets/{ticket}").text
    told = {row["id"]: row["clock"] for row in phone.changes()["observations"]}
    assert told == {good["entity_id"]: "ok", bad["entity_id"]: "suspect"}


def test_f29_a_file_that_lay_for_days_is_believed_unless_its_phone_was_off(
    world: World, clock: HeldClock
) -> None:
    honest, off = Phone.in_walk(world), Phone.in_walk(world)
    noted(off, clock.now() + 60 * MINUTE, MINUTE)
    ops = {phone: phone.point() for phone in (honest, off)}
    noted_at = clock.now() - timedelta(seconds=1)
    files = {phone: packed(queue_of(phone, [op]), {}) for phone, op in ops.items()}
    clock.pass_time(days=3)
    for phone, data in files.items():
        answer = phone.request("POST", "/sync/rescue", data=data, content_type="application/zip")
        assert answer.get_json()["acts"]["results"] == {"applied": 1}
    assert (stored(ops[honest]).clock, stored(ops[honest]).observed_at) == ("ok", noted_at)
    assert (stored(ops[off]).clock, stored(ops[off]).observed_at) == ("suspect", clock.now())
