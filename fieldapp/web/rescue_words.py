"""What came in of a phone's file, in words; and how much still waits on phones."""

from dataclasses import dataclass

from fieldapp.services.rescue import Report
from fieldapp.services.unsent import Unsent
from fieldapp.web.language import gettext as _
from fieldapp.web.language import ngettext
from fieldapp.web.show import moment


@dataclass(frozen=True)
class Told:
    """The page after a file: what is here now, what did not come, and what to do about it."""

    is_all_well: bool
    lines: tuple[str, ...]
    refused: tuple[str, ...]
    advice: str


def fault(code: str) -> str:
    """Why a file was not taken at all."""
    return {
        "no-file": _("Välj en fil först."),
        "cut-short": _("Filen är avbruten redan i början. Hämta den en gång till från telefonen."),
        "other-walk": _(
            "Filen kommer från en telefon i en annan vandring. Läs in den på den vandringens sida."
        ),
        "unknown-phone": _("Telefonen som filen kommer från finns inte hos oss."),
        "update-needed": _(
            "Filen är gjord av en annan version. Öppna vandringen på telefonen och spara filen igen."
        ),
        "too-large": _("Filen är större än någon telefons. Den togs inte emot."),
        "too-dense": _("Filen är större än någon telefons. Den togs inte emot."),
    }.get(
        code, _("Det här är ingen fil från en telefon. Välj filen som telefonen sparade, den slutar på .zip.")
    )


def told(report: Report) -> Told:
    """What came in, counted in points, changes and pictures."""
    came = _("%(done)s av %(all)s punkter och ändringar är här.") % {
        "done": report.taken_acts,
        "all": report.acts_count,
    }
    known = ngettext("%(num)s fanns redan.", "%(num)s fanns redan.", report.known_acts)
    pictures = _("%(done)s av %(all)s bilder i filen är här.") % {
        "done": report.stored_photos,
        "all": report.photos_count,
    }
    lines = [came + (f" {known % {'num': report.known_acts}}" if report.known_acts else "")]
    lines += [pictures] if report.photos_count else []
    if report.is_of_crew:
        lines.append(
            _("Filen kom från någon som åtgärdar. Ärendena i den kan höra till andra vandringar än den här.")
        )
    reasons = [_reason(code, count) for code, count in _refusals(report).items()]
    missing = report.photos.total() < report.photos_count
    is_all_well = report.is_whole and not reasons and not missing
    return Told(is_all_well, tuple(lines), tuple(reasons), _advice(report, missing))


def _refusals(report: Report) -> dict[str, int]:
    found: dict[str, int] = {}
    for answer in report.refused:
        found[answer.code or ""] = found.get(answer.code or "", 0) + 1
    for code, count in report.photos.items():
        if code != "stored":
            found[f"photo:{code}"] = count
    return found


def _reason(code: str, count: int) -> str:
    if code.startswith("photo:"):
        words = ngettext("%(num)s bild kunde inte läsas.", "%(num)s bilder kunde inte läsas.", count)
        return words % {"num": count}
    why = {
        "walk-over": _("den gjordes efter att vandringen stängdes, eller är för gammal"),
        "not-found": _("den gäller något som inte finns här"),
        "id-reuse": _("den finns redan med ett annat innehåll"),
        "withdrawn": _("punkten är återtagen"),
        "too-many-points": _("telefonen har skickat fler punkter än vi tar emot"),
        "forbidden": _("telefonen får inte göra det"),
    }.get(code, _("den är fel ifylld"))
    words = ngettext("%(num)s togs inte emot: %(why)s.", "%(num)s togs inte emot: %(why)s.", count)
    return words % {"num": count, "why": why}


def _advice(report: Report, is_missing: bool) -> str:
    if report.stopped == "decoder-broken":
        return _(
            "Vi kan inte ta emot bilder just nu, felet är vårt. Orden är sparade. Läs in samma fil igen när "
            "det är lagat: inget blir dubbelt."
        )
    if report.is_ours:
        return _("Vi kan inte spara just nu. Läs in samma fil igen om en stund: inget blir dubbelt.")
    if report.stopped:
        return _(
            "Filen är avbruten eller skadad. Det som kom fram är sparat. Hämta filen igen från telefonen "
            "och läs in den en gång till: inget blir dubbelt."
        )
    if is_missing:
        return _("Några bilder finns inte i filen. De ligger kvar i telefonen och kan skickas därifrån.")
    return ""


def unsent_title(unsent: Unsent) -> str:
    words = ngettext("%(num)s telefon har osänt", "%(num)s telefoner har osänt", unsent.phone_count)
    return words % {"num": unsent.phone_count}


def unsent_lines(unsent: Unsent, is_closed: bool) -> tuple[str, ...]:
    """How much, since when they are silent, and what helps; never who."""
    things = ngettext(
        "%(num)s sak väntar: en punkt, en ändring eller en bild.",
        "%(num)s saker väntar: punkter, ändringar och bilder.",
        unsent.thing_count,
    ) % {"num": unsent.thing_count}
    heard = ""
    if unsent.heard_at is not None:
        words = (
            _("Den hördes av senast %(when)s.")
            if unsent.phone_count == 1
            else _("Den som varit tyst längst hördes av %(when)s.")
        )
        heard = words % {"when": moment(unsent.heard_at)}
    helps = (
        _("Be dem öppna vandringen på telefonen där det finns täckning, eller lämna en fil till dig.")
        if is_closed
        else _("Det skickas av sig självt när telefonen har täckning.")
    )
    return tuple(line for line in (things, heard, helps) if line)
