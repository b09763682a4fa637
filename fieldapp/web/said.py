"""What the last act did, as a code in the next page's address: no third cookie, no free text."""

from flask import request, url_for

from fieldapp.web.language import gettext as _


def words() -> str | None:
    """The sentence for this page's `said=` code, or None."""
    sentences = {
        "saved": _("Sparat."),
        "sent": _("Skickat till ansvariga."),
        "signed-out": _("Du är utloggad."),
        "mail-sent": _("Finns adressen hos oss har vi skickat ett mejl. Titta i din inkorg."),
        "invited": _("Inbjudan är skickad."),
        "signed-out-everywhere": _("Du är utloggad överallt."),
        "taken-back": _("Ångrat."),
        "conflict": _("Någon annan ändrade samtidigt. Se vad som gäller nu och försök igen."),
    }
    return sentences.get(request.args.get("said", ""))


def url(endpoint: str, code: str, **values: object) -> str:
    """The address of a page that says `code`."""
    return url_for(endpoint, said=code, **values)  # type: ignore[arg-type]
