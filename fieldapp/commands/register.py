"""All commands, imported once so that they hang on the group."""

from flask import Flask

from fieldapp.commands import assets, database, deliver, doctor, people, serve
from fieldapp.commands.group import fieldapp_commands

MODULES = (assets, database, deliver, doctor, people, serve)


def register(app: Flask) -> None:
    app.cli.add_command(fieldapp_commands)
