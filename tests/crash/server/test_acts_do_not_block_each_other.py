"""Two acts never wait for each other: a point that is edited does not wait for one that is created."""

import threading

import pytest
from flask import Flask

from fieldapp.store import locking
from fieldapp.store.db import db, unit_of_work
from tests.support.sync import Phone
from tests.support.world import World

_LONGEST_S = 5.0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_edit_does_not_wait_for_the_walk_that_a_new_point_holds(app: Flask, world: World) -> None:
    phone = Phone.in_walk(world)
    point = phone.note(text="Släckt")
    is_held, is_answered = threading.Event(), threading.Event()
    waited: list[bool] = []

    def hold() -> None:
        """As a new point does: the walk first, the counter of revisions afterwards."""
        with app.app_context():
            with unit_of_work():
                assert locking.walk_for(phone.actor, world.walk_id) is not None
                is_held.set()
                waited.append(is_answered.wait(_LONGEST_S))
            db.session.remove()

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(_LONGEST_S)
    # Its row is written twice in one transaction and names the walk: the database looks there again.
    result = phone.do(phone.op("observation.edit", {"text": "Två är släckta"}, point))
    is_answered.set()
    holder.join()
    assert (result["result"], waited) == ("applied", [True])
