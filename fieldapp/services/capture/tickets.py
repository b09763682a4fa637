"""Acts on tickets from a phone: a crew's note and state, and the verdict of a follow-up walk."""

from datetime import datetime, timedelta

from fieldapp.domain import ticket_status
from fieldapp.domain.errors import NotFound
from fieldapp.domain.phone_clock import ClockFlag
from fieldapp.domain.text import TEXT_MAX, limited
from fieldapp.domain.ticket_status import Party, Verdict
from fieldapp.services.capture import photos
from fieldapp.services.capture.act import Act, Outcome, Result
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing import phone as ticketing
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.phone import PhoneOutcome
from fieldapp.store.tickets import Ticket

FOLLOW_UP = "follow_up"
#: A crew's phone is enrolled for no longer than this.
_LONGEST_SHIFT = timedelta(days=90)


def note(act: Act) -> Outcome:
    """A note in the ticket's history, with photos; it never conflicts."""
    text = limited(act.payload.text, TEXT_MAX, "payload.text")
    done = ticketing.note_from_phone(
        act.tools, act.actor, act.op.entity_id, text, base_rev=act.op.base_rev, done_at=_done_at(act)
    )
    return _outcome(act, done)


def status(act: Act) -> Outcome:
    """A crew's step; the photos go to the ticket that took it."""
    done = ticketing.change_from_phone(
        act.tools,
        act.actor,
        act.op.entity_id,
        act.payload,
        base_rev=act.op.base_rev,
        has_photo=any(photo.role == "after" for photo in act.op.photos),
        done_at=_done_at(act),
    )
    return _outcome(act, done)


def verdict(act: Act) -> Outcome:
    """What a follow-up walk finds at an earlier point: it confirms, reopens, or only enters the history."""
    ticket = _followed_ticket(act)
    found = Verdict(act.payload.result)
    said = limited(act.payload.text, TEXT_MAX, "payload.text")
    doing = history.act_of(act.tools, act.actor, history.PHONE)
    to = ticket_status.after_verdict(ticket.state, found)
    if to is None:
        history.touch(ticket)
        history.append(ticket, doing, "verdict", note=said, details={"result": found.value})
    else:
        wanted = TicketChange(to=to, note=said)
        changing.apply(act.tools, ticket, wanted, doing, party=Party.VERDICT)
    photos.announce(act, ticket_id=ticket.id)
    return Outcome(ticket.rev)


def _followed_ticket(act: Act) -> Ticket:
    """A ticket of the walk that this one revisits; raises `NotFound` for any other."""
    walk = act.phone.walk
    act.require_in_time(walk)
    ticket = changing.ticket_of(act.op.entity_id)
    if ticket is None or walk.kind != FOLLOW_UP or ticket.walk_id != walk.follows_id:
        raise NotFound(field="entity_id")
    return ticket


def _done_at(act: Act) -> datetime | None:
    """When it was done on the phone; None where its clock cannot be believed."""
    observed = act.clock.observed(act.op.client_at, act.now - _LONGEST_SHIFT)
    return None if observed.flag is ClockFlag.SUSPECT else observed.at


def _outcome(act: Act, done: PhoneOutcome) -> Outcome:
    photos.announce(act, ticket_id=done.ticket_id)
    return Outcome(done.rev, Result(done.result), done.ticket_id, done.code)
