"""Who acts: one frozen value that every service receives first."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Everybody who can stand at the door."""

    ANYONE = "anyone"
    PARTICIPANT = "participant"
    SECRETARY = "secretary"
    LEADER = "leader"
    COORDINATOR = "coordinator"
    CREW = "crew"
    SUPERVISOR = "supervisor"
    READER = "reader"
    PARTNER = "partner"
    BOARD = "board"
    ADMIN = "admin"


#: Roles that a staff account can have; the others get in by code or link.
STAFF_ROLES = (
    Role.LEADER,
    Role.COORDINATOR,
    Role.CREW,
    Role.SUPERVISOR,
    Role.PARTNER,
    Role.BOARD,
    Role.ADMIN,
)
#: Roles of a phone that has joined a walk.
PHONE_ROLES = (Role.PARTICIPANT, Role.SECRETARY, Role.LEADER)


@dataclass(frozen=True)
class Actor:
    """Somebody at the door: a person of the staff, a phone in a walk, a reader by link, or anyone.

    `walk_id` is set for phones, `owner_id` for crews, supervisors and readers,
    `ticket_ids` for readers: what their mail names and nothing else. `is_phone` says a phone in a walk,
    `is_enrolled` a crew's phone, which works as its owner's crew and has no account.
    """

    role: Role
    id: UUID | None = None
    name: str = ""
    walk_id: UUID | None = None
    owner_id: UUID | None = None
    ticket_ids: frozenset[UUID] = frozenset()
    is_phone: bool = False
    is_enrolled: bool = False


ANYONE = Actor(Role.ANYONE)
