"""Forms of the door: signing in, a forgotten password, a new one, and one's own account."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from fieldapp.translations import N_
from fieldapp.web.language import NAMES, Later

#: Each language under its own name.
LANGUAGE_CHOICES = [SelectChoice(code, name) for code, name in NAMES.items()]
_NEEDS_EMAIL = InputRequired(Later(N_("Skriv din e-postadress.")))
_NEEDS_PASSWORD = InputRequired(Later(N_("Skriv ditt lösenord.")))
_FOR_EMAIL = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 254}


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(Later(N_("E-post")), [_NEEDS_EMAIL], render_kw=_FOR_EMAIL)
    password = PasswordField(
        Later(N_("Lösenord")), [_NEEDS_PASSWORD], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class ForgottenForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(Later(N_("E-post")), [_NEEDS_EMAIL], render_kw=_FOR_EMAIL)


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    name = StringField(Later(N_("Ditt namn")), [Length(max=80)], render_kw={"autocomplete": "name"})
    password = PasswordField(
        Later(N_("Nytt lösenord")),
        [_NEEDS_PASSWORD],
        render_kw={"autocomplete": "new-password", "autocapitalize": "none", "spellcheck": "false"},
    )


class AccountForm(FlaskForm):  # type: ignore[misc]
    name = StringField(Later(N_("Ditt namn")), [Length(max=80)], render_kw={"autocomplete": "name"})
    language = SelectField(Later(N_("Språk i mejl och här")), choices=LANGUAGE_CHOICES)
