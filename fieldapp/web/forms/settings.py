"""Forms of the settings: the municipality, a rule, and the question who answers."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice

from fieldapp.services.owner_settings import RuleFacts
from fieldapp.services.settings import TownFacts
from fieldapp.translations import N_
from fieldapp.web.forms.walks import REQUIRED, CountField, DegreesField, within
from fieldapp.web.language import Later

_URGENCIES = [
    SelectChoice("", Later(N_("Som kategorin säger"))),
    SelectChoice("akut", Later(N_("Akut"))),
    SelectChoice("snart", Later(N_("Snart"))),
    SelectChoice("planeras", Later(N_("Planeras"))),
    SelectChoice("utreds", Later(N_("Utreds"))),
]


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


class RuleForm(FlaskForm):  # type: ignore[misc]
    what = SelectField(Later(N_("Vad")), validate_choice=False)
    area = SelectField(Later(N_("Var")), validate_choice=False)
    owner = SelectField(Later(N_("Ansvarig")), validate_choice=False)
    urgency = SelectField(Later(N_("Prioritet")), choices=_URGENCIES)

    def facts(self) -> RuleFacts:
        category, subcategory = split_what(self.what.data)
        return RuleFacts(
            owner_id=uuid(self.owner.data) or UUID(int=0),
            category=category,
            subcategory=subcategory,
            area_id=uuid(self.area.data),
            urgency=self.urgency.data or None,
        )


class TestForm(FlaskForm):  # type: ignore[misc]
    """Asked by GET, so that an answer can be bookmarked and shown to a colleague."""

    class Meta:
        csrf = False

    what = SelectField(Later(N_("Vad")), validate_choice=False)
    lat = DegreesField(Later(N_("Latitud")), [REQUIRED])
    lon = DegreesField(Later(N_("Longitud")), [REQUIRED])


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
