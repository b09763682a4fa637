"""A walk's states, steps and codes in words: icon, word and colour are the same on every page."""

from fieldapp.domain.figures import Figure
from fieldapp.domain.walk_status import WalkStatus as W
from fieldapp.web.language import gettext as _
from fieldapp.web.language import ngettext
from fieldapp.web.wording import Chip


def chip(state: W) -> Chip:
    """Where a walk stands."""
    return {
        W.PLANNED: Chip("calendar", _("Planerad"), "lake"),
        W.OPEN: Chip("footprints", _("Pågår"), "sun"),
        W.CLOSING: Chip("hourglass", _("Fika och avslut"), "amber"),
        W.REVIEW: Chip("eye", _("Granskas"), "amber"),
        W.SENT: Chip("send", _("Skickad till ansvariga"), "leaf"),
        W.SEALED: Chip("circle-check", _("Fastställd"), "leaf"),
        W.FOLLOWED_UP: Chip("history", _("Uppföljd"), "leaf"),
        W.CANCELLED: Chip("ban", _("Inställd"), "plain"),
    }[state]


def step(to: W) -> tuple[str, str, str]:
    """The button that takes a walk to a state: verb, icon, and what happens then."""
    return {
        W.OPEN: (_("Öppna vandringen"), "door-open", _("Telefoner kan börja skicka punkter.")),
        W.CLOSING: (
            _("Gå till fika"),
            "hourglass",
            _("Rundan är slut. Punkter tas fortfarande emot."),
        ),
        W.REVIEW: (
            _("Stäng vandringen"),
            "check",
            _(
                "Inga nya telefoner släpps in. Svaren om trygghet skiljs från telefonerna och går inte "
                "längre att ändra. Det går inte att ångra."
            ),
        ),
        W.CANCELLED: (
            _("Ställ in vandringen"),
            "ban",
            _("Koderna slutar fungera. Det går inte att ångra."),
        ),
    }[to]


def said_after(to: W) -> str:
    """What the next page says, as a code of said.py."""
    return {W.OPEN: "walk-open", W.CLOSING: "walk-closing", W.CANCELLED: "walk-cancelled"}.get(
        to, "walk-closed"
    )


def figure(which: Figure, count: int) -> str:
    """The word beside a figure, in the fixed order of the figures."""
    return {
        Figure.GOOD: _("bra"),
        Figure.DONE: ngettext("klar", "klara", count),
        Figure.PLANNED: ngettext("planerad", "planerade", count),
        Figure.PROJECT_OR_NO: _("projekt eller nej"),
        Figure.UNANSWERED: _("utan svar än"),
    }[which]


def code_name(kind: str) -> str:
    return {
        "spoken": _("Kod att säga högt"),
        "link": _("Länk för affisch och inbjudan"),
        "leader": _("Länk för ledarens telefon"),
    }[kind]


def code_hint(kind: str, *, is_open: bool) -> str:
    """Who gets what by a code, and from when."""
    if kind == "spoken":
        return (
            _("Fungerar nu. Den som kommer in ser alla släppta punkter.")
            if is_open
            else _("Fungerar från två timmar före start tills vandringen stängs.")
        )
    if kind == "link":
        return (
            _("Fungerar nu. Den som kommer in ser bara sina egna punkter.")
            if is_open
            else _("Fungerar från att du publicerar tills vandringen stängs.")
        )
    return _("Den som öppnar länken leder vandringen: ser allt och släpper punkter. Visa den inte för alla.")
