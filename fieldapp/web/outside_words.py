"""What people outside read of a point: what it is, where it stands, what was answered, in their language."""

from datetime import date, timedelta

from fieldapp.domain import sentences
from fieldapp.domain.clock import local
from fieldapp.domain.figures import Figure
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.promises import Promise
from fieldapp.domain.sentences import PublicSentence, Rendered
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.told_points import ToldPoint
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.tools import toolbox
from fieldapp.web.walk_words import figure
from fieldapp.web.wording import Chip, day, kind, planned

__all__ = [
    "chip",
    "day",
    "figure",
    "is_late",
    "kind",
    "planned",
    "promise",
    "sentence",
    "silence",
    "ticket_chip",
    "week_days",
]

S = TicketStatus


def sentence(given: PublicSentence | None) -> Rendered | None:
    """The public sentence as this reader sees it."""
    return sentences.render(given, language()) if given is not None else None


def week_days(monday: date) -> str:
    """The working days of a week: "5–9 oktober", "30 november–4 december"."""
    friday = monday + timedelta(days=4)
    if monday.month == friday.month:
        dot = "." if language() == "fi" else ""
        return f"{monday.day}{dot}–{day(friday)}"
    return f"{day(monday)}–{day(friday)}"


def chip(point: ToldPoint) -> Chip:
    """Where a point stands, for whoever reads its answer."""
    if point.figure is Figure.GOOD:
        return Chip("sun", _("Bra"), "sun")
    if point.observation is ObservationStatus.DIALOGUE:
        return Chip("message-circle", _("Samtalspunkt"), "plum")
    if point.observation is ObservationStatus.DISMISSED:
        return Chip("ban", _("Görs inte"), "plain")
    if is_late(point):
        return Chip("clock-alert", _("Utan svar"), "rust")
    if point.ticket is None:
        return Chip("hourglass", _("Väntar på svar"), "amber")
    return ticket_chip(point.ticket, point.planned_for)


def ticket_chip(state: TicketStatus, planned_for: str = "") -> Chip:
    """Where a ticket stands, for whoever reads its answer."""
    when = planned(planned_for)
    answered = {
        S.DONE: Chip("circle-check", _("Klart"), "leaf"),
        S.CONFIRMED: Chip("circle-check", _("Klart och kontrollerat"), "leaf"),
        S.PLANNED: Chip("calendar", _("Planerat %(when)s") % {"when": when}, "lake"),
        S.NEEDS_PROJECT: Chip("file-text", _("Kräver projekt"), "plum"),
        S.DECLINED: Chip("ban", _("Görs inte"), "plain"),
        S.INVESTIGATING: Chip("search", _("Utreds"), "amber"),
        S.BOUNCED: Chip("undo-2", _("Inte vår"), "amber"),
    }
    return answered.get(state) or Chip("hourglass", _("Väntar på svar"), "amber")


def is_late(point: ToldPoint) -> bool:
    """Whether its answer was promised and has not come: the only red there is."""
    today = _today()
    return not point.is_answered and point.answer_due_on is not None and point.answer_due_on < today


def silence(point: ToldPoint) -> str:
    """The truth about an answer that has not come; "" where nobody was asked."""
    if not point.owner or not point.asked_count:
        return ""
    said = sentences.silence(
        point.owner, times_asked=point.asked_count, answer_by=point.answer_due_on, today=_today()
    )
    return sentences.render(said, language()).text


def promise(given: Promise) -> str:
    """What became of a promise, with its days."""
    last, done = _in_full(given.last_day), given.done_on
    if done is None:
        return _("Lovat senast %(last)s, inte gjort än.") % {"last": last}
    if done <= given.last_day:
        return _("Lovat senast %(last)s, gjort %(done)s.") % {"last": last, "done": _in_full(done)}
    return _("Lovat senast %(last)s, gjort först %(done)s.") % {"last": last, "done": _in_full(done)}


def _in_full(given: date) -> str:
    """With its year where that is not this one."""
    return day(given) if given.year == _today().year else f"{day(given)} {given.year}"


def _today() -> date:
    return local(toolbox().clock.now()).date()
