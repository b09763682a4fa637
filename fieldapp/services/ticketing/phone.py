"""Acts on tickets that a crew made offline: judged by what the phone knew, never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import SentenceIn, TicketStatusChange
from fieldapp.domain.errors import Forbidden, Invalid, NotFound
from fieldapp.domain.ticket_status import Party, TicketStatus, allowed
from fieldapp.services.ticketing import changing, history, merging
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket, TicketEvent

_DONE = frozenset({TicketStatus.DONE, TicketStatus.CONFIRMED})


@dataclass(frozen=True)
class PhoneOutcome:
    """What became of the act: `applied`, or `merged` with a `code` that the phone puts into words.

    `ticket_id` is the ticket that took it, to which its photos belong: another where two were merged.
    Codes: rebased, contested, already-done, overtaken, merged-ticket.
    """

    result: str
    rev: int
    ticket_id: UUID
    code: str = ""


def change_from_phone(
    tools: Toolbox,
    actor: Actor,
    ticket_id: UUID,
    payload: TicketStatusChange,
    *,
    base_rev: int | None,
    has_photo: bool,
) -> PhoneOutcome:
    """A crew's `ticket.status`, inside the caller's unit of work.

    `base_rev` is the revision that the phone had read (None: after its own earlier acts); `has_photo`
    says that the operation brings an after-photo. Raises `NotFound`, `Forbidden`, `NotAllowed`,
    `Incomplete` or `Invalid` where the act was wrong when it was made, not only too late.
    """
    act = history.act_of(tools, actor, history.PHONE)
    wanted = _wanted(payload, has_photo)
    seen = _seen(actor, ticket_id, base_rev)
    if wanted.to is TicketStatus.DONE and seen.ticket.state in _DONE and seen.is_stale:
        return _kept_as_note(seen, act, wanted, "already-done")
    if not seen.is_theirs or seen.was_reopened:
        return _contested(seen, act, wanted)
    if wanted.to not in allowed(seen.ticket.state, Party.OWNER) and seen.is_stale:
        return _lost(seen, act, wanted)
    changing.apply(tools, seen.ticket, wanted, act)
    if seen.is_merged:
        return PhoneOutcome("merged", seen.ticket.rev, seen.ticket.id, "merged-ticket")
    if seen.is_stale:
        return PhoneOutcome("merged", seen.ticket.rev, seen.ticket.id, "rebased")
    return PhoneOutcome("applied", seen.ticket.rev, seen.ticket.id)


def note_from_phone(
    tools: Toolbox, actor: Actor, ticket_id: UUID, text: str, *, base_rev: int | None
) -> PhoneOutcome:
    """A crew's `ticket.note`, inside the caller's unit of work: notes never conflict."""
    act = history.act_of(tools, actor, history.PHONE)
    seen = _seen(actor, ticket_id, base_rev)
    history.touch(seen.ticket)
    history.append(seen.ticket, act, "note", note=text)
    return PhoneOutcome("applied", seen.ticket.rev, seen.ticket.id)


@dataclass(frozen=True)
class _Seen:
    """The ticket that takes the act, and what happened to it since the phone read it."""

    ticket: Ticket
    since: Sequence[TicketEvent]
    is_theirs: bool
    is_merged: bool

    @property
    def is_stale(self) -> bool:
        return bool(self.since) or self.is_merged

    @property
    def was_reopened(self) -> bool:
        return any(event.to_state == TicketStatus.REOPENED for event in self.since)


def _seen(actor: Actor, ticket_id: UUID, base_rev: int | None) -> _Seen:
    """Scope is judged at `base_rev`: what was theirs then is never "not found" now."""
    # The counter is held until commit: from here on nobody else changes the ticket.
    next_rev()
    if actor.owner_id is None:
        raise Forbidden(action="ticket.work")
    asked = changing.ticket_of(ticket_id)
    if asked is None:
        raise NotFound
    rev = _own_rev(actor, asked) if base_rev is None else base_rev
    is_theirs_now = tickets.find_for(actor, asked.id) is not None
    if not is_theirs_now and (base_rev is None or tickets.owner_at(asked.id, rev) != actor.owner_id):
        raise NotFound
    ticket = merging.final(asked)
    return _Seen(
        ticket=ticket,
        since=[event for event in tickets.events_after(asked.id, rev) if event.kind != "note"],
        is_theirs=ticket.owner_id == actor.owner_id,
        is_merged=ticket.id != asked.id,
    )


def _own_rev(actor: Actor, ticket: Ticket) -> int:
    """The revision of this phone's own last act; today's where it had none, for then nothing is known."""
    own = [event.rev for event in tickets.events_of(ticket.id) if event.actor_id == actor.id]
    return max(own, default=ticket.rev)


def _wanted(payload: TicketStatusChange, has_photo: bool) -> TicketChange:
    try:
        to = TicketStatus(payload.to)
    except ValueError as error:
        raise Invalid("payload.to", "unknown-state") from error
    sentence = _as_json(payload.public_text)
    return TicketChange(
        to=to,
        sentence=sentence,
        reason=payload.reason or "",
        planned_for=payload.planned_for or "",
        answer_by=_answer_by(sentence),
        no_photo_reason=payload.no_photo_reason or "",
        has_photo=has_photo,
        note=(payload.reason or "") if to is TicketStatus.BOUNCED else "",
    )


def _as_json(given: SentenceIn | None) -> Mapping[str, Any] | None:
    if given is None:
        return None
    found: dict[str, Any] = msgspec.to_builtins(given)
    return {name: value for name, value in found.items() if value not in (None, {})}


def _answer_by(sentence: Mapping[str, Any] | None) -> date | None:
    """*Utreds, besked senast …* says its day inside the sentence."""
    day = ((sentence or {}).get("values") or {}).get("date")
    try:
        return date.fromisoformat(day) if isinstance(day, str) else None
    except ValueError:
        return None


def _contested(seen: _Seen, act: Act, wanted: TicketChange) -> PhoneOutcome:
    """Two acts met: the coordinator decides, and nothing of the late one is thrown away."""
    ticket = seen.ticket
    if TicketStatus.CONTESTED not in allowed(ticket.state, Party.SERVER):
        return _kept_as_note(seen, act, wanted, "contested")
    from_state, ticket.state = ticket.state, TicketStatus.CONTESTED
    ticket.version += 1
    history.touch(ticket)
    event = history.append(
        ticket,
        act,
        "status",
        from_state=from_state,
        answer=dict(wanted.sentence) if wanted.sentence else None,
        details=_details(wanted),
    )
    event.note = wanted.reason
    return PhoneOutcome("merged", ticket.rev, ticket.id, "contested")


def _lost(seen: _Seen, act: Act, wanted: TicketChange) -> PhoneOutcome:
    """The state moved on meanwhile: work that was done makes it contested, anything else is a note."""
    if wanted.to is TicketStatus.DONE:
        return _contested(seen, act, wanted)
    return _kept_as_note(seen, act, wanted, "overtaken")


def _kept_as_note(seen: _Seen, act: Act, wanted: TicketChange, code: str) -> PhoneOutcome:
    ticket = seen.ticket
    history.touch(ticket)
    history.append(
        ticket,
        act,
        "note",
        note=wanted.reason,
        answer=dict(wanted.sentence) if wanted.sentence else None,
        details={**_details(wanted), "because": code},
    )
    return PhoneOutcome("merged", ticket.rev, ticket.id, code)


def _details(wanted: TicketChange) -> dict[str, Any]:
    found = {
        "wanted": wanted.to.value,
        "planned_for": wanted.planned_for,
        "reason": wanted.reason,
        "no_photo_reason": wanted.no_photo_reason,
    }
    return {name: value for name, value in found.items() if value}
