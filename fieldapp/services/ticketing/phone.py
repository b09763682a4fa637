"""Acts on tickets that a crew made offline: judged by what the phone knew, never lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from fieldapp.domain import ticket_conflicts
from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import SentenceIn, TicketStatusChange
from fieldapp.domain.errors import Invalid
from fieldapp.domain.ticket_conflicts import Fate
from fieldapp.domain.ticket_status import NotAllowed, Party, TicketStatus, allowed
from fieldapp.services.ticketing import changing, history, meeting
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.history import Act
from fieldapp.services.ticketing.meeting import Met
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.tickets import Ticket


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
    done_at: datetime | None = None,
) -> PhoneOutcome:
    """A crew's `ticket.status`, inside the caller's unit of work.

    `base_rev` is the revision that the phone had read (None: after its own earlier acts); `has_photo`
    says that the operation brings an after-photo; `done_at` is when it was done on the phone, if that is
    known. Raises `NotFound`, `Forbidden`, `NotAllowed`, `Incomplete` or `Invalid` where the act was wrong
    when it was made, not only too late.
    """
    wanted = _wanted(payload, has_photo)
    met = meeting.see(actor, ticket_id, base_rev)
    if wanted.to not in ticket_conflicts.ASKABLE:
        raise NotAllowed(met.ticket.state, wanted.to, allowed(met.ticket.state, Party.OWNER))
    act = _act(tools, actor, met, done_at)
    fate, code = ticket_conflicts.decide(met.against(wanted.to))
    if fate is Fate.KEPT:
        return _kept(met, act, wanted, code)
    if fate is Fate.REVIEW:
        return _to_review(met, act, wanted, code)
    changing.apply(tools, met.ticket, wanted, act)
    return PhoneOutcome(fate.value, met.ticket.rev, met.ticket.id, code)


def note_from_phone(
    tools: Toolbox,
    actor: Actor,
    ticket_id: UUID,
    text: str,
    *,
    base_rev: int | None,
    done_at: datetime | None = None,
) -> PhoneOutcome:
    """A crew's `ticket.note`, inside the caller's unit of work: notes never conflict."""
    met = meeting.see(actor, ticket_id, base_rev)
    history.touch(met.ticket)
    history.append(met.ticket, _act(tools, actor, met, done_at), "note", note=text)
    if met.follows:
        return PhoneOutcome("merged", met.ticket.rev, met.ticket.id, "merged-ticket")
    return PhoneOutcome("applied", met.ticket.rev, met.ticket.id)


def ticket_for_photos(actor: Actor, ticket_id: UUID, base_rev: int | None) -> Ticket:
    """The ticket that takes more photos of a crew: they are kept whatever became of the one named."""
    return meeting.see(actor, ticket_id, base_rev).ticket


def _act(tools: Toolbox, actor: Actor, met: Met, done_at: datetime | None) -> Act:
    return replace(history.act_of(tools, actor, history.PHONE), besides=met.besides(done_at))


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


def _to_review(met: Met, act: Act, wanted: TicketChange, code: str) -> PhoneOutcome:
    """Two acts met: the coordinator decides, and nothing of the late one is thrown away."""
    ticket = met.ticket
    from_state, ticket.state = ticket.state, TicketStatus.CONTESTED
    ticket.version += 1
    history.touch(ticket)
    history.append(
        ticket,
        act,
        "status",
        from_state=from_state,
        note=wanted.reason,
        answer=_said(wanted),
        details=_details(wanted),
    )
    return PhoneOutcome("merged", ticket.rev, ticket.id, code)


def _kept(met: Met, act: Act, wanted: TicketChange, code: str) -> PhoneOutcome:
    """The state stays as it is; what was wanted stands in the history with what it gave way to."""
    ticket = met.ticket
    history.touch(ticket)
    details = {**_details(wanted), "because": code}
    history.append(ticket, act, "note", note=wanted.reason, answer=_said(wanted), details=details)
    return PhoneOutcome("merged", ticket.rev, ticket.id, code)


def _said(wanted: TicketChange) -> dict[str, Any] | None:
    return dict(wanted.sentence) if wanted.sentence else None


def _details(wanted: TicketChange) -> dict[str, Any]:
    found = {
        "wanted": wanted.to.value,
        "planned_for": wanted.planned_for,
        "reason": wanted.reason,
        "no_photo_reason": wanted.no_photo_reason,
    }
    return {name: value for name, value in found.items() if value}
