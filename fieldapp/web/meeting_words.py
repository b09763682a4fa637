"""An act that met another on its way, in words: what was wanted, both times, and what it gave way to."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing.deciding import Waiting
from fieldapp.services.ticketing.reading import Told
from fieldapp.web import show, wording
from fieldapp.web.language import gettext as _

#: An act that came at once has one time only.
_AT_ONCE = timedelta(minutes=2)


def lines(told: Told, history: Sequence[Told]) -> list[str]:
    """What the history says besides about an act from a phone."""
    details: Mapping[str, Any] = told.event.details or {}
    found = [both_times(done_at(details), told.event.at), _wanted(details), _met(told, details, history)]
    if details.get("through"):
        number = details["through"]
        found.append(_("Gjort på %(number)s, som följer det här ärendet.") % {"number": number})
    return [line for line in found if line]


def both_times(done: datetime | None, came: datetime) -> str:
    """When it was done and when it came; nothing where these are the same."""
    if done is None or came - done < _AT_ONCE:
        return ""
    is_same_day = show.short_day(done) == show.short_day(came)
    words = show.clock_time if is_same_day else show.moment
    return _("Gjort %(done)s på telefonen, kom in %(came)s.") % {"done": words(done), "came": words(came)}


def done_at(details: Mapping[str, Any]) -> datetime | None:
    """When it was done, by the phone's clock, where that could be believed."""
    return datetime.fromisoformat(details["done_at"]) if details.get("done_at") else None


def waiting_title(waiting: Waiting) -> str:
    """What the coordinator has to look at."""
    return {
        TicketStatus.DONE: _("Åtgärdad, granska"),
        TicketStatus.PLANNED: _("Planerad av utföraren, granska"),
        TicketStatus.BOUNCED: _("Utföraren skriver: inte vår"),
    }.get(waiting.wanted or TicketStatus.CONTESTED, _("Två besked"))


def _wanted(details: Mapping[str, Any]) -> str:
    wanted = details.get("wanted")
    if wanted not in set(TicketStatus) or details.get("because") == "already-done":
        return ""
    words = wording.ticket_chip(TicketStatus(wanted)).words
    return _("Telefonen var utan täckning och ville sätta: %(state)s.") % {"state": words}


def _met(told: Told, details: Mapping[str, Any], history: Sequence[Told]) -> str:
    """What it gave way to, what it took the place of, or what stands against it."""
    other = next((one for one in history if str(one.event.id) == details.get("met")), None)
    state = other.event.to_state if other is not None else None
    if other is None or state not in set(TicketStatus):
        return ""
    facts = ", ".join(
        part
        for part in (
            wording.ticket_chip(TicketStatus(state)).words.lower(),
            other.person or other.owner,
            show.moment(other.event.at),
        )
        if part
    )
    if told.event.to_state == TicketStatus.CONTESTED:
        return _("Under tiden: %(what)s.") % {"what": facts}
    if told.event.to_state is not None:
        return _("Ersatte: %(what)s.") % {"what": facts}
    return _("Ersattes av: %(what)s.") % {"what": facts}
