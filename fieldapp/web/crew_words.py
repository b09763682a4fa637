"""Ages, phones and whose work it is, in the supervisor's words."""

from fieldapp.domain.crew_phone import PhoneStanding
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.wording import Chip

#: Letters after which Swedish adds no s to say whose a thing is.
_NO_S = ("s", "x", "z")


def age(code: str) -> str:
    """How long ago the owner got it."""
    return {
        "week": _("0–7 dagar"),
        "fortnight": _("8–14 dagar"),
        "month": _("15–30 dagar"),
        "older": _("Över 30 dagar"),
        "late": _("Försenade"),
    }.get(code, "")


def age_in_short(code: str) -> str:
    """The same over a narrow column, in days."""
    return {"week": "0–7", "fortnight": "8–14", "month": "15–30", "older": "31–"}.get(code, "")


def standing(found: PhoneStanding) -> Chip:
    return {
        PhoneStanding.CODE_SHOWN: Chip("qr-code", _("väntar på telefonen"), "amber"),
        PhoneStanding.CODE_OVER: Chip("circle-dashed", _("inte inne än"), "plain"),
        PhoneStanding.IN: Chip("check", _("inne"), "leaf"),
        PhoneStanding.ENDING: Chip("hourglass", _("snart ute"), "amber"),
        PhoneStanding.OVER: Chip("clock", _("ute, för länge sedan sist"), "amber"),
        PhoneStanding.REVOKED: Chip("ban", _("utsläppt"), "plain"),
    }[found]


def owners(name: str) -> str:
    """Whose: "Gata och parks"; other languages say it around the name."""
    return name + "s" if language() == "sv" and not name.endswith(_NO_S) else name
