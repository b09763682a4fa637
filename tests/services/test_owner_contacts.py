"""Mail reaches whoever reads it today: the owner, or who stands in while it is away."""

from datetime import date

import pytest

from fieldapp.domain.ids import new_id
from fieldapp.services import owner_absences
from fieldapp.services.owner_contacts import address_of, head_address_of
from fieldapp.services.review import whole_walk
from fieldapp.store import absences
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import Owner, OwnerAbsence
from tests.services.points import accept, add_point
from tests.support.world import World

SUMMER = (date(2026, 7, 6), date(2026, 8, 2))
OWN, SUMMER_READER, WEEK_READER = "bostad@demo.invalid", "sommar@demo.invalid", "vecka@demo.invalid"


def be_away(world: World, from_on: date, until_on: date, address: str) -> None:
    with unit_of_work() as work:
        absence = OwnerAbsence(
            id=new_id(), owner_id=world.housing, from_on=from_on, until_on=until_on, substitute_email=address
        )
        work.add(absence)


def housing(world: World) -> Owner:
    found = by_key(Owner, world.housing)
    assert found is not None
    return found


def test_who_stands_in_reads_the_mail_on_both_edges_of_the_absence_and_no_day_longer(world: World) -> None:
    be_away(world, *SUMMER, SUMMER_READER)
    be_away(world, date(2026, 7, 13), date(2026, 7, 19), WEEK_READER)
    days = {
        date(2026, 7, 5): OWN,
        date(2026, 7, 6): SUMMER_READER,
        date(2026, 7, 12): SUMMER_READER,
        date(2026, 7, 13): WEEK_READER,
        date(2026, 7, 19): WEEK_READER,
        date(2026, 7, 20): SUMMER_READER,
        date(2026, 8, 2): SUMMER_READER,
        date(2026, 8, 3): OWN,
    }
    assert {day: address_of(housing(world), day) for day in days} == days


def test_an_absence_is_forgotten_ninety_days_after_its_last_day(world: World) -> None:
    be_away(world, *SUMMER, SUMMER_READER)
    be_away(world, date(2026, 9, 1), date(2026, 9, 2), WEEK_READER)
    world.tools.clock.pass_time(days=37)  # type: ignore[attr-defined]
    assert owner_absences.forget_past(world.tools) == 0
    world.tools.clock.pass_time(days=1)  # type: ignore[attr-defined]
    assert owner_absences.forget_past(world.tools) == 1
    assert [one.substitute_email for one in absences.every()] == [WEEK_READER]


def test_another_owner_is_not_away(world: World) -> None:
    be_away(world, *SUMMER, SUMMER_READER)
    streets = by_key(Owner, world.streets)
    assert streets is not None
    assert address_of(streets, SUMMER[0]) == "gata-park@demo.invalid"


def test_an_owner_without_addresses_is_written_to_nowhere(world: World) -> None:
    with unit_of_work():
        housing(world).email = ""
    assert (address_of(housing(world), SUMMER[0]), head_address_of(housing(world))) == ("", "")


@pytest.mark.parametrize("is_away", [True, False])
def test_a_sent_walk_goes_to_who_reads_today(world: World, is_away: bool) -> None:
    if is_away:
        be_away(world, date(2026, 9, 24), date(2026, 9, 24), WEEK_READER)
    accept(world, add_point(world), owner="bostad")
    whole_walk.send(world.tools, world.actor(world.ann), world.walk_id)
    row = db.session.query(OutboxMessage).one()
    assert row.payload["to"] == (WEEK_READER if is_away else OWN)
