"""Refusals of the settings in words: of one field, or of a row in a file."""

from typing import Any

from fieldapp.domain.errors import Invalid
from fieldapp.services.imports import Fault
from fieldapp.web.language import gettext as _

_CODES = ("code", "class", "name", "owner", "kind", "rank", "geometry", "email", "phone")


def refusal(code: str, values: dict[str, Any]) -> str:
    """What is wrong and what to write instead."""
    sentences = {
        "empty": _("Fyll i det här."),
        "too-long": _("Det är för långt."),
        "not-an-email": _("Det ser inte ut som en e-postadress."),
        "not-a-phone": _("Det ser inte ut som ett telefonnummer."),
        "is-default-owner": _("Den här får det som ingen annan har. Välj någon annan till det först."),
        "email-needed": _("Den som svarar med länk i mejl behöver en e-postadress."),
        "not-a-code": _("Använd små bokstäver a–z, siffror och bindestreck."),
        "taken": _("Det korta namnet används redan."),
        "not-a-count": _("Skriv ett antal mellan {least} och {most}."),
        "not-a-place": _("Platsen finns inte. Latitud först, sedan longitud."),
        "unknown": _("Välj något i listan."),
        "rule-for-everything": _("Välj vad regeln gäller, eller var."),
        "needs-category": _("Välj vad regeln gäller."),
        "columns-missing": _("Rubrikraden saknar: {names}"),
        "file-too-large": _("Filen är större än {most} MB."),
        "not-utf-8": _("Filen är inte sparad som UTF-8."),
        "nothing-in-it": _("Filen är tom."),
        "too-many-rows": _("Filen har fler än {most} rader."),
        "not-geojson": _("Det här är ingen GeoJSON-fil med områden."),
        "not-a-polygon": _("Formen är ingen yta (Polygon eller MultiPolygon)."),
        "not-degrees": _("Koordinaterna är inte grader i WGS 84, longitud först."),
        "unknown-owner": _("Ingen ansvarig har det korta namnet {value}. Lägg in den först."),
        "unknown-kind": _("Sorten {value} finns inte. Skriv owner, district, tunnel, bridge eller station."),
        "unknown-code": _("Ingen kategori har koden {value}."),
        "not-yes-or-no": _("{field}: skriv ja eller nej."),
        "before-its-beginning": _("Sista dagen ligger före den första."),
        "absence-too-long": _("Så länge är ingen borta. Byt kontakt i stället."),
        "not-an-absence": _(
            "Frånvaron {value} går inte att läsa. Skriv 2026-07-06/2026-08-02 eva@exempel.se Eva."
        ),
        "area-name-taken": _("Ett annat område heter så. Välj ett eget namn."),
        "too-few-corners": _("En yta behöver minst tre hörn."),
        "too-many-corners": _("Området har fler än {most} hörn."),
        "not-a-corner": _("Rad {row} är inget hörn. Skriv latitud, longitud, till exempel 59.5028, 17.7431."),
        "longitude-first": _("Rad {row}: latituden ska stå först, till exempel 59.5028, 17.7431."),
        "crosses-itself": _("Gränsen korsar sig själv. Flytta eller ta bort ett hörn."),
        "surfaces-cross": _(
            "Två av ytorna korsar varandra. En yta får ligga bredvid eller helt inuti en annan."
        ),
        "not-a-rank": _("Ordningen {value} är inget tal mellan 1 och 9999."),
    }
    return sentences.get(code, _("Det går inte att använda.")).format_map(
        {"field": "", "value": "", "names": "", "least": "", "most": "", "row": "", **values}
    )


def of_fault(fault: Fault) -> str:
    """A row's fault, with the name of the column where that helps."""
    words = refusal(fault.code, fault.values)
    column = fault.values.get("field", "")
    told = f"{column}: {words}" if column in _CODES and "{" not in words else words
    return _("Rad {row}: {words}").format(row=fault.row, words=told) if fault.row else words


def put_on(form: Any, error: Invalid, names: dict[str, str] | None = None) -> None:
    """Show a service's refusal at its field of the form; at the first field where it has none."""
    name = (names or {}).get(error.field, error.field)
    field = form[name] if name in form else next(iter(form))
    field.errors = [*field.errors, refusal(error.code, error.values)]
