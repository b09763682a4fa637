"""The table from kinds to functions, and how a batch is applied: each act once, none hurting another."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from fieldapp.domain import access, commands
from fieldapp.domain.actors import Actor
from fieldapp.domain.clock import from_ms
from fieldapp.domain.commands import Batch, Operation
from fieldapp.domain.errors import Conflict, DomainError, Forbidden, Invalid
from fieldapp.domain.phone_clock import PhoneClock
from fieldapp.services import redaction
from fieldapp.services.capture import (
    brought,
    cards,
    clocks,
    leading,
    observations,
    photos,
    ratings_and_votes,
    stops,
    tickets,
)
from fieldapp.services.capture.act import Act, Outcome, Result
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import operations
from fieldapp.store import photos as stored_photos
from fieldapp.store.db import unit_of_work
from fieldapp.store.operations import AlreadyStored

log = logging.getLogger("fieldapp.capture")


class Answer(msgspec.Struct, frozen=True):
    """What a phone is told of one act, and what is kept to be told again."""

    id: str | None
    result: Result
    rev: int | None = None
    entity: str | None = None
    code: str | None = None
    field: str | None = None
    message: str | None = None


class Kind(NamedTuple):
    """Who may (an action of domain/access.py), with or without a phone in a walk, and what it does."""

    action: str
    apply: Callable[[Act], Outcome]
    is_of_phone: bool = True


KINDS: dict[str, Kind] = {
    "observation.create": Kind("walk.capture", observations.create),
    "observation.edit": Kind("walk.capture", observations.edit),
    "observation.withdraw": Kind("walk.capture", observations.withdraw),
    "observation.agree": Kind("walk.capture", observations.agree),
    "observation.release": Kind("observation.release", leading.release),
    "observation.merge": Kind("observation.release", leading.merge),
    "observation.owner": Kind("observation.release", leading.name_owner),
    "photo.add": Kind("photo.send", photos.add, is_of_phone=False),
    "photo.replace": Kind("photo.send", photos.replace, is_of_phone=False),
    "photo.remove": Kind("photo.send", photos.remove, is_of_phone=False),
    "rating.set": Kind("walk.capture", ratings_and_votes.rate),
    "vote.set": Kind("walk.capture", ratings_and_votes.vote),
    "stop.reached": Kind("walk.capture", stops.reached),
    "stop.announce": Kind("observation.release", leading.announce),
    "card.attach": Kind("walk.capture", cards.attach),
    "ticket.note": Kind("ticket.work", tickets.note, is_of_phone=False),
    "ticket.status": Kind("ticket.work", tickets.status, is_of_phone=False),
    "followup.verdict": Kind("followup.verdict", tickets.verdict),
}


@dataclass(frozen=True)
class Applied:
    """The answer to a batch: one result per operation, in its order, and the photos still to be sent."""

    results: list[Answer]
    need: list[UUID]
    server_now: datetime


def apply_batch(tools: Toolbox, actor: Actor, batch: Batch) -> Applied:
    """Apply every operation in a unit of work of its own.

    What is refused is not stored: sent again it is judged again, and as long as nothing changed the
    answer is the same. Raises `DatabaseUnavailable`; what came before it is stored and will be a
    duplicate when the batch comes again.
    """
    clock = clocks.clock_of(tools, actor, batch)
    parsed = parsed_all(batch.ops)
    results = list(apply_all(tools, actor, parsed, clock))
    clocks.remember(actor, batch.boot_id, clock)
    sent = [one.id for one in parsed if isinstance(one, Operation)]
    return Applied(results, list(stored_photos.expected_of(sent)), tools.clock.now())


def apply_all(
    tools: Toolbox,
    actor: Actor,
    parsed: Sequence[Operation | Answer],
    clock: PhoneClock,
    brought_by: Actor | None = None,
) -> Iterator[Answer]:
    """The answer to each in its order, as it is applied; `brought_by` handed them in for the actor.

    Raises `DatabaseUnavailable` as `apply_batch` does.
    """
    superseded = _superseded([one for one in parsed if isinstance(one, Operation)])
    for one in parsed:
        if isinstance(one, Operation):
            is_superseded = one.id in superseded
            yield _apply_safely(Act(tools, actor, one, clock, is_superseded, brought_by))
        else:
            yield one


def parsed_all(raws: Iterable[bytes | msgspec.Raw]) -> list[Operation | Answer]:
    """Each act, or the refusal of what is none."""
    return [_parsed(bytes(raw)) for raw in raws]


def _parsed(raw: bytes) -> Operation | Answer:
    try:
        return commands.parse_operation(raw)
    except Invalid as error:
        return _rejected(commands.id_of(raw), None, error.code, error.field)
    except (ValueError, RecursionError):
        return _rejected(commands.id_of(raw), None, "not-json", "body")


def _superseded(ops: Iterable[Operation]) -> set[UUID]:
    """Ratings and votes that a later one of the same batch says anew: once severed they could not be told."""
    latest: dict[tuple[object, ...], UUID] = {}
    found: set[UUID] = set()
    for op in ops:
        payload: Any = op.payload
        if op.kind == "rating.set":
            key: tuple[object, ...] = (payload.stop, payload.light)
        elif op.kind == "vote.set":
            key = (payload.observation,)
        else:
            continue
        if key in latest:
            found.add(latest[key])
        latest[key] = op.id
    return found


def _apply_safely(act: Act) -> Answer:
    try:
        return _apply(act)
    except AlreadyStored:
        return _again(act)
    except DatabaseUnavailable:
        raise
    except Conflict as error:
        return _refusal(act, error, Result.CONFLICT)
    except DomainError as error:
        return _refusal(act, error, Result.REJECTED)
    except Exception:
        # A fault of ours in one act must not keep the others on the phone for ever.
        log.exception("an operation of kind %s could not be applied", act.op.kind)
        return _rejected(str(act.op.id), act.op.entity_id, "unforeseen", "")


def _apply(act: Act) -> Answer:
    op, kind = act.op, KINDS[act.op.kind]
    if not access.may(act.actor, kind.action) or (kind.is_of_phone and not act.actor.is_phone):
        raise Forbidden
    with unit_of_work():
        row = operations.Operation(
            id=op.id,
            body_sha256=op.body_sha256,
            actor_id=act.actor.id,
            brought_by_id=act.brought_by.id if act.brought_by else None,
            kind=op.kind,
            entity_id=op.entity_id,
            client_at=from_ms(op.client_at),
            received_at=act.now,
            rev=0,
            result={},
        )
        operations.insert(row)
        outcome = kind.apply(act)
        answer = _answer(op, outcome)
        row.rev, row.result = outcome.rev, msgspec.to_builtins(answer)
        brought.note(act, outcome)
        if outcome.is_severed:
            operations.forget(row, act.phone.walk.closed_at or act.now)
    redaction.destroy_or_leave(act.tools, outcome.taken_away)
    return answer


def _again(act: Act) -> Answer:
    """What this operation was answered; raises nothing, for another's or another body it is refused."""
    op = act.op
    stored = operations.find(op.id)
    if stored is None:
        return _rejected(str(op.id), op.entity_id, "unforeseen", "")
    if stored.kind == operations.SEVERED:
        return _answer(op, Outcome(0, Result.DUPLICATE))
    if stored.actor_id != act.actor.id or stored.body_sha256 != op.body_sha256:
        return _rejected(str(op.id), op.entity_id, "id-reuse", "id")
    first: Answer = msgspec.convert(stored.result, Answer)
    if first.result is Result.CONFLICT:
        return first
    return msgspec.structs.replace(first, result=Result.DUPLICATE)


def _answer(op: Operation, outcome: Outcome) -> Answer:
    return Answer(
        id=str(op.id),
        result=outcome.result,
        rev=outcome.rev or None,
        entity=str(outcome.entity or op.entity_id),
        code=outcome.code or None,
        field=outcome.field or None,
        message=outcome.code or None,
    )


def _refusal(act: Act, error: DomainError, result: Result) -> Answer:
    field = error.field if isinstance(error, Invalid) else str(error.values.get("field", ""))
    return _rejected(str(act.op.id), act.op.entity_id, error.code, field, result)


def _rejected(
    op_id: str | None, entity: UUID | None, code: str, field: str, result: Result = Result.REJECTED
) -> Answer:
    return Answer(
        id=op_id,
        result=result,
        entity=str(entity) if entity else None,
        code=code,
        field=field or None,
        message=code,
    )
