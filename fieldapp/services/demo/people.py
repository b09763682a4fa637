"""The demo's people: first names that nobody bears here, one for every role, and who speaks for an owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.domain.actors import Actor, Role
from fieldapp.services import owner_links, sign_in
from fieldapp.services.demo import story
from fieldapp.services.ticketing import history
from fieldapp.store.db import db
from fieldapp.store.owners import Owner
from fieldapp.store.people import Person


@dataclass(frozen=True)
class Cast:
    """Everybody who acts, as services see them."""

    coordinator: Actor
    crews: dict[UUID, Actor]

    def voice_of(self, owner: Owner | None) -> tuple[Actor, str]:
        """Who answers for an owner, and how: its crew's phone, its link, or the coordinator's desk."""
        if owner is None:
            return self.coordinator, history.DESK
        if owner.receives == owner_links.CREW and owner.id in self.crews:
            return self.crews[owner.id], history.PHONE
        return Actor(Role.READER, name=owner.name, owner_id=owner.id), history.LINK


def add_people(owners: dict[str, Owner], now: datetime) -> Cast:
    """No password: the demo's doors let everybody in."""
    people = [_person(row, owners, now) for row in story.table("people")]
    db.session.add_all(people)
    db.session.flush()
    actors = [sign_in.actor_of(person) for person in people]
    coordinator = next(actor for actor in actors if actor.role is Role.COORDINATOR)
    return Cast(coordinator, {a.owner_id: a for a in actors if a.role is Role.CREW and a.owner_id})


def _person(row: dict[str, str], owners: dict[str, Owner], now: datetime) -> Person:
    owner = owners.get(row["owner"])
    return Person(
        id=ids.new_id(),
        email=f"{row['email']}@demo.invalid",
        name=row["name"],
        role=Role(row["role"]),
        owner_id=owner.id if owner else None,
        created_at=now,
    )
