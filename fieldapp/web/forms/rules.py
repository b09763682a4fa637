"""Forms of the rules: one rule, and the question who would get a point."""

from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from fieldapp.services.owner_settings import RuleFacts
from fieldapp.translations import N_
from fieldapp.web.forms.settings import split_what, uuid
from fieldapp.web.forms.walks import DegreesField
from fieldapp.web.language import Later

#: The choice of a place that no area holds.
OUTSIDE = "outside"
_URGENCIES = [
    SelectChoice("", Later(N_("Som kategorin säger"))),
    SelectChoice("akut", Later(N_("Akut"))),
    SelectChoice("snart", Later(N_("Snart"))),
    SelectChoice("planeras", Later(N_("Planeras"))),
    SelectChoice("utreds", Later(N_("Utreds"))),
]
#: How far off a position may be, in metres, as phones say it.
ACCURACIES = ("5", "10", "20", "50")


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
            is_outside=self.area.data == OUTSIDE,
        )


class TrialForm(FlaskForm):  # type: ignore[misc]
    """Asked by GET, so that an answer can be bookmarked and shown to a colleague."""

    class Meta:
        csrf = False

    what = SelectField(Later(N_("Vad")), validate_choice=False)
    stop = SelectField(Later(N_("Ett stopp")), validate_choice=False)
    lat = DegreesField(Later(N_("Latitud")), [Optional()])
    lon = DegreesField(Later(N_("Longitud")), [Optional()])
    accuracy = SelectField(Later(N_("Så säker är platsen")), validate_choice=False, default="5")
