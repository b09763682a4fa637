"""Forms of the people page: an invitation, another role."""

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from fieldapp.services.people import OwnerChoice
from fieldapp.translations import N_
from fieldapp.web.forms.sign_in import LANGUAGE_CHOICES
from fieldapp.web.language import Later
from fieldapp.web.language import gettext as _
from fieldapp.web.role_words import role_names


class RoleForm(FlaskForm):  # type: ignore[misc]
    """Crews and supervisors work for an owner; for the other roles the field is left alone."""

    role = SelectField(Later(N_("Roll")))
    owner = SelectField(Later(N_("Arbetar för")))

    def offer(self, owners: list[OwnerChoice]) -> None:
        self.role.choices = [SelectChoice(role.value, name) for role, name in role_names().items()]
        self.owner.choices = [
            SelectChoice("", _("Ingen särskild")),
            *(SelectChoice(owner.code, owner.name) for owner in owners),
        ]


class InviteForm(RoleForm):
    email = EmailField(
        Later(N_("E-post")),
        [InputRequired(Later(N_("Skriv en e-postadress.")))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "maxlength": 254},
    )
    language = SelectField(Later(N_("Språk i mejl")), choices=LANGUAGE_CHOICES)
