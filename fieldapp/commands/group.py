"""The group that every command of ours hangs on."""

import click
from flask.cli import AppGroup

fieldapp_commands = AppGroup("fieldapp", help="Run and look after this installation.")


def say(words: str) -> None:
    """A line for whoever sits at the command line."""
    click.echo(words)
