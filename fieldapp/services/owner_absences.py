"""Who stands in for an owner, and when: kept by an administrator, forgotten once it is long past."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from fieldapp.domain import access, ids
from fieldapp.domain.absences import Absence
from fieldapp.domain.actors import Actor
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import NotFound
from fieldapp.domain.text import limited, one_line
from fieldapp.services.settings import email
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import absences
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.owners import Owner, OwnerAbsence

#: So long the desk can still see who stood in; after that the names are of no use.
KEPT_AFTER = timedelta(days=90)


def of_owner(actor: Actor, owner_id: UUID) -> Sequence[OwnerAbsence]:
    """Past, present and coming ones that are still kept, the first first."""
    access.require(actor, "settings.read")
    return absences.of_owner(owner_id)


def away_today(tools: Toolbox, actor: Actor) -> dict[UUID, OwnerAbsence]:
    """Who stands in today, by owner."""
    access.require(actor, "settings.read")
    today = local_day(tools.clock.now())
    # In order of their beginnings: where two periods meet, the one that began last stays.
    return {one.owner_id: one for one in absences.on(today)}


def add(actor: Actor, owner_id: UUID, absence: Absence) -> None:
    """Let somebody else read the owner's mail on these days; raises `Invalid` naming the field."""
    access.require(actor, "settings.change")
    absence = checked(absence)
    with unit_of_work() as session:
        if by_key(Owner, owner_id) is None:
            raise NotFound("owner")
        session.add(row_of(owner_id, absence))


def remove(actor: Actor, owner_id: UUID, absence_id: UUID) -> None:
    access.require(actor, "settings.change")
    with unit_of_work() as session:
        found = by_key(OwnerAbsence, absence_id)
        if found is None or found.owner_id != owner_id:
            raise NotFound("absence")
        session.delete(found)


def forget_past(tools: Toolbox) -> int:
    """Remove what ended long ago; how many there were."""
    before = local_day(tools.clock.now()) - KEPT_AFTER
    with unit_of_work():
        return absences.remove_ended_before(before)


def checked(absence: Absence) -> Absence:
    """The absence with a name and an address that can be; raises `Invalid` naming the field."""
    address = email(absence.email, "substitute_email")
    return Absence(
        absence.from_on,
        absence.until_on,
        address,
        limited(one_line(absence.name), 120, "substitute_name"),
    )


def row_of(owner_id: UUID, absence: Absence) -> OwnerAbsence:
    return OwnerAbsence(
        id=ids.new_id(),
        owner_id=owner_id,
        from_on=absence.from_on,
        until_on=absence.until_on,
        substitute_name=absence.name,
        substitute_email=absence.email,
    )


def facts_of(row: OwnerAbsence) -> Absence:
    return Absence(row.from_on, row.until_on, row.substitute_email, row.substitute_name)
