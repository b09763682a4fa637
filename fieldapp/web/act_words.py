"""The acts on a ticket as buttons and forms: their words, and which fields each needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.planned_for import QUARTERS
from fieldapp.domain.sentences import Outcome
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import library
from fieldapp.services.ticketing.reading import Shown
from fieldapp.web import wording
from fieldapp.web.language import gettext as _

S = TicketStatus
_WEEKS_AHEAD = 12
_OUTCOMES = {
    S.PLANNED: Outcome.PLANNED,
    S.DONE: Outcome.DONE,
    S.DECLINED: Outcome.DECLINED,
    S.NEEDS_PROJECT: Outcome.NEEDS_PROJECT,
    S.INVESTIGATING: Outcome.INVESTIGATING,
    S.HANDED_OVER: Outcome.HANDED_OVER,
    S.REOPENED: Outcome.REOPENED,
}
#: What is done next, most often: the one filled button of the page.
_NEXT = {
    S.NEW: S.SENT,
    S.BOUNCED: S.SENT,
    S.DONE: S.CONFIRMED,
    S.CONTESTED: S.DONE,
    S.REOPENED: S.SENT,
    S.SENT: S.PLANNED,
    S.ACCEPTED: S.PLANNED,
    S.INVESTIGATING: S.PLANNED,
    S.PLANNED: S.DONE,
    S.IN_PROGRESS: S.DONE,
    S.HANDED_OVER: S.PLANNED,
    S.NEEDS_PROJECT: S.PLANNED,
}
_NEEDS_NOTHING = frozenset({S.CONFIRMED, S.ACCEPTED, S.IN_PROGRESS})


@dataclass(frozen=True)
class ActForm:
    """A button with what it asks for; `sentences` are (template id, words)."""

    to: TicketStatus
    icon: str
    words: str
    hint: str
    is_next: bool
    asks_nothing: bool
    sentences: list[tuple[str, str]]


def acts(shown: Shown) -> list[ActForm]:
    """The acts that the table allows here, the next one first."""
    following = _NEXT.get(shown.ticket.state)
    found = [_form(shown, to, to is following) for to in shown.allowed]
    return sorted(found, key=lambda act: not act.is_next)


def times(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """When something can be planned for, in groups: weeks ahead, times of the year, seasons, upkeep."""
    mondays = [today + timedelta(days=7 * n - today.weekday()) for n in range(_WEEKS_AHEAD)]
    weeks = [f"{monday.isocalendar().year}-W{monday.isocalendar().week:02d}" for monday in mondays]
    year = today.year
    quarters = [f"{y}-{name}" for y in (year, year + 1) for name in ("winter", "spring", "summer", "autumn")]
    ahead = [code for code in quarters if _is_ahead(code, today)]
    seasons = list(load_defaults().seasons)
    return [
        (_("Vecka"), [(code, _week(code, monday)) for code, monday in zip(weeks, mondays, strict=True)]),
        (_("Årstid"), [(code, wording.planned(code)) for code in ahead]),
        (_("När det går"), [(code, wording.planned(code)) for code in (*seasons, "running")]),
    ]


def _form(shown: Shown, to: TicketStatus, is_next: bool) -> ActForm:
    icon, words, hint = _words(shown, to)
    ticket, outcome = shown.ticket, _OUTCOMES.get(to)
    offered = (
        library.templates_for(outcome, ticket.subcategory or ticket.category) if outcome is not None else ()
    )
    return ActForm(
        to=to,
        icon=icon,
        words=words,
        hint=hint,
        is_next=is_next,
        asks_nothing=to in _NEEDS_NOTHING,
        sentences=[(template.id, wording.template_words(template)) for template in offered],
    )


def _words(shown: Shown, to: TicketStatus) -> tuple[str, str, str]:
    state = shown.ticket.state
    owner = shown.ticket.owner.name if shown.ticket.owner else ""
    return {
        S.NEW: ("copy", _("Dela"), _("Ärendet står för sig självt igen.")),
        S.SENT: (
            "send",
            _("Skicka"),
            _("Ansvarig får ett mejl eller ser ärendet i sin lista."),
        ),
        S.ACCEPTED: ("check", _("Mottaget"), _("%(owner)s har tagit emot det.") % {"owner": owner}),
        S.INVESTIGATING: ("search", _("Utreds"), _("Flyttar svarsdagen en gång, högst 60 dagar.")),
        S.PLANNED: (
            "calendar",
            _("Ändra planen") if state is S.PLANNED else _("Planera"),
            _("Den som skrev läser när det görs."),
        ),
        S.IN_PROGRESS: ("wrench", _("Påbörja"), _("Arbetet har börjat.")),
        S.DONE: ("circle-check", _("Klart"), _("Med en bild efteråt, eller varför det inte finns någon.")),
        S.CONFIRMED: ("circle-check", _("Bekräfta"), _("Du har sett att det är klart.")),
        S.DECLINED: ("ban", _("Görs inte"), _("Med ett skäl som den som skrev läser.")),
        S.NEEDS_PROJECT: ("file-text", _("Kräver projekt"), _("Det är för stort för driften.")),
        S.BOUNCED: ("redo-2", _("Inte vår"), _("Ärendet kommer tillbaka till dig.")),
        S.HANDED_OVER: ("share-2", _("Lämna över"), _("Ägaren svarar i sitt eget system.")),
        S.REOPENED: ("history", _("Öppna igen"), _("Svaret tas tillbaka och ett nytt ska komma.")),
        S.MERGED: ("git-merge", _("Slå ihop"), _("Ärendet följer ett annat och får dess svar.")),
        S.CONTESTED: ("git-merge", _("Två besked"), ""),
    }[to]


def _week(code: str, monday: date) -> str:
    last = monday + timedelta(days=4)
    words = wording.planned(code)
    return f"{words[:1].upper()}{words[1:]} ({wording.day(monday)}–{wording.day(last)})"


def _is_ahead(code: str, today: date) -> bool:
    """Whether a time of the year has not passed; winter is named by the year in which it ends."""
    year, name = int(code[:4]), code[5:]
    return (year, QUARTERS[name][1]) >= (today.year, today.month)
