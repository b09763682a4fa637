"""Forms of the settings: the municipality, an owner, an area, a rule, and the question who answers."""

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice

from fieldapp.services.owner_settings import AreaFacts, OwnerFacts, RuleFacts
from fieldapp.services.settings import TownFacts
from fieldapp.translations import N_
from fieldapp.web.forms.walks import REQUIRED, CountField, DegreesField, within
from fieldapp.web.language import NAMES, Later

_URGENCIES = [
    SelectChoice("", Later(N_("Som kategorin säger"))),
    SelectChoice("akut", Later(N_("Akut"))),
    SelectChoice("snart", Later(N_("Snart"))),
    SelectChoice("planeras", Later(N_("Planeras"))),
    SelectChoice("utreds", Later(N_("Utreds"))),
]
_LANGUAGES = [SelectChoice(code, name) for code, name in NAMES.items()]
_RECEIVES = [
    SelectChoice("crew", Later(N_("I utförarnas lista på telefonen"))),
    SelectChoice("link", Later(N_("Mejl med svarslänk"))),
    SelectChoice("own_system", Later(N_("I sitt eget system, vi för över"))),
]
KINDS = [
    SelectChoice("owner", Later(N_("Mark med en ansvarig"))),
    SelectChoice("district", Later(N_("Stadsdel, bara för statistik"))),
    SelectChoice("tunnel", Later(N_("Tunnel"))),
    SelectChoice("bridge", Later(N_("Bro"))),
    SelectChoice("station", Later(N_("Station"))),
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


class OwnerForm(FlaskForm):  # type: ignore[misc]
    code = StringField(Later(N_("Kort namn")), [REQUIRED, within(40)])
    name = StringField(Later(N_("Namn")), [REQUIRED, within(120)])
    class_code = SelectField(Later(N_("Sorts ansvarig")), validate_choice=False)
    company = StringField(Later(N_("Bolag eller entreprenör")), [within(120)])
    email = EmailField(Later(N_("E-post")), [within(254)])
    phone = TelField(Later(N_("Telefon")), [within(40)])
    language = SelectField(
        Later(N_("Språk i mejl")), choices=[SelectChoice(code, name) for code, name in NAMES.items()]
    )
    receives = SelectField(Later(N_("Tar emot ärenden")), choices=_RECEIVES)
    is_external = BooleanField(Later(N_("Extern: hör inte till kommunen")))
    is_default = BooleanField(Later(N_("Får allt av sin sort när ingen regel säger annat")))
    is_active = BooleanField(Later(N_("Används")), default=True)

    def facts(self) -> OwnerFacts:
        return OwnerFacts(
            code=self.code.data or "",
            class_code=self.class_code.data or "",
            name=self.name.data or "",
            company=self.company.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            language=self.language.data,
            receives=self.receives.data,
            is_external=bool(self.is_external.data),
            is_default=bool(self.is_default.data),
            is_active=bool(self.is_active.data),
        )


class AreaForm(FlaskForm):  # type: ignore[misc]
    name = StringField(Later(N_("Områdets namn")), [REQUIRED, within(120)])
    kind = SelectField(Later(N_("Sorts område")), choices=KINDS)
    owner = SelectField(Later(N_("Ansvarig")), validate_choice=False)
    rank = CountField(Later(N_("Plats i ordningen, 1 frågas först")))

    def facts(self) -> AreaFacts:
        return AreaFacts(self.name.data or "", self.kind.data, uuid(self.owner.data), self.rank.data or 100)


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
