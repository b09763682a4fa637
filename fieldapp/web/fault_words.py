"""What is missing or wrong in an act on a ticket, said so that it can be put right."""

from fieldapp.domain.answer_clock import CannotExtend
from fieldapp.domain.errors import DomainError, Invalid
from fieldapp.domain.ticket_status import Incomplete, Need
from fieldapp.web import wording
from fieldapp.web.language import gettext as _


def words(error: DomainError) -> str:
    """One or more sentences."""
    if isinstance(error, Incomplete):
        return " ".join(_need(need) for need in error.missing)
    if isinstance(error, CannotExtend):
        return _cannot_extend(error)
    if isinstance(error, Invalid):
        return _invalid(error.field.split(".")[0])
    return _("Bilden gick inte att läsa. Välj en annan bild, eller skriv varför det inte finns någon.")


def about_photo(error: DomainError) -> str:
    """What was wrong with an answer and the picture that came with it."""
    by_code = {
        "not-a-photo": _("Filen är ingen bild som vi kan läsa. Välj en annan, eller svara utan bild."),
        "damaged": _("Bilden är skadad. Välj en annan, eller svara utan bild."),
        "too-many-pixels": _("Bilden är för stor. Välj en mindre, eller svara utan bild."),
        "too-large-to-read": _("Bilden är för stor. Välj en mindre, eller svara utan bild."),
        "could-not-read": _("Vi kunde inte läsa bilden. Välj en annan, eller svara utan bild."),
        "decoder-busy": _("Många bilder kommer just nu. Försök igen om en stund."),
        "storage-full": _("Bilden får inte plats hos oss just nu. Svara utan bild."),
        "too-long": _("Texten är för lång. Skriv högst 600 tecken."),
    }
    return by_code.get(error.code) or _("Något saknas eller är fel. Se efter i formuläret.")


def _need(need: Need) -> str:
    return {
        Need.PUBLIC_SENTENCE: _("Välj eller skriv meningen som den som noterade punkten ska läsa."),
        Need.REASON: _("Välj eller skriv skälet."),
        Need.PLANNED_FOR: _("Välj när det ska göras."),
        Need.ANSWER_BY: _("Välj vilken dag beskedet kommer senast."),
        Need.PHOTO_OR_REASON: _("Lägg till en bild efteråt, eller skriv varför det inte finns någon."),
        Need.INTO: _("Skriv numret på ärendet som det här ska följa."),
    }[need]


def _cannot_extend(error: CannotExtend) -> str:
    if error.code == "extended-before":
        return _("Svarsdagen har redan flyttats en gång. Ge ett svar i stället.")
    if error.code == "too-far":
        return _("Svarsdagen kan flyttas till %(day)s som längst.") % {
            "day": wording.day(error.values["latest"])
        }
    return _("Välj en dag som är senare än den utlovade svarsdagen.")


def _invalid(field: str) -> str:
    return {
        "owner": _("Välj vem som ska svara."),
        "into": _("Det ärendet går inte att slå ihop med. Skriv numret på ett annat."),
        "planned_for": _("Tiden går inte att läsa. Välj en i listan."),
        "answer_by": _("Dagen går inte att läsa. Välj den i kalendern."),
        "public_text": _("Meningen saknar något, eller är för lång."),
        "photo": _("Välj en bild först."),
    }.get(field, _("Något saknas eller är för långt."))
