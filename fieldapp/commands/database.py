"""flask fieldapp upgrade: bring the database to this release's tables, or leave it as it was."""

import click
from flask import current_app

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services.backup import safe_upgrade
from fieldapp.services.backup.safe_upgrade import NotUpgraded
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.copying import CopyFailed
from fieldapp.store.db import DatabaseUnavailable


@fieldapp_commands.command("upgrade")
def upgrade() -> None:
    """Back the database up, bring it to this release, look it over; on a fault it is put back."""
    tools: Toolbox = current_app.extensions["fieldapp.toolbox"]
    try:
        done = safe_upgrade.upgrade(tools, say)
    except DatabaseUnavailable as error:
        raise click.ClickException(f"not upgraded: {error.__cause__ or error}") from error
    except (NotUpgraded, CopyFailed, OSError) as error:
        raise click.ClickException(f"not upgraded: {error}") from error
    if done.before == done.after:
        say(f"database: {done.after}, up to date")
    else:
        say(f"database: {done.before or 'empty'} -> {done.after}")
    if done.backup is not None:
        say(f"the database as it was: {done.backup}")
    for check in done.amiss:
        say(f"FAULT  {check.name:<12} {check.detail}")
