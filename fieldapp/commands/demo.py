"""flask fieldapp demo: the demo municipality, loaded once, and the links that open it."""

import json
import time

import click
from flask import current_app

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import demo as demo_town
from fieldapp.services.toolbox import Toolbox

#: What each link opens, for whoever sits at the command line.
WORDS = {
    "join_url": "Gå med i vandringen",
    "join_code": "Kod att säga högt",
    "leader_url": "Led vandringen",
    "coordinator_url": "Samordna (Sara)",
    "crew_url": "Utför (gata och park)",
    "supervisor_url": "Leda utförare",
    "admin_url": "Administrera",
    "partner_url": "Samverka (polisen)",
    "owner_reply_url": "Svara som bostadsbolag",
    "card_url": "Följ punkter med kort",
    "public_url": "Läs vandringens sida",
}


@fieldapp_commands.command("demo")
@click.option("--links", "shows_links", is_flag=True, help="Print the links that open the demo.")
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
def demo(shows_links: bool, as_json: bool) -> None:
    """Load the demo municipality; again, nothing changes."""
    tools: Toolbox = current_app.extensions["fieldapp.toolbox"]
    _load(tools)
    if shows_links or as_json:
        links = demo_town.links(tools)
        say(json.dumps(links) if as_json else "\n".join(in_words(links)))


def in_words(links: dict[str, str]) -> list[str]:
    """A line for each link, with what it opens."""
    return [f"  {WORDS[name]:<24} {address}" for name, address in links.items()]


def _load(tools: Toolbox) -> None:
    started = time.monotonic()
    try:
        is_new = demo_town.load(tools, drawn=_drawn)
    except demo_town.NotTheDemo as error:
        raise click.ClickException("only where FIELDAPP_ENV=demo: nothing invented is put in here") from error
    except demo_town.AlreadyInUse as error:
        raise click.ClickException("this database has people of its own: the demo keeps out") from error
    if is_new:
        _tell(f"Demokommunen är klar efter {time.monotonic() - started:.0f} sekunder.")
    else:
        _tell("Demokommunen finns redan, inget är ändrat.")


def _drawn(count: int, of: int) -> None:
    if count == 1:
        _tell(f"Demokommunen görs i ordning: {of} bilder ritas …")
    elif count == of:
        _tell("Bilderna är ritade, vandringarna skrivs in …")


def _tell(words: str) -> None:
    """Beside what a script reads."""
    click.echo(words, err=True)
