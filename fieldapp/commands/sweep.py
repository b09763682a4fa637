"""flask fieldapp sweep: the night's work on the photos, and an exit code that says whether one is lost."""

import json
from dataclasses import asdict

import click
from flask import current_app

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.domain.errors import DomainError
from fieldapp.services import sweeping
from fieldapp.services.sweeping import Swept

_DONE = {
    "finished_count": "taken-away photos whose bytes were still here, now destroyed",
    "destroyed_again_count": "destroyed photos that had come back, destroyed again",
    "temporary_count": "leftovers of interrupted writes removed",
    "idle_upload_count": "uploads that nobody went on with removed",
    "trashed_count": "files that no photo names moved to the trash",
    "emptied_count": "files removed from the trash",
    "restored_count": "files that a photo names taken back from the trash",
    "checked_count": "files read again byte by byte",
}
_SHOWN_MAX = 20


@fieldapp_commands.command("sweep")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def sweep(as_json: bool) -> None:
    """Remove leftovers, check the photos; exit 1 if any is lost. Run it every night."""
    try:
        found = sweeping.sweep(current_app.extensions["fieldapp.toolbox"])
    except (OSError, DomainError) as error:
        raise click.ClickException(f"not finished: {type(error).__name__}: {error}") from error
    if as_json:
        say(json.dumps({"is_fine": found.is_fine, **asdict(found)}, default=str))
    else:
        _tell(found)
    if not found.is_fine:
        raise SystemExit(1)


def _tell(found: Swept) -> None:
    for name, words in _DONE.items():
        say(f"{getattr(found, name):>6}  {words}")
    _tell_fault("photos WITHOUT A FILE (restore the newest backup)", [str(one) for one in found.without_file])
    _tell_fault("files DAMAGED on disk (restore them from a backup)", found.damaged)


def _tell_fault(words: str, names: list[str]) -> None:
    say(f"{len(names):>6}  {words}")
    for name in names[:_SHOWN_MAX]:
        say(f"        {name}")
    if len(names) > _SHOWN_MAX:
        say(f"        and {len(names) - _SHOWN_MAX} more; --json names all")
