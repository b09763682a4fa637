"""A small municipality to test in: owners, areas, one open walk, and people of every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.ids import fingerprint, new_id, new_token
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import phones, sign_in
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.owners import Owner
from fieldapp.store.participants import Participant
from fieldapp.store.people import Person
from fieldapp.store.walks import JoinCode, Stop, Walk, stops_of
from fieldapp.web import session
from tests.support.visitor import Visitor

BRUNNA = (59.5028, 17.7431)


class World:
    """Ids are made at once; `ann` coordinates, `cem` works for gata och park, `dora` for another owner."""

    def __init__(self, app: Flask, tools: Toolbox) -> None:
        self.app = app
        self.tools = tools
        self._work: Session | None = None
        with unit_of_work() as self._work:
            self._everybody()
        self._work = None

    def _everybody(self) -> None:
        town = the_municipality()
        town.name, town.contact_email = "Exempelkommun", "trygghet@demo.invalid"
        town.duty_phone = "08-000 00 00"
        self.streets = self.add_owner("gata-park", "GP", "Gata och park", receives="crew")
        self.housing = self.add_owner("bostad", "BO", "Bostadsbolaget", receives="link")
        self.walk_id = self.add_walk("BRU-2026-2", code="BRUNNA")
        self.other_walk_id = self.add_walk("KUN-2026-3", code="KUNGSA")
        self.ann = self.add_person("ann@demo.invalid", Role.COORDINATOR)
        self.adam = self.add_person("adam@demo.invalid", Role.ADMIN)
        self.lena = self.add_person("lena@demo.invalid", Role.LEADER)
        self.cem = self.add_person("cem@demo.invalid", Role.CREW, self.streets)
        self.dora = self.add_person("dora@demo.invalid", Role.CREW, self.housing)
        self.paul = self.add_person("paul@demo.invalid", Role.PARTNER)
        self.bea = self.add_person("bea@demo.invalid", Role.BOARD)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """The transaction that makes the whole world, else one of its own."""
        if self._work is not None:
            yield self._work
            return
        with unit_of_work() as work:
            yield work

    def add_owner(self, code: str, class_code: str, name: str, receives: str = "link") -> UUID:
        owner = Owner(
            id=new_id(),
            code=code,
            class_code=class_code,
            name=name,
            receives=receives,
            email=f"{code}@demo.invalid",
        )
        with self._writing() as work:
            work.add(owner)
            work.flush()
        return owner.id

    def add_walk(self, number: str, code: str, state: WalkStatus = WalkStatus.OPEN) -> UUID:
        now = self.tools.clock.now()
        walk = Walk(
            id=new_id(),
            number=number,
            state=state,
            place="Brunna",
            title="Trygghetsvandring Brunna",
            gathering="Hagnässkolans matsal",
            starts_at=now - timedelta(minutes=5),
            ends_at=now + timedelta(hours=2),
            opened_at=now - timedelta(minutes=5),
            published_at=now - timedelta(days=14),
        )
        places = ("Hagnässkolan", "Hagnäsvägen", "Gångtunneln vid Granhammarsvägen")
        with self._writing() as work:
            work.add(walk)
            work.flush()
            for order, name in enumerate(places, start=1):
                lat, lon = BRUNNA[0] + order / 1000, BRUNNA[1] + order / 1000
                work.add(Stop(id=new_id(), walk_id=walk.id, order=order, name=name, lat=lat, lon=lon))
            for kind, word in (("spoken", code), ("link", f"{code}LINK"), ("leader", f"{code}LEAD")):
                work.add(JoinCode(walk_id=walk.id, code=word, kind=kind, created_at=now))
        return walk.id

    def add_person(self, email: str, role: Role, owner_id: UUID | None = None) -> UUID:
        person = Person(
            id=new_id(),
            email=email,
            name=email.split("@")[0].title(),
            role=role,
            owner_id=owner_id,
            created_at=self.tools.clock.now(),
        )
        with self._writing() as work:
            work.add(person)
            work.flush()
        return person.id

    def actor(self, person_id: UUID) -> Actor:
        """A person of the staff as services see them."""
        person = by_key(Person, person_id)
        assert person is not None
        return sign_in.actor_of(person)

    def staff(self, person_id: UUID) -> Visitor:
        """A browser in which this person is signed in."""
        browser = Visitor(self.app)
        browser.hold(session.STAFF, sign_in.open_session(self.tools, person_id).token)
        return browser

    def phone(self, code: str = "BRUNNA", browser: Visitor | None = None) -> tuple[Visitor, Actor]:
        """A browser that joined a walk by code, and its actor."""
        joined = phones.join(self.tools, code, "127.0.0.1", "sv")
        assert joined is not None
        found = browser or Visitor(self.app)
        found.hold(session.PHONE, joined.token)
        return found, joined.actor

    def stop_ids(self, walk_id: UUID | None = None) -> list[UUID]:
        return [stop.id for stop in stops_of(walk_id or self.walk_id)]

    def add_phone(self, walk_id: UUID, role: Role = Role.PARTICIPANT, sees_all: bool = True) -> Actor:
        """A phone that is in the walk already."""
        now = self.tools.clock.now()
        phone = Participant(
            id=new_id(),
            walk_id=walk_id,
            role=role,
            sees_all=sees_all,
            token_sha256=fingerprint(new_token()),
            joined_at=now,
            seen_at=now,
        )
        with unit_of_work() as work:
            work.add(phone)
        return phones.actor_of(phone)
