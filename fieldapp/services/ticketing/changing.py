"""One act on a ticket: the domain's table by party, what the act must say, the version, the history."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fieldapp.domain import ticket_status
from fieldapp.domain.actors import Actor
from fieldapp.domain.answer_clock import AnswerClock
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Conflict, Forbidden, Invalid, NotFound
from fieldapp.domain.planned_for import PlannedFor, PlannedKind
from fieldapp.domain.sentences import PublicSentence, to_json
from fieldapp.domain.text import limited
from fieldapp.domain.ticket_status import Need, Party, TicketStatus
from fieldapp.services import routing, telling
from fieldapp.services.ticketing import answers, asked, bounced, history, merging, renewing, sending
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, photos, tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.owners import Owner, owner_by_code
from fieldapp.store.tickets import Ticket
from fieldapp.store.versions import take_version

_NOTE_MAX, _REASON_MAX, _CASE_MAX, _PHOTO_REASON_MAX = 2000, 600, 60, 300
_OWNERS = frozenset({Party.OWNER, Party.OWNER_BY_LINK})


@dataclass(frozen=True)
class TicketChange:
    """Where a ticket shall go and what the act says; what does not belong to the arrow is left empty.

    `version` is the one that whoever acts has read (None: a link or a phone, judged otherwise).
    `sentence` is {"template", "values"} or {"text", "lang"}; `has_photo` says that an after-photo comes
    with the act; `into` is the number of another ticket, `owner` the code of the new owner when sent again,
    or of the one whose it is said to be when it comes back.
    """

    to: TicketStatus
    version: int | None = None
    sentence: Mapping[str, Any] | None = None
    reason: str = ""
    planned_for: str = ""
    answer_by: date | None = None
    no_photo_reason: str = ""
    has_photo: bool = False
    into: str = ""
    owner: str = ""
    external_case: str = ""
    note: str = ""


def change(tools: Toolbox, actor: Actor, ticket_id: UUID, wanted: TicketChange, via: str) -> Ticket:
    """Take a ticket to another state and write down what was said.

    Raises `NotFound`, `Forbidden`, `NotAllowed`, `Incomplete`, `Invalid`, `CannotExtend`, or `Conflict`
    when somebody else changed the ticket since `wanted.version`.
    """
    with unit_of_work():
        ticket = tickets.find_for(actor, ticket_id)
        if ticket is None:
            raise NotFound
        return apply(tools, ticket, wanted, history.act_of(tools, actor, via))


def apply(
    tools: Toolbox, ticket: Ticket, wanted: TicketChange, act: Act, party: Party | None = None
) -> Ticket:
    """`change` for a caller that has the ticket and an open unit of work."""
    acting = party or act.party
    if acting is None:
        raise Forbidden(action="ticket.change")
    if acting in _OWNERS and act.actor.owner_id != ticket.owner_id:
        # The mail may be older than the ticket's move to another owner.
        raise NotFound
    if wanted.version is not None and wanted.version != ticket.version:
        raise Conflict
    ticket_status.require(ticket.state, wanted.to, acting)
    said = _Said(ticket, wanted)
    ticket_status.require_needs(wanted.to, said.given())
    if not take_version(ticket, ticket.version):
        raise Conflict
    _move(tools, ticket, said, act)
    return ticket


class _Said:
    """What the act says, checked: raises `Invalid` naming the field."""

    def __init__(self, ticket: Ticket, wanted: TicketChange) -> None:
        self.to = wanted.to
        self.note = limited(wanted.note, _NOTE_MAX, "note")
        self.planned_for = _planned_for(wanted.planned_for)
        self.answer_by = wanted.answer_by
        self.no_photo_reason = limited(wanted.no_photo_reason, _PHOTO_REASON_MAX, "no_photo_reason")
        self.external_case = limited(wanted.external_case, _CASE_MAX, "external_case")
        self.into = wanted.into.strip()
        self.owner = _owner(wanted.owner) if wanted.owner else None
        self.sentence = answers.parse(wanted.sentence, self._values(ticket))
        own_reason = limited(wanted.reason, _REASON_MAX, "reason")
        self.reason = own_reason or answers.reason_of(self.sentence)
        self.has_photo = wanted.has_photo or _has_after_photo(ticket)

    def given(self) -> frozenset[Need]:
        found: dict[Need, object] = {
            Need.PUBLIC_SENTENCE: self.sentence,
            Need.REASON: self.reason,
            Need.PLANNED_FOR: self.planned_for,
            Need.ANSWER_BY: self.answer_by,
            Need.PHOTO_OR_REASON: self.has_photo or self.no_photo_reason,
            Need.INTO: self.into,
        }
        return frozenset(need for need, value in found.items() if value)

    def details(self) -> dict[str, Any]:
        found = {
            "planned_for": self.planned_for,
            "answer_by": self.answer_by.isoformat() if self.answer_by else "",
            "reason": self.reason,
            "no_photo_reason": self.no_photo_reason,
            "external_case": self.external_case,
            "into": self.into,
            "owner": self.owner.name if self.owner else "",
        }
        return {name: value for name, value in found.items() if value}

    def _values(self, ticket: Ticket) -> dict[str, str | int | None]:
        return {
            "when": self.planned_for,
            "date": self.answer_by.isoformat() if self.answer_by else None,
            "owner": ticket.owner.name if ticket.owner else None,
            "case": self.external_case,
            "number": self.into,
        }


def _planned_for(text: str) -> str:
    if not text:
        return ""
    found = PlannedFor.parse(text)
    if found.kind is PlannedKind.SEASON and found.code not in load_defaults().seasons:
        raise Invalid("planned_for", "not-a-time")
    return str(found)


def _owner(code: str) -> Owner:
    found = owner_by_code(code)
    if found is None or not found.is_active:
        raise Invalid("owner", "unknown-owner")
    return found


def _has_after_photo(ticket: Ticket) -> bool:
    return any(photo.role == "after" for photo in photos.live_of_tickets([ticket.id]))


def _move(tools: Toolbox, ticket: Ticket, said: _Said, act: Act) -> None:
    from_state, other = ticket.state, None
    if said.to is TicketStatus.MERGED:
        other = merging.point_to(ticket, said.into, act)
    if from_state is TicketStatus.MERGED:
        merging.let_go(ticket, act)
    ticket.state = said.to
    if from_state is TicketStatus.CONTESTED and said.to is TicketStatus.ACCEPTED:
        _open_again(ticket, said, act)
    effect = _EFFECTS.get(said.to)
    if effect is not None:
        effect(ticket, said, act)
    if said.to in ticket_status.ANSWERED or said.to is TicketStatus.INVESTIGATING:
        asked.quieten(ticket)
    ticket.external_case = said.external_case or ticket.external_case
    sentence = to_json(said.sentence) if said.sentence is not None else None
    history.touch(ticket)
    history.append(
        ticket,
        act,
        "status",
        from_state=from_state,
        note=said.note,
        answer=sentence,
        details=said.details(),
    )
    _tell_reporters(ticket, said, act)
    if other is not None:
        merging.told(other, ticket, act)
    if said.to is TicketStatus.SENT:
        sending.write_to_owner(tools, ticket, [ticket], act.at)


def _tell_reporters(ticket: Ticket, said: _Said, act: Act) -> None:
    """Whoever wants mail hears of the sentence that this act has put in force."""
    if said.sentence is None or not ticket_status.is_answered(ticket.state):
        return
    tell = telling.point_done if ticket.state is TicketStatus.DONE else telling.point_answered
    tell(db.session(), ticket, act.at)


def _answered(ticket: Ticket, sentence: PublicSentence | None, act: Act) -> None:
    if sentence is not None:
        answers.say(ticket, sentence, answers.speaker(act.actor, ticket.owner), act.at)


def _sent(ticket: Ticket, said: _Said, act: Act) -> None:
    to = said.owner or ticket.owner
    came_from = bounced.sent_on(ticket, to) if to is not None else None
    if said.owner is not None and to is not None:
        ticket.because = _why_chosen(ticket, to, came_from)
    if to is not None and to.id != ticket.owner_id:
        ticket.owner, ticket.owner_id = to, to.id
        ticket.rule_id = ticket.assigned_to_id = None
    if ticket.owner_id is None:
        raise Invalid("owner", "no-owner")
    ticket.sent_at = ticket.sent_at or act.at
    asked.begin(ticket, act.at)


def _why_chosen(ticket: Ticket, to: Owner, came_from: Owner | None) -> dict[str, Any]:
    """Somebody looked: the border is no question any more."""
    if to.id == ticket.owner_id:
        return {name: value for name, value in ticket.because.items() if name != "near"}
    values = {"category": ticket.subcategory or ticket.category}
    if came_from is None:
        return {"code": "chosen", "values": values}
    return {"code": "chosen_after_bounce", "values": {**values, "from": came_from.name}}


def _bounced(ticket: Ticket, said: _Said, act: Act) -> None:
    """What was said before by somebody whose it is not holds no longer."""
    routing.count_use(ticket.rule_id, bounced=True)
    bounced.note(ticket, said.owner, said.note, act.at)
    answers.say(ticket, None, "", act.at)
    ticket.first_answered_at = None


def _investigating(ticket: Ticket, said: _Said, act: Act) -> None:
    """Moves the answer clock, once; the sentence tells the reporter that it was moved, and is no answer."""
    if said.answer_by is None:
        raise Invalid("answer_by", "missing-value")
    ticket.answer_due_on = clock_of(ticket).extend(said.answer_by).answer_by
    _answered(ticket, said.sentence, act)


def _planned(ticket: Ticket, said: _Said, act: Act) -> None:
    """From here on the promise is the limit; running upkeep has none."""
    ticket.planned_for = said.planned_for
    promise = PlannedFor.parse(said.planned_for).window(local_day(act.at), dict(load_defaults().seasons))
    ticket.due_on, ticket.due_because = (promise.closes_on if promise else None), "planned"
    _answered(ticket, said.sentence, act)


def _done(ticket: Ticket, said: _Said, act: Act) -> None:
    ticket.done_at = act.at
    ticket.no_photo_reason = "" if said.has_photo else said.no_photo_reason
    _answered(ticket, said.sentence, act)


def _refused(ticket: Ticket, said: _Said, act: Act) -> None:
    ticket.reason = said.reason
    _answered(ticket, said.sentence, act)


def _handed_over(ticket: Ticket, said: _Said, act: Act) -> None:
    ticket.external_case = said.external_case
    _answered(ticket, said.sentence, act)


def _reopened(ticket: Ticket, said: _Said, act: Act) -> None:
    """What was answered holds no longer: the reporter is owed a new answer, thirty days from now."""
    ticket.done_at, ticket.reason, ticket.planned_for = None, "", ""
    answers.say(ticket, said.sentence, answers.speaker(act.actor, ticket.owner), act.at)
    renewing.begin_anew(ticket, act.at)


def _open_again(ticket: Ticket, said: _Said, act: Act) -> None:
    """The coordinator looked, and the work is not over: nothing that was answered before the look holds."""
    ticket.done_at, ticket.reason = None, ""
    answers.say(ticket, None, "", act.at)


def _split(ticket: Ticket, said: _Said, act: Act) -> None:
    renewing.begin_anew(ticket, act.at)


_EFFECTS: Mapping[TicketStatus, Callable[[Ticket, _Said, Act], None]] = {
    TicketStatus.SENT: _sent,
    TicketStatus.BOUNCED: _bounced,
    TicketStatus.INVESTIGATING: _investigating,
    TicketStatus.PLANNED: _planned,
    TicketStatus.DONE: _done,
    TicketStatus.DECLINED: _refused,
    TicketStatus.NEEDS_PROJECT: _refused,
    TicketStatus.HANDED_OVER: _handed_over,
    TicketStatus.REOPENED: _reopened,
    TicketStatus.NEW: _split,
}


def clock_of(ticket: Ticket) -> AnswerClock:
    """The answer clock: from the day on which its first point was noted, or it began anew."""
    anew_at = tickets.last_taken_to(ticket.id, TicketStatus.REOPENED, TicketStatus.NEW)
    noted = [point.observed_at for point in observations.answered_by(ticket.id)]
    return clock_from(ticket, anew_at, noted)


def clock_from(ticket: Ticket, anew_at: datetime | None, noted: Sequence[datetime]) -> AnswerClock:
    """The same for a caller that has read when it began anew and when its points were noted."""
    starts_on = local_day(anew_at or min(noted, default=ticket.created_at))
    plain = AnswerClock(starts_on)
    moved = ticket.answer_due_on
    return plain if moved in (None, plain.promised_on) else AnswerClock(starts_on, moved)


def ticket_of(ticket_id: UUID) -> Ticket | None:
    """The row, whoever asks: only for callers that have judged the scope themselves."""
    return by_key(Ticket, ticket_id)
