"""flask fieldapp doctor: what an operator wants to know, and an exit code for whoever watches."""

import json
from dataclasses import asdict

import click
from flask import current_app

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import health


@fieldapp_commands.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--deep", is_flag=True, help="Look for the file of every photo, not of some.")
def doctor(as_json: bool, deep: bool) -> None:
    """Look this installation over; exit 1 on a fault."""
    checks = health.look_over(current_app.extensions["fieldapp.toolbox"], is_deep=deep)
    is_fine = all(check.is_fine for check in checks)
    if as_json:
        say(json.dumps({"is_fine": is_fine, "checks": [asdict(check) for check in checks]}))
    else:
        for check in checks:
            say(f"{'ok   ' if check.is_fine else 'FAULT'}  {check.name:<12} {check.detail}")
    if not is_fine:
        raise SystemExit(1)
