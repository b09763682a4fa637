"""The demo municipality as a world to test in: as it is loaded on the first day, with nothing added."""

from flask import Flask

from fieldapp.domain.actors import Role
from fieldapp.services import demo
from fieldapp.services.demo import pictures
from fieldapp.services.demo_doors import email_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import people, walks
from fieldapp.store.db import db
from fieldapp.store.people import Person
from tests.support.world import World

#: The caretaker of the housing company, which answers by link and has a crew's list as well.
CARETAKER = "yard@demo.invalid"


class DemoTown(World):
    """`ann` coordinates, `cem` looks after the housing company's yards; `walk_id` is the open walk."""

    def __init__(self, app: Flask, tools: Toolbox) -> None:
        self.app = app
        self.tools = tools
        self._work = None
        assert demo.load(tools, size=pictures.SMALL)
        self.ann = _person(email_of(Role.COORDINATOR)).id
        caretaker = _person(CARETAKER)
        assert caretaker.owner_id is not None
        self.cem, self.housing = caretaker.id, caretaker.owner_id
        walk = walks.open_demo_walk()
        assert walk is not None
        self.walk_id = walk.id
        # An open read would keep the server from writing.
        db.session.rollback()


def _person(email: str) -> Person:
    found = people.person_by_email(email)
    assert found is not None
    return found
