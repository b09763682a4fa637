"""flask fieldapp people …: accounts from the command line, so that the first admin has a way in."""

import click
from flask import current_app

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.domain.actors import STAFF_ROLES, Role
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.services import people as accounts
from fieldapp.services.toolbox import Toolbox
from fieldapp.translations import LANGUAGES

_FAULTS = {
    "not-an-address": "that is not an e-mail address",
    "already-has-account": "this address has an account already; use: people reset EMAIL",
    "owner-needed": "crews and supervisors need --owner CODE of an owner that exists",
    "no-such-role": "that role cannot have an account",
}


@fieldapp_commands.group("people")
def people() -> None:
    """Accounts of the staff."""


@people.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in STAFF_ROLES]))
@click.option("--owner", default="", help="Code of the owner that a crew or supervisor works for.")
@click.option("--language", default="sv", type=click.Choice(LANGUAGES))
def invite(email: str, role: str, owner: str, language: str) -> None:
    """Mail a one-time invitation to EMAIL, and print its link."""
    try:
        say(accounts.invite(_tools(), accounts.AT_THE_MACHINE, email, Role(role), owner, language))
    except Invalid as error:
        raise click.ClickException(_FAULTS[error.code]) from error


@people.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Mail a one-time link for a new password to EMAIL, and print it."""
    try:
        say(accounts.reset(_tools(), email))
    except NotFound as error:
        raise click.ClickException("nobody has that address") from error


def _tools() -> Toolbox:
    found: Toolbox = current_app.extensions["fieldapp.toolbox"]
    return found
