"""Praise reaches the owner's mail and the crew's phone, once, and without what is sensitive."""

import json
from typing import Any

import pytest

from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.services.changes import changes
from fieldapp.services.review import thanks
from fieldapp.services.routing import Town
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.walks import Walk
from tests.support.answered import Asked
from tests.support.clock import HeldClock
from tests.support.sync import Phone
from tests.support.world import World


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


def praise(asked: Asked, owner: str, **columns: Any) -> None:
    asked.point(
        category="POS",
        subcategory="POS3",
        state=O.PRAISE,
        owner_hint=owner,
        answer={"template": "praise.thanks", "values": {}},
        **columns,
    )


def write(asked: Asked) -> None:
    with unit_of_work() as session:
        walk = by_key(Walk, asked.world.walk_id)
        assert walk is not None
        praised = session.query(Observation).filter_by(state=O.PRAISE).order_by(Observation.number).all()
        thanks.write(asked.tools, walk, praised, Town(), asked.now)


def test_the_crew_reads_the_thanks_to_its_owner_and_no_others(
    asked: Asked, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    streets = by_key(Owner, world.streets)
    housing = by_key(Owner, world.housing)
    assert streets is not None
    assert housing is not None
    codes = streets.code, housing.code
    # Thanks need no address: this owner's crew works by its list.
    asked.change(Owner, world.streets, email="")
    praise(asked, codes[0], public_text="Fint ljus i tunneln.", place="Tunneln")
    praise(asked, codes[0], public_text="HEMLIGT", place="HEMLIGT", is_sensitive=True)
    praise(asked, codes[1], public_text="Skön gård.")
    write(asked)
    write(asked)
    cem = Phone.of_staff(world, world.cem)

    told = json.loads(cem.request("GET", "/sync/changes?app=crew").data)["thanks"]

    assert [(one["text"], one["place"]) for one in told] == [("Fint ljus i tunneln.", "Tunneln"), ("", "")]
    assert set(told[0]["title"]) == {"sv", "fi", "en"}
    assert "Kalle" not in repr(told)
    assert "thanks" not in json.loads(Phone.in_walk(world).request("GET", "/sync/changes").data)
    clock.pass_time(days=91)
    assert changes(tools, world.actor(world.cem), "").thanks == []
