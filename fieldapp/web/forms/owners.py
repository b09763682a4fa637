"""Forms about owners: who answers and how they are reached, who stands in, and what ground is theirs."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice

from fieldapp.domain.absences import Absence
from fieldapp.services.area_settings import AreaFacts
from fieldapp.services.owner_settings import OwnerFacts
from fieldapp.translations import N_
from fieldapp.web.forms.settings import uuid
from fieldapp.web.forms.walks import REQUIRED, CountField, DayField, within
from fieldapp.web.language import NAMES, Later

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
    own_system = StringField(Later(N_("Deras eget system")), [within(200)])
    head_name = StringField(Later(N_("Chefens namn")), [within(120)])
    head_email = EmailField(Later(N_("Chefens e-post")), [within(254)])
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
            own_system=self.own_system.data or "",
            head_name=self.head_name.data or "",
            head_email=self.head_email.data or "",
            is_external=bool(self.is_external.data),
            is_default=bool(self.is_default.data),
            is_active=bool(self.is_active.data),
        )


class AbsenceForm(FlaskForm):  # type: ignore[misc]
    from_on = DayField(Later(N_("Första dagen")), [REQUIRED])
    until_on = DayField(Later(N_("Sista dagen")), [REQUIRED])
    substitute_name = StringField(Later(N_("Ersättarens namn")), [within(120)])
    substitute_email = EmailField(Later(N_("Ersättarens e-post")), [REQUIRED, within(254)])

    def facts(self) -> Absence:
        """Raises `Invalid` where the days cannot be."""
        return Absence(
            self.from_on.data or date.min,
            self.until_on.data or date.min,
            self.substitute_email.data or "",
            self.substitute_name.data or "",
        )


class AreaForm(FlaskForm):  # type: ignore[misc]
    name = StringField(Later(N_("Områdets namn")), [REQUIRED, within(120)])
    kind = SelectField(Later(N_("Sorts område")), choices=KINDS)
    owner = SelectField(Later(N_("Ansvarig")), validate_choice=False)
    rank = CountField(Later(N_("Plats i ordningen, 1 frågas först")), default=100)
    corners = TextAreaField(Later(N_("Områdets hörn")))

    def facts(self) -> AreaFacts:
        return AreaFacts(
            self.name.data or "",
            self.kind.data,
            uuid(self.owner.data),
            self.rank.data or 100,
            self.corners.data,
        )
