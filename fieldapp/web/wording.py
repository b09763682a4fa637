"""States, reasons, urgency and limits in words: one table of chips for every page of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fieldapp.domain import sentences
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.in_words import day_in_words, planned_in_words
from fieldapp.domain.languages import Language, Words
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.sentences import Rendered
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.domain.urgency import Urgency
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language, ngettext

S = TicketStatus
O = ObservationStatus  # noqa: E741


@dataclass(frozen=True)
class Chip:
    """A state as icon, word and colour (lake, leaf, amber, rust, plum, sun or plain)."""

    icon: str
    words: str
    colour: str


def ticket_chip(
    state: TicketStatus, *, planned_for: str = "", is_silent: bool = False, is_late: bool = False
) -> Chip:
    """Where a ticket stands, as its coordinator reads it; red only for silence and for late work."""
    if is_silent:
        return Chip("clock-alert", _("Utan svar"), "rust")
    if is_late and state is not S.DONE:
        return Chip("clock-alert", _("Sen"), "rust")
    return {
        S.NEW: Chip("circle-dashed", _("Granskad"), "plain"),
        S.SENT: Chip("hourglass", _("Väntar på svar"), "amber"),
        S.BOUNCED: Chip("redo-2", _("Inte vår"), "amber"),
        S.ACCEPTED: Chip("check", _("Mottaget"), "lake"),
        S.INVESTIGATING: Chip("search", _("Utreds"), "amber"),
        S.PLANNED: Chip("calendar", _planned_chip(planned_for), "lake"),
        S.IN_PROGRESS: Chip("wrench", _("Pågår"), "lake"),
        S.HANDED_OVER: Chip("share-2", _("Hos annan ägare"), "amber"),
        S.NEEDS_PROJECT: Chip("file-text", _("Kräver projekt"), "plum"),
        S.DONE: Chip("circle-check", _("Klart, väntar på bekräftelse"), "leaf"),
        S.CONFIRMED: Chip("circle-check", _("Bekräftat"), "leaf"),
        S.DECLINED: Chip("ban", _("Görs inte"), "plain"),
        S.REOPENED: Chip("history", _("Öppnat igen"), "amber"),
        S.MERGED: Chip("git-merge", _("Sammanslagen"), "plain"),
        S.CONTESTED: Chip("git-merge", _("Två besked"), "amber"),
    }[state]


def point_chip(state: ObservationStatus, outcome: str = "") -> Chip:
    """Where a point stands before and beside its ticket."""
    kept = {
        "praise": Chip("sun", _("Det här är bra"), "sun"),
        "dialogue": Chip("message-circle", _("Samtalspunkt"), "plum"),
    }
    if state is O.REVIEWED and outcome in kept:
        return kept[outcome]
    return {
        O.NOTED: Chip("circle-dashed", _("Noterad"), "plain"),
        O.REVIEWED: Chip("check", _("Granskad"), "leaf"),
        O.TICKET: Chip("send", _("Skickat"), "leaf"),
        O.PRAISE: kept["praise"],
        O.DIALOGUE: kept["dialogue"],
        O.MERGED: Chip("git-merge", _("Sammanslagen"), "plain"),
        O.DISMISSED: Chip("ban", _("Avfärdad"), "plain"),
        O.WITHDRAWN: Chip("undo-2", _("Återtagen"), "plain"),
    }[state]


def kind(category: str, subcategory: str | None) -> str:
    """What it is: "Trasig eller släckt lampa", else the category."""
    name = _name(category, subcategory)
    return name.in_(language()) if name is not None else category


def title(given: str, category: str, subcategory: str | None) -> str:
    """A ticket's title: what somebody called it, else what it is, in the reader's language."""
    name = _name(category, subcategory)
    return given if name is None or given != name.sv else name.in_(language())


def _name(category: str, subcategory: str | None) -> Words | None:
    found = load_defaults()
    row = found.subcategories.get(subcategory or "") or found.categories.get(category)
    return row.name if row is not None else None


def category_icon(category: str) -> str:
    found = load_defaults().categories.get(category)
    return found.icon if found is not None else "circle-help"


def urgency(code: str) -> str:
    return {
        Urgency.AKUT: _("Akut"),
        Urgency.SNART: _("Snart"),
        Urgency.PLANERAS: _("Planeras"),
        Urgency.UTREDS: _("Utreds"),
    }.get(Urgency(code), code)


def due(on: date | None, because: str) -> str:
    """Klart senast 29 september, eftersom det är en tunnel."""
    if on is None:
        return ""
    words = _("Klart senast %(day)s") % {"day": day(on)}
    reason = _due_reason(because)
    return f"{words}, {reason}." if reason else f"{words}."


def why(because: Mapping[str, Any]) -> str:
    """Why this owner, in a sentence: "Därför: belysning på kommunens mark …"."""
    code, values = str(because.get("code", "")), because.get("values", {})
    what = _category_words(str(values.get("category", "")))
    area = str(values.get("area_name", ""))
    found = {
        "rule": _("Därför: regeln för %(what)s.") % {"what": what},
        "rule_in_area": _("Därför: regeln för %(what)s i området %(area)s.") % {"what": what, "area": area},
        "rule_outside": _("Därför: regeln för %(what)s utanför alla områden.") % {"what": what},
        "ground": _("Därför: %(what)s på ägarens egen mark, %(area)s.") % {"what": what, "area": area},
        "usual_owner": _("Därför: det är den som vanligen svarar för %(what)s.") % {"what": what},
        "default_owner": _("Därför: ingen annan äger det här."),
        "chosen": _("Därför: vald av den som granskade."),
        "chosen_after_bounce": _("Därför: vald när %(owner)s svarade att den inte är deras.")
        % {"owner": str(values.get("from", ""))},
        "nobody": _("Ingen ansvarig är utpekad för %(what)s. Välj en.") % {"what": what},
    }.get(code, "")
    border = because.get("border_m")
    if border is None or code not in ("ground", "rule_in_area"):
        return found
    return f"{found} {_('%(metres)s m till närmaste gräns.') % {'metres': border}}"


def owner_class(code: str) -> str:
    found = load_defaults().owner_classes.get(code)
    return found.name.in_(language()) if found is not None else ""


def sentence(stored: Mapping[str, Any] | None) -> Rendered | None:
    """A stored public sentence as this reader sees it."""
    return sentences.render(sentences.from_json(stored), language()) if stored else None


def template_words(template: sentences.Template) -> str:
    """A sentence to choose from; what the act fills in shows as dots."""
    words = template.words.in_(language())
    return words.format_map(dict.fromkeys(template.fields, "…"))


def planned(code: str) -> str:
    """ "vecka 46", "under våren 2027": the end of a sentence."""
    if not code:
        return ""
    parsed = PlannedFor.parse(code)
    if parsed.code not in load_defaults().seasons and parsed.kind.value == "season":
        return code
    return planned_in_words(parsed, Language(language()), dict(load_defaults().seasons))


def day(value: date) -> str:
    """6 oktober."""
    return day_in_words(value, Language(language()))


def days(count: int) -> str:
    return ngettext("%(num)s dag", "%(num)s dagar", count) % {"num": count}


def agree(count: int) -> str:
    """ "Två höll med." in words where few; "" for none."""
    if count == 0:
        return ""
    return ngettext("%(num)s håller med.", "%(num)s håller med.", count) % {"num": count}


def earlier(minutes: int) -> str:
    """How long before or after: "4 minuter tidigare", "2 dagar senare"."""
    size = abs(minutes)
    if size < 60:
        span = ngettext("%(num)s minut", "%(num)s minuter", size) % {"num": size}
    elif size < 48 * 60:
        hours = round(size / 60)
        span = ngettext("%(num)s timme", "%(num)s timmar", hours) % {"num": hours}
    else:
        span = days(round(size / 60 / 24))
    if size == 0:
        return _("samtidigt")
    return (_("%(span)s tidigare") if minutes > 0 else _("%(span)s senare")) % {"span": span}


def way(via: str) -> str:
    """By what way an act came."""
    return {"phone": _("från telefonen"), "link": _("via länk"), "server": _("av sig självt")}.get(via, "")


def role(code: str) -> str:
    return {
        "coordinator": _("samordnare"),
        "crew": _("utförare"),
        "supervisor": _("arbetsledare"),
        "reader": _("ansvarig"),
        "leader": _("vandringsledare"),
        "secretary": _("sekreterare"),
        "participant": _("deltagare"),
    }.get(code, "")


def _planned_chip(code: str) -> str:
    when = planned(code)
    return _("Planerat %(when)s") % {"when": when} if when else _("Planerat")


def _category_words(code: str) -> str:
    category = load_defaults().categories.get(code.rstrip("0123456789"))
    return category.name.in_(language()).lower() if category is not None else code


def _due_reason(because: str) -> str:
    kind_, _colon, code = because.partition(":")
    season = load_defaults().seasons.get(code)
    if kind_ == "season" and season is not None:
        return _("eftersom det väntar på sin årstid (%(season)s)") % {"season": season.name.in_(language())}
    return {
        "tunnel": _("eftersom det är en tunnel"),
        "bridge": _("eftersom det är en bro"),
        "station": _("eftersom det är en station"),
        "rule": _("enligt kommunens regel"),
    }.get(kind_, "")
