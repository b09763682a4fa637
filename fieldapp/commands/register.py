"""All commands, imported once so that they hang on the group."""

from flask import Flask

from fieldapp.commands import (
    assets,
    backup,
    database,
    deliver,
    demo,
    doctor,
    imports,
    people,
    rescue,
    serve,
    sweep,
)
from fieldapp.commands.group import fieldapp_commands

MODULES = (assets, backup, database, deliver, demo, doctor, imports, people, rescue, serve, sweep)


def register(app: Flask) -> None:
    app.cli.add_command(fieldapp_commands)
