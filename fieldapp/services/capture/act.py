"""One offline act as its function sees it: who, what, when, and the answer it gets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from fieldapp.domain import access, lifetimes, walk_status
from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import Operation
from fieldapp.domain.errors import DomainError, NotFound
from fieldapp.domain.phone_clock import ClockFlag, Observed, PhoneClock
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, walks
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from fieldapp.store.participants import Participant
from fieldapp.store.walks import Walk


class Result(StrEnum):
    """What became of an operation."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    MERGED = "merged"
    CONFLICT = "conflict"
    REJECTED = "rejected"


class TooLate(DomainError):
    """The walk was over when it was done, or the queue is older than queues are taken."""

    code = "walk-over"


@dataclass(frozen=True)
class Outcome:
    """What an act did. `rev` is that of the thing it changed, and `entity` that thing where it is another
    than the one named. With `is_severed` nothing of the act is kept but its bare id. The bytes of photos
    `taken_away` go once the act is committed."""

    rev: int
    result: Result = Result.APPLIED
    entity: UUID | None = None
    code: str = ""
    field: str = ""
    is_severed: bool = False
    taken_away: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Act:
    """An operation inside its own unit of work. `is_superseded`: a later one in its batch says it anew.

    `brought_by` is the person of the desk who was handed the phone's queue as a file.
    """

    tools: Toolbox
    actor: Actor
    op: Operation
    clock: PhoneClock
    is_superseded: bool = False
    brought_by: Actor | None = None

    @property
    def payload(self) -> Any:
        return self.op.payload

    @property
    def now(self) -> datetime:
        return self.clock.received_at

    @property
    def actor_id(self) -> UUID:
        return cast(UUID, self.actor.id)

    @cached_property
    def phone(self) -> Participant:
        """The phone that acts; raises `NotFound` for whoever is none."""
        found = by_key(Participant, self.actor_id) if self.actor.is_phone else None
        if found is None:
            raise NotFound("walk", field="actor")
        return found

    @cached_property
    def observed(self) -> Observed:
        return self.clock.observed(self.op.client_at, self.phone.joined_at)

    def walk(self, walk_id: UUID) -> Walk:
        """The walk; raises `NotFound` where it is not this phone's, `TooLate` when it is over."""
        found = walks.find_for(self.actor, walk_id)
        if found is None:
            raise NotFound(field="payload.walk")
        self.require_in_time(found)
        return found

    def require_in_time(self, walk: Walk) -> None:
        """Late queues are taken, new acts of a walk long over are not."""
        at = self.observed.at
        if self.observed.flag is ClockFlag.SUSPECT and walk.closed_at is not None:
            at = walk.closed_at  # nobody knows when it was: believe the phone
        if not lifetimes.phone_may_note(at, walk.closed_at, self.now):
            raise TooLate(field="client_at")

    def is_late(self, walk: Walk) -> bool:
        return walk_status.is_closed(walk.state)

    def observation(self, observation_id: UUID) -> Observation:
        """A point of this phone's walk; raises `NotFound`, also for what it may not even list."""
        found = observations.find_for(self.actor, observation_id)
        if found is None or not self._lists(found):
            raise NotFound(field="entity_id")
        self.require_in_time(self.phone.walk)
        return found

    def is_own(self, observation: Observation) -> bool:
        return observation.participant_id == self.actor.id

    def _lists(self, observation: Observation) -> bool:
        if self.is_own(observation) or access.leads(self.actor):
            return True
        return self.phone.sees_all and not observation.is_sensitive
