"""Forms of the settings: the municipality; and how a choice of what is read."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TelField

from fieldapp.services.settings import TownFacts
from fieldapp.translations import N_
from fieldapp.web.forms.walks import REQUIRED, CountField, within
from fieldapp.web.language import Later


class TownForm(FlaskForm):  # type: ignore[misc]
    name = StringField(Later(N_("Kommunens namn")), [REQUIRED, within(120)])
    contact_email = EmailField(Later(N_("E-post för frågor")), [within(254)])
    contact_phone = TelField(Later(N_("Telefon för frågor")), [within(40)])
    duty_phone = TelField(Later(N_("Jourtelefon vid akut fara")), [within(40)])
    answer_days = CountField(Later(N_("Svar inom så här många dagar")), [REQUIRED])

    def facts(self) -> TownFacts:
        return TownFacts(
            name=self.name.data or "",
            contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "",
            duty_phone=self.duty_phone.data or "",
            answer_days=self.answer_days.data or 0,
        )


def split_what(value: Any) -> tuple[str | None, str | None]:
    """Category and subcategory from one choice: "", "BEL" or "BEL1"."""
    text = str(value or "")
    category = text.rstrip("0123456789")
    return (category or None, text if text != category else None)


def uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
