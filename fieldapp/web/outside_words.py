"""What people outside read of a point: what it is, where it stands, what was answered, in their language."""

from dataclasses import dataclass
from datetime import date, timedelta

from fieldapp.domain import sentences
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.figures import Figure
from fieldapp.domain.in_words import day_in_words, planned_in_words
from fieldapp.domain.languages import Language
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.sentences import PublicSentence, Rendered
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.told_points import ToldPoint
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language, ngettext

S = TicketStatus


@dataclass(frozen=True)
class StateChip:
    """Icon, word and colour class of a state: the same everywhere."""

    icon: str
    words: str
    colour: str


def kind(category: str, subcategory: str | None) -> str:
    """What it is: "Trasig lampa", else the category."""
    defaults = load_defaults()
    found = defaults.subcategories.get(subcategory or "") or defaults.categories.get(category)
    return found.name.in_(language()) if found is not None else category


def sentence(given: PublicSentence | None) -> Rendered | None:
    """The public sentence as this reader sees it."""
    return sentences.render(given, language()) if given is not None else None


def planned(code: str) -> str:
    """ "vecka 46", "under våren 2027": the end of a sentence; "" where nothing was promised."""
    if not code:
        return ""
    seasons = dict(load_defaults().seasons)
    return planned_in_words(PlannedFor.parse(code), Language(language()), seasons)


def day(value: date) -> str:
    """6 oktober."""
    return day_in_words(value, Language(language()))


def week_days(monday: date) -> str:
    """The working days of a week: "5–9 oktober", "30 november–4 december"."""
    friday = monday + timedelta(days=4)
    if monday.month == friday.month:
        dot = "." if language() == "fi" else ""
        return f"{monday.day}{dot}–{day(friday)}"
    return f"{day(monday)}–{day(friday)}"


def chip(point: ToldPoint) -> StateChip:
    """Where a point stands, for whoever reads its answer."""
    if point.figure is Figure.GOOD:
        return StateChip("sun", _("Bra"), "sun")
    if point.observation is ObservationStatus.DIALOGUE:
        return StateChip("message-circle", _("Samtalspunkt"), "plum")
    if point.observation is ObservationStatus.DISMISSED:
        return StateChip("ban", _("Görs inte"), "plain")
    if point.ticket is None:
        return StateChip("hourglass", _("Väntar på svar"), "amber")
    return ticket_chip(point.ticket, point.planned_for)


def ticket_chip(state: TicketStatus, planned_for: str = "") -> StateChip:
    """Where a ticket stands, for whoever reads its answer."""
    when = planned(planned_for)
    answered = {
        S.DONE: StateChip("circle-check", _("Klart"), "leaf"),
        S.CONFIRMED: StateChip("circle-check", _("Klart och kontrollerat"), "leaf"),
        S.PLANNED: StateChip("calendar", _("Planerat %(when)s") % {"when": when}, "lake"),
        S.NEEDS_PROJECT: StateChip("file-text", _("Kräver projekt"), "plum"),
        S.DECLINED: StateChip("ban", _("Görs inte"), "plain"),
        S.INVESTIGATING: StateChip("search", _("Utreds"), "amber"),
        S.BOUNCED: StateChip("undo-2", _("Inte vår"), "amber"),
    }
    return answered.get(state) or StateChip("hourglass", _("Väntar på svar"), "amber")


def figure(which: Figure, count: int) -> str:
    """The word beside a figure, in the fixed order of the figures."""
    return {
        Figure.GOOD: _("bra"),
        Figure.DONE: ngettext("klar", "klara", count),
        Figure.PLANNED: ngettext("planerad", "planerade", count),
        Figure.PROJECT_OR_NO: _("projekt eller nej"),
        Figure.UNANSWERED: _("utan svar än"),
    }[which]


def silence(point: ToldPoint) -> str:
    """The truth about an answer that has not come; "" where nobody was asked."""
    if not point.owner or not point.asked_count:
        return ""
    said = sentences.silence(point.owner, times_asked=point.asked_count)
    return sentences.render(said, language()).text
