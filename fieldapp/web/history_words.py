"""A ticket's history in words: icon, act, who by what way, and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fieldapp.domain import sentences
from fieldapp.domain.errors import Invalid
from fieldapp.domain.numbers import short
from fieldapp.domain.phone_clock import ClockFlag
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.ticketing.reading import Gathered, Shown, Told
from fieldapp.web import meeting_words, wording
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language, ngettext


@dataclass(frozen=True)
class Entry:
    """One line of the time line, newest first; `quote` is the public sentence that was said."""

    icon: str
    colour: str
    act: str
    at: datetime
    who: str
    quote: str
    quote_lang: str
    lines: tuple[str, ...]
    event_id: UUID | None = None


def entries(shown: Shown, photo_counts: Mapping[Any, int]) -> list[Entry]:
    """The events, and the points from which they came."""
    told = [_entry(one, shown.history) for one in shown.history]
    logged = [_logged(point, photo_counts.get(point.observation.id, 0)) for point in shown.points]
    return told + sorted(logged, key=lambda one: one.at, reverse=True)


def _entry(told: Told, history: Sequence[Told]) -> Entry:
    event = told.event
    icon, colour, act = _act(event.kind, event.to_state, (event.details or {}).get("because", ""))
    if event.kind == "asked":
        act = _asked((event.details or {}).get("ask", ""), is_above=bool((event.details or {}).get("head")))
    own = (*_lines(event.kind, event.details or {}, told), *meeting_words.lines(told, history))
    said = _said(event.answer)
    return Entry(
        icon=icon,
        colour=colour,
        act=act,
        at=event.at,
        who=_who(told),
        quote=said.text if said else "",
        quote_lang=said.lang.value if said else language(),
        lines=tuple(line for line in (*own, event.note) if line),
        event_id=event.id,
    )


def _act(kind: str, to_state: str | None, because: str = "") -> tuple[str, str, str]:
    if kind == "status" and to_state is not None:
        state = TicketStatus(to_state)
        chip = wording.ticket_chip(state)
        words = {
            TicketStatus.SENT: _("Skickat"),
            TicketStatus.DONE: _("Klart"),
            TicketStatus.NEW: _("Delat"),
        }.get(state, chip.words)
        return ("send" if state is TicketStatus.SENT else chip.icon), chip.colour, words
    if because == "already-done":
        return "circle-check", "leaf", _("Klart en gång till")
    return {
        "opened": ("file-text", "plain", _("Ärendet öppnat")),
        "gathered": ("git-merge", "plain", _("Hopslaget")),
        "split": ("copy", "plain", _("Delat")),
        "reviewed": ("eye", "plain", _("Granskat")),
        "looked": ("eye", "plain", _("Gränsen är kontrollerad")),
        "photo": ("image", "plain", _("Bild tillagd")),
        "brought": ("upload", "plain", _("Inläst från en fil")),
        "asked": ("bell", "amber", _("Påminnelse")),
        "unarrived": ("circle-alert", "amber", _("Vår påminnelse kom inte fram")),
        "undone": ("undo-2", "plain", _("Svaret togs tillbaka")),
        "link-revoked": ("ban", "plain", _("Svarslänken återkallad")),
        "assigned": ("users", "plain", _("Fördelat")),
        "prepared": ("wrench", "plain", _("Inför arbetet")),
    }.get(kind, ("message-circle", "plain", _("Anteckning")))


def _asked(ask: str, *, is_above: bool) -> str:
    if is_above:
        return _("Lyft till den ansvarigas chef")
    return {"by_hand": _("Frågat för hand"), "promise": _("Påmint om löftet")}.get(ask, _("Påminnelse"))


def _who(told: Told) -> str:
    event, way = told.event, _way(told)
    if event.actor_role in ("crew", "supervisor", "reader"):
        return ", ".join(part for part in (told.owner, way) if part)
    if event.actor_role == "server":
        return _("fieldapp, av sig självt")
    return ", ".join(part for part in (told.person, wording.role(event.actor_role)) if part)


def _way(told: Told) -> str:
    """By what way an act came; by link also by which: a forwarded one is known by its day."""
    made_on = (told.event.details or {}).get("link_made_on")
    if told.event.via != "link" or not made_on:
        return wording.way(told.event.via)
    return _("via länken från %(day)s") % {"day": wording.day(date.fromisoformat(made_on))}


def _lines(kind: str, details: Mapping[str, Any], told: Told) -> list[str]:
    numbers = [short(number) for number in details.get("points", ())] + list(details.get("tickets", ()))
    found = []
    if kind == "gathered" and len(numbers) > 1:
        found.append(_("Punkt %(numbers)s är samma sak. Alla får svaret.") % {"numbers": _listed(numbers)})
    elif kind == "gathered":
        found.append(
            _("%(number)s följer det här ärendet och får samma svar.") % {"number": _listed(numbers)}
        )
    elif kind == "split":
        found.append(_("%(number)s följer inte längre det här ärendet.") % {"number": _listed(numbers)})
    if told.event.to_state == TicketStatus.SENT and told.owner:
        found.append(_("Till %(owner)s.") % {"owner": told.owner})
    found += _of_crew(kind, details, told)
    if details.get("into"):
        found.append(_("Följer %(number)s.") % {"number": details["into"]})
    if details.get("answer_by"):
        day = wording.day(date.fromisoformat(details["answer_by"]))
        found.append(_("Besked senast %(day)s.") % {"day": day})
    if details.get("external_case"):
        found.append(_("Ärendenummer %(case)s.") % {"case": details["external_case"]})
    if details.get("no_photo_reason"):
        found.append(_("Ingen bild efteråt: %(reason)s") % {"reason": details["no_photo_reason"]})
    return found


def _of_crew(kind: str, details: Mapping[str, Any], told: Told) -> list[str]:
    """Whose work it became, or what was written down for whoever does it."""
    if kind == "assigned":
        return [_("Till %(owner)s.") % {"owner": told.hand}] if told.hand else [_("Ej fördelat längre.")]
    names = {
        "needed": _("Ta med"),
        "hazard": _("Se upp"),
        "two_people": _("Två personer"),
    }
    return [", ".join(names[name] for name in details.get("fields", ()) if name in names)]


def _logged(point: Gathered, photo_count: int) -> Entry:
    row = point.observation
    who = _("Deltagare") if not row.for_other else _("Deltagare, åt någon annan")
    stop = _("stopp %(order)s") % {"order": point.stop.order} if point.stop is not None else ""
    near = f"±{round(row.accuracy_m)} m" if row.accuracy_m is not None else ""
    pictures = ngettext("%(num)s bild", "%(num)s bilder", photo_count) % {"num": photo_count}
    facts = ", ".join(part for part in (near, pictures if photo_count else _("ingen bild")) if part)
    brought = (
        _("Inläst från en fil av %(person)s.") % {"person": point.brought_by} if point.brought_by else ""
    )
    return Entry(
        icon="camera" if photo_count else "pencil",
        colour="plain",
        act=_logged_or_came(point),
        at=row.received_at if row.clock == ClockFlag.SUSPECT else row.observed_at,
        who=", ".join(part for part in (who, stop) if part),
        quote="",
        quote_lang=language(),
        lines=tuple(
            line for line in (f"{facts}. {wording.agree(point.agree_count)}".strip(), brought) if line
        ),
    )


def _logged_or_came(point: Gathered) -> str:
    """Where the phone's clock cannot be believed, only the hour at which it came is known."""
    if point.observation.clock == ClockFlag.SUSPECT:
        return _("Mottaget: %(number)s") % {"number": point.number}
    return _("Loggat: %(number)s") % {"number": point.number}


def _said(stored: Mapping[str, Any] | None) -> sentences.Rendered | None:
    """What was said; a phone's late act may hold words that were never checked."""
    try:
        return wording.sentence(stored)
    except Invalid:
        return None


def _listed(numbers: list[str]) -> str:
    if len(numbers) < 2:
        return "".join(numbers)
    return _("%(first)s och %(last)s") % {"first": ", ".join(numbers[:-1]), "last": numbers[-1]}
