"""How people of the staff come in and go out: password, one-time link, and their own account."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response
from wtforms import Field

from fieldapp.domain import lifetimes
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.errors import Forbidden, Invalid, NotFound
from fieldapp.services import crew_phones
from fieldapp.services import sign_in as door
from fieldapp.services.sign_in import SignedIn
from fieldapp.web import said, session
from fieldapp.web.actor import staff
from fieldapp.web.device import device_name
from fieldapp.web.forms.sign_in import AccountForm, ForgottenForm, NewPasswordForm, SignInForm
from fieldapp.web.guards import may, public
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language
from fieldapp.web.role_words import role_duties, role_names
from fieldapp.web.safe_next import safe_next
from fieldapp.web.tools import toolbox

pages = Blueprint("sign_in", __name__)


def home_of(person: Actor) -> str:
    """Where somebody's work is: crews on the phone, all others at the desk."""
    return "/crew" if person.role is Role.CREW else "/desk"


@pages.get("/sign-in")
@public
def show() -> Response | str:
    person = staff()
    if person is not None:
        return redirect(safe_next(request.args.get("next"), home_of(person)), 303)
    form = SignInForm(formdata=None, next=request.args.get("next", ""))
    return render_template("sign_in/sign_in.html", form=form)


@pages.post("/sign-in")
@public
def sign_in() -> Response:
    """The same words and status for an unknown address and a wrong password."""
    form = SignInForm()
    if not form.validate():
        return make_response(render_template("sign_in/sign_in.html", form=form), 422)
    try:
        found = door.sign_in(
            toolbox(), form.email.data, form.password.data, request.remote_addr or "", device_name()
        )
    except door.WrongPassword:
        page = render_template("sign_in/sign_in.html", form=form, is_wrong=True)
        return make_response(page, 422)
    return let_in(found, safe_next(form.next.data, home_of(found.actor)))


def let_in(found: SignedIn, to: str) -> Response:
    """Hand the fresh session to the browser; the one it held before ends."""
    old = session.token_of(session.STAFF)
    if old:
        door.sign_out(old)
    response = redirect(to, 303)
    lasts = lifetimes.SESSION_LIMITS[found.actor.role].absolute
    session.keep(response, session.STAFF, found.token, int(lasts.total_seconds()))
    return response


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    token = session.token_of(session.STAFF)
    if token:
        door.sign_out(token)
        crew_phones.leave(toolbox(), token)
    response = redirect(said.url("sign_in.show", "signed-out"), 303)
    session.drop(response, session.STAFF)
    return response


@pages.route("/sign-in/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> Response | str:
    form = ForgottenForm()
    if request.method == "POST" and form.validate():
        door.ask_for_reset(toolbox(), form.email.data, request.remote_addr or "")
        return redirect(said.url("sign_in.forgotten", "mail-sent"), 303)
    return render_template("sign_in/forgotten.html", form=form)


@pages.get("/sign-in/link/<token>")
@public
def link(token: str) -> Response | str:
    """Opening the link uses nothing up: mail scanners open links too."""
    person = door.person_behind_link(toolbox(), token)
    if person is None:
        return _used_up()
    form = NewPasswordForm(formdata=None)
    return _password_page(form, token, person.email, door.is_new(person))


@pages.post("/sign-in/link/<token>")
@public
def choose_password(token: str) -> Response:
    form = NewPasswordForm()
    person = door.person_behind_link(toolbox(), token)
    if person is None:
        return _used_up()
    is_new = door.is_new(person)
    email = person.email
    if form.validate():
        try:
            name = (form.name.data or "") if is_new else None
            found = door.choose_password(toolbox(), token, form.password.data, device_name(), name)
            return let_in(found, home_of(found.actor))
        except Invalid as error:
            _tell(form.name if error.field == "name" else form.password, error)
        except NotFound:
            return _used_up()
    return make_response(_password_page(form, token, email, is_new), 422)


def _password_page(form: NewPasswordForm, token: str, email: str, is_new: bool) -> str:
    return render_template(
        "sign_in/new_password.html",
        form=form,
        token=token,
        email=email,
        is_new=is_new,
        is_shown="show" in request.args,
    )


def _used_up() -> Response:
    return make_response(render_template("sign_in/used_up.html"), 404)


@pages.get("/account")
@may("account.own")
def account() -> str:
    person = _self()
    form = AccountForm(formdata=None, name=person.name, language=language())
    return _account_page(form, person)


@pages.post("/account")
@may("account.own")
def change_account() -> Response:
    person, form = _self(), AccountForm()
    if form.validate():
        try:
            door.change_own(person, form.name.data or "", form.language.data)
        except Invalid as error:
            _tell(form.name, error)
        else:
            response = redirect(said.url("sign_in.account", "saved"), 303)
            session.keep(response, session.LANGUAGE, form.language.data)
            return response
    return make_response(_account_page(form, person), 422)


@pages.post("/account/sign-out-everywhere")
@may("account.own")
def sign_out_everywhere() -> Response:
    door.sign_out_everywhere(_self())
    response = redirect(said.url("sign_in.show", "signed-out-everywhere"), 303)
    session.drop(response, session.STAFF)
    return response


def _account_page(form: AccountForm, person: Actor) -> str:
    return render_template(
        "sign_in/account.html",
        form=form,
        person=person,
        role_name=role_names()[person.role],
        role_duty=role_duties()[person.role],
        home=home_of(person),
        sessions=door.open_sessions(toolbox(), person, session.token_of(session.STAFF)),
    )


def _self() -> Actor:
    """The signed-in person; a leader's phone has no account, nor has a crew's that was enrolled."""
    person = staff()
    if person is None or person.is_enrolled:
        raise Forbidden(action="account.own")
    return person


def _tell(field: Field, error: Invalid) -> None:
    """Put the refusal beside its field, in words."""
    sentences = {
        "name-needed": _("Skriv ditt namn, så att kollegerna vet vem du är. Högst 80 tecken."),
        "password-too-short": _("Lösenordet behöver minst tolv tecken."),
        "password-too-long": _("Lösenordet får ha högst 128 tecken."),
        "password-too-common": _("Det lösenordet är lätt att gissa. Ta tre ord som inte hör ihop."),
    }
    field.errors = [*field.errors, sentences[error.code]]
